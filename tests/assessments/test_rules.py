"""What a rating asks for, how two times compare, what a gap becomes: facts in, answers out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.rules import (
    Answer,
    Counts,
    Filler,
    Open,
    Promise,
    Rating,
    Since,
    Who,
    Why,
    agreement_row,
    count,
    followed,
    is_due,
    lede,
    missing_starters,
    patients_words,
    promise_of,
    since_then,
    stale_words,
    still_open,
    supports_words,
    time_words,
    usual_why,
    with_reason,
    with_row,
)

DAY = date(2026, 12, 1)
ALL_SAID = {
    "strategy": "hire_new_staff",
    "person_provider": 1,
    "person_payer": 2,
    "first_step": "Call the clinic",
    "due_on": DAY,
    "instead": "risk",
    "instead_note": "The county has no service.",
}
FILLERS = {
    Who.PROVIDER: {"filler": "partner_can_fill", "filler_side": "provider"},
    Who.PAYER: {"filler": "partner_can_fill", "filler_side": "payer"},
    Who.TOGETHER: {"filler": "collaboration_can_fill"},
    Who.NEITHER: {"filler": "partner_cannot_fill"},
}


def gap(who: Who | None = None, **values: object) -> Answer:
    said = {**(FILLERS[who] if who else {}), **values}
    return Answer("gap", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "open_points"),
    [
        (Answer("in_place"), ()),
        (Answer("not_known"), ()),
        (Answer("partly"), (Open.FILLER,)),
        (gap(), (Open.FILLER,)),
        (gap(Who.PROVIDER), (Open.OUR_PERSON, Open.DUE)),
        (gap(Who.PROVIDER, person_payer=2, due_on=DAY), (Open.OUR_PERSON,)),
        (gap(Who.PAYER, person_provider=1), (Open.THEIR_PERSON, Open.DUE)),
        (gap(Who.TOGETHER), (Open.OUR_PERSON, Open.THEIR_PERSON, Open.FIRST_STEP, Open.DUE)),
        (gap(Who.TOGETHER, person_provider=1, person_payer=2, due_on=DAY), (Open.FIRST_STEP,)),
        (gap(Who.NEITHER), (Open.INSTEAD,)),
        (gap(Who.NEITHER, instead="scope"), (Open.INSTEAD,)),
        (gap(Who.NEITHER, instead="scope", instead_note="Adults only"), ()),
    ],
)
def test_each_filler_asks_for_its_own_follow_up(answer: Answer, open_points: tuple[Open, ...]) -> None:
    assert still_open(answer) == open_points


@pytest.mark.parametrize("who", list(Who))
def test_nothing_is_open_once_everything_is_said(who: Who) -> None:
    assert still_open(gap(who, **ALL_SAID)) == ()
    assert gap(who).who is who and who.filler in Filler


@pytest.mark.parametrize(
    ("now", "before", "since"),
    [
        ("2 in place, 1 partly, 1 not known", "1 in place, 1 partly, 2 not known", Since.BETTER),
        ("2 in place, 2 partly, 1 gap", "3 in place, 1 partly, 1 gap", Since.WEAKER),
        ("1 in place, 2 partly, 1 gap", "1 in place, 3 partly", Since.WEAKER),
        ("1 in place", "1 in place", Since.SAME),
        ("1 not known", "1 gap", Since.SAME),
        ("1 not applicable", "1 in place", Since.NONE),
        ("", "1 in place", Since.NONE),
    ],
)
def test_a_group_is_better_same_or_weaker_over_what_was_rated_both_times(
    now: str, before: str, since: Since
) -> None:
    assert since_then("abcdef", _spread(now), _spread(before)) is since


def _spread(words: str) -> dict[str, str]:
    """2 in place, 1 gap: a and b are in place, c is a gap."""
    found: list[str] = []
    for part in filter(None, words.split(", ")):
        number, _, rating = part.partition(" ")
        found += [rating.replace(" ", "_")] * int(number)
    return dict(zip("abcdef", found, strict=False))


@given(st.lists(st.sampled_from([*Rating, ""]), max_size=8))
def test_counts_lose_no_item_and_equal_times_are_never_better_or_weaker(ratings: list[str]) -> None:
    items = [str(number) for number in range(len(ratings))]
    held = dict(zip(items, ratings, strict=True))
    counts = count(items, held)
    assert counts.rated + counts.to_rate == len(items)
    assert since_then(items, held, held) in (Since.SAME, Since.NONE)


@pytest.mark.parametrize(
    ("now", "before", "weaker", "words"),
    [
        (Counts(to_rate=47), None, (), "Nothing is rated yet. 47 items are to rate, a group at a time."),
        (Counts(in_place=40, gap=1), None, (), "One gap."),
        (Counts(in_place=40, gap=2), Counts(gap=2), (), "Two gaps, as last time."),
        (
            Counts(in_place=40, gap=5, to_rate=2),
            Counts(gap=3),
            ("Payer readiness", "Ability to grow"),
            "Five gaps, two more than last time. Weaker than last time: payer readiness and ability to grow. "
            "Two items are still to rate.",
        ),
        (Counts(in_place=40, to_rate=1), Counts(gap=1), (),
         "No gaps, one fewer than last time. One item is still to rate."),
        (Counts(gap=1), Counts(), ("A", "Medi-Cal fit", "C"),
         "One gap, one more than last time. Weaker than last time: a, Medi-Cal fit, and c."),
    ],
)  # fmt: skip
def test_the_sentence_on_top(now: Counts, before: Counts | None, weaker: tuple[str, ...], words: str) -> None:
    assert lede(now, before, weaker) == words


def test_counts_read_as_people_say_them() -> None:
    counts = Counts(in_place=2, partly=1, gap=2, not_known=1, not_applicable=1, to_rate=2)
    assert counts.words == "2 in place, 1 partly, 2 gaps, 1 not known, 1 does not apply, 2 to rate"


@pytest.mark.parametrize(
    ("last", "today", "due", "why"),
    [
        (None, date(2026, 1, 1), False, Why.FIRST),
        (date(2025, 11, 24), date(2026, 11, 23), False, Why.BY_HAND),
        (date(2025, 11, 24), date(2026, 11, 24), True, Why.YEARLY),
        (date(2024, 2, 29), date(2025, 2, 28), True, Why.YEARLY),
    ],
)
def test_a_year_after_the_last_one_it_is_due(last: date | None, today: date, due: bool, why: Why) -> None:
    assert is_due(last, today) is due
    assert usual_why(last, today) is why


def test_reasons_are_gathered_each_once() -> None:
    because = with_reason("", "The director left.")
    because = with_reason(with_reason(because, "New  tasks\ncame."), "The director left.")
    assert because == "The director left.\nNew tasks came."
    assert with_reason(because, "  ") == because


@pytest.mark.parametrize(
    ("answer", "promise"),
    [
        (gap(), None),
        (gap(Who.PROVIDER), None),
        (Answer("in_place", **FILLERS[Who.PROVIDER], person_provider=1), None),
        (gap(Who.NEITHER, **ALL_SAID), None),
        (gap(Who.PROVIDER, **ALL_SAID), Promise("Call the clinic", "provider", 1, DAY)),
        (gap(Who.PAYER, person_payer=2), Promise("Close the gap: Transport", "payer", 2, None)),
        (gap(Who.TOGETHER, due_on=DAY, strategy="x"), Promise("Hire: Transport", "joint", None, DAY)),
        (gap(Who.TOGETHER, person_payer=2, strategy="x"), Promise("Hire: Transport", "joint", 2, None)),
    ],
)
def test_a_gap_becomes_a_promise_once_somebody_or_a_day_is_named(
    answer: Answer, promise: Promise | None
) -> None:
    assert promise_of(answer, "Transport", "Hire" if answer.strategy else "") == promise


def test_what_was_changed_by_hand_in_the_promise_does_not_follow() -> None:
    before, wanted = Promise("A", "joint", 1, DAY), Promise("B", "joint", 2, date(2027, 1, 1))
    by_hand = Promise("A", "joint", 1, date(2026, 12, 24))
    assert followed(by_hand, before, wanted) == Promise("B", "joint", 2, date(2026, 12, 24))
    assert followed(before, before, wanted) == wanted
    assert followed(by_hand, None, wanted) == by_hand


def test_a_row_of_the_agreement_needs_step_party_and_day() -> None:
    whole = gap(Who.TOGETHER, **ALL_SAID, in_agreement=True)
    row = {"id": "na40", "item": "Transport", "strategy": "hire_new_staff", "filler": "both", "date": DAY}
    assert agreement_row("NA40", whole, "Transport") == row
    for lacking in (
        gap(Who.TOGETHER, **ALL_SAID),
        gap(Who.TOGETHER, **{**ALL_SAID, "due_on": None}, in_agreement=True),
        gap(Who.TOGETHER, **{**ALL_SAID, "strategy": ""}, in_agreement=True),
        gap(Who.NEITHER, **ALL_SAID, in_agreement=True),
        gap(None, **ALL_SAID, in_agreement=True),
    ):
        assert agreement_row("NA40", lacking, "Transport") is None


def test_rows_that_people_changed_or_took_out_stay_as_they_left_them() -> None:
    other, old, new = {"id": "night"}, {"id": "na40", "date": 1}, {"id": "na40", "date": 2}
    by_hand = {"id": "na40", "date": 9}
    assert with_row([other], None, new) == [other, new]
    assert with_row([old, other], old, new) == [new, other]
    assert with_row([old, other], old, None) == [other]
    assert with_row([by_hand], old, new) == [by_hand]
    assert with_row([by_hand], old, None) == [by_hand]
    assert with_row([other], old, new) == [other]
    assert with_row([by_hand], None, new) == [by_hand]
    assert with_row([other], None, None) == [other]


@pytest.mark.parametrize(
    ("checked", "funding", "words"),
    [
        (None, None, ("never checked",)),
        (date(2025, 11, 24), None, ()),
        (date(2025, 11, 23), None, ("not checked for a year",)),
        (date(2026, 11, 1), date(2026, 11, 24), ()),
        (date(2026, 11, 1), date(2026, 11, 23), ("funding has ended",)),
        (None, date(2026, 1, 1), ("funding has ended", "never checked")),
    ],
)
def test_a_resource_is_looked_at_again_after_a_year_or_when_its_funding_ends(
    checked: date | None, funding: date | None, words: tuple[str, ...]
) -> None:
    assert stale_words(checked, funding, date(2026, 11, 24)) == words


def test_usual_rows_are_offered_once() -> None:
    assert missing_starters(("IHSS", "Faith groups"), ("ihss",)) == ("Faith groups",)


def test_numbers_are_told_only_where_both_are_known() -> None:
    months = [
        {
            "referrals": 10,
            "ineligible": 3,
            "deaths": 4,
            "deaths_within_60_days": None,
            "total_cost_cents": 200,
        },
        {
            **{"referrals": 5, "ineligible": None, "deaths": 2, "deaths_within_60_days": 1},
            **{"census_end": 12, "forecast_census": 15, "capacity": None},
            **{"total_cost_cents": 200, "total_revenue_cents": 100},
        },
    ]
    assert patients_words(months) == (
        "3 of 10 referred did not qualify (30 percent).",
        "12 on the caseload at the end of the newest month, 15 were forecast.",
    )
    assert time_words(months) == ("1 of 2 who died had been enrolled for less than 60 days (50 percent).",)
    assert supports_words(months) == ()
    months[0]["total_revenue_cents"] = 260
    assert supports_words(months) == ("Payment covered 90 percent of the cost of care.",)
    months[1] |= {"auth_days_mean": Decimal(1)}
    assert supports_words(months)[1] == "An authorization took 1 day on average in the newest month."
    assert patients_words([]) == time_words([]) == supports_words([]) == ()

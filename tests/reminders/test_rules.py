"""Who is told what, and when: lead times collapse, days off wait, and the plan is what happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.reminders.queries import lead_times
from app.reminders.rules import (
    CAN_BE_LATE,
    KINDS,
    Digest,
    DigestDays,
    DueItem,
    Kind,
    Recipient,
    Wishes,
    announcement_days,
    by_recipient,
    compose_digest,
    digest_day,
    has_week,
    lead_days,
    lead_to_tell,
    plan_digests,
    recipients_of,
    sending_days,
    summary,
    when_words,
)

ZONE = "America/Los_Angeles"
DAY = date(2026, 11, 24)  # Tuesday
ACTION_LEADS = (3, 0, -3, -10)
DANA = Recipient(1, "u1", "Dana Whitfield", "dana@hospice.example")
INES = Recipient(2, "u2", "Ines Ortega", "ines@hospice.example", DigestDays.WEEKLY)
LEADS = {kind: ACTION_LEADS if kind is Kind.ACTION else (21, 7) for kind in Kind}


def item(on: date, kind: Kind = Kind.ACTION, thing: str = "a1", **values: object) -> DueItem:
    made = DueItem(kind, thing, on, "Send the visit log", 1, "Kestrel Bay / Ordway", "/partnerships/k")
    return replace(made, **values)  # type: ignore[arg-type]


def local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


# --- lead times


def test_lead_times_run_from_the_earliest_to_the_latest() -> None:
    assert lead_days((0, 3), (3, 10)) == ACTION_LEADS


def test_lead_times_are_those_of_the_catalogue() -> None:
    leads = lead_times()
    assert leads[Kind.ACTION] == (3, 0, -3, -10)
    assert leads[Kind.MEETING] == (7, 1)
    assert leads[Kind.REVIEW] == (21, 7)
    assert leads[Kind.NOTICE] == (60, 30, 7)
    assert leads[Kind.TERM_END] == (180, 90, 30)
    assert leads[Kind.REPORT] == (10, 2, -1)
    named = {facts.catalogue_name for facts in KINDS.values()} - {""}
    assert named == {one.what for one in catalogue().reminders}


def test_a_month_of_numbers_is_asked_for_ten_days_after_it_and_again_ten_days_later() -> None:
    assert lead_times()[Kind.DATA_MONTH] == (0, -10)


def test_every_kind_has_its_words_and_its_days() -> None:
    leads = lead_times()
    assert set(KINDS) == set(leads) == set(Kind)
    for kind, facts in KINDS.items():
        assert len(kind.value) <= 20, kind  # the column that keeps it
        assert leads[kind], kind
        assert facts.one and facts.many, kind
        assert (kind in CAN_BE_LATE) == facts.stays_open
        assert facts.stays_open or min(leads[kind]) >= 0, f"{kind} is past after its day"


@pytest.mark.parametrize(
    ("days_left", "told", "lead"),
    [
        (4, None, None),
        (3, None, 3),
        (3, 3, None),
        (1, 3, None),
        (0, 3, 0),
        (-1, None, 0),
        (-40, None, -10),
        (-40, -10, None),
        (3, -10, None),  # an earlier moment than the last run
    ],
)
def test_only_the_newest_lead_time_is_told_and_only_once(
    days_left: int, told: int | None, lead: int | None
) -> None:
    assert lead_to_tell(DAY + timedelta(days=days_left), DAY, ACTION_LEADS, told) == lead


def test_R5_lead_times_already_past_collapse_into_one_notice() -> None:
    sending = sending_days(DAY, DAY + timedelta(days=30), DANA)
    moved_near = DAY + timedelta(days=2)
    assert announcement_days(moved_near, (60, 30, 7), None, sending) == ((DAY, 7),)


def test_a_day_off_is_told_on_the_next_sending_day() -> None:
    saturday_notice = date(2026, 12, 1)  # three days before lies Saturday, November 28
    sending = sending_days(DAY, DAY + timedelta(days=30), DANA)
    days = announcement_days(saturday_notice, ACTION_LEADS, None, sending)
    assert days[:2] == ((date(2026, 11, 30), 3), (date(2026, 12, 1), 0))


# --- sending days


def test_before_its_hour_there_is_no_digest() -> None:
    assert digest_day(DANA, local(DAY, time(7, 59)), ZONE, (), ()) is None
    assert digest_day(DANA, local(DAY, time(8, 0)), ZONE, (), ()) == DAY


def test_the_chosen_hour_counts() -> None:
    late = replace(DANA, at=time(16, 30))
    assert digest_day(late, local(DAY, time(16, 29)), ZONE, (), ()) is None
    assert digest_day(late, local(DAY, time(16, 30)), ZONE, (), ()) == DAY


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 9),  # the Monday after the clocks go forward
        date(2026, 11, 2),  # the Monday after they go back
        date(2027, 1, 1),
        date(2026, 12, 31),
        date(2028, 2, 29),
    ],
)
def test_R6_the_digest_is_due_at_local_eight_all_year(day: date) -> None:
    assert digest_day(DANA, local(day, time(7, 59, 59)), ZONE, (), ()) is None
    assert digest_day(DANA, local(day, time(8, 0)), ZONE, (), ()) == day
    assert digest_day(DANA, local(day, time(23, 59)), ZONE, (), ()) == day


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_R6_a_digest_hour_that_the_clock_change_skips_or_repeats_comes_once(day: date) -> None:
    weekly = replace(INES, at=time(2, 30))
    monday = day + timedelta(days=1)
    hours = [local(monday, time(0)) + timedelta(minutes=30 * step) for step in range(48)]
    due = [moment for moment in hours if digest_day(weekly, moment, ZONE, (), ())]
    assert due[0] == local(monday, time(2, 30))


def test_weekends_and_people_who_want_none_get_no_digest() -> None:
    saturday = local(date(2026, 11, 28), time(9))
    assert digest_day(DANA, saturday, ZONE, (), ()) is None
    assert digest_day(replace(DANA, days=DigestDays.NONE), local(DAY, time(9)), ZONE, (), ()) is None


def test_one_digest_per_person_and_day() -> None:
    assert digest_day(DANA, local(DAY, time(12)), ZONE, (), (DAY,)) is None


def test_R1_a_weekly_digest_missed_on_monday_comes_later_in_the_week() -> None:
    last_friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    nine = local(DAY, time(9))
    assert digest_day(INES, nine, ZONE, {last_friday}, ()) == DAY
    assert digest_day(INES, nine, ZONE, {last_friday, monday}, ()) is None
    assert digest_day(INES, nine, ZONE, {last_friday}, (monday,)) is None
    assert digest_day(INES, nine, ZONE, (), ()) is None, "a program that never ran missed nothing"
    assert digest_day(INES, local(date(2026, 11, 28), time(9)), ZONE, {last_friday}, ()) is None


def test_R1_after_a_missed_monday_a_run_on_a_quiet_tuesday_does_not_take_the_turn_of_wednesday() -> None:
    last_friday, wednesday = date(2026, 11, 20), DAY + timedelta(days=1)
    quiet = replace(INES, wishes=Wishes(quiet=frozenset({DAY.weekday()})))
    assert digest_day(quiet, local(DAY, time(9)), ZONE, {last_friday}, ()) is None
    assert digest_day(quiet, local(wednesday, time(9)), ZONE, {last_friday, DAY}, ()) == wednesday
    assert digest_day(INES, local(wednesday, time(9)), ZONE, {last_friday, DAY}, ()) is None


# --- who


def test_the_owner_is_told_and_what_has_no_owner_goes_to_everyone() -> None:
    by_id, everyone = {1: DANA, 2: INES}, (DANA, INES)
    assert recipients_of(item(DAY, tell=((2,), (1,))), by_id, everyone) == [INES]
    assert recipients_of(item(DAY, tell=((99,), (1,))), by_id, everyone) == [DANA]
    assert recipients_of(item(DAY), by_id, everyone) == everyone
    assert recipients_of(item(DAY, tell=((1, 2),)), by_id, everyone) == [DANA, INES]


# --- the digest


def digest(*items: DueItem, day: date = DAY, told: dict | None = None, week: bool = False) -> Digest | None:
    return compose_digest(DANA, day, items, LEADS, told or {}, with_week=week)


def test_R7_nothing_due_is_no_digest() -> None:
    assert digest(item(DAY + timedelta(days=30))) is None
    assert digest() is None


def test_R7_overdue_comes_first_then_the_nearest_date() -> None:
    made = digest(
        item(DAY + timedelta(days=2), thing="soon"),
        item(DAY - timedelta(days=1), thing="late"),
        item(DAY, thing="today"),
        item(DAY - timedelta(days=9), thing="later"),
    )
    assert made is not None
    assert [line.item.thing for line in made.lines] == ["later", "late", "today", "soon"]


def test_a_meeting_that_has_passed_is_not_told() -> None:
    assert digest(item(DAY - timedelta(days=1), Kind.MEETING)) is None


def test_on_mondays_the_week_ahead_stands_below_the_news() -> None:
    monday = date(2026, 11, 23)
    told = {("action", "a1", DAY, DANA.email): 3}
    made = digest(item(DAY), day=monday, told=told, week=True)
    assert made is not None
    assert made.lines == ()
    assert [one.thing for one in made.week] == ["a1"]
    assert digest(item(DAY), day=monday, told=told) is None


def test_the_week_ahead_is_never_shown_for_an_earlier_moment() -> None:
    assert has_week(date(2026, 11, 23), DANA, again=False)
    assert not has_week(date(2026, 11, 23), DANA, again=True)
    assert not has_week(DAY, DANA, again=False)


def test_the_summary_counts_what_is_late_and_what_is_ahead() -> None:
    items = [
        item(DAY - timedelta(days=1)),
        item(DAY, thing="b"),
        item(DAY, Kind.REVIEW, "r"),
        item(DAY, Kind.REVIEW, "s"),
    ]
    assert summary(items, DAY) == "1 late, 1 action, 2 reviews"


@pytest.mark.parametrize(
    ("left", "words"),
    [(-1, "1 day late"), (-12, "12 days late"), (0, "today"), (1, "tomorrow"), (7, "in 7 days")],
)
def test_a_date_is_shown_with_its_distance(left: int, words: str) -> None:
    assert when_words(DAY + timedelta(days=left), DAY).endswith(f"({words})")


# --- the plan is what happens


offsets = st.integers(-40, 60)
kinds = st.sampled_from(list(Kind))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(offsets, kinds), max_size=12),
    st.sampled_from([DigestDays.WEEKDAYS, DigestDays.WEEKLY]),
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from([60, 21, 7, 3, 0, -3])), max_size=4),
)
def test_R13_the_plan_of_30_days_is_what_day_by_day_sending_gives(
    things: list[tuple[int, Kind]], days: DigestDays, told_before: list[tuple[int, int]]
) -> None:
    dana = replace(DANA, days=days)
    items = [item(DAY + timedelta(days=offset), kind, f"t{n}") for n, (offset, kind) in enumerate(things)]
    told: dict[tuple[str, str, date, str], int] = {}
    for place, lead in told_before:
        if place < len(items):
            one = items[place]
            told[(one.kind, one.thing, one.on, dana.email)] = lead
    end = DAY + timedelta(days=30)
    planned = plan_digests(dana, items, LEADS, told, DAY, end)
    happened = []
    for day in sending_days(DAY, end, dana):
        made = compose_digest(dana, day, items, LEADS, told, with_week=has_week(day, dana, again=False))
        if made is not None:
            happened.append(made)
            for line in made.lines:
                key = (line.item.kind, line.item.thing, line.item.on, dana.email)
                told[key] = min(line.lead, told.get(key, line.lead))
    assert [set(one.lines) for one in planned] == [set(one.lines) for one in happened]
    assert [(one.day, one.week, one.late) for one in planned] == [(o.day, o.week, o.late) for o in happened]


@settings(max_examples=60, deadline=None)
@given(st.lists(offsets, max_size=8), st.lists(st.integers(-20, 40), min_size=1, max_size=25))
def test_however_the_days_jump_a_lead_time_is_told_at_most_once(on: list[int], jumps: list[int]) -> None:
    items = [item(DAY + timedelta(days=offset), thing=f"t{n}") for n, offset in enumerate(on)]
    told: dict[tuple[str, str, date, str], int] = {}
    seen: set[tuple[str, int]] = set()
    for jump in jumps:
        made = compose_digest(DANA, DAY + timedelta(days=jump), items, LEADS, told, with_week=False)
        for line in made.lines if made else ():
            assert (line.item.thing, line.lead) not in seen
            seen.add((line.item.thing, line.lead))
            told[(line.item.kind, line.item.thing, line.item.on, DANA.email)] = line.lead


def test_each_person_gets_only_what_concerns_them() -> None:
    shares = by_recipient(
        [item(DAY, thing="mine", tell=((1,),)), item(DAY, thing="all")], {1: DANA, 2: INES}, (DANA, INES)
    )
    assert [one.thing for one in shares[1]] == ["mine", "all"]
    assert [one.thing for one in shares[2]] == ["all"]

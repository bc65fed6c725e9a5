"""How promises repeat, how they are kept on both sides, and what their story says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.rules import (
    CHOICES,
    Group,
    Kept,
    Mirror,
    Repeats,
    group_of,
    mirror_of,
    moved_words,
    next_due,
    opening,
    repeat_words,
    told,
)

TODAY = date(2026, 11, 24)
SINCE = date(2026, 8, 24)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("repeats", "every", "begun", "after", "due"),
    [
        (Repeats.WEEKS, 1, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 27)),
        (Repeats.WEEKS, 1, date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 4)),
        (Repeats.WEEKS, 2, date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4)),
        (Repeats.MONTHS, 1, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (Repeats.MONTHS, 1, date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (Repeats.MONTHS, 3, date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        (Repeats.MONTHS, 12, date(2024, 2, 29), date(2026, 11, 24), date(2027, 2, 28)),
    ],
)
def test_the_next_one_is_due_in_rhythm_also_at_the_end_of_a_month(
    repeats: str, every: int, begun: date, after: date, due: date
) -> None:
    assert next_due(repeats, every, begun, after) == due


@given(choice=st.sampled_from(CHOICES), begun=DAYS, after=DAYS)
def test_the_next_one_lies_ahead_and_no_more_than_one_step(
    choice: tuple[str, int], begun: date, after: date
) -> None:
    unit, every = choice
    due = next_due(unit, every, begun, after)
    step = every * (7 if unit == Repeats.WEEKS else 31)
    assert due > after and due >= begun
    assert due == begun or due <= after + timedelta(days=step)


def test_a_rhythm_reads_as_people_say_it() -> None:
    assert [repeat_words(unit, every) for unit, every in CHOICES] == [
        "every week", "every 2 weeks", "every month", "every quarter", "twice a year", "every year",
    ]  # fmt: skip
    assert (repeat_words("", 1), repeat_words("months", 2)) == ("", "every 2 months")


@pytest.mark.parametrize(
    ("moved", "first", "words"),
    [
        (0, date(2026, 11, 20), ""),
        (2, date(2026, 10, 30), "moved twice, first promised for Oct 30, 25 days ago"),
        (1, date(2026, 11, 23), "moved once, first promised for Nov 23, 1 day ago"),
        (3, date(2025, 11, 24), "moved 3 times, first promised for Nov 24, 2025, 365 days ago"),
        (1, date(2026, 12, 1), "moved once, first promised for Dec 1"),
        (1, None, "moved once"),
    ],
)
def test_a_late_promise_tells_its_way(moved: int, first: date | None, words: str) -> None:
    assert moved_words(moved, first, date(2026, 12, 20), TODAY) == words


def test_every_open_promise_stands_under_one_heading() -> None:
    days = {-1: Group.OVERDUE, 0: Group.WEEK, 6: Group.WEEK, 7: Group.LATER}
    assert {day: group_of(TODAY + timedelta(days=day), TODAY) for day in days} == days
    assert group_of(None, TODAY) is Group.UNDATED


def kept(side: str = "provider", due: int = -10, done: int | None = None, status: str = "") -> Kept:
    """A promise due and done so many days from today, noted thirty days before its day."""
    due_on = TODAY + timedelta(days=due)
    done_on = TODAY + timedelta(days=done) if done is not None else None
    state = status or ("open" if done is None else "done")
    return Kept(side, state, due_on - timedelta(days=30), due_on, done_on)


def mirror(*promises: Kept) -> Mirror:
    return mirror_of(promises, since=SINCE, today=TODAY)


def test_the_mirror_counts_what_fell_due_and_what_of_it_was_kept_in_time() -> None:
    shown = mirror(
        kept(done=-10), kept(done=-9), kept(), kept(due=0), kept(due=5), kept(due=-100, done=-100),
        kept("payer", done=-12), kept("joint", done=-12), kept("payer", status="dropped"),
    )  # fmt: skip
    assert (shown.ours.due, shown.ours.on_time, shown.ours.open) == (4, 2, 3)
    assert (shown.theirs.due, shown.theirs.on_time, shown.theirs.open) == (2, 2, 0)
    assert (shown.ours.oldest_late_days, shown.ours.median_age_days) == (10, 30)
    assert (shown.theirs.oldest_late_days, shown.theirs.median_age_days) == (0, None)


def test_few_promises_are_not_called_a_habit() -> None:
    few = mirror(*[kept(done=-11)] * 4, *[kept("payer", done=-11)] * 5)
    assert not few.enough and "too few" in opening(few, "We", "They")
    many = mirror(*[kept(done=-11)] * 5, *[kept("payer", done=-11)] * 4, kept("payer"))
    assert many.enough
    assert opening(many, "We", "They") == "We kept 5 of 5 promises on time, They 4 of 5."
    all_kept = mirror(*[kept("joint", done=-11)] * 5)
    assert opening(all_kept, "We", "They") == "Every promise was kept on time: 5 by We, 5 by They."
    assert opening(mirror(), "We", "They") == "Nothing fell due in this time."


@given(
    st.lists(
        st.builds(
            kept,
            st.sampled_from(["provider", "payer", "joint"]),
            st.integers(-200, 60),
            st.none() | st.integers(-200, 0),
        ),
        max_size=30,
    )
)
def test_no_side_keeps_more_than_it_owed_and_swapping_sides_swaps_the_mirror(promises: list[Kept]) -> None:
    other = {"provider": "payer", "payer": "provider", "joint": "joint"}
    turned = [Kept(other[one.side], one.status, one.made_on, one.due_on, one.done_on) for one in promises]
    shown, swapped = mirror(*promises), mirror(*turned)
    assert (shown.ours, shown.theirs) == (swapped.theirs, swapped.ours)
    for side in (shown.ours, shown.theirs):
        assert 0 <= side.on_time <= side.due and side.oldest_late_days >= 0


@pytest.mark.parametrize(
    ("verb", "before", "after", "clauses"),
    [
        ("create", {}, {"due_on": "2026-10-30"}, ("noted it, due Oct 30",)),
        ("create", {}, {"due_on": None}, ("noted it, without a date",)),
        (
            "change",
            {"due_on": "2026-10-30", "moved_times": 0},
            {"due_on": "2026-11-20", "moved_times": 1},
            ("moved it from Oct 30 to Nov 20",),
        ),
        ("change", {"due_on": None}, {"due_on": "2026-11-20"}, ("set the date to Nov 20",)),
        ("change", {"due_on": "2026-11-20"}, {"due_on": None}, ("took the date off",)),
        ("change", {"owner": 1}, {"owner": 2}, ("gave it to Marisol Reyes",)),
        ("change", {"owner": 2}, {"owner": None}, ("left it without an owner",)),
        ("change", {"owner": 1}, {"owner": 9}, ("gave it to somebody who is gone",)),
        ("change", {"status": "open"}, {"status": "done", "done_on": "2026-11-20"}, ("marked it done",)),
        ("change", {"status": "done"}, {"status": "open"}, ("opened it again",)),
        ("change", {"waiting_for": ""}, {"waiting_for": "Marisol"}, ("noted that it waits for Marisol",)),
        ("change", {"text": "Old"}, {"text": "New"}, ("changed the words from “Old”",)),
        ("change", {"repeats": ""}, {"repeats": "weeks", "repeats_every": 2}, ("changed how it repeats",)),
        ("change", {"moved_times": 1}, {"moved_times": 1}, ()),
        ("remove", {"due_on": None}, {}, ()),
    ],
)  # fmt: skip
def test_the_story_of_a_promise_is_told_in_words(
    verb: str, before: dict[str, object], after: dict[str, object], clauses: tuple[str, ...]
) -> None:
    assert told(verb, before, after, {2: "Marisol Reyes"}, TODAY) == clauses

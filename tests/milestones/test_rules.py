"""Dates that hang on dates, the picture, and the words of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.milestones.rules import (
    Anchor,
    BarState,
    Planned,
    Step,
    bars,
    days_of,
    distance_from_anchor,
    distance_words,
    goes_in_circle,
    late_words,
    lead_words,
    lesson_of,
    moved_dates,
    plan_words,
    window_around,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
STAGE = 900


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[Planned, ...], dict[int, date]]:
    """A plan whose dates all lie where their anchors put them; anchors only lead to earlier steps."""
    stages = {STAGE: draw(days), STAGE + 1: draw(days)}
    steps: list[Planned] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        anchor = draw(st.sampled_from(list(Anchor) if steps else [Anchor.HAND, Anchor.STAGE]))
        offset, base = draw(st.integers(-400, 400)), None
        anchor_id = None
        if anchor is Anchor.STAGE:
            anchor_id = draw(st.sampled_from(sorted(stages)))
            base = stages[anchor_id]
        elif anchor is Anchor.MILESTONE:
            other = draw(st.sampled_from(steps))
            anchor_id, base = other.id, other.done_on or other.due_on
        due = draw(st.none() | days) if anchor is Anchor.HAND else base + offset * DAY if base else None
        done = draw(st.none() | days) if draw(st.booleans()) else None
        fixed = done is None and draw(st.integers(0, 5)) == 0
        steps.append(Planned(number, due, done, anchor, anchor_id, offset, fixed))
    return tuple(steps), stages


def after(
    steps: tuple[Planned, ...], stages: dict[int, date], kept: frozenset[int] = frozenset()
) -> tuple[Planned, ...]:
    """The plan with every move made and those that stay counted anew."""
    moves = {move.id: move.after for move in moved_dates(steps, stages, kept)}
    where = days_of(steps, stages, kept)

    def settled(step: Planned) -> Planned:
        stays = step.id in kept and not step.is_held
        offset = distance_from_anchor(step, stages, where) if stays else step.offset_days
        return replace(step, due_on=moves.get(step.id, step.due_on), offset_days=offset)

    return tuple(settled(step) for step in steps)


@given(plans())
def test_while_no_anchor_moves_nothing_moves(plan: tuple[tuple[Planned, ...], dict[int, date]]) -> None:
    assert moved_dates(*plan) == ()


@given(plans(), st.integers(-300, 300))
def test_moving_a_stage_moves_each_open_dependent_by_exactly_as_much_and_no_done_one(
    plan: tuple[tuple[Planned, ...], dict[int, date]], shift: int
) -> None:
    steps, stages = plan
    by_id = {step.id: step for step in steps}

    def follows(step: Planned) -> bool:
        """Whether the chain of anchors leads to the stage without a done, fixed or hand-set step between."""
        if step.is_held:
            return False
        if step.anchor == Anchor.STAGE:
            return step.anchor_id == STAGE
        return step.anchor_id is not None and follows(by_id[step.anchor_id])

    moved = {**stages, STAGE: stages[STAGE] + shift * DAY}
    found = {move.id: move for move in moved_dates(steps, moved)}
    expected = {step.id for step in steps if shift and follows(step)}
    assert set(found) == expected
    for number, move in found.items():
        assert move.before == by_id[number].due_on
        assert move.after - by_id[number].due_on == shift * DAY
    settled = after(steps, moved)
    assert moved_dates(settled, moved) == ()  # applied twice changes nothing
    for before, now in zip(steps, settled, strict=True):
        if before.done_on is not None:
            assert (now.due_on, now.done_on) == (before.due_on, before.done_on)


@given(plans(), st.integers(-300, 300), st.sets(st.integers(1, 12)))
def test_what_somebody_keeps_stays_and_asks_no_second_time(
    plan: tuple[tuple[Planned, ...], dict[int, date]], shift: int, kept: set[int]
) -> None:
    steps, stages = plan
    moved = {**stages, STAGE: stages[STAGE] + shift * DAY}
    settled = after(steps, moved, frozenset(kept))
    assert moved_dates(settled, moved) == ()
    for before, now in zip(steps, settled, strict=True):
        if before.id in kept:
            assert now.due_on == before.due_on


@given(plans(), st.integers(1, 12), days)
def test_a_step_done_early_or_late_takes_along_only_what_hangs_on_it(
    plan: tuple[tuple[Planned, ...], dict[int, date]], number: int, on: date
) -> None:
    steps, stages = plan
    hit = next((step for step in steps if step.id == number and not step.is_held), None)
    if hit is None or hit.due_on is None:
        return
    done = Planned(hit.id, hit.due_on, on, hit.anchor, hit.anchor_id, hit.offset_days)
    found = moved_dates(tuple(done if step is hit else step for step in steps), stages)
    assert number not in {move.id for move in found}
    assert all(move.before is not None and move.after - move.before == on - hit.due_on for move in found)


def test_a_circle_that_came_in_by_another_way_moves_nothing() -> None:
    first = Planned(1, TODAY, None, Anchor.MILESTONE, 2, 7)
    second = Planned(2, TODAY, None, Anchor.MILESTONE, 1, 7)
    days_of((first, second), {})  # comes to an end
    assert len(moved_dates((first, second), {})) <= 1


@pytest.mark.parametrize(
    ("links", "targets", "circle"),
    [
        ({}, {2}, False),
        ({}, {1}, True),
        ({2: {3}, 3: {1}}, {2}, True),
        ({2: {3}, 3: {2}}, {2}, False),
        ({2: {3, 4}, 4: {1}}, {2}, True),
    ],
)
def test_nothing_comes_to_wait_for_itself(
    links: dict[int, set[int]], targets: set[int], circle: bool
) -> None:
    assert goes_in_circle(links, 1, targets) is circle


@pytest.mark.parametrize(
    ("src", "lesson"),
    [
        (["L0 intro", "L1 foundation"], "L1"),
        (["QT", "T5 sustainability", "L1 questions"], "T5"),
        (["L8 behaviors"], "L8"),
        (["ours"], ""),
    ],
)
def test_a_milestone_belongs_to_the_first_lesson_its_source_names(src: list[str], lesson: str) -> None:
    assert lesson_of(src) == lesson


def test_every_milestone_of_the_catalogue_belongs_to_a_lesson() -> None:
    tags = {one.tag for one in catalogue().lessons}
    assert {lesson_of(one.src) for one in catalogue().milestones} <= tags


@pytest.mark.parametrize(
    ("days_after", "words"),
    [
        (28, "4 weeks after"),
        (7, "1 week after"),
        (-3, "3 days before"),
        (1, "1 day after"),
        (0, "on the same day as"),
    ],
)
def test_a_distance_reads_in_weeks_where_it_can(days_after: int, words: str) -> None:
    assert distance_words(days_after) == words


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (1, "1 day late"),
        (6, "6 days late"),
        (70, "10 weeks late"),
        (364, "52 weeks late"),
        (366, "12 months late"),
        (729, "23 months late"),
        (730, "2 years late"),
        (2520, "6 years late"),
    ],
)
def test_lateness_reads_in_days_and_then_in_longer_spans(back: int, words: str) -> None:
    assert late_words(TODAY - back * DAY, TODAY) == words


def test_who_leads_is_told_by_name() -> None:
    assert [lead_words(lead, "Ordway") for lead in ("payer", "provider", "joint")] == [
        "Ordway",
        "our side",
        "both sides",
    ]


@pytest.mark.parametrize(
    ("late", "first", "following", "words"),
    [
        (0, None, None, "No milestone has a date yet."),
        (0, None, ("B", TODAY), "Nothing is late. Next is “B”, due November 24, 2026."),
        (1, ("A", TODAY - DAY), None, "One milestone is late: “A”, due November 23, 2026."),
        (
            2,
            ("A", TODAY - DAY),
            ("B", TODAY),
            "2 milestones are late; “A” has waited longest, since November 23, 2026. "
            "Next is “B”, due November 24, 2026.",
        ),
        (
            201,
            ("A", TODAY - DAY),
            None,
            "More than 200 milestones are late; “A” has waited longest, since November 23, 2026.",
        ),
    ],
)
def test_the_plan_opens_with_what_matters_now(
    late: int, first: tuple[str, date] | None, following: tuple[str, date] | None, words: str
) -> None:
    assert plan_words(late, first, following, any_done=False) == words


def test_a_finished_plan_says_so() -> None:
    assert plan_words(0, None, None, any_done=True) == "Nothing is open with a date."


@given(days)
def test_the_window_is_nine_whole_months_with_today_in_the_fourth(today: date) -> None:
    window = window_around(today)
    assert len(window.months) == 9 and window.months[3] == today.replace(day=1)
    assert window.place(window.first_on) == 0 and window.place(window.last_on + DAY) == 1000
    places = [window.place(month) for month in window.months]
    assert places == sorted(places) and places[3] <= window.place(today) < places[4]


@given(st.lists(st.tuples(st.none() | days, st.none() | days, st.none() | days), max_size=40), days)
def test_bars_stay_inside_the_picture_and_say_how_each_step_stands(
    facts: list[tuple[date | None, date | None, date | None]], today: date
) -> None:
    steps = [Step(f"Step {n}", f"L{n % 3}", due, done, began) for n, (due, done, began) in enumerate(facts)]
    found = bars(steps, window_around(today), today)
    assert len(found) <= 12
    by_title = {step.title: step for step in steps}
    for bar in found:
        step = by_title[bar.title]
        assert 0 <= bar.left <= 1000 and bar.width >= 6 and bar.starts_on < bar.ends_on == step.day
        assert (bar.state is BarState.DONE) == (step.done_on is not None)
        assert (bar.state is BarState.LATE) == (step.done_on is None and step.due_on < today)


def test_a_bar_begins_where_the_step_before_it_on_the_topic_ended() -> None:
    began = date(2026, 10, 1)
    steps = [
        Step("Second", "L3", date(2026, 12, 10), None, began),
        Step("First", "L3", date(2026, 11, 2), date(2026, 11, 5), began),
        Step("Other topic", "L4", date(2026, 12, 1), None, None),
    ]
    first, other, second = bars(steps, window_around(TODAY), TODAY)
    assert (first.starts_on, first.ends_on, first.state) == (began, date(2026, 11, 5), BarState.DONE)
    assert (second.starts_on, second.state) == (date(2026, 11, 5), BarState.NOW)
    assert other.starts_on == date(2026, 11, 3)

"""The invented story around each example: believable, complete, and true to the numbers of its folder."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.core.calendar import month_start
from app.examples.reader import (
    Event,
    ExamplePartnership,
    shift,
    shift_all,
)
from app.examples.story import StoryMeeting, day_of_telling, tell
from tests.examples.told import (
    DRIFTING,
    ENDED,
    EXAMPLES,
    HEALTHY,
    each_example,
    own_day,
    told,
)


@each_example
def test_the_story_is_the_same_every_time(example: ExamplePartnership) -> None:
    assert told(example) == told(example)


@each_example
def test_each_function_has_a_person_and_each_person_a_deputy_on_the_same_side(
    example: ExamplePartnership,
) -> None:
    people = told(example).people
    by_ref = {person.ref: person for person in people}
    functions = set(catalogue().functions)
    for side in ("provider", "payer"):
        held = {name for person in people if person.side == side for name in (person.function, *person.also)}
        assert held == functions
        assert sum(person.lead for person in people if person.side == side and person.left_on is None) == 1
    for person in people:
        assert by_ref[person.deputy].side == person.side
        assert by_ref[person.deputy] is not person
        assert by_ref[person.deputy].left_on is None
        assert person.email.endswith(".example")
        assert re.fullmatch(r"555-01\d\d", person.phone)
    assert len({person.name for person in people}) == len(people)
    assert len({person.email for person in people}) == len(people)
    assert len({person.phone for person in people}) == len(people)


def test_nobody_works_for_two_examples() -> None:
    names = [person.name for example in EXAMPLES.partnerships for person in told(example).people]
    assert len(set(names)) == len(names)


def test_a_nurse_practitioner_leaves_and_her_successor_starts_on_the_day_the_event_names() -> None:
    people = {person.ref: person for person in told(HEALTHY).people}
    assert people["provider-clinical"].left_on == date(2024, 11, 15)
    assert people["provider-clinical-2"].from_on == date(2024, 12, 2)
    assert people["provider-operations"].deputy == "provider-clinical-2"


def test_a_post_that_changes_hands_again_and_again_has_a_person_of_its_own_each_time() -> None:
    days = (date(2024, 3, 1), date(2024, 8, 1), date(2025, 1, 15), date(2025, 6, 2))
    events = tuple(Event(day, "TE02", "Nurse practitioner leaves", "") for day in days)
    people = told(replace(HEALTHY, events=events)).people
    held = [one.ref for one in people if (one.side, one.function) == ("provider", "clinical")]
    assert len(held) == 1 + len(days)
    assert len({one.ref for one in people}) == len({one.name for one in people}) == len(people)


def test_a_medical_director_leaves_and_the_post_is_empty_until_march() -> None:
    story = told(DRIFTING)
    people = {person.ref: person for person in story.people}
    assert people["payer-clinical"].left_on == date(2024, 12, 16)
    assert people["payer-clinical-2"].from_on == date(2025, 3, 3)
    meeting = next(
        one for one in story.meetings if one.on > date(2025, 1, 1) and one.kind == "case_conference"
    )
    assert "payer-clinical" not in meeting.people
    assert "payer-quality" in meeting.people


@pytest.mark.parametrize(
    ("example", "stages"),
    [
        (HEALTHY, ["exploring", "planning", "contracting", "pilot", "sustained"]),
        (DRIFTING, ["exploring", "planning", "contracting", "pilot", "renegotiating", "pilot"]),
        (ENDED, ["exploring", "planning", "contracting", "pilot", "ended"]),
    ],
    ids=["healthy", "drifting", "ended"],
)
def test_stages_follow_the_story_without_a_gap(example: ExamplePartnership, stages: list[str]) -> None:
    history = told(example).stages
    assert [stage.stage for stage in history] == stages
    assert all(one.until_on == following.from_on for one, following in pairwise(history))
    assert history[-1].until_on is None
    assert all(one.from_on < following.from_on for one, following in pairwise(history))
    for one, following in pairwise(history):
        assert following.stage in catalogue().stage(one.stage).may_go_to


def test_renegotiating_lasts_from_the_day_both_agreed_to_the_day_of_signing() -> None:
    (talks,) = [stage for stage in told(DRIFTING).stages if stage.stage == "renegotiating"]
    assert (talks.from_on, talks.until_on) == (date(2025, 3, 15), date(2025, 5, 28))


def test_an_ended_partnership_ends_on_the_day_of_notice() -> None:
    assert told(ENDED).stages[-1].from_on == date(2024, 11, 25)


def test_talks_without_an_amendment_are_still_open() -> None:
    events = (Event(date(2025, 9, 1), "TE18", "The balance is off", ""),)
    stages = told(replace(HEALTHY, months=HEALTHY.months[:23], events=events)).stages
    assert stages[-1].stage == "renegotiating"
    assert stages[-1].from_on == date(2025, 10, 11)


@each_example
def test_as_many_meetings_are_planned_and_held_in_a_month_as_its_row_says(
    example: ExamplePartnership,
) -> None:
    story = told(example)
    by_month: dict[date, list[StoryMeeting]] = {}
    for meeting in story.meetings:
        by_month.setdefault(month_start(meeting.on), []).append(meeting)
    for row in example.months:
        meetings = by_month[row.calendar_month]
        assert len(meetings) == row.meetings_planned
        assert sum(meeting.status == "held" for meeting in meetings) == row.meetings_held


@each_example
def test_as_many_promises_are_due_and_kept_in_a_month_as_its_row_says(example: ExamplePartnership) -> None:
    actions = told(example).actions
    for row in example.months:
        due = [action for action in actions if month_start(action.due_on) == row.calendar_month]
        assert len(due) == row.actions_due
        on_time = [action for action in due if action.done_on is not None and action.done_on <= action.due_on]
        assert len(on_time) == row.actions_on_time


@each_example
def test_a_meeting_lies_within_two_weeks_and_it_has_topics_by_hand(example: ExamplePartnership) -> None:
    as_of = own_day(example)
    ahead = [one for one in told(example).meetings if as_of <= one.on <= as_of + timedelta(days=14)]
    assert ahead
    assert all(one.status == "planned" for one in ahead)
    assert any(one.topics for one in ahead)


@each_example
def test_every_meeting_fits_the_catalogue(example: ExamplePartnership) -> None:
    as_of = own_day(example)
    story = told(example)
    refs = {person.ref for person in story.people}
    assert len({one.ref for one in story.meetings}) == len(story.meetings)
    for one in story.meetings:
        kind = catalogue().meeting_kind(one.kind)
        assert one.minutes == kind.length_minutes
        assert one.on.weekday() < 5
        assert (one.status == "planned") == (one.on >= as_of)
        assert set(one.people) <= refs
        assert len({ref.split("-")[0] for ref in one.people}) == 2
        assert bool(one.place) == (one.mode == "in_person")
        assert sum(topic.minutes for topic in one.topics) <= 20
        assert all(topic.asked_by in refs for topic in one.topics)


def test_meetings_go_on_in_the_rhythm_of_the_stage() -> None:
    assert [(one.kind, one.every_weeks) for one in told(DRIFTING).series] == [
        ("operations", 4), ("case_conference", 4), ("joint_review", 13),
    ]  # fmt: skip
    healthy = told(HEALTHY)
    assert ("operations", 8) in [(one.kind, one.every_weeks) for one in healthy.series]
    for one in healthy.series:
        assert one.next_on in [meeting.on for meeting in healthy.meetings if meeting.status == "planned"]
    assert told(ENDED).series == ()


def test_a_concern_and_a_change_come_up_at_the_next_meeting() -> None:
    topics = [(one.on, topic.text) for one in told(DRIFTING).meetings for topic in one.topics]
    raised = next(on for on, text in topics if text == "Added tasks are unpaid")
    assert date(2024, 12, 5) < raised <= date(2025, 1, 15)
    assert any(text.startswith("Change of leadership") for _, text in topics)


@pytest.mark.parametrize("example", [HEALTHY, DRIFTING], ids=["healthy", "drifting"])
def test_today_some_promises_are_overdue_and_some_due_within_a_week_on_both_sides(
    example: ExamplePartnership,
) -> None:
    as_of = own_day(example)
    actions = told(example).actions
    overdue = {action.side for action in actions if action.status == "open" and action.due_on < as_of}
    soon = {action.side for action in actions
            if action.status == "open" and as_of <= action.due_on <= as_of + timedelta(days=7)}  # fmt: skip
    assert overdue == soon == {"payer", "provider"}
    assert Counter(action.side for action in actions)["payer"] > len(actions) / 4
    assert any(action.done_on is not None and action.done_on > action.due_on for action in actions)


@each_example
def test_promises_are_made_before_they_are_due_and_done_before_today(example: ExamplePartnership) -> None:
    as_of = own_day(example)
    story = told(example)
    people = {person.ref: person for person in story.people}
    for action in story.actions:
        assert action.made_on < action.due_on
        assert action.done_on is None or action.made_on <= action.done_on < as_of
        assert action.side in (people[action.owner].side, "joint")
        owner = people[action.owner]
        assert owner.left_on is None or action.due_on < owner.left_on
        assert action.due_on.weekday() < 5


def test_a_change_that_asks_for_it_brings_a_repeated_needs_assessment() -> None:
    (repeated,) = [action for action in told(HEALTHY).actions if action.text.startswith("Repeat the needs")]
    assert month_start(repeated.due_on) == date(2024, 12, 1)
    assert repeated.source == "trigger"


@each_example
def test_milestones_are_due_by_the_catalogue_and_done_in_their_time(example: ExamplePartnership) -> None:
    as_of = own_day(example)
    story = told(example)
    first_start = {stage.stage: stage.from_on for stage in reversed(story.stages)}
    refs = {person.ref for person in story.people}
    assert len({one.catalogue_id for one in story.milestones}) == len(story.milestones)
    for one in story.milestones:
        offset = timedelta(weeks=catalogue().milestone(one.catalogue_id).offset_weeks)
        assert timedelta(0) <= one.due_on - (first_start[one.stage] + offset) <= timedelta(days=2)
        assert one.done_on is None or first_start[one.stage] <= one.done_on < as_of
        assert one.owner in refs
    early = [one for one in story.milestones if one.stage in ("exploring", "planning", "contracting")]
    assert len(early) == 34
    assert all(one.done_on is not None and one.done_on < example.pilot_start for one in early)


def test_what_notice_overtook_is_no_milestone_any_more() -> None:
    ids = {one.catalogue_id for one in told(ENDED).milestones}
    assert "PI09" in ids
    assert not ids & {"PI10", "PI11", "PI12"}
    assert {"EN01", "EN02", "EN03", "EN04"} <= ids


def test_interim_and_data_reviews_are_held_soon_after_they_are_due() -> None:
    reviews = told(HEALTHY).reviews
    assert [review.due_on for review in reviews] == [
        date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 7, 1),
        date(2025, 10, 2), date(2026, 1, 1),
    ]  # fmt: skip
    assert all(timedelta(0) < review.held_on - review.due_on <= timedelta(days=14) for review in reviews)
    assert [review.decision for review in reviews][-4:] == [
        "amend_contract",
        "continue_unchanged",
        "move_to_sustained",
        "continue_unchanged",
    ]


def test_decisions_of_reviews_follow_the_story() -> None:
    assert "renegotiate" in [review.decision for review in told(DRIFTING).reviews]
    assert told(ENDED).reviews[-1].decision == "end_with_grace"
    for example in EXAMPLES.partnerships:
        for review in told(example).reviews:
            assert review.decision in catalogue().decisions
            assert review.kind in catalogue().review_kinds


def test_no_two_reviews_answer_the_same_due_day() -> None:
    for example in EXAMPLES.partnerships:
        due = [review.due_on for review in told(example).reviews]
        assert len(set(due)) == len(due)


def test_no_text_of_a_story_speaks_of_a_single_patient_by_number() -> None:
    for example in EXAMPLES.partnerships:
        terms = [str(term.value) for term in told(example).terms if term.key == "S02.success_signs"]
        assert not any(re.search(r"caseload of ([0-9]|10) ", text) for text in terms)


def test_all_examples_can_be_told_on_one_day_after_a_shift() -> None:
    today = date(2031, 5, 7)
    moved = shift_all(EXAMPLES, today)
    assert day_of_telling(moved, today=today) == today
    stories = {example.key: tell(example, as_of=today) for example in moved.partnerships}
    assert [story.stages[-1].stage for story in stories.values()] == ["sustained", "pilot", "ended"]
    for key in ("a_healthy", "b_drifting"):
        ahead = [one for one in stories[key].meetings if today <= one.on <= today + timedelta(days=14)]
        assert any(one.topics for one in ahead)
    assert all(action.status == "done" for action in stories["c_graceful_end"].actions)


@settings(max_examples=60, deadline=None)
@given(
    example=st.sampled_from(EXAMPLES.partnerships),
    months=st.integers(min_value=-60, max_value=240),
    kept=st.integers(min_value=0, max_value=24),
    days=st.integers(min_value=0, max_value=400),
)
def test_any_folder_of_the_format_has_a_story(
    example: ExamplePartnership, months: int, kept: int, days: int
) -> None:
    shorter = replace(example, months=example.months[:kept], notice_month=None)
    moved = shift(shorter, months)
    as_of = own_day(moved) if kept else moved.pilot_start
    story = tell(moved, as_of=as_of + timedelta(days=days))
    assert story.stages
    assert all(one.on.weekday() < 5 for one in story.meetings)
    assert len({(one.on, one.kind) for one in story.meetings}) == len(story.meetings)
    assert len({(term.key, term.effective_on) for term in story.terms}) == len(story.terms)
    assert len({person.ref for person in story.people}) == len(story.people)
    if story.stages[-1].stage != "ended" and moved.notice_date is None:
        assert any(one.status == "planned" for one in story.meetings)


def test_months_with_empty_cells_get_the_usual_rhythm() -> None:
    rows = tuple(
        replace(row, meetings_planned=None, meetings_held=None, actions_due=None, actions_on_time=None)
        for row in HEALTHY.months
    )
    story = told(replace(HEALTHY, months=rows))
    january = [one for one in story.meetings if month_start(one.on) == date(2024, 1, 1)]
    assert [one.status for one in january] == ["held"] * 4
    assert sum(month_start(action.due_on) == date(2024, 1, 1) for action in story.actions) == 5


def test_a_month_with_absurd_numbers_stays_small() -> None:
    rows = tuple(replace(row, meetings_planned=10**6, actions_due=10**6) for row in HEALTHY.months)
    story = told(replace(HEALTHY, months=rows))
    assert len(story.meetings) < 400
    assert len(story.actions) < 400


def test_many_people_who_leave_do_not_leave_a_side_empty() -> None:
    events = tuple(
        Event(date(2024, 3, day), "TE01", "Plan medical director leaves", "") for day in range(1, 28)
    ) + tuple(
        Event(date(2024, 4, day), "TE02", "Social worker of the team leaves", "") for day in range(1, 28)
    )
    story = told(replace(HEALTHY, events=events))
    assert all(one.people for one in story.meetings)


@pytest.mark.parametrize("as_of", [date(2025, 3, 12), date(2025, 3, 20), date(2025, 6, 1)])
def test_no_patient_is_counted_in_a_week_after_the_last_was_handed_on(as_of: date) -> None:
    ending = tell(ENDED, as_of=as_of).ending
    assert ending is not None
    step = next(one for one in ending.steps if one.kind == "handed_on")
    last, handed = max(week for week, _count in ending.weeks), sum(count for _week, count in ending.weeks)
    assert (step.action.done_on is not None) == (handed == ending.to_hand_on)
    assert last <= (step.action.done_on or as_of)
    if step.action.done_on is not None:
        assert step.action.done_on < last + timedelta(days=7), "the last week is that of the day"


def test_no_more_patients_are_handed_on_than_were_in_care() -> None:
    ending = told(ENDED).ending
    assert ending is not None and ending.to_hand_on is not None
    crowded = replace(
        ENDED, months=tuple(replace(one, deaths=(one.deaths or 0) + 20) for one in ENDED.months)
    )
    many = told(crowded).ending
    assert many is not None
    assert sum(count for _week, count in ending.weeks) <= ending.to_hand_on
    assert sum(count for _week, count in many.weeks) == many.to_hand_on

"""What the sides of each example promise: in their own words, and talked about where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from app.core.calendar import month_start
from app.examples.reader import Concern, ExamplePartnership, shift_all
from app.examples.story import Story, StoryAction, tell_all
from app.examples.story.pledges import NOW_BESIDES, NOW_USUAL
from tests.examples.told import DRIFTING, EXAMPLES, HEALTHY, each_example, told

TODAY = date(2031, 5, 7)


def loaded_together(*more: ExamplePartnership) -> tuple[Story, ...]:
    """The stories of one load, all told on the same day."""
    moved = shift_all(replace(EXAMPLES, partnerships=(*EXAMPLES.partnerships, *more)), TODAY)
    return tuple(tell_all(moved.partnerships, as_of=TODAY))


def open_texts(story: Story) -> list[str]:
    return [action.text for action in story.actions if action.status == "open"]


def named(actions: Sequence[StoryAction], words: str) -> list[StoryAction]:
    return [action for action in actions if words in action.text]


def test_two_partnerships_of_one_load_have_no_open_promise_in_common() -> None:
    stories = loaded_together()
    assert [len(open_texts(story)) >= 6 for story in stories] == [True, True, False]
    for one, other in combinations(stories, 2):
        assert not set(open_texts(one)) & set(open_texts(other))


def test_more_partnerships_than_words_still_have_six_open_promises_each() -> None:
    many = [replace(HEALTHY, key=f"more_{place}", name=f"More {place}") for place in range(12)]
    stories = loaded_together(*many)
    assert all(len(set(open_texts(story))) >= 6 for story in stories[3:])


def test_the_first_few_of_one_kind_share_no_words() -> None:
    more = [replace(HEALTHY, key=f"more_{place}", setting=None) for place in range(2)]
    said = Counter(text for story in loaded_together(*more) for text in open_texts(story))
    assert sum(said.values()) >= 24
    assert said.most_common(1)[0][1] == 1


def test_open_promises_fit_the_partnership() -> None:
    healthy, drifting, _ = loaded_together()
    by_hand = replace(
        HEALTHY,
        pilot_end=date(2099, 12, 31),
        concerns=(Concern(date(2024, 5, 1), "provider", "data", "Counting takes long", None),),
    )
    (counting,) = tell_all([by_hand], as_of=date(2026, 1, 10))
    for story, trait in ((healthy, "lasting"), (drifting, "far_apart"), (counting, "by_hand")):
        own = {pledge.text for pledge in NOW_BESIDES[trait]}
        assert own <= set(open_texts(story))
        assert any(text not in own for text in open_texts(story))


def test_a_rural_partnership_speaks_of_roads_and_one_that_counts_by_hand_of_its_report() -> None:
    roads = "far towns|by road|by video"
    texts = {one.key: [action.text for action in told(one).actions] for one in EXAMPLES.partnerships}
    assert any(re.search(roads, text) for text in texts["b_drifting"])
    assert not any(re.search(roads, text) for text in texts["a_healthy"] + texts["c_graceful_end"])
    assert any("the report of" in text for text in texts["c_graceful_end"])
    assert not any("the report of" in text for text in texts["a_healthy"] + texts["b_drifting"])


@each_example
def test_no_month_holds_a_promise_twice(example: ExamplePartnership) -> None:
    rows = tuple(replace(row, actions_due=12) for row in example.months)
    actions = told(replace(example, months=rows)).actions
    for row in example.months:
        texts = [action.text for action in actions if month_start(action.due_on) == row.calendar_month]
        assert len(set(texts)) == len(texts)


@each_example
def test_a_promise_names_its_meeting_and_its_day_without_the_year(example: ExamplePartnership) -> None:
    story = told(example)
    held = {f"{one.on:%b} {one.on.day}" for one in story.meetings if one.status == "held"}
    notes = [action.source_note for action in story.actions if action.source == "meeting"]
    for note in filter(None, notes):
        kind, _, day = note.rpartition(", ")
        assert kind and day in held, note


def test_figures_come_from_reviews_authorizations_from_operations_and_refills_from_the_clinicians() -> None:
    pledges = {pledge.text: pledge for pledge in (*NOW_USUAL, *NOW_BESIDES["lasting"])}
    actions = [action for action in loaded_together()[0].actions if action.text in pledges]
    assert actions
    said_at = {text: pledge.said_at[0] for text, pledge in pledges.items()}
    assert said_at["Finish the list of metrics that nobody reads"] == "joint_review"
    assert said_at["Bring the cost model up to date for the next review"] == "joint_review"
    assert said_at["Name a clinician to call about refills on weekends"] == "case_conference"
    assert said_at["Confirm in writing who signs urgent authorizations after hours"] == "operations"
    for example in EXAMPLES.partnerships:
        every = told(example).actions
        for action in named(every, "authorization"):
            assert not action.source_note.startswith("Clinical case conference")
        conference = [one for one in every if one.source_note.startswith("Clinical case conference")]
        assert not [one for one in conference if re.search("metric|numbers|bill|cost|report", one.text)]
        assert named(conference, "medicine")


def test_an_open_promise_was_made_at_the_newest_meeting_where_it_belongs() -> None:
    (report,) = named(told(HEALTHY).actions, "Cut the report")
    story = told(HEALTHY)
    reviews = [one for one in story.meetings
               if one.kind in ("joint_review", "executive") and one.status == "held"]  # fmt: skip
    assert report.made_on == reviews[-1].on
    assert told(DRIFTING).actions != told(replace(DRIFTING, setting=None)).actions

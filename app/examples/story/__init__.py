"""Bring an example to life: invented people, meetings, promises and terms that fit its numbers.

Pure and the same every time: names hang on the organizations, everything else on the key, and open
promises also on what the partnerships before it have promised. Works for any folder of the format. No
patient is ever mentioned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from app.catalogue import Catalogue, catalogue
from app.core.calendar import add_months
from app.examples.reader.records import ExamplePartnership, Examples
from app.examples.story.balance import tell_balance
from app.examples.story.contract import tell_terms
from app.examples.story.course import tell_milestones, tell_reviews, tell_stages
from app.examples.story.ending import tell_ending
from app.examples.story.meetings import tell_meetings
from app.examples.story.outreach import tell_outreach
from app.examples.story.people import cast_people
from app.examples.story.promises import tell_actions, with_steps
from app.examples.story.readiness import tell_readiness
from app.examples.story.records import (
    Story,
    StoryAction,
    StoryMeeting,
    StoryMilestone,
    StoryPerson,
    StoryReview,
    StorySeries,
    StoryStage,
    StoryTerm,
    StoryTopic,
)
from app.examples.story.relations import tell_relations
from app.examples.story.rhythm import tell_dense, tell_plan, tell_series
from app.partnerships.rules import Stage

DAY_OF_TELLING = 10

__all__ = [
    "Story",
    "StoryAction",
    "StoryMeeting",
    "StoryMilestone",
    "StoryPerson",
    "StoryReview",
    "StorySeries",
    "StoryStage",
    "StoryTerm",
    "StoryTopic",
    "day_of_telling",
    "tell",
    "tell_all",
]


def tell(
    example: ExamplePartnership, *, as_of: date, book: Catalogue | None = None, said: Collection[str] = ()
) -> Story:
    """The whole story as it stands on a day: before it things happened, after it they are planned.

    `said` are texts of open promises that others on the same page have already.
    """
    book = book or catalogue()
    roster = cast_people(example, as_of)
    stages = tell_stages(example, book, as_of)
    reviews = tell_reviews(example, as_of)
    meetings = tell_meetings(example, book, stages, reviews, roster, as_of)
    ending = tell_ending(example, book, roster, as_of)
    actions = tell_actions(example, book, meetings, roster, as_of, said)
    return Story(
        people=roster.people,
        stages=stages,
        milestones=tell_milestones(example, book, stages, reviews, roster, as_of),
        series=tell_series(meetings, book, stages, example, roster, as_of),
        plan=tell_plan(example, roster, as_of),
        dense=tell_dense(example, book, as_of),
        meetings=meetings,
        actions=with_steps(actions, ending, example),
        reviews=reviews,
        terms=tell_terms(example, roster),
        relations=tell_relations(example, roster, as_of, _ended_on(stages)),
        outreach=tell_outreach(example, roster, as_of),
        readiness=tell_readiness(example, book, roster, as_of),
        ending=ending,
        balance=tell_balance(example, reviews, roster, as_of, _ended_on(stages)),
    )


def _ended_on(stages: tuple[StoryStage, ...]) -> date | None:
    """The day on which the partnership ended, or None."""
    return stages[-1].from_on if stages[-1].stage == Stage.ENDED else None


def tell_all(examples: Iterable[ExamplePartnership], *, as_of: date) -> Iterator[Story]:
    """One story each, in order; no two have an open promise in the same words while words last."""
    said: set[str] = set()
    for example in examples:
        story = tell(example, as_of=as_of, said=said)
        said.update(action.text for action in story.actions if action.done_on is None)
        yield story


def day_of_telling(examples: Examples, *, today: date) -> date:
    """Today where the data reach into last month; else the tenth day after the newest data month."""
    newest = examples.newest_month
    if newest is None:
        return today
    after_data = add_months(newest, 1)
    if (after_data.year, after_data.month) == (today.year, today.month):
        return today
    return after_data + timedelta(days=DAY_OF_TELLING - 1)

"""The readiness of the examples: in sequence, after the changes that ask for it, true to the story."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from app.assessments.rules import Filler, Instead, Rating, Why
from app.catalogue import catalogue
from app.examples.reader import ExamplePartnership
from app.examples.story.readiness_records import StoryAssessment
from tests.examples.told import DRIFTING, ENDED, HEALTHY, each_example, own_day, told


def gaps(one: StoryAssessment) -> set[str]:
    return {rating.item for rating in one.ratings if rating.rating == Rating.GAP}


@each_example
def test_assessments_follow_each_other_and_only_the_last_may_be_open(example: ExamplePartnership) -> None:
    found = told(example).readiness.assessments
    assert found[0].why == Why.FIRST
    assert found[0].finished_on is not None and found[0].finished_on < example.pilot_start
    for earlier, later in pairwise(found):
        assert earlier.finished_on is not None and earlier.finished_on < later.asked_on
    for one in found:
        assert one.asked_on <= one.begun_on <= (one.finished_on or own_day(example)) <= own_day(example)


@each_example
def test_every_answer_is_one_of_the_catalogue_and_every_person_of_the_story(
    example: ExamplePartnership,
) -> None:
    story, book = told(example), catalogue().readiness
    people = {person.ref for person in story.people}
    for one in story.readiness.assessments:
        assert [rating.item for rating in one.ratings] == list(book.items)[: len(one.ratings)]
        for rating in one.ratings:
            assert rating.rating in book.ratings
            assert {rating.provider, rating.payer} - {""} <= people
            if rating.plan is not None:
                assert rating.plan.strategy in book.strategies
                assert rating.plan.filler in list(Filler)
                assert rating.plan.instead in ("", *Instead)
    needs = set(book.directory.needs)
    assert all(
        one.need in needs and checked <= own_day(example) for one, checked in story.readiness.resources
    )
    assert [one.item for one in story.readiness.unknowns] == list(book.unknowns)


def test_the_healthy_one_repeats_it_when_its_nurse_practitioner_leaves() -> None:
    again = told(HEALTHY).readiness.assessments[1]
    assert (again.why, again.asked_on, again.finished_on) == ("event", date(2024, 11, 15), date(2024, 12, 10))
    assert again.because == "Nurse practitioner of the team leaves, November 15, 2024"
    assert "NA12" in gaps(again)


def test_the_drifting_one_has_more_gaps_the_second_time_and_looks_again_after_its_amendment() -> None:
    first, second, third = told(DRIFTING).readiness.assessments
    assert second.because.startswith("Plan medical director leaves")
    assert len(gaps(second)) > len(gaps(first)) > len(gaps(third))
    assert third.finished_on is None and len(third.ratings) == 45


def test_the_ended_one_is_not_assessed_after_notice_was_given() -> None:
    found = told(ENDED).readiness.assessments
    assert len(found) == 2 and ENDED.notice_given_on is not None
    assert all(one.asked_on < ENDED.notice_given_on for one in found)

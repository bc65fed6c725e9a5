"""The referral plan of an example: the same every time, true to its numbers, quiet after a notice."""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.examples.reader import ExamplePartnership
from app.outreach.queries import method
from app.outreach.rules import quarter_of
from tests.examples.told import ENDED, HEALTHY, each_example, own_day, told


@each_example
def test_it_is_told_the_same_every_time(example: ExamplePartnership) -> None:
    assert told(example).outreach == told(example).outreach


@each_example
def test_the_counts_of_the_sites_add_up_to_the_referrals_of_the_months(example: ExamplePartnership) -> None:
    expected: Counter[date] = Counter()
    for month in example.months:
        expected[quarter_of(month.calendar_month)] += month.referrals or 0
    found: Counter[date] = Counter()
    for site in told(example).outreach.sites:
        for quarter, count in site.counts:
            assert count >= 0
            found[quarter] += count
    assert found == expected


@each_example
def test_nothing_was_done_before_the_start_or_after_the_day_of_telling(example: ExamplePartnership) -> None:
    plan = told(example).outreach
    assert len({site.name for site in plan.sites}) == len(plan.sites) == 6
    days = [visit.on for site in plan.sites for visit in site.visits]
    assert days
    assert all(example.pilot_start <= day <= own_day(example) for day in days)


@each_example
def test_every_choice_is_one_of_the_catalogue(example: ExamplePartnership) -> None:
    book, plan = method(), told(example).outreach
    topics = {topic.id for topic in book.topics}
    kinds = {name for name, _ in book.activity_kinds}
    barriers = {name for name, _ in book.barriers}
    assert all(book.idea(one.catalogue_id) for one in plan.strategies)
    for site in plan.sites:
        assert set(site.place.barriers) <= barriers
        assert book.partner_words(site.place.group)
        for visit in site.visits:
            assert set(visit.topics) <= topics
            assert visit.kind in kinds
            assert visit.follow_up_on is not None or visit.reason


def test_after_an_end_nothing_is_planned_any_more() -> None:
    plan = told(ENDED).outreach
    assert {one.status for one in plan.strategies} == {"dropped"}
    assert all(site.visits[-1].follow_up_on is None for site in plan.sites if site.visits)
    assert all(one.held_on is not None for one in plan.trainings)
    assert all(one.check_again_on is None for one in plan.material)
    assert any(one.held_on is None for one in told(HEALTHY).outreach.trainings)

"""The series that a stage proposes begin together, each on a weekday of its own, and can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pytest

from app.core.actor import Actor
from app.core.errors import NotFound
from app.meetings import queries, service
from app.meetings.models import Meeting, MeetingSeries
from app.meetings.service import NewTopic
from tests.conftest import NOW
from tests.factories import make_partnership

TODAY = date(2026, 11, 24)  # a Tuesday


def test_a_stage_proposes_its_kinds_and_each_begins_once(database: str, dana: Actor) -> None:
    partnership = make_partnership(stage_since=TODAY)
    proposals = queries.propose_series(partnership, "pilot", today=TODAY)
    assert [(one.kind, one.interval, one.words) for one in proposals][:2] == [
        ("operations", 2, "every 2 weeks"),
        ("case_conference", 2, "every 2 weeks"),
    ]
    kinds = ["operations", "case_conference", "joint_review"]

    def begin(chosen: Collection[str]) -> tuple[MeetingSeries, ...]:
        return service.create_series_from_proposals(
            partnership, chosen, date(2026, 11, 30), actor=dana, now=NOW, today=TODAY
        ).series

    made = begin(kinds)
    assert [(one.kind, one.first_on) for one in made] == [
        ("operations", date(2026, 11, 30)),
        ("case_conference", date(2026, 12, 1)),
        ("joint_review", date(2027, 3, 3)),
    ]
    assert begin(kinds) == ()
    assert all(one.exists_already for one in queries.propose_series(partnership, "pilot", today=TODAY)[:3])


def test_a_series_that_begins_later_gets_a_weekday_of_its_own(database: str, dana: Actor) -> None:
    partnership = make_partnership(stage_since=TODAY)
    thanksgiving = date(2026, 11, 26)
    days = [
        service.create_series_from_proposals(
            partnership, [kind], thanksgiving, actor=dana, now=NOW, today=thanksgiving
        )
        .series[0]
        .first_on
        for kind in ("operations", "case_conference")
    ]
    assert days == [date(2026, 11, 27), date(2026, 11, 30)]


def test_what_one_click_began_is_taken_back_unless_somebody_worked_with_it(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership(stage_since=TODAY)
    kinds = ["operations", "case_conference"]
    begun = service.create_series_from_proposals(partnership, kinds, TODAY, actor=dana, now=NOW, today=TODAY)
    later = NOW + timedelta(minutes=5)
    worked = Meeting.get(Meeting.series == begun.series[0])
    service.add_topic(worked.public_id, NewTopic("topic", "Fax numbers", 5), actor=dana, now=later)
    with pytest.raises(NotFound):
        service.take_back_begun(make_partnership(key="other"), begun.batch_id, actor=dana, now=later)
    assert service.take_back_begun(partnership, begun.batch_id, actor=dana, now=later) == (1, 1)
    assert [one.kind for one in MeetingSeries.select()] == ["operations"]
    assert [one.kind for one in Meeting.select()] == ["operations"]
    with pytest.raises(NotFound):
        service.take_back_begun(partnership, begun.batch_id, actor=dana, now=later)

"""The communication plan says what took place, what is denser and why, and what is not settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.meetings import queries, service
from app.meetings.models import AgendaTopic, CommunicationPlan, DensePeriod, SeriesSeat, SettledQuestion
from app.meetings.rules import (
    DenseSource,
    Outcome,
    SeatFacts,
    dense_offer,
    functions_of,
    gaps,
    outcome,
)
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import THEN, make_meeting, make_partnership, make_person
from tests.meetings.test_series import ahead, make_series

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("status", "on", "expected"),
    [
        ("held", date(2026, 11, 1), Outcome.HELD),
        ("cancelled", date(2026, 11, 1), Outcome.CALLED_OFF),
        ("planned", date(2026, 11, 23), Outcome.NOT_NOTED),
        ("planned", TODAY, Outcome.AHEAD),
    ],
)
def test_a_planned_meeting_whose_day_has_passed_counts_as_not_noted(
    status: str, on: date, expected: Outcome
) -> None:
    assert outcome(status, on, today=TODAY) is expected


def test_a_group_of_the_catalogue_is_opened_into_its_functions() -> None:
    assert functions_of(("core_group", "clinical", "finance")) == (
        "contracting",
        "clinical",
        "operations",
        "finance",
    )


def test_an_empty_post_and_a_missing_deputy_are_each_said_once() -> None:
    howard = SeatFacts("payer", "operations", "Ordway", 7, "Howard Teller")
    left = SeatFacts("payer", "clinical", "Ordway", 8, "Marta Ruiz", has_left=True)
    dana = SeatFacts("provider", "operations", "Kestrel Bay", 9, "Dana", deputy="Ines")
    found = gaps([howard, howard, left, dana])
    assert [(one.question, one.why) for one in found] == [
        ("Who stands in for Howard Teller?", "Each function should have a deputy."),
        ("Who speaks for clinical questions at Ordway?", "Marta Ruiz has left."),
    ]


def test_a_pilot_that_began_offers_what_is_left_of_its_first_six_months() -> None:
    since = date(2026, 11, 2)
    offer = dense_offer("pilot", since, [], today=TODAY)
    assert offer is not None
    assert (offer.starts_on, offer.ends_on) == (TODAY, since + timedelta(weeks=26, days=-1))
    assert dense_offer("pilot", since, [("pilot_start", TODAY)], today=TODAY) is None
    assert dense_offer("pilot", date(2026, 1, 1), [], today=TODAY) is None
    talks = dense_offer("renegotiating", since, [("pilot_start", TODAY)], today=TODAY)
    assert talks is not None
    assert talks.weeks == 8
    assert dense_offer("sustained", since, [], today=TODAY) is None


def test_a_denser_period_opens_the_earlier_meeting_and_ends_by_itself(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    series = make_series(partnership, interval=4)
    service.open_next_meeting(series.id, actor=dana, now=NOW, today=TODAY)
    period = service.add_dense_period(
        partnership, 8, "Their medical director left", actor=dana, now=NOW, today=date(2026, 12, 2)
    )
    assert (period.source, period.ends_on) == (DenseSource.BY_HAND, date(2027, 1, 26))
    found = ahead(series, date(2026, 12, 2))
    assert [(one.on, one.dense, bool(one.public_id)) for one in found][:5] == [
        (date(2026, 12, 15), True, True),
        (date(2026, 12, 29), False, False),
        (date(2027, 1, 12), True, False),
        (date(2027, 1, 26), False, False),
        (date(2027, 2, 23), False, False),
    ]


def test_a_denser_period_is_ended_extended_and_put_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    period = service.add_dense_period(partnership, 8, "A change", actor=dana, now=NOW, today=TODAY)
    before = period.ends_on
    longer = service.extend_dense_period(period.public_id, actor=dana, now=NOW, today=TODAY)
    assert longer.ends_on == before + timedelta(weeks=4)
    ended = service.end_dense_period(period.public_id, actor=dana, now=NOW, today=date(2026, 12, 1))
    assert ended.ends_on == date(2026, 11, 30)
    service.restore_dense_period(period.public_id, before, actor=dana, now=NOW, today=TODAY)
    assert DensePeriod.get_by_id(period.id).ends_on == before
    with pytest.raises(RuleViolation, match="longer than two years"):
        service.restore_dense_period(period.public_id, date(2030, 1, 1), actor=dana, now=NOW, today=TODAY)


@pytest.mark.parametrize("weeks", [0, 105])
def test_a_denser_period_has_a_length_that_makes_sense(database: str, dana: Actor, weeks: int) -> None:
    with pytest.raises(RuleViolation, match="Choose from 1 to 104 weeks"):
        service.add_dense_period(make_partnership(), weeks, "x", actor=dana, now=NOW, today=TODAY)


def test_what_a_stage_offers_is_taken_once(database: str, dana: Actor) -> None:
    partnership = make_partnership(stage_since=date(2026, 11, 2))
    taken = service.accept_dense_offer(partnership, actor=dana, now=NOW, today=TODAY)
    assert taken is not None
    assert service.accept_dense_offer(partnership, actor=dana, now=NOW, today=TODAY) is None
    assert DensePeriod.select().count() == 1


def test_the_plan_counts_what_was_planned_and_what_was_held(database: str) -> None:
    partnership = make_partnership()
    series = make_series(partnership)
    for day, status in ((3, "held"), (10, "cancelled"), (17, "planned")):
        make_meeting(partnership, on=date(2026, 11, day), status=status)
    make_meeting(partnership, on=date(2026, 6, 2), status="held")  # before the picture
    make_meeting(partnership, kind="executive", on=date(2026, 10, 6), status="held")
    plan = queries.plan_of(partnership, today=TODAY)
    assert (plan.planned, plan.count("held"), plan.count("called_off"), plan.count("not_noted")) == (
        4,
        2,
        1,
        1,
    )
    (operations, executive) = plan.lines
    assert (operations.kind, operations.planned, executive.kind) == ("operations", 3, "executive")
    expected = [one.on for one in ahead(series) if one.on <= date(2027, 1, 31)]
    assert [one.on for one in operations.marks if one.outcome is Outcome.AHEAD] == expected
    assert (plan.window.start, plan.window.end) == (date(2026, 8, 1), date(2027, 1, 31))
    assert plan.window.place(date(2026, 8, 1)) == "0.00"


def test_two_spans_that_touch_are_one_stretch(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    make_series(partnership)
    for starts_on, ends_on in ((TODAY, date(2026, 12, 10)), (date(2026, 12, 11), date(2027, 1, 12))):
        DensePeriod.create(
            partnership=partnership, starts_on=starts_on, ends_on=ends_on, reason="A change", created_at=THEN
        )
    (line,) = queries.plan_of(partnership, today=TODAY).series
    assert line.dense_until == date(2027, 1, 12)


def test_a_question_is_settled_and_can_be_opened_again(database: str, dana: Actor) -> None:
    partnership = make_partnership()

    def answer(text: str, seen: int) -> SettledQuestion:
        return service.answer_question(partnership, "CQ4", text, seen=seen, actor=dana, now=NOW, today=TODAY)

    first = answer("Call Howard Teller", 0)
    assert first.settled_on == TODAY
    with pytest.raises(Conflict):
        answer("Call Priya Nair", 0)  # somebody who saw the question still open
    answer("", first.version)
    (stored,) = SettledQuestion.select()
    assert (stored.answer, stored.settled_on) == ("", None)
    with pytest.raises(NotFound):
        service.answer_question(partnership, "CQ99", "x", seen=0, actor=dana, now=NOW, today=TODAY)


def test_the_days_of_the_plan_are_kept_once(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first = service.agree_plan(partnership, TODAY, date(2027, 5, 24), seen=0, actor=dana, now=NOW)
    service.agree_plan(partnership, TODAY, None, seen=first.version, actor=dana, now=NOW)
    (stored,) = CommunicationPlan.select()
    assert (stored.agreed_on, stored.look_again_on) == (TODAY, None)


def test_an_open_point_goes_on_the_next_agenda_of_both_sides(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    series = make_series(partnership)
    howard = make_person(partnership.payer, name="Howard Teller", function="operations")
    SeriesSeat.create(series=series, side="payer", function="operations", person=howard)
    about = f"deputy-{howard.id}"
    question = queries.open_question(partnership, about, today=TODAY)
    assert question == "Who stands in for Howard Teller?"
    with pytest.raises(RuleViolation, match="No meeting is planned yet"):
        service.ask_at_next_meeting(partnership, question, actor=dana, now=NOW, today=TODAY)
    make_meeting(partnership, kind="case_conference", on=TODAY)
    review = make_meeting(partnership, kind="joint_review", on=date(2026, 12, 3))
    service.ask_at_next_meeting(partnership, question, actor=dana, now=NOW, today=TODAY)
    (topic,) = AgendaTopic.select()
    assert topic.meeting_id == review.id
    (point,) = queries.plan_of(partnership, today=TODAY).open_points
    assert point.is_asked
    assert queries.open_question(partnership, "deputy-0", today=TODAY) is None


def test_the_plan_asks_the_database_as_often_for_one_year_as_for_many(database: str) -> None:
    partnership = make_partnership()

    def statements() -> int:
        with count_statements() as counter:
            queries.plan_of(partnership, today=TODAY)
        return counter.count

    series = make_series(partnership)
    make_meeting(partnership)
    few = statements()
    for number in range(200):
        day = TODAY - timedelta(days=number)
        make_meeting(partnership, series=series, planned_on=day, on=day, status="held")
        make_meeting(partnership, kind="executive", on=day)
    for kind in ("case_conference", "joint_review", "executive"):
        make_series(partnership, kind=kind)
    assert statements() == few <= 12

"""The rules over our own records: what is to be done again, who is silent, what does not come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.catalogue import catalogue
from app.core.actor import SYSTEM
from app.core.calendar import add_months
from app.core.db import db
from app.costs.models import CostSet
from app.measuring.models import PlannedMetric
from app.meetings.models import CommunicationPlan
from app.metrics.models import DataMonth
from app.metrics.service import Wanted, save_months
from app.outreach.models import ReferralPlan
from app.partnerships.models import Partnership, StageChange
from app.relationship.models import DecisionRequest, Pulse, Touch
from app.terms.service import set_terms
from app.triggers.models import ChangeEvent, Signal
from app.triggers.queries import all_firings, firings, listed_firings, rule_of
from app.triggers.queries import own as own_queries
from app.triggers.queries.firings import next_call
from app.triggers.rules import (
    AskedDecision,
    Firing,
    Patience,
    Stages,
    late_decisions,
    missing_months,
    silences,
)
from app.triggers.service import choose_rule, look
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import make_meeting, make_partnership, make_person

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/signals"
DAYS = {"planning": 21, "pilot_first_year": 21, "pilot_later": 45, "sustained": 100}


def told(found: Any) -> list[tuple[str, str]]:
    return [(one.what.value, one.on.isoformat()) for one in found]


def patience(*since: tuple[date, str], pilot: date | None = None, ended: date | None = None) -> Patience:
    return Patience(DAYS, Stages(since), pilot, ended)


LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("stages", "contacts", "expected"),
    [
        ([(LONG_AGO, "planning")], ["01-01"], [("fires", "2026-01-22")]),
        ([(LONG_AGO, "planning")], ["01-01", "01-22", "02-10"], []),
        (
            [(LONG_AGO, "planning")],
            ["01-01", "02-01"],
            [("fires", "2026-01-22"), ("closes", "2026-02-01"), ("fires", "2026-02-22")],
        ),
        ([(LONG_AGO, "sustained")], ["01-01"], []),
        ([(LONG_AGO, "planning"), (date(2026, 1, 10), "sustained")], ["01-01"], []),
        (
            [(LONG_AGO, "sustained"), (date(2026, 2, 10), "renegotiating")],
            ["01-01"],
            [("fires", "2026-02-10")],
        ),
        ([(LONG_AGO, "planning"), (date(2026, 1, 10), "ended")], ["01-01"], []),
        ([(LONG_AGO, "planning")], [], []),
    ],
)
def test_silence_is_as_long_as_the_stage_of_its_day_bears(
    stages: list[tuple[date, str]], contacts: list[str], expected: list[tuple[str, str]]
) -> None:
    days = [date.fromisoformat(f"2026-{one}") for one in contacts]
    assert told(silences(days, patience(*stages), date(2026, 3, 1))) == expected


def test_a_pilot_bears_more_silence_after_its_first_year() -> None:
    old = patience((LONG_AGO, "pilot"), pilot=date(2025, 1, 1))
    young = patience((LONG_AGO, "pilot"), pilot=date(2025, 6, 1))
    until = date(2026, 3, 1)
    assert told(silences([date(2026, 1, 1)], old, until)) == [("fires", "2026-02-15")]
    assert told(silences([date(2026, 1, 1)], young, until)) == [("fires", "2026-01-22")]


@pytest.mark.parametrize(
    ("decided", "until", "expected"),
    [
        (None, "03-10", []),
        (None, "03-11", [("fires", "2026-03-11")]),
        ("03-11", "12-31", []),
        ("03-12", "12-31", [("fires", "2026-03-11"), ("closes", "2026-03-12")]),
        ("03-12", "03-11", [("fires", "2026-03-11")]),
    ],
)
def test_a_decision_waits_too_long_from_the_day_after_the_expected_one(
    decided: str | None, until: str, expected: list[tuple[str, str]]
) -> None:
    day = None if decided is None else date.fromisoformat(f"2026-{decided}")
    asked = AskedDecision("x", date(2026, 3, 1), date(2026, 3, 10), day)
    assert told(late_decisions([asked], date.fromisoformat(f"2026-{until}"))) == expected


MONTHS = [date(2026, number, 1) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("entered", "until", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], "2026-12-31", []),
        ([1, 2, 4, 6], "2026-12-31", []),
        ([1, 2], "2026-05-19", []),
        ([1, 2], "2026-05-20", [("fires", "2026-05-20")]),
        ([1, 2, 5], "2026-12-31", [("fires", "2026-05-20"), ("closes", "2026-06-20")]),
        ([], "2026-12-31", [("fires", "2026-03-20")]),
    ],
)
def test_two_months_in_a_row_are_missing_twenty_days_after_the_second(
    entered: list[int], until: str, expected: list[tuple[str, str]]
) -> None:
    there = {date(2026, number, 1) for number in entered}
    assert told(missing_months(MONTHS, there, 2, 20, date.fromisoformat(until))) == expected


# --- from the tables


@pytest.fixture
def bay(database: str) -> Partnership:
    return _bay()


def _bay(stage: str = "pilot") -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", stage=stage)
    StageChange.create(partnership=made, from_stage="planning", to_stage="pilot", on=date(2026, 3, 1))
    return made


def days_of(partnership: Partnership, trigger: str, as_of: date | None = TODAY) -> list[tuple[str, str]]:
    found = all_firings(partnership, as_of, today=TODAY).firings
    return told(one for one in found if one.trigger == trigger)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


def test_each_thing_to_be_done_again_speaks_up_before_its_day(bay: Partnership) -> None:
    then, stamp = date(2026, 3, 15), {"created_at": NOW}
    old = noon(then)
    CostSet.create(partnership=bay, name="As agreed", changed_at=old, **stamp)
    PlannedMetric.create(
        partnership=bay,
        name="Visits",
        unit="number",
        direction="up",
        frequency="monthly",
        changed_at=old,
        **stamp,
    )
    CommunicationPlan.create(partnership=bay, agreed_on=then, **stamp)
    ReferralPlan.create(partnership=bay, revisited_on=then, look_again_on=date(2026, 10, 1), **stamp)
    Pulse.create(partnership=bay, on=then, payer_mean=4, provider_mean=4)
    set_terms(bay, {"S24.ends_on": date(2027, 1, 31)}, effective_on=then, actor=SYSTEM, now=NOW)
    assert days_of(bay, "TD07") == [("fires", "2026-09-01")]  # six months in a pilot, two weeks ahead
    assert days_of(bay, "TD08") == [("fires", "2026-09-08")]
    assert days_of(bay, "TD09") == [("fires", "2026-09-24")]  # the day both sides chose counts
    assert days_of(bay, "TD10", None) == [("fires", "2027-03-01")]
    assert days_of(bay, "TD11") == [("fires", "2026-11-02")]
    assert days_of(bay, "TD12") == [("fires", "2026-04-12")]
    assert days_of(bay, "TD06") == []
    Partnership.update(notice_given_on=date(2026, 9, 5)).execute()
    assert days_of(Partnership.get(), "TD08") == []


def test_the_needs_assessment_has_one_place_to_come_from(
    bay: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_queries, "last_assessed_on", lambda _home: date(2025, 11, 1))
    assert days_of(bay, "TD06") == [("fires", "2026-10-18")]


def test_what_speaks_up_before_its_day_does_not_say_that_the_day_has_come(
    bay: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue lets these rules speak two weeks ahead: nothing is older than a year by then."""
    monkeypatch.setattr(own_queries, "last_assessed_on", lambda _home: date(2025, 12, 1))
    CostSet.create(partnership=bay, name="As agreed", changed_at=noon(date(2026, 6, 1)), created_at=NOW)
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    said = {one.trigger: (one.fired_on, one.why) for one in Signal.select()}
    assert said["TD06"] == (
        date(2026, 11, 17), "last finished on December 1, 2025; a year old on December 1, 2026"
    )  # fmt: skip
    assert said["TD07"] == (
        date(2026, 11, 17), "last worked over on June 1, 2026; six months old on December 1, 2026"
    )  # fmt: skip
    for rule in catalogue().date_rules:
        assert not (rule.lead_days and "older than" in rule.title), rule.id


def test_what_is_done_again_closes_its_signal_and_what_was_a_slip_withdraws_it(bay: Partnership) -> None:
    plan = CommunicationPlan.create(partnership=bay, agreed_on=date(2026, 3, 15), created_at=NOW)
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    row = Signal.get(Signal.trigger == "TD08")
    assert (row.closed_on, row.why) == (None, "last agreed on March 15, 2026")
    CommunicationPlan.update(agreed_on=date(2026, 11, 20)).where(CommunicationPlan.id == plan.id).execute()
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    row = Signal.get(Signal.trigger == "TD08")
    assert (row.closed_on, row.closed_why) == (date(2026, 11, 20), "it was done on November 20, 2026")
    assert row.withdrawn_on is None
    CommunicationPlan.update(agreed_on=date(2025, 11, 20)).where(CommunicationPlan.id == plan.id).execute()
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.get((Signal.trigger == "TD08") & (Signal.id == row.id)).withdrawn_on == TODAY


def test_contacts_meetings_and_decisions_are_read_from_where_people_note_them(bay: Partnership) -> None:
    theirs = make_person(bay.payer)
    Touch.create(partnership=bay, person=theirs, on=date(2026, 9, 1), how="phone", created_at=NOW)
    make_meeting(bay, on=date(2026, 9, 10), status="held", kind="operations")
    make_meeting(bay, on=date(2026, 9, 20), status="held", kind="all_contracts_briefing")
    make_meeting(bay, on=date(2026, 9, 25), status="cancelled", kind="operations")
    assert days_of(bay, "TR08") == [("fires", "2026-10-01")]
    asked = {"partnership": bay, "asked_on": date(2026, 9, 1), "question": "Rates?", "created_at": NOW}
    DecisionRequest.create(**asked, side="payer", expected_on=date(2026, 10, 1))
    DecisionRequest.create(**asked, side="payer", expected_on=None)
    DecisionRequest.create(**asked, side="payer", expected_on=date(2026, 10, 1), removed=True)
    DecisionRequest.create(**asked, side="provider", expected_on=date(2026, 10, 1))
    assert days_of(bay, "TR07") == [("fires", "2026-10-02")]
    own = {"planning": "30", "pilot_first_year": "40"}
    choose_rule(bay, "TR08", own, watched=True, seen=0, actor=SYSTEM, now=NOW)
    assert days_of(bay, "TR08") == [("fires", "2026-10-20")]


def test_missing_numbers_close_when_they_are_entered(bay: Partnership) -> None:
    begin = {"S03.start_date": date(2026, 8, 10), "S03.end_date": date(2027, 8, 9)}
    set_terms(bay, begin, effective_on=date(2026, 8, 1), actor=SYSTEM, now=NOW)
    assert days_of(bay, "TM26") == [("fires", "2026-10-20")]
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.get(Signal.trigger == "TM26").why == (
        "the numbers of August 2026 and September 2026 are not entered"
    )
    wanted = [Wanted(date(2026, number, 1), {"referrals": 4}, 0) for number in (8, 9)]
    save_months(bay, wanted, start=begin["S03.start_date"], actor=SYSTEM, now=NOW, today=TODAY)
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    row = Signal.get(Signal.trigger == "TM26")
    assert (row.closed_on, row.closed_why, row.withdrawn_on) == (TODAY, "the numbers are there", None)


def test_an_example_is_compared_by_what_its_files_hold_and_our_own_by_everything(bay: Partnership) -> None:
    CommunicationPlan.create(partnership=bay, agreed_on=date(2026, 1, 15), created_at=NOW)
    assert [one.trigger for one in listed_firings(bay, TODAY, today=TODAY)] == ["TD08"]
    Partnership.update(example=True).execute()
    assert listed_firings(Partnership.get(), TODAY, today=TODAY) == ()


def test_a_rule_that_cannot_be_worked_out_stops_no_other_and_leaves_its_signals(
    bay: Partnership, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    CommunicationPlan.create(partnership=bay, agreed_on=date(2026, 3, 15), created_at=NOW)
    Pulse.create(partnership=bay, on=date(2026, 11, 1), payer_mean=2, provider_mean=4)
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)

    def broken(*_args: object) -> list[Firing]:
        raise ZeroDivisionError

    monkeypatch.setattr(import_module("app.triggers.queries.firings"), "low_pulses", broken)
    said = all_firings(bay, TODAY, today=TODAY)
    assert said.broken == {"TR04"} and "TR04" in caplog.text
    assert {one.trigger for one in said.firings} >= {"TD08", "TR05"}
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.get(Signal.trigger == "TR04").withdrawn_on is None


def test_numbers_that_no_form_lets_in_are_the_usual_ones(bay: Partnership) -> None:
    choose_rule(bay, "TR03", {"days": "soon"}, watched=True, seen=0, actor=SYSTEM, now=NOW)
    assert rule_of(bay.id, "TR03").whole("days") == 30
    assert firings(bay, today=TODAY) == ()


def test_the_next_look_comes_with_the_next_silence(bay: Partnership) -> None:
    theirs = make_person(bay.payer)
    Touch.create(partnership=bay, person=theirs, on=date(2026, 11, 6), how="phone", created_at=NOW)
    assert next_call(bay, TODAY) == date(2026, 11, 27)


def test_a_look_needs_the_same_statements_whatever_there_is(bay: Partnership) -> None:
    with count_statements() as few:
        all_firings(bay, TODAY, today=TODAY)
    theirs = make_person(bay.payer)
    for place in range(20):
        on = TODAY - timedelta(days=30 * place)
        Touch.create(partnership=bay, person=theirs, on=on, how="phone", created_at=NOW)
        month = add_months(date(2026, 10, 1), -place)
        DataMonth.create(partnership=bay, month=20 - place, month_on=month, referrals=3, changed_at=NOW)
    with count_statements() as many:
        all_firings(bay, TODAY, today=TODAY)
    assert len(many.statements) == len(few.statements) <= 24


def test_a_signal_of_a_change_that_was_kept_before_stays_with_its_answer(bay: Partnership) -> None:
    """Two changes of a kind on one day: each kept signal finds its own."""
    events = [
        ChangeEvent.create(
            partnership=bay, on=date(2026, 11, 3), kind="TE01", text=f"Leader {place}", created_at=NOW
        )
        for place in (1, 2)
    ]
    facts = {"partnership": bay, "trigger": "TE01", "fired_on": date(2026, 11, 3), "created_at": NOW}
    for name, answer in (("2026-11-03", "watch"), ("2026-11-03/2", "review")):
        Signal.create(**facts, instance=name, answer=answer)
    name_signals_by_change()
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    kept = {row.instance: row.answer for row in Signal.select().where(Signal.trigger == "TE01")}
    assert kept == {events[0].public_id: "watch", events[1].public_id: "review"}


def name_signals_by_change() -> None:
    """The part of migration 0025 that moves rows."""
    path = Path(__file__).parents[2] / "migrations" / "0025_changes.py"
    space: dict[str, Any] = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), space)  # noqa: S102 - our own file
    space["name_by_change"](db)

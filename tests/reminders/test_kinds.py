"""Everything with a date is told: each kind on its day, until it is done, and never after an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.actor import SYSTEM
from app.measuring.models import PlannedMetric
from app.meetings.models import Attendance, Meeting
from app.metrics.models import DataMonth
from app.outreach.models import Site, Training
from app.partnerships.models import Partnership
from app.relationship.models import TouchRhythm
from app.reminders.queries import due_items
from app.reminders.rules import CAN_BE_LATE, KINDS, DueItem, Kind
from app.reviews.models import Review
from app.terms.service import set_terms
from app.triggers.models import RuleChoice
from tests.counting import count_statements
from tests.factories import THEN, make_meeting, make_partnership, make_person, make_user
from tests.reminders.conftest import with_terms
from tests.reminders.everything import (
    CASES,
    DAY,
    SOON,
    START,
    TODAY,
    Case,
    concern,
    contact,
    measured,
    numbers,
    outreach,
    report,
)

HALF_YEAR = timedelta(days=180)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
that_is_done = pytest.mark.parametrize("case", [one for one in CASES if one.done], ids=lambda case: case.name)


def told(kind: Kind, today: date = TODAY, ahead: timedelta = HALF_YEAR) -> list[DueItem]:
    return [one for one in due_items(today, today + ahead) if one.kind is kind]


def on_its_day(case: Case, today: date = TODAY) -> list[DueItem]:
    return [one for one in told(case.kind, today) if one.on == case.on]


@every_case
def test_a_thing_falls_due_on_its_day_with_plain_words_and_is_told_to_the_lead(
    case: Case, partnership: Partnership
) -> None:
    case.make(partnership)
    (found,) = on_its_day(case)
    assert found.title.startswith(case.title)
    assert found.tell[-1] == (partnership.lead_id,)
    assert found.path.startswith("/")


@every_case
def test_before_its_lead_time_it_is_not_read_at_all(case: Case, partnership: Partnership) -> None:
    case.make(partnership)
    if case.on > TODAY:
        assert not told(case.kind, ahead=case.on - TODAY - DAY)
    assert told(case.kind, ahead=max(case.on - TODAY, timedelta()))


@every_case
def test_after_its_day_it_is_told_while_it_stays_open_and_only_then(
    case: Case, partnership: Partnership
) -> None:
    case.make(partnership)
    later = case.on + DAY
    assert bool(case.kind in CAN_BE_LATE and on_its_day(case, later)) == case.stays


@pytest.mark.parametrize(
    "case", [one for one in CASES if KINDS[one.kind].late_days], ids=lambda case: case.name
)
def test_what_has_a_list_of_its_own_is_told_for_a_month_after_its_day(
    case: Case, partnership: Partnership
) -> None:
    case.make(partnership)
    if case.stays:
        assert on_its_day(case, case.on + timedelta(days=30))
    assert not on_its_day(case, case.on + timedelta(days=31))


@that_is_done
def test_what_is_done_is_not_told(case: Case, partnership: Partnership) -> None:
    row = case.make(partnership)
    assert case.done is not None
    type(row).update(**case.done(TODAY)).where(type(row).id == row.id).execute()
    assert not on_its_day(case)


@pytest.mark.parametrize(
    "case", [one for one in CASES if one.done and one.says_when], ids=lambda case: case.name
)
def test_as_of_a_day_long_ago_what_was_done_later_was_open(case: Case, partnership: Partnership) -> None:
    row = case.make(partnership)
    assert case.done is not None
    type(row).update(**case.done(TODAY + timedelta(days=60))).where(type(row).id == row.id).execute()
    assert on_its_day(case)


@every_case
def test_an_ended_partnership_asks_for_nothing(case: Case, partnership: Partnership) -> None:
    case.make(partnership)
    Partnership.update(stage="ended", stage_since=date(2026, 11, 20)).execute()
    assert not told(case.kind)


def test_all_kinds_of_many_partnerships_are_read_by_the_same_few_statements(database: str) -> None:
    def fill() -> None:
        for case in CASES:
            case.make(make_partnership())

    def statements() -> int:
        with count_statements() as counter:
            due_items(TODAY, TODAY + HALF_YEAR)
        return counter.count

    fill()
    few = statements()
    for _ in range(3):
        fill()
    assert statements() == few <= 9


# --- meetings


def test_an_agenda_is_asked_for_until_its_meeting_and_not_for_one_that_was_called_off(
    partnership: Partnership,
) -> None:
    make_meeting(partnership, on=date(2026, 12, 2))
    assert told(Kind.AGENDA, date(2026, 12, 2))
    assert not told(Kind.AGENDA, date(2026, 12, 3))
    Meeting.update(status="cancelled").execute()
    assert not told(Kind.AGENDA)


def test_minutes_of_long_ago_and_of_a_meeting_that_nobody_noted_as_held_are_not_asked_for(
    partnership: Partnership,
) -> None:
    make_meeting(partnership, on=TODAY - timedelta(days=40), status="held")
    make_meeting(partnership, on=TODAY - timedelta(days=3))
    assert not told(Kind.MINUTES)


# --- reviews


def test_a_packet_goes_out_ten_days_before_its_review_and_no_longer_on_its_day(
    partnership: Partnership,
) -> None:
    with_terms(partnership, start_date=date(2026, 9, 10), end_date=date(2028, 9, 9), is_pilot=True)
    review = Review.create(partnership=partnership, due_on=date(2026, 12, 10), created_at=THEN)
    (first, *_later) = told(Kind.PACKET)
    assert (first.on, first.path) == (
        date(2026, 11, 30),
        f"/partnerships/kestrel-bay/reviews/{review.public_id}",
    )
    assert "Dec 10, 2026" in first.title
    assert told(Kind.PACKET, date(2026, 12, 9))[0].on == date(2026, 11, 30)
    assert told(Kind.PACKET, date(2026, 12, 10))[0].on > date(2026, 12, 10)


# --- numbers and reports


def test_the_first_month_is_never_asked_for(partnership: Partnership) -> None:
    with_terms(partnership, start_date=START)
    assert not told(Kind.DATA_MONTH)


def test_only_the_newest_months_that_are_missing_are_asked_for_and_the_one_to_come(
    partnership: Partnership,
) -> None:
    numbers(partnership)
    DataMonth.update(month_on=date(2026, 2, 1)).execute()
    assert [one.title[21:] for one in sorted(told(Kind.DATA_MONTH), key=lambda one: one.on)] == [
        "August 2026",
        "September 2026",
        "October 2026",
        "November 2026",
    ]


def test_after_the_last_day_of_the_agreement_no_month_is_asked_for(partnership: Partnership) -> None:
    numbers(partnership)
    with_terms(partnership, end_date=date(2026, 9, 30))
    assert not told(Kind.DATA_MONTH)


def test_a_month_with_numbers_is_not_asked_for(partnership: Partnership) -> None:
    numbers(partnership)
    DataMonth.create(partnership=partnership, month=10, month_on=date(2026, 10, 1), changed_at=THEN)
    assert [one.title for one in told(Kind.DATA_MONTH)] == ["Enter the numbers of November 2026"]


def test_a_written_report_is_not_asked_for_and_the_next_one_is(partnership: Partnership) -> None:
    measured(partnership)
    report(partnership, period_on=date(2026, 4, 1))
    report(partnership)
    assert [one.on for one in told(Kind.REPORT)] == [date(2027, 3, 1)]


def test_a_late_report_is_asked_for_where_reports_are_written_here(partnership: Partnership) -> None:
    measured(partnership)
    assert not [one for one in told(Kind.REPORT, date(2026, 12, 10)) if one.on < date(2026, 12, 10)]
    report(partnership, period_on=date(2026, 4, 1))
    assert told(Kind.REPORT, date(2026, 12, 10))[0].on == date(2026, 11, 29)


def test_a_metric_that_stays_here_asks_for_no_report(partnership: Partnership) -> None:
    measured(partnership)
    PlannedMetric.update(shared_with=["provider"]).execute()
    assert not told(Kind.REPORT)


# --- relations


def test_what_a_concern_says_stays_in_the_program(partnership: Partnership) -> None:
    concern(partnership, text="They call us slow", area="other", next_step_on=SOON)
    assert [one.title for one in told(Kind.CONCERN)] == ["Next step for a concern"]


def test_how_long_a_concern_may_be_open_is_the_partnerships_choice(partnership: Partnership) -> None:
    concern(partnership)
    choice = RuleChoice.create(
        partnership=partnership, trigger="TR03", numbers={"days": "45"}, changed_at=THEN
    )
    assert [one.on for one in told(Kind.CONCERN)] == [date(2026, 12, 16)]
    choice.watched = False
    choice.save()
    assert not told(Kind.CONCERN)


def test_a_meeting_is_a_contact_too_and_the_usual_rhythm_tells_nobody(partnership: Partnership) -> None:
    priya = contact(partnership).person
    met = make_meeting(partnership, on=date(2026, 11, 20), status="held")
    Attendance.create(meeting=met, person=priya)
    assert [one.on for one in told(Kind.CONTACT)] == [date(2026, 12, 4)]
    TouchRhythm.update(ideal_days=None, longest_days=None).execute()
    assert not told(Kind.CONTACT)


def test_a_visit_is_told_to_whom_it_belongs(partnership: Partnership) -> None:
    ines = make_user(name="Ines Ortega")
    visitor = make_person(partnership.provider, name="Ines Ortega", user=ines)
    outreach(Site, name="Ordway Clinic", next_visit_on=SOON, visitor=visitor)(partnership)
    (found,) = told(Kind.OUTREACH)
    assert found.tell == ((ines.id,), (partnership.lead_id,))


# --- the agreement


def test_the_day_to_decide_by_comes_before_the_last_day_to_give_notice(partnership: Partnership) -> None:
    with_terms(partnership, start_date=START, end_date=date(2027, 9, 30), notice_days=90)
    (decide,), (notice,) = (
        told(Kind.DECIDE_BY, ahead=timedelta(days=300)),
        told(Kind.NOTICE, ahead=timedelta(days=300)),
    )
    assert decide.on < notice.on
    Partnership.update(notice_given_on=TODAY).execute()
    assert not told(Kind.DECIDE_BY, ahead=timedelta(days=300))


def test_the_rate_is_looked_at_again_as_often_as_the_agreement_says(partnership: Partnership) -> None:
    with_terms(partnership, start_date=START, end_date=date(2027, 12, 31))
    changes = {"S21.rate_review_months": 12}
    set_terms(partnership, changes, effective_on=START, actor=SYSTEM, now=THEN)
    assert [(one.on, one.title) for one in told(Kind.KEY_DATE)] == [
        (date(2027, 1, 1), "Look at the rate again, as the agreement says")
    ]


def test_a_training_is_called_by_its_topic_and_not_by_its_number(partnership: Partnership) -> None:
    outreach(Training, topic="OE1", audience="plan_staff", planned_on=SOON)(partnership)
    (found,) = told(Kind.TRAINING)
    assert "OE1" not in found.title

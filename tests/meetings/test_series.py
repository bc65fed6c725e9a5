"""A series keeps its rhythm: the next meeting opens by itself, once, and one date is changed alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from app.core.actor import SYSTEM, Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.meetings import jobs, queries, service
from app.meetings.models import Attendance, DensePeriod, Meeting, MeetingSeries, SeriesSeat
from app.meetings.queries import DateRow
from app.meetings.service import Seat, SeriesPlan
from app.organization.models import HolidayChange
from app.partnerships.models import Partnership
from app.settings import Settings
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import THEN, make_meeting, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)  # a Tuesday
WEEKLY = SeriesPlan("weeks", 2, None, date(2026, 12, 1), time(14), 60, "video")


def make_series(partnership: Partnership, **values: Any) -> MeetingSeries:
    """An operations meeting every two weeks on Tuesday, from the first of December 2026."""
    defaults: dict[str, Any] = {
        "kind": "operations",
        "rhythm": "weeks",
        "interval": 2,
        "first_on": date(2026, 12, 1),
        "starts_at": time(14),
        "minutes": 60,
        "mode": "video",
        "follows_stage": False,
        "created_at": THEN,
    }
    return MeetingSeries.create(partnership=partnership, **{**defaults, **values})


def days_of(series: MeetingSeries, status: str = "planned") -> list[date]:
    found = Meeting.select().where((Meeting.series == series) & (Meeting.status == status))
    return [one.on for one in found.order_by(Meeting.on)]


def ahead(series: MeetingSeries, today: date = TODAY) -> tuple[DateRow, ...]:
    row = queries.get_series(series.public_id)
    return queries.schedule_for([row], today=today, count=6).ahead(row, today=today)


def begun(dana: Actor, plan: SeriesPlan = WEEKLY, **values: Any) -> MeetingSeries:
    partnership = make_partnership(**values)
    return service.create_series(partnership, "operations", plan, actor=dana, now=NOW, today=TODAY)


def test_a_new_series_puts_its_first_meeting_on_the_calendar_with_its_people(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer, name="Howard Teller", function="operations")
    make_member(partnership, person)
    seats = (Seat("payer", "operations", person.id), Seat("payer", "clinical", None))
    plan = replace(WEEKLY, seats=seats)
    series = service.create_series(partnership, "operations", plan, actor=dana, now=NOW, today=TODAY)
    assert days_of(series) == [date(2026, 12, 1)]
    (asked,) = Attendance.select()
    assert asked.person_id == person.id


def test_a_seat_is_only_for_people_of_the_partnership(database: str, dana: Actor) -> None:
    stranger = make_person(make_partnership().payer)
    plan = replace(WEEKLY, seats=(Seat("payer", "operations", stranger.id),))
    with pytest.raises(RuleViolation, match="Only people who work on this partnership"):
        begun(dana, plan)
    assert MeetingSeries.select().count() == 0


def test_the_next_one_opens_when_one_was_held_or_called_off(database: str, dana: Actor) -> None:
    series = begun(dana)
    first = Meeting.get(Meeting.series == series)
    day = date(2026, 12, 1)
    service.note_held(first.public_id, actor=dana, now=NOW, today=day)
    assert days_of(series) == [date(2026, 12, 15)]
    second = Meeting.get((Meeting.series == series) & (Meeting.status == "planned"))
    service.call_off(second.public_id, "Holidays", actor=dana, now=NOW, today=day)
    assert days_of(series) == [date(2026, 12, 29)]
    assert Meeting.get_by_id(second.id).cancel_reason == "Holidays"


def test_opening_twice_opens_once(database: str, dana: Actor) -> None:
    series = begun(dana)
    found = [service.open_next_meeting(series.id, actor=dana, now=NOW, today=TODAY) for _ in range(3)]
    assert len({one.id for one in found if one}) == 1
    assert Meeting.select().count() == 1


def test_two_who_open_the_same_date_at_once_get_the_same_meeting(database: str, dana: Actor) -> None:
    series = make_series(make_partnership())
    row = queries.get_series(series.public_id)
    wanted = queries.schedule_for([row], today=TODAY).to_open(row, today=TODAY)
    assert wanted is not None
    one, other = (service.series.open_date(row, wanted, actor=dana, now=NOW) for _ in range(2))
    assert one.id == other.id


def test_the_scheduler_opens_what_is_missing_and_then_rests(
    database: str, settings: Settings, dana: Actor
) -> None:
    series = make_series(make_partnership())
    make_series(make_partnership(stage="ended"))
    make_series(make_partnership(), until_on=date(2026, 11, 23))
    assert jobs.open_next(NOW, settings) == 1
    assert jobs.open_next(NOW, settings) == 0
    assert days_of(series) == [date(2026, 12, 1)]
    later = datetime(2026, 12, 2, 17, tzinfo=NOW.tzinfo)
    assert jobs.open_next(later, settings) == 1
    assert days_of(series) == [date(2026, 12, 1), date(2026, 12, 15)]  # the first was not noted yet


def test_looking_after_500_series_asks_as_much_as_looking_after_five(
    database: str, settings: Settings
) -> None:
    partnership = make_partnership()

    def statements(count: int) -> int:
        for number in range(count):
            series = make_series(partnership, note=str(number))
            make_meeting(partnership, series=series, planned_on=date(2026, 12, 1))
        with count_statements() as counter:
            assert jobs.open_next(NOW, settings) == 0
        return counter.count

    DensePeriod.create(
        partnership=partnership, starts_on=TODAY, ends_on=TODAY, reason="A new medical director",
        created_at=THEN,
    )  # fmt: skip
    few = statements(5)
    assert statements(495) == few <= 10


def test_a_holiday_is_avoided_or_shown_as_the_series_says(database: str) -> None:
    HolidayChange.create(on=date(2026, 12, 15), name="Staff day", kind="added")
    avoids, shows = make_series(make_partnership()), make_series(make_partnership(), holidays="show")
    assert [(one.on, one.holiday) for one in ahead(avoids)[1:2]] == [(date(2026, 12, 16), "Staff day")]
    assert [(one.on, one.holiday) for one in ahead(shows)[1:2]] == [(date(2026, 12, 15), "Staff day")]


def test_the_next_six_dates_are_computed_and_not_stored(database: str) -> None:
    series = make_series(make_partnership())
    assert len(ahead(series)) == 6
    assert Meeting.select().count() == 0


def test_leaving_one_date_out_leaves_the_others_and_can_be_taken_back(database: str, dana: Actor) -> None:
    series = begun(dana)
    third = ahead(series)[2]
    before = [one.on for one in ahead(series)]
    skipped = service.skip_date(
        series.public_id, third.planned_on, "Both are away", actor=dana, now=NOW, today=TODAY
    )
    assert [one.on for one in ahead(series)][:5] == [*before[:2], *before[3:]]
    service.replan_meeting(skipped.public_id, actor=dana, now=NOW)
    assert [one.on for one in ahead(series)] == before


def test_moving_one_date_leaves_the_others_and_can_be_taken_back(database: str, dana: Actor) -> None:
    series = begun(dana)
    before = ahead(series)
    second = before[1]
    day = second.on + timedelta(days=2)
    service.move_date(series.public_id, second.planned_on, day, time(9), actor=dana, now=NOW, today=TODAY)
    after = ahead(series)
    assert [one.on for one in after] == [before[0].on, day, *(one.on for one in before[2:])]
    assert after[1].was_moved and after[1].starts_at == time(9)
    service.put_date_back(series.public_id, second.planned_on, actor=dana, now=NOW, today=TODAY)
    assert [(one.on, one.starts_at) for one in ahead(series)] == [(one.on, time(14)) for one in before]


def test_two_meetings_of_a_series_never_share_a_day(database: str, dana: Actor) -> None:
    series = begun(dana)
    first, second, *_ = ahead(series)
    with pytest.raises(RuleViolation, match="Another meeting of this series"):
        service.move_date(
            series.public_id, second.planned_on, first.on, time(9), actor=dana, now=NOW, today=TODAY
        )
    with pytest.raises(RuleViolation, match="today or a later day"):
        service.move_date(
            series.public_id, second.planned_on, date(2026, 11, 1), time(9), actor=dana, now=NOW, today=TODAY
        )


def test_a_day_the_rhythm_does_not_give_is_not_there(database: str, dana: Actor) -> None:
    series = begun(dana)
    with pytest.raises(NotFound):
        service.skip_date(series.public_id, date(2026, 12, 2), "", actor=dana, now=NOW, today=TODAY)


def test_a_series_that_follows_the_stage_slows_down_from_its_next_date_on(database: str, dana: Actor) -> None:
    """After twelve months of the pilot operations meetings come every four weeks."""
    partnership = make_partnership(stage_since=date(2025, 12, 10))
    series = make_series(partnership, follows_stage=True)
    by_hand = make_series(partnership)
    for one in (series, by_hand):
        service.open_next_meeting(one.id, actor=SYSTEM, now=NOW, today=TODAY)
    later = date(2026, 12, 11)
    for one in (series, by_hand):
        service.open_next_meeting(one.id, actor=SYSTEM, now=NOW, today=later)
    four_weeks = [date(2026, 12, 15), date(2027, 1, 12), date(2027, 2, 9)]
    assert [one.on for one in ahead(series, later)][:3] == four_weeks
    assert [one.on for one in ahead(by_hand, later)][:2] == [date(2026, 12, 15), date(2026, 12, 29)]


def test_a_stage_in_which_the_kind_does_not_meet_gives_no_dates(database: str) -> None:
    series = make_series(make_partnership(stage="contracting"), follows_stage=True)
    assert ahead(series) == ()
    assert service.open_next_meeting(series.id, actor=SYSTEM, now=NOW, today=TODAY) is None


def test_the_scheduler_takes_up_the_rhythm_of_a_new_stage(database: str, settings: Settings) -> None:
    partnership = make_partnership(stage_since=date(2026, 10, 1))
    series = make_series(partnership, follows_stage=True)
    jobs.open_next(NOW, settings)
    Partnership.update(stage="sustained", stage_since=TODAY).execute()
    assert jobs.open_next(NOW, settings) == 1
    assert MeetingSeries.get_by_id(series.id).interval == 8
    assert [one.on for one in ahead(series)][:2] == [date(2026, 12, 1), date(2027, 1, 26)]


def test_a_change_of_rhythm_reaches_only_what_follows(database: str, dana: Actor) -> None:
    series = begun(dana)
    held = make_meeting(
        series.partnership, series=series, planned_on=date(2026, 11, 17), on=date(2026, 11, 17), status="held"
    )
    plan = replace(WEEKLY, interval=4, first_on=date(2026, 12, 17), mode="phone")
    service.update_series(
        series.public_id, plan, from_on=plan.first_on, seen=1, actor=dana, now=NOW, today=TODAY
    )
    after = ahead(series)
    assert [one.on for one in after][:4] == [
        date(2026, 12, 1),
        date(2026, 12, 15),
        date(2026, 12, 17),
        date(2027, 1, 14),
    ]
    kept = [Meeting.get(Meeting.public_id == one.public_id).mode for one in after if one.public_id]
    assert kept == ["video", "video"]
    assert Meeting.get_by_id(held.id).on == date(2026, 11, 17)


def test_the_open_meeting_follows_a_change_that_begins_with_it(database: str, dana: Actor) -> None:
    series = begun(dana)
    plan = replace(WEEKLY, first_on=date(2026, 12, 3), starts_at=time(9))
    service.update_series(
        series.public_id, plan, from_on=date(2026, 12, 1), seen=1, actor=dana, now=NOW, today=TODAY
    )
    (meeting,) = Meeting.select().where(Meeting.series == series)
    assert (meeting.on, meeting.planned_on, meeting.starts_at) == (
        date(2026, 12, 3),
        date(2026, 12, 3),
        time(9),
    )


def test_a_new_place_keeps_the_days_of_a_series_on_the_31st(database: str, dana: Actor) -> None:
    monthly = replace(WEEKLY, rhythm="month_day", interval=1, first_on=date(2027, 1, 29), holidays="show")
    series = begun(dana, replace(monthly, first_on=date(2026, 12, 31)))
    plan = replace(monthly, first_on=date(2027, 2, 28), place="Room 4")
    service.update_series(
        series.public_id, plan, from_on=plan.first_on, seen=1, actor=dana, now=NOW, today=TODAY
    )
    assert [one.on for one in ahead(series)][:4] == [
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_the_second_of_two_people_who_change_a_series_is_told(database: str, dana: Actor) -> None:
    series = begun(dana)
    service.update_series(
        series.public_id,
        replace(WEEKLY, minutes=45),
        from_on=WEEKLY.first_on,
        seen=1,
        actor=dana,
        now=NOW,
        today=TODAY,
    )
    with pytest.raises(Conflict):
        service.update_series(
            series.public_id,
            replace(WEEKLY, minutes=30),
            from_on=WEEKLY.first_on,
            seen=1,
            actor=dana,
            now=NOW,
            today=TODAY,
        )


def test_an_ended_series_calls_off_what_is_ahead_and_can_go_on_again(database: str, dana: Actor) -> None:
    series = begun(dana)
    service.end_series(series.public_id, actor=dana, now=NOW, today=TODAY)
    assert days_of(series) == []
    assert queries.series_of(series.partnership_id, today=TODAY) == ()
    assert service.open_next_meeting(series.id, actor=dana, now=NOW, today=TODAY) is None
    service.resume_series(series.public_id, actor=dana, now=NOW, today=TODAY)
    assert days_of(series) == [date(2026, 12, 1)]


def test_a_paused_series_waits_and_then_keeps_its_old_days(database: str) -> None:
    series = make_series(make_partnership(), paused_until_on=date(2027, 1, 5))
    meeting = service.open_next_meeting(series.id, actor=SYSTEM, now=NOW, today=TODAY)
    assert meeting is not None
    assert meeting.on == date(2027, 1, 12)


def test_each_function_of_a_kind_has_a_seat_on_both_sides_filled_or_not(database: str) -> None:
    partnership = make_partnership()
    howard = make_person(partnership.payer, name="Howard Teller", function="operations")
    make_member(partnership, howard)
    seats = queries.proposed_seats(partnership, "operations")
    assert [(one.side, one.function, one.name) for one in seats] == [
        ("provider", "operations", ""),
        ("provider", "clinical", ""),
        ("provider", "case_management", ""),
        ("payer", "operations", "Howard Teller"),
        ("payer", "clinical", ""),
        ("payer", "case_management", ""),
    ]


def test_who_has_left_keeps_the_seat_as_an_empty_post(database: str) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer, name="Marta Ruiz", function="clinical", left_on=TODAY)
    series = make_series(partnership)
    SeriesSeat.create(series=series, side="payer", function="clinical", person=person)
    ((seat,),) = queries.seats_of([series.id]).values()
    assert seat.is_empty and seat.name == "Marta Ruiz"
    service.open_next_meeting(series.id, actor=SYSTEM, now=NOW, today=TODAY)
    assert Attendance.select().count() == 0
    assert seat.organization == partnership.payer.name

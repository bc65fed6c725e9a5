"""The feed: what stands in it, for whom, and under which lasting name."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import User
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.core.recurrence import Rhythm
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import kind_name
from app.meetings.service import SeriesPlan, create_series
from app.milestones.models import Milestone
from app.partnerships.models import Partnership
from app.people.models import Person
from app.relationship.models import Concern
from app.reminders.models import ThingAnswer
from app.reminders.queries import due_items
from app.reminders.rules import Kind
from app.terms.service import set_terms
from tests.calendars.conftest import Opens
from tests.calendars.reading import Read, event_of, events_of, lines_of, titles
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import THEN, make_action, make_meeting, make_partnership, make_person, make_user

TODAY = date(2026, 11, 24)


def read(client: FlaskClient, path: str) -> bytes:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    return answer.data


def person_of(user: User, partnership: Partnership) -> Person:
    return make_person(partnership.provider, name=user.name, user=user)


def make_step(partnership: Partnership, **values: Any) -> None:
    facts = {"stage": "pilot", "lead": "provider", "due_on": date(2026, 12, 9), "created_at": THEN}
    Milestone.create(partnership=partnership, **facts, **values)


def renew(partnership: Partnership, **terms: Any) -> None:
    changes = {f"S03.{name}": value for name, value in terms.items()}
    set_terms(partnership, changes, effective_on=TODAY, actor=SYSTEM, now=NOW)


def told_of(client: FlaskClient, path: str, words: str) -> list[Read]:
    return [one for one in events_of(read(client, path)) if words in one.title]


# --- what stands in it


def test_my_calendar_holds_my_actions_my_meetings_and_the_dates_of_what_i_lead(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    mine = person_of(dana, bay)
    make_action(bay, owner=mine, text="Send the visit log", due_on=date(2026, 12, 4))
    make_step(bay, title="First joint visit", owner=mine)
    meeting = make_meeting(bay, on=date(2026, 12, 1), starts_at=time(14), link="https://video.example/bay")
    Attendance.create(meeting=meeting, person=mine)
    data = read(client, opens(dana))
    due = event_of(data, "Send the visit log")
    assert (due.start, due.title) == (date(2026, 12, 4), "Send the visit log (Kestrel Bay / Ordway)")
    assert event_of(data, "First joint visit").start == date(2026, 12, 9)
    assert event_of(data, "Last day to give notice").start == date(2027, 4, 1)
    assert event_of(data, "Agreement term ends").start == date(2027, 6, 30)
    assert any("review" in title for title in titles(data))
    met = event_of(data, "Operations meeting")
    assert isinstance(met.start, datetime)
    assert (met.start.hour, met.minutes, met.status) == (14, 60, "CONFIRMED")
    assert "https://video.example/bay" in met.text
    assert met.text.endswith(f"/meetings/{meeting.public_id}/agenda")
    assert "DTSTART;TZID=America/Los_Angeles:20261201T140000" in lines_of(data)


def test_what_belongs_to_others_is_not_in_my_calendar(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    lena = make_user(name="Lena Marsh", password="set")
    theirs = make_partnership(name="Tallow Ridge / Sunmere", lead=lena)
    renew(theirs, end_date=date(2027, 5, 31), notice_days=60)
    make_action(bay, owner=person_of(lena, bay), text="Hers alone")
    make_action(theirs, owner=person_of(lena, theirs), text="Her secret", private=True)
    made = make_meeting(theirs)
    Attendance.create(meeting=made, person=person_of(lena, theirs))
    told = " ".join(titles(read(client, opens(dana))))
    assert "Kestrel Bay / Ordway" in told
    assert "Hers" not in told and "secret" not in told and "Sunmere" not in told


def test_everything_in_all_partnerships_when_i_want_it_but_for_private_promises_of_others(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    lena = make_user(name="Lena Marsh", password="set")
    theirs = make_partnership(name="Tallow Ridge / Sunmere", lead=lena)
    make_action(theirs, owner=person_of(lena, theirs), text="Hers to see")
    make_action(theirs, owner=person_of(lena, theirs), text="Her secret", private=True)
    make_action(bay, owner=person_of(dana, bay), text="My secret", private=True)
    told = " ".join(titles(read(client, opens(dana, scope="all"))))
    assert "Hers to see" in told and "My secret" in told and "Her secret" not in told


def test_the_calendar_of_a_partnership_holds_that_partnership_alone_without_private_promises(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    other = make_partnership(name="Tallow Ridge / Sunmere")
    make_action(other, text="Elsewhere")
    make_action(bay, text="For all to see")
    make_action(bay, text="Our own price", private=True)
    make_meeting(bay)
    told = titles(read(client, opens(bay)))
    assert all("Kestrel Bay / Ordway" in title for title in told)
    assert any("For all to see" in title for title in told) and any("Operations" in title for title in told)
    assert not any("price" in title for title in told)


def test_of_a_partnership_that_ended_only_what_is_left_to_do_is_ahead(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    make_action(bay, text="Send the last report", due_on=date(2026, 12, 9))
    make_step(bay, title="Never reached")
    make_meeting(bay, on=date(2026, 12, 1))
    make_meeting(bay, on=date(2026, 11, 3), status="held")
    ended = Partnership.update(stage="ended", stage_since=date(2026, 11, 20))
    ended.where(Partnership.id == bay.id).execute()
    found = events_of(read(client, opens(bay)))
    ahead = [one.title for one in found if one.start.strftime("%Y-%m-%d") >= "2026-11-24"]
    assert ahead == ["Send the last report (Kestrel Bay / Ordway)"]
    assert any("Operations" in one.title for one in found)


def test_a_meeting_that_is_called_off_says_so_instead_of_going(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    make_meeting(bay, status="cancelled", cancel_reason="Nobody can come")
    found = event_of(read(client, opens(bay)), "Called off: Operations meeting")
    assert (found.status, "Nobody can come" in found.text) == ("CANCELLED", True)


def test_what_was_handed_over_is_in_the_calendar_of_whoever_took_it(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    action = make_action(bay, owner=person_of(dana, bay), text="Send the visit log", due_on=date(2026, 12, 4))
    ines = make_user(name="Ines Ortega", role="editor", password="set")
    User.update(password="set").where(User.id == dana.id).execute()
    assert told_of(client, opens(dana), "visit log") and not told_of(client, opens(ines), "visit log")
    thing = {"kind": "action", "thing": action.public_id, "occurrence_on": action.due_on}
    ThingAnswer.create(user=dana, handed_to=ines, created_at=THEN, **thing)
    assert told_of(client, opens(ines), "visit log") and not told_of(client, opens(dana), "visit log")


def test_a_day_of_an_agreement_stands_there_once(bay: Partnership, client: FlaskClient, opens: Opens) -> None:
    months = {"S21.rate_review_months": 6}
    set_terms(bay, months, effective_on=TODAY, actor=SYSTEM, now=NOW)
    entries = [(one.title, one.start) for one in events_of(read(client, opens(bay)))]
    assert len(entries) == len(set(entries))
    assert (
        len([on for title, on in entries if "ate review" in title])
        == len({on for t, on in entries if "ate review" in t})
        > 0
    )


def test_what_is_said_about_a_partner_is_not_behind_a_link_that_may_be_passed_on(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    Partnership.update(lead=dana).where(Partnership.id == bay.id).execute()
    facts = {"raised_by_side": "provider", "area": "data", "text": "They answer late"}
    Concern.create(partnership=bay, opened_on=TODAY - timedelta(days=5), created_at=THEN, **facts)
    assert any(one.kind is Kind.CONCERN for one in due_items(TODAY, TODAY + timedelta(days=120)))
    assert told_of(client, opens(dana), "oncern") and not told_of(client, opens(bay), "oncern")


def test_the_dates_a_series_will_give_are_there_for_half_a_year_until_they_open(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    plan = SeriesPlan(Rhythm.WEEKS, 4, None, date(2026, 12, 3), time(14), 45, "video")
    create_series(bay, "core", plan, actor=SYSTEM, now=NOW, today=TODAY)
    found = told_of(client, opens(bay), kind_name("core"))
    days = [one.start.strftime("%m-%d") for one in found]
    assert days == ["12-03", "12-31", "01-28", "02-25", "03-25", "04-22", "05-20"]
    assert [one.status for one in found] == ["CONFIRMED", *["TENTATIVE"] * 6]
    assert len({one.uid for one in found}) == 7


def test_a_house_of_any_size_asks_the_same_number_of_questions(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    path = opens(dana, scope="all")

    def asked() -> int:
        read(client, path)
        with count_statements() as counter:
            read(client, path)
        return counter.count

    before = asked()
    for number in range(4):
        more = make_partnership(name=f"More {number}", lead=dana)
        renew(more, start_date=TODAY, end_date=date(2027, 6, 30), notice_days=60)
        for _ in range(5):
            make_action(more)
            make_meeting(more)
    assert asked() == before


# --- lasting names


def test_a_moved_day_keeps_the_name_and_raises_the_number(
    bay: Partnership, client: FlaskClient, opens: Opens, clock: FixedClock
) -> None:
    action = make_action(bay, text="Send the visit log", due_on=date(2026, 12, 4))
    meeting = make_meeting(bay)
    path = opens(bay)
    before = {name: event_of(read(client, path), name) for name in ("visit log", "Operations")}
    Action.update(due_on=date(2027, 1, 1)).where(Action.id == action.id).execute()
    Meeting.update(starts_at=time(9), version=2).where(Meeting.id == meeting.id).execute()
    clock.set(NOW + timedelta(hours=1))
    after = {name: event_of(read(client, path), name) for name in before}
    for name, was in before.items():
        assert (after[name].uid, after[name].sequence) == (was.uid, was.sequence + 1)
        assert after[name].raw["dtstamp"].dt == NOW + timedelta(hours=1)
    assert after["visit log"].start == date(2027, 1, 1)
    again = {name: event_of(read(client, path), name) for name in before}
    assert [one.sequence for one in again.values()] == [one.sequence for one in after.values()]


def test_a_late_promise_that_gets_a_new_day_and_new_words_is_the_same_promise(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    action = make_action(bay, text="Send the log", due_on=date(2026, 11, 2))
    path = opens(bay)
    before = event_of(read(client, path), "Send the log")
    Action.update(due_on=date(2026, 12, 15), text="Send both logs").where(Action.id == action.id).execute()
    after = event_of(read(client, path), "Send both logs")
    assert (after.uid, after.sequence) == (before.uid, 1)


def test_reviews_of_one_partnership_have_names_of_their_own_that_stay_when_all_move(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    path = opens(bay)

    def reviews() -> dict[str, tuple[str, int]]:
        found = told_of(client, path, "eview")
        return {one.title: (one.uid, one.sequence) for one in found}

    before = reviews()
    assert len(before) > 1 and len({uid for uid, _number in before.values()}) == len(before)
    renew(bay, start_date=date(2025, 12, 15))
    after = reviews()
    shared = set(before) & set(after)
    assert shared
    assert all(after[title] == (before[title][0], 1) for title in shared)


def test_a_day_of_notice_that_has_passed_is_not_moved_to_that_of_the_next_term(
    bay: Partnership, client: FlaskClient, opens: Opens, clock: FixedClock
) -> None:
    renew(bay, renewal="renews_unless_notice", renewal_months=12)
    path = opens(bay)
    before = event_of(read(client, path), "Last day to give notice")
    clock.set(datetime.fromisoformat("2027-07-05T17:00:00+00:00"))
    found = told_of(client, path, "Last day to give notice")
    assert date(2028, 4, 1) in [one.start for one in found]
    assert before.uid not in {one.uid for one in found if one.start != before.start}


def test_new_year_and_leap_day_are_days_as_others(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    make_action(bay, text="First of the year", due_on=date(2027, 1, 1))
    make_action(bay, text="Leap day", due_on=date(2028, 2, 29))
    data = read(client, opens(bay))
    assert event_of(data, "First of the year").end == date(2027, 1, 2)
    assert event_of(data, "Leap day").start == date(2028, 2, 29)


def test_hostile_words_stay_words(bay: Partnership, client: FlaskClient, opens: Opens) -> None:
    for text in ("two\nlines; and, a \\ b", "x" * 10_000, "🙂" * 300, "BEGIN:VEVENT\r\nUID:forged"):
        make_action(bay, text=text, due_on=date(2026, 12, 4))
    make_meeting(bay, place="Room; 1, \\ north", link="https://video.example/a?b=1,2;3")
    data = read(client, opens(bay))
    told = titles(data)
    assert "two lines; and, a \\ b (Kestrel Bay / Ordway)" in told
    assert event_of(data, "Operations").place == "Room; 1, \\ north"
    assert not any(one.uid == "forged" for one in events_of(data))

"""The rhythm and the plan in the browser: begun, changed for one date or for all, and undone."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest

from app.core.db import connected
from app.meetings.models import (
    AgendaTopic,
    Attendance,
    DensePeriod,
    Meeting,
    MeetingSeries,
    SeriesSeat,
    SettledQuestion,
)
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import make_meeting, make_member, make_partnership, make_person
from tests.meetings.test_series import make_series

HOME = "/partnerships/kestrel-bay"
GOOD = {
    "kind": "operations", "rhythm": "stage", "first_on": "2026-12-01", "starts_at": "14:00",
    "minutes": "60", "mode": "video", "holidays": "move",
}  # fmt: skip


@pytest.fixture
def partnership(database: str) -> Any:
    """A pilot of its first year, with somebody at the plan."""
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", stage_since=date(2026, 6, 1))
    make_member(made, make_person(made.payer, name="Howard Teller", function="operations"))
    return made


def only(model: Any) -> Any:
    with connected():
        (row,) = model.select()
    return row


def test_a_new_series_comes_with_the_rhythm_and_the_people_that_are_usual(
    editor: SignedIn, partnership: Any
) -> None:
    html = editor.get(f"{HOME}/meetings/series/new").text
    assert "As usual in this stage: every 2 weeks" in html
    assert 'value="2026-12-01"' in html and "Howard Teller" in html and "Nobody yet" in html
    assert "Joint quarterly review" in editor.get(f"{HOME}/meetings/series/new?kind=nonsense").text


def test_beginning_a_series_shows_it_with_its_next_six_dates(editor: SignedIn, partnership: Any) -> None:
    howard = partnership.payer.people.get()
    sent = {**GOOD, "seat_payer_operations": howard.id, "seat_payer_clinical": "nobody"}
    answer = editor.post(f"{HOME}/meetings/series", data=sent)
    assert answer.status_code == 303
    html = editor.get(answer.location).text
    assert html.count('class="item-date"') == 6
    assert "Every 2 weeks on Tuesday" in html and "Nobody yet" in html
    assert only(MeetingSeries).follows_stage
    assert only(Meeting).on == date(2026, 12, 1)
    with connected():
        assert SeriesSeat.select().count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("rhythm", "daily", "Choose one of the answers"),
        ("first_on", "", "Choose the first day"),
        ("starts_at", "25:00", "Enter a time like"),
        ("minutes", "ages", "Enter a whole number"),
        ("mode", "", "Choose how you meet"),
        ("link", "meet.example", "Begin the link with https://"),
        ("until_on", "2026-11-30", "not before the first"),
        ("seat_payer_clinical", "999", "Choose one of the answers"),
        ("others", "999", "Choose from the answers"),
    ],
)
def test_a_mistake_in_a_series_keeps_what_was_typed(
    editor: SignedIn, partnership: Any, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post(f"{HOME}/meetings/series", data={**GOOD, "place": "Room 4", field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text and "Room 4" in answer.text
    with connected():
        assert MeetingSeries.select().count() == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"rhythm": "weeks"}, "Say every how many weeks"),
        ({"rhythm": "weeks", "interval": "53"}, "Enter a number from 1 to 52"),
        ({"rhythm": "month_day"}, "Say every how many months"),
        ({"rhythm": "nth_weekday", "interval": "1"}, "Choose which week of the month"),
    ],
)
def test_each_rhythm_asks_for_what_it_needs(
    editor: SignedIn, partnership: Any, more: dict[str, str], sentence: str
) -> None:
    answer = editor.post(f"{HOME}/meetings/series", data={**GOOD, **more})
    assert answer.status_code == 422 and sentence in answer.text


def test_the_second_tuesday_of_each_month_is_a_rhythm(editor: SignedIn, partnership: Any) -> None:
    sent = {**GOOD, "rhythm": "nth_weekday", "interval": "1", "nth": "2"}
    html = editor.get(editor.post(f"{HOME}/meetings/series", data=sent).location).text
    assert "Every month on the second Tuesday" in html and "Tuesday, December 8" in html


def test_one_date_is_moved_and_put_back(editor: SignedIn, partnership: Any) -> None:
    series = make_series(partnership)
    page = f"/series/{series.public_id}/dates/2026-12-15"
    assert "Tuesday, December 15" in editor.get(page).text
    answer = editor.post(f"{page}/move", data={"on": "2026-12-17", "starts_at": "9:30 am"})
    html = editor.get(answer.location).text
    assert "moved from Dec 15" in html and f"{page}/back" in html
    editor.post(f"{page}/back")
    assert only(Meeting).on == date(2026, 12, 15)
    assert editor.post(f"{page}/move", data={"on": "", "starts_at": "9:30"}).status_code == 422
    assert editor.post(f"{page}/back".replace("2026-12-15", "soon")).status_code == 404


def test_a_day_that_another_meeting_of_the_series_has_is_refused_on_the_form(
    editor: SignedIn, partnership: Any
) -> None:
    series = make_series(partnership)
    meeting = make_meeting(partnership, series=series, on=date(2026, 12, 1), planned_on=date(2026, 12, 1))
    at = f"/meetings/{meeting.public_id}"
    edited = {"kind": "operations", "starts_at": "10:00", "minutes": "60", "mode": "video", "place": "Room 4"}
    answer = editor.post(at, data={**edited, "on": "2026-12-15", "seen": "1"})
    assert answer.status_code == 422 and "Another meeting of this series is on that day" in answer.text
    assert "Room 4" in answer.text and only(Meeting).on == date(2026, 12, 1)
    address = f"/series/{series.public_id}/dates/2026-12-01/move"
    answer = editor.post(address, data={"on": "2026-12-15", "starts_at": "9:30"})
    assert answer.status_code == 422 and "Choose a free one" in answer.text and "9:30" in answer.text


def test_a_changed_meeting_goes_back_with_its_people_by_one_click(editor: SignedIn, partnership: Any) -> None:
    meeting = make_meeting(partnership, on=date(2026, 12, 1), starts_at=time(14))
    gone, new = (make_person(partnership.payer, name=name) for name in ("Alma", "Ken"))
    for person in (gone, new):
        make_member(partnership, person)
    Attendance.create(meeting=meeting, person=gone)
    edited = {"kind": "operations", "starts_at": "10:00", "minutes": "60", "mode": "video"}
    data = {**edited, "on": "2026-12-02", "people": [str(new.id)], "seen": "1"}
    html = editor.get(editor.post(f"/meetings/{meeting.public_id}", data=data).location).text
    assert (only(Meeting).on, only(Meeting).starts_at) == (date(2026, 12, 2), time(10))
    html = editor.get(editor.post(undo_of(html)).location).text
    assert "The meeting is as before." in html
    assert (only(Meeting).on, only(Meeting).starts_at) == (date(2026, 12, 1), time(14))
    assert only(Attendance).person_id == gone.id
    data = {**edited, "on": "2026-12-01", "starts_at": "14:00", "people": [str(gone.id)]}
    html = editor.get(editor.post(f"/meetings/{meeting.public_id}", data=data).location).text
    assert "The meeting is saved." in html and "/undo" not in html  # nothing changed, nothing to take back


def test_one_date_is_left_out_with_its_reason_and_put_back(editor: SignedIn, partnership: Any) -> None:
    series = make_series(partnership)
    page = f"/series/{series.public_id}/dates/2026-12-15"
    html = editor.get(editor.post(f"{page}/skip", data={"reason": "Both are away"}).location).text
    assert "Left out" in html and "Both are away" in html and "Put it back" in html
    with connected():
        skipped = Meeting.get(Meeting.planned_on == date(2026, 12, 15))
    editor.post(f"/meetings/{skipped.public_id}/replan")
    assert "Left out" not in editor.get(f"/series/{series.public_id}").text
    assert editor.post(f"/series/{series.public_id}/dates/2026-12-16/skip").status_code == 404


def test_a_change_of_the_series_begins_with_the_date_one_came_from(
    editor: SignedIn, partnership: Any
) -> None:
    series = make_series(partnership)
    page = editor.get(f"/series/{series.public_id}/edit?from=2026-12-15").text
    assert 'name="from_on" value="2026-12-15"' in page
    sent = {**GOOD, "rhythm": "weeks", "interval": "4", "first_on": "2026-12-16", "from_on": "2026-12-15",
            "seen": "1"}  # fmt: skip
    answer = editor.post(f"/series/{series.public_id}", data=sent)
    html = editor.get(answer.location).text
    for day in ("Tuesday, December 1<", "Wednesday, December 16<", "Wednesday, January 13, 2027<"):
        assert day in html
    late = editor.post(f"/series/{series.public_id}", data={**sent, "minutes": "45"})
    assert late.status_code == 409 and "45" in late.text


def test_a_series_is_ended_and_goes_on_again(editor: SignedIn, partnership: Any) -> None:
    series = make_series(partnership)
    html = editor.get(editor.post(f"/series/{series.public_id}/end").location).text
    assert "This series ended" in html and f"/series/{series.public_id}/resume" in html
    editor.post(f"/series/{series.public_id}/resume?until=2027-01-05")
    assert only(MeetingSeries).until_on == date(2027, 1, 5)


def undo_of(html: str) -> str:
    """The address behind the Undo of the toast on a page."""
    found = re.search(r'action="([^"]*(?:seen=|/undo)[^"]*)"', html.split('id="toasts"', 1)[1])
    assert found, "No undo is offered."
    return found[1].replace("&amp;", "&")


def test_an_undo_that_comes_late_does_not_undo_what_somebody_did_since(
    editor: SignedIn, partnership: Any
) -> None:
    series = make_series(partnership)
    sent = {"dense_reason": "Their medical director left", "dense_weeks": "8"}
    editor.post(f"{HOME}/communication/denser", data=sent)
    dense = f"/dense/{only(DensePeriod).public_id}"
    moved = {"on": "2026-12-17", "starts_at": "9:30 am"}
    for address, data, model in (
        (f"{dense}/extend", {}, DensePeriod),
        (f"{dense}/end", {}, DensePeriod),
        (f"/series/{series.public_id}/dates/2026-12-15/move", moved, Meeting),
        (f"/series/{series.public_id}/end", {}, MeetingSeries),
    ):
        editor.get("/method")  # earlier toasts are read
        html = editor.get(editor.post(address, data=data).location).text
        with connected():
            model.update(version=model.version + 1).execute()
            before = list(model.select().dicts())
            assert editor.post(undo_of(html)).status_code == 409, address
            assert list(model.select().dicts()) == before


def test_the_meetings_page_asks_first_what_became_of_a_meeting(editor: SignedIn, partnership: Any) -> None:
    series = make_series(partnership, first_on=date(2026, 11, 17))
    meeting = make_meeting(partnership, series=series, on=date(2026, 11, 17), planned_on=date(2026, 11, 17))
    html = editor.get(f"{HOME}/meetings").text
    assert html.index("Did these take place?") < html.index("To come")
    for words in ("It took place", "Called off", "Move to"):
        assert words in html
    answer = editor.post(f"/meetings/{meeting.public_id}/hold", data={"next": f"{HOME}/meetings"})
    assert answer.location.endswith("/meetings")
    html = editor.get(answer.location).text
    assert "Did these take place?" not in html and "The next one is operations meeting on Tuesday" in html


def test_calling_a_meeting_off_keeps_the_reason_and_opens_the_next(
    editor: SignedIn, partnership: Any
) -> None:
    series = make_series(partnership)
    meeting = make_meeting(partnership, series=series, planned_on=date(2026, 12, 1))
    editor.post(f"/meetings/{meeting.public_id}/cancel", data={"reason": "Snow"})
    html = editor.get(f"{HOME}/meetings").text
    assert "Snow" in html and "Dec 15" in html
    long = editor.post(f"/meetings/{meeting.public_id}/cancel", data={"reason": "x" * 300})
    assert long.status_code == 422


def test_meetings_are_shown_by_kind(editor: SignedIn, partnership: Any) -> None:
    make_meeting(partnership, kind="executive", on=date(2026, 12, 9), place="x")
    make_meeting(partnership)
    html = editor.get(f"{HOME}/meetings?kind=executive").text
    assert "Dec 9" in html and "Dec 1," not in html
    assert "Dec 1," in editor.get(f"{HOME}/meetings?kind=nonsense").text


def test_the_meetings_page_asks_eight_times_at_most_however_much_there_is(
    editor: SignedIn, partnership: Any
) -> None:
    def statements() -> int:
        with count_statements() as counter:
            assert editor.get(f"{HOME}/meetings").status_code == 200
        return counter.count

    make_series(partnership)
    make_meeting(partnership)
    few = statements()
    for number in range(80):
        make_meeting(partnership, on=date(2026, 1, 5), status="held")
        make_meeting(partnership, on=date(2026, 2, 5))
        make_series(partnership, note=str(number))
    assert statements() == few <= 8


def test_an_empty_plan_says_what_belongs_there(viewer: SignedIn, partnership: Any) -> None:
    html = viewer.get(f"{HOME}/communication").text
    assert "Nothing is agreed yet" in html and "Not settled" in html
    assert "Begin the first series" not in html


def test_the_plan_shows_who_meets_and_what_is_open(editor: SignedIn, partnership: Any) -> None:
    series = make_series(partnership)
    howard = partnership.payer.people.get()
    SeriesSeat.create(series=series, side="payer", function="operations", person=howard)
    SeriesSeat.create(series=series, side="payer", function="clinical", person=None)
    make_meeting(partnership, series=series, planned_on=date(2026, 12, 1))
    html = editor.get(f"{HOME}/communication").text
    assert "Operations meeting comes every 2 weeks on Tuesday." in html
    assert "Who stands in for Howard Teller?" in html
    assert f"clinical, {partnership.payer.name}: nobody yet" in html
    answer = editor.post(f"{HOME}/communication/ask", data={"about": f"deputy-{howard.id}"})
    assert "on the agenda of" in editor.get(answer.location).text
    assert only(AgendaTopic).text == "Who stands in for Howard Teller?"
    editor.post(f"{HOME}/communication/ask", data={"about": "deputy-0"})
    assert only(AgendaTopic)


def test_meeting_more_often_needs_a_reason_and_a_length(editor: SignedIn, partnership: Any) -> None:
    make_series(partnership, interval=4)
    wrong = editor.post(f"{HOME}/communication/denser", data={"dense_reason": "", "dense_weeks": "0"})
    assert wrong.status_code == 422
    assert "Write in a few words" in wrong.text and "Enter a number from 1 to 104" in wrong.text
    sent = {"dense_reason": "Their medical director left", "dense_weeks": "8"}
    html = editor.get(editor.post(f"{HOME}/communication/denser", data=sent).location).text
    assert "You meet every 2 weeks now, twice as often as planned" in html
    period = only(DensePeriod)
    editor.post(f"/dense/{period.public_id}/extend")
    assert only(DensePeriod).ends_on == date(2027, 2, 15)
    html = editor.get(editor.post(f"/dense/{period.public_id}/end").location).text
    assert f"/dense/{period.public_id}/until/2027-02-15" in html and "twice as often as planned" not in html
    editor.post(f"/dense/{period.public_id}/until/2027-01-18")
    assert only(DensePeriod).ends_on == date(2027, 1, 18)
    assert editor.post(f"/dense/{period.public_id}/until/soon").status_code == 404


def test_the_pilots_first_months_are_offered_and_not_begun_silently(
    editor: SignedIn, partnership: Any
) -> None:
    partnership.stage_since = date(2026, 11, 2)
    partnership.save()
    make_series(partnership)
    assert "Meet twice as often for the first 26 weeks" in editor.get(f"{HOME}/communication").text
    with connected():
        assert DensePeriod.select().count() == 0
    editor.post(f"{HOME}/communication/denser/offer")
    assert only(DensePeriod).ends_on == date(2027, 5, 2)
    assert "for the first 26 weeks" not in editor.get(f"{HOME}/communication").text
    editor.post(f"{HOME}/communication/denser/offer")
    assert only(DensePeriod)


def test_a_question_is_answered_in_place(editor: SignedIn, partnership: Any) -> None:
    address = f"{HOME}/communication/answers/CQ4"
    editor.post(address, data={"answer_CQ4": "Call Howard Teller", "seen": "0"})
    assert only(SettledQuestion).answer == "Call Howard Teller"
    html = editor.get(f"{HOME}/communication").text
    assert html.index("Settled between us") < html.index("Call Howard Teller") < html.index("Not settled")
    assert editor.post(address, data={"answer_CQ4": "x" * 1001, "seen": "1"}).status_code == 422
    assert editor.post(f"{HOME}/communication/answers/CQ99").status_code == 404


def test_the_plan_is_agreed_and_looked_at_again(editor: SignedIn, partnership: Any) -> None:
    address = f"{HOME}/communication/agreed"
    wrong = editor.post(address, data={"agreed_on": "2026-11-24", "look_again_on": "2026-11-01", "seen": "0"})
    assert wrong.status_code == 422 and "Choose a day after" in wrong.text
    sent = {"agreed_on": "2026-11-24", "look_again_on": "2027-05-24", "seen": "0"}
    html = editor.get(editor.post(address, data=sent).location).text
    assert "Agreed on November 24, 2026" in html and "Look again on May 24, 2027" in html


def test_who_may_only_look_sees_rhythm_and_plan_and_changes_nothing(
    viewer: SignedIn, partnership: Any
) -> None:
    series = make_series(partnership)
    period = DensePeriod.create(
        partnership=partnership, starts_on="2026-11-01", ends_on="2026-12-31", reason="A change",
        created_at="2026-11-01 00:00:00",
    )  # fmt: skip
    home = f"/series/{series.public_id}"
    for page in (f"{HOME}/communication", home):
        html = viewer.get(page).text
        assert 'method="post" action="/series' not in html and 'method="post" action="/dense' not in html
    for page in (f"{home}/edit", f"{home}/dates/2026-12-01", f"{HOME}/meetings/series/new"):
        assert viewer.get(page).status_code == 403
    for address in (
        home, f"{home}/end", f"{home}/resume", f"{home}/dates/2026-12-01/skip",
        f"{home}/dates/2026-12-01/move", f"{home}/dates/2026-12-01/back", f"{HOME}/meetings/series",
        f"/dense/{period.public_id}/end", f"/dense/{period.public_id}/extend",
        f"{HOME}/communication/denser", f"{HOME}/communication/ask", f"{HOME}/communication/agreed",
    ):  # fmt: skip
        assert viewer.post(address).status_code == 403
    with connected():
        assert Meeting.select().count() == 0


def test_people_of_another_partnership_get_no_seat(editor: SignedIn, partnership: Any) -> None:
    other = make_partnership(key="other")
    stranger = make_person(other.payer, name="Somebody Else")
    make_member(other, stranger)
    series = make_series(partnership)
    SeriesSeat.create(series=series, side="payer", function="operations", person=None)
    for name in ("seat_payer_operations", "others"):
        sent = {**GOOD, "seen": "1", "from_on": "2026-12-01", name: stranger.id}
        assert editor.post(f"/series/{series.public_id}", data=sent).status_code == 422
    about = f"deputy-{stranger.id}"
    make_meeting(partnership)
    theirs = make_series(other)
    SeriesSeat.create(series=theirs, side="payer", function="operations", person=stranger)
    editor.post(f"{HOME}/communication/ask", data={"about": about})
    with connected():
        assert AgendaTopic.select().count() == 0


def test_a_stranger_is_asked_to_sign_in(client: Any, partnership: Any) -> None:
    assert "/sign-in" in client.get(f"{HOME}/communication").location

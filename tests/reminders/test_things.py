"""One thing that falls due, answered: done, later, handed over, seen; and what each person chose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.models import User
from app.actions.models import Action
from app.core.history import History
from app.partnerships.models import Partnership
from app.reminders.models import Preference, ThingAnswer
from tests.conftest import SignedIn
from tests.factories import THEN, make_action, make_organization, make_person
from tests.mail.sink import Sink
from tests.reminders.conftest import Tick, signed_up, with_terms

DAY = date(2026, 11, 24)  # Tuesday; the clock of the tests stands there


@pytest.fixture
def ours(editor: SignedIn, partnership: Partnership) -> Action:
    """A promise of the editor who is signed in, due in three days."""
    User.update(password="x").where(User.id == editor.user.id).execute()
    me = make_person(make_organization(), name="Edda Voss", user=editor.user)
    return make_action(partnership, owner=me, due_on=DAY + timedelta(days=3), text="Send the visit log")


def address(action: Action, what: str = "") -> str:
    return f"/reminders/things/action/{action.public_id}/{action.due_on.isoformat()}{what}"


def told(sink: Sink) -> list[str]:
    found = list(sink.recipients)
    sink.recipients.clear()
    return found


def test_the_page_of_a_thing_says_what_it_is_and_looking_changes_nothing(
    editor: SignedIn, ours: Action
) -> None:
    before = History.select().count()
    text = editor.get(address(ours)).text
    assert "Send the visit log" in text and "Friday, November 27" in text
    assert f'action="/actions/{ours.public_id}/complete"' in text
    assert History.select().count() == before and ThingAnswer.select().count() == 0


@pytest.mark.parametrize(
    "path", ["nothing/x/2026-11-27", "action/x/2026-11-27", "action/x/soon", "action/x/9999-12-31"]
)
def test_a_reminder_of_what_is_gone_says_so(editor: SignedIn, path: str) -> None:
    answer = editor.get(f"/reminders/things/{path}")
    assert answer.status_code == 200 and "Nothing left to do" in answer.text
    assert editor.post(f"/reminders/things/{path}/seen").status_code == 404


def test_later_is_told_on_that_day_and_not_before(
    editor: SignedIn, ours: Action, tick: Tick, sink: Sink
) -> None:
    tick(DAY)
    assert editor.user.email in told(sink)
    until = DAY + timedelta(days=2)
    assert editor.post(address(ours, "/later"), data={"until": until.isoformat()}).status_code == 303
    tick(DAY + timedelta(days=1))
    assert editor.user.email not in told(sink)
    tick(until)
    assert editor.user.email in told(sink)
    assert "You hear of it again" in editor.get(address(ours)).text


@pytest.mark.parametrize("until", ["2026-11-24", "2026-11-01", "2028-01-01", "soon", ""])
def test_later_needs_a_day_ahead(editor: SignedIn, ours: Action, until: str) -> None:
    answer = editor.post(address(ours, "/later"), data={"until": until})
    assert answer.status_code == 422 and ThingAnswer.select().count() == 0


def test_later_can_be_taken_back(editor: SignedIn, ours: Action, tick: Tick, sink: Sink) -> None:
    editor.post(address(ours, "/later"), data={"until": (DAY + timedelta(days=2)).isoformat()})
    editor.post(address(ours, "/now"))
    tick(DAY)
    assert editor.user.email in told(sink)


def test_whoever_took_a_thing_over_is_told_and_the_other_is_not(
    editor: SignedIn, ours: Action, dana_user: User, tick: Tick, sink: Sink
) -> None:
    assert editor.post(address(ours, "/hand-over"), data={"taker": dana_user.public_id}).status_code == 303
    assert "Dana Whitfield is told of this in your place" in editor.get(address(ours)).text
    tick(DAY)
    assert told(sink) == ["dana@hospice.example"]
    editor.post(address(ours, "/take-back"))
    tick(DAY + timedelta(days=1))
    assert editor.user.email in told(sink)


def test_the_sheet_names_whoever_took_a_thing_over(editor: SignedIn, ours: Action, dana_user: User) -> None:
    User.update(name="Ines Ortega").where(User.id == dana_user.id).execute()
    editor.post(address(ours, "/hand-over"), data={"taker": dana_user.public_id})
    row = editor.get("/reminders/sheet").text.split("Send the visit log")[1].split("</tr>")[0]
    assert "Ines Ortega" in row and editor.user.name not in row


def test_a_thing_is_handed_only_to_somebody_else_who_signs_in(
    editor: SignedIn, ours: Action, dana_user: User
) -> None:
    gone = signed_up(email="gone@hospice.example", active=False)
    for taker in (editor.user.public_id, gone.public_id, str(dana_user.id), "x", ""):
        assert editor.post(address(ours, "/hand-over"), data={"taker": taker}).status_code == 422
    assert ThingAnswer.select().count() == 0


def test_the_page_shows_who_was_told_and_who_has_seen_it(editor: SignedIn, ours: Action, tick: Tick) -> None:
    assert "Nobody was told by mail so far" in editor.get(address(ours)).text
    tick(DAY)
    assert "not yet said" in editor.get(address(ours)).text
    editor.post(address(ours, "/seen"))
    assert "not yet said" not in editor.get(address(ours)).text


def test_a_viewer_may_answer_for_what_reaches_them_but_not_do_it(viewer: SignedIn, ours: Action) -> None:
    assert viewer.post(address(ours, "/seen")).status_code == 303
    assert "/complete" not in viewer.get(address(ours)).text


# --- what each person chose


def choose(person: SignedIn, **values: object) -> int:
    data = {"overdue": "", **values}
    return int(person.post("/reminders/preferences", data=data).status_code)


def test_while_away_the_deputy_is_told_and_on_return_comes_one_mail(
    editor: SignedIn, ours: Action, dana_user: User, tick: Tick, sink: Sink
) -> None:
    until = DAY + timedelta(days=3)
    assert choose(editor, deputy=dana_user.public_id, away_from=DAY, away_until=until) == 303
    tick(DAY)
    assert told(sink) == ["dana@hospice.example"]
    part = sink.mails[-1].get_body(("plain",))
    assert part is not None
    assert f"for {editor.user.name}, away until Nov 27, 2026" in str(part.get_content())
    for step in range(1, 6):
        tick(DAY + timedelta(days=step))
    assert told(sink) == ["dana@hospice.example"]
    tick(DAY + timedelta(days=6))
    assert told(sink).count(editor.user.email) == 1


def test_where_nobody_else_signs_in_an_absence_needs_no_deputy(
    editor: SignedIn, ours: Action, dana_user: User, tick: Tick, sink: Sink
) -> None:
    User.update(active=False).where(User.id == dana_user.id).execute()
    assert choose(editor, away_until=DAY + timedelta(days=3)) == 303
    tick(DAY)
    assert told(sink) == []
    tick(DAY + timedelta(days=6))
    assert told(sink) == [editor.user.email]


def test_late_things_reach_the_deputy_after_the_days_chosen(
    editor: SignedIn, ours: Action, dana_user: User, tick: Tick, sink: Sink
) -> None:
    assert choose(editor, deputy=dana_user.public_id, **{"late-action": "3"}) == 303
    reached = []
    for step in range(15):
        tick(DAY + timedelta(days=step))
        if "dana@hospice.example" in told(sink):
            reached.append(DAY + timedelta(days=step))
    assert reached[0] == date(2026, 11, 30), "three days late, and a Monday"


def test_own_lead_times_and_the_rhythm_of_late_things(
    editor: SignedIn, ours: Action, tick: Tick, sink: Sink
) -> None:
    assert choose(editor, overdue="daily", kinds="action", **{"before-action": ["1"]}) == 303
    mine = []
    for step in range(9):
        tick(DAY + timedelta(days=step))
        if editor.user.email in told(sink):
            mine.append(step)
    assert mine == [2, 6, 7, 8], "the day before, then each workday while it is late"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"away_until": "2026-12-01"}, "Say who hears of your things"),
        ({"away_from": "2026-12-01"}, "Say until when you are away"),
        ({"away_from": "2026-12-05", "away_until": "2026-12-01"}, "lies before the first"),
        ({"away_until": "2026-11-23"}, "That day is over"),
        ({"away_until": "2036-12-01"}, "at most a year ahead"),
        ({"late-action": "3"}, "Say who is to hear of what is late"),
        ({"deputy": "9999"}, "Choose one of the answers"),
        ({"quiet": ["0", "1", "2", "3", "4"]}, "Leave one day for mail"),
        ({"quiet": ["7"]}, "Choose from the answers"),
        ({"overdue": "hourly"}, "Choose one of the answers"),
        ({"kinds": "action", "before-action": ["5"]}, "Choose from the answers"),
        ({"late-action": "4"}, "Choose one of the answers"),
    ],
)
def test_a_choice_that_cannot_be_is_named_and_nothing_is_kept(
    editor: SignedIn, dana_user: User, values: dict[str, object], sentence: str
) -> None:
    answer = editor.post("/reminders/preferences", data={"overdue": "", **values})
    assert answer.status_code == 422 and sentence in answer.text
    assert Preference.select().count() == 0


def test_the_page_says_when_nobody_hears_of_somebodys_things(
    editor: SignedIn, ours: Action, dana_user: User
) -> None:
    warning = "nobody hears of your things"
    signed_up(email="lena@hospice.example", name="Lena Marsh")
    until = DAY + timedelta(days=3)
    assert choose(editor, deputy=dana_user.public_id, away_until=until) == 303
    assert warning not in editor.get("/reminders/preferences").text
    User.update(digest_days="none").where(User.id == dana_user.id).execute()
    assert "From Tuesday, November 24 on " + warning in editor.get("/reminders/preferences").text
    User.update(active=False).where(User.id == dana_user.id).execute()
    assert warning in editor.get("/reminders/preferences").text


def test_two_who_are_away_and_stand_in_for_each_other_are_both_warned(
    editor: SignedIn, ours: Action, dana_user: User
) -> None:
    until = DAY + timedelta(days=3)
    Preference.create(
        user=dana_user,
        deputy=editor.user.id,
        away_from=DAY + timedelta(days=1),
        away_until=until,
        before={},
        escalate={},
        created_at=THEN,
    )
    assert choose(editor, deputy=dana_user.public_id, away_until=until) == 303
    page = editor.get("/reminders/preferences").text
    assert "From Wednesday, November 25 on nobody hears of your things" in page
    assert "From Wednesday, November 25 on nobody hears of Dana Whitfield’s things" in page


def test_an_absence_that_is_over_stands_no_longer_in_the_form(editor: SignedIn, dana_user: User) -> None:
    assert choose(editor, deputy=dana_user.public_id, away_until=DAY) == 303
    assert f'value="{DAY}"' in editor.get("/reminders/preferences").text
    Preference.update(away_until=DAY - timedelta(days=1)).execute()
    assert f'value="{DAY - timedelta(days=1)}"' not in editor.get("/reminders/preferences").text
    assert choose(editor, deputy=dana_user.public_id, quiet=["4"]) == 303


def test_what_was_chosen_stands_in_the_form_and_the_usual_comes_back(editor: SignedIn) -> None:
    assert (
        choose(editor, quiet=["4"], overdue="weekly", kinds="action", **{"before-action": ["14", "7"]}) == 303
    )
    text = editor.get("/reminders/preferences").text
    assert '<option value="weekly" selected>' in text
    assert 'name="before-action" value="14" checked' in text
    assert 'name="before-action" value="3"> 3' in text
    assert editor.post("/reminders/preferences/forget").status_code == 303
    assert Preference.select().count() == 0


def test_a_role_begins_with_what_an_admin_chose_until_a_person_chooses(
    admin: SignedIn, editor: SignedIn, ours: Action, tick: Tick, sink: Sink
) -> None:
    kinds = {"kinds": "action", "before-action": ["7"]}
    assert admin.post("/reminders/preferences/editor", data={"overdue": "", **kinds}).status_code == 303
    assert 'name="before-action" value="7" checked' in editor.get("/reminders/preferences").text
    Action.update(due_on=DAY + timedelta(days=7)).execute()
    tick(DAY)
    assert editor.user.email in told(sink)
    assert editor.post("/reminders/preferences/editor", data={}).status_code == 403
    assert editor.get("/reminders/preferences/editor").status_code == 403
    assert admin.get("/reminders/preferences/king").status_code == 404


def test_two_tabs_do_not_overwrite_each_other(editor: SignedIn) -> None:
    choose(editor, overdue="daily")
    stale = Preference.get().version
    choose(editor, overdue="weekly", seen=stale)
    assert choose(editor, overdue="daily", quiet=["1"], seen=stale) == 409
    assert Preference.get().overdue == "weekly"


def test_the_page_of_reminders_says_who_was_told_of_a_key_date_and_who_has_seen_it(
    admin: SignedIn, partnership: Partnership, dana_user: User, tick: Tick
) -> None:
    with_terms(partnership, start_date=date(2026, 1, 1), end_date=date(2027, 1, 20), notice_days=50)
    text = admin.get("/reminders").text.split('id="h-key"')[1]
    assert "Last day to give notice" in text and "nobody yet" in text
    tick(DAY)
    text = admin.get("/reminders").text.split('id="h-key"')[1]
    notice, later = text.split("Interim review", 1)
    assert "Dana Whitfield" in notice and "nobody yet" not in notice and "nobody yet" in later

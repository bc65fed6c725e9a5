"""Signals: kept once, closed by the numbers, answered by people, taken back, never deleted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.batches import Batch
from app.core.calendar import add_months
from app.meetings.models import AgendaTopic
from app.metrics.models import DataMonth
from app.metrics.service import Wanted, save_months
from app.partnerships.models import Partnership
from app.relationship.models import Concern
from app.settings import Settings
from app.triggers.jobs import watch
from app.triggers.models import Look, Signal
from app.triggers.queries import signals_of
from app.triggers.queries.firings import next_call
from app.triggers.routes.signals import FAMILIES, PLACES
from app.triggers.rules import Answer, Asked, Standing, standing
from app.triggers.service import look
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_meeting, make_partnership

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/signals"


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", stage="pilot")
    waits(made, 6, 7)
    return made


def waits(partnership: Partnership, *days: int) -> None:
    """Days until an authorization in the latest months; over 5 in two months in a row is a signal."""
    wanted = [
        Wanted(add_months(date(2026, 11, 1), place - len(days)), {"auth_days_mean": value}, 0)
        for place, value in enumerate(days)
    ]
    DataMonth.delete().where(DataMonth.partnership == partnership).execute()
    save_months(partnership, wanted, start=None, actor=SYSTEM, now=NOW, today=TODAY)


def looked(partnership: Partnership, today: date = TODAY) -> tuple[int, int]:
    found = look(partnership, actor=SYSTEM, now=NOW, today=today)
    return found.fired, found.closed


def the_signal() -> Signal:
    return Signal.get(Signal.trigger == "TM16")


def test_a_second_look_changes_nothing(bay: Partnership) -> None:
    assert looked(bay) == (1, 0)
    assert looked(bay) == (0, 0)
    row = the_signal()
    assert (row.instance, row.month, row.fired_on, row.value) == ("m2", 2, date(2026, 11, 1), 7)
    assert row.why == "Authorizations slow: 6 days, 7 days in the latest 2 months"


def test_better_numbers_close_it_and_corrected_ones_withdraw_it(bay: Partnership) -> None:
    looked(bay)
    december = date(2026, 12, 2)
    save_months(
        bay,
        [Wanted(date(2026, 11, 1), {"auth_days_mean": 3}, 0)],
        start=None,
        actor=SYSTEM,
        now=NOW,
        today=december,
    )
    assert looked(bay, december) == (0, 1)
    assert (the_signal().closed_on, the_signal().closed_why) == (
        date(2026, 12, 1),
        "Authorizations slow: back to 3 days",
    )
    DataMonth.update(auth_days_mean=4).where(DataMonth.month == 2).execute()
    looked(bay, december)
    assert the_signal().withdrawn_on == december
    assert Signal.select().count() == 1


def test_the_tick_looks_where_something_changed_and_nowhere_else(
    bay: Partnership, settings: Settings
) -> None:
    make_partnership(key="hill", name="Hill / Sunmere")
    assert watch(NOW, settings).fired == 1
    watch(NOW, settings)  # what the look itself wrote is seen once
    with count_statements() as quiet:
        assert (watch(NOW, settings).fired, watch(NOW, settings).closed) == (0, 0)
    assert len(quiet.statements) <= 6
    waits(bay, 6, 7, 3)
    assert watch(NOW, settings).closed == 1


def test_a_day_that_comes_calls_a_look(bay: Partnership, settings: Settings) -> None:
    watch(NOW, settings)
    watch(NOW, settings)
    assert Look.get(Look.partnership == bay).again_on == date(2026, 12, 1)
    raised = {"partnership": bay, "opened_on": date(2026, 10, 28), "raised_by_side": "provider"}
    Concern.create(**raised, area="effort", text="x", created_at=NOW)
    assert next_call(bay, TODAY) == date(2026, 11, 27)
    later = NOW + timedelta(days=8)
    watch(later, settings)
    assert Look.get(Look.partnership == bay).looked_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("answer", "closed", "again", "where"),
    [
        ("", False, None, Standing.ASKS),
        ("", True, None, Standing.OVER),
        ("watch", False, TODAY + timedelta(days=1), Standing.WATCHED),
        ("watch", False, TODAY, Standing.ASKS),
        ("review", False, None, Standing.ANSWERED),
        ("dismiss", True, None, Standing.OVER),
        ("past", False, None, Standing.OVER),
    ],
)
def test_where_a_signal_stands(answer: str, closed: bool, again: date | None, where: Standing) -> None:
    assert standing(Asked(answer, closed, False, again), TODAY) is where


def test_a_person_answers_and_takes_it_back(bay: Partnership, editor: SignedIn) -> None:
    looked(bay)
    page = editor.get(URL).text
    assert "1 signal waits for your answer." in page and "Authorizations slow" in page
    today = editor.get("/").text
    assert "Look at this now" in today and "1 signal waits for your answer" in today
    address = f"{URL}/{the_signal().public_id}"
    shown = editor.get(address).text
    assert "Ask these together" in shown and "What could be moved" in shown and "<svg" in shown
    refused = editor.post(f"{address}/answer", data={"answer": "dismiss", "seen": "1"})
    assert refused.status_code == 422 and "why it is set aside" in refused.text
    editor.post(f"{address}/answer", data={"answer": "watch", "seen": "1"})
    assert (the_signal().answer, the_signal().ask_again_on) == ("watch", date(2026, 12, 24))
    late = editor.post(f"{address}/answer", data={"answer": "review", "seen": "1"})
    assert late.status_code == 409 and "This changed since you opened it." in late.text
    editor.post(f"{address}/answer", data={"answer": "review", "reason": "Rates wait", "seen": "2"})
    assert the_signal().review_on == date(2026, 12, 24)
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    editor.post(f"{URL}/undo/{newest}")
    assert the_signal().answer == Answer.WATCH


def test_a_signal_goes_on_the_next_agenda_or_it_is_said_why_not(bay: Partnership, editor: SignedIn) -> None:
    looked(bay)
    address = f"{URL}/{the_signal().public_id}/agenda"
    refused = editor.post(address)
    assert refused.status_code == 422 and "No meeting with the plan is planned." in refused.text
    make_meeting(bay, on=date(2026, 12, 3))
    assert editor.post(address).status_code == 303
    assert AgendaTopic.select().where(AgendaTopic.text == "Authorizations slow").exists()


def test_a_change_asks_at_once_and_is_withdrawn_with_its_note(bay: Partnership, editor: SignedIn) -> None:
    wrong = editor.post(f"{URL}/change", data={"kind": "TE99", "on": "2029-01-01"})
    assert wrong.status_code == 422
    for sentence in ("Choose one of the answers", "within the next year", "Say in a sentence what changed."):
        assert sentence in wrong.text
    sent = {"kind": "TE01", "on": "2026-11-20", "text": "The medical director leaves."}
    page = editor.post(f"{URL}/change", data=sent, follow_redirects=True).text
    assert "Change of leadership, either side" in page and "The medical director leaves." in page
    batch = next(one for one in Batch.select() if one.changes[0][0] == "change_event")
    editor.post(f"{URL}/change/undo/{batch.public_id}")
    assert Signal.get(Signal.trigger == "TE01").withdrawn_on == TODAY


def test_a_rule_is_tried_kept_switched_off_and_put_back(bay: Partnership, editor: SignedIn) -> None:
    address = f"{URL}/rules/TM16"
    assert "In October 2026 (7 days)." in editor.get(address).text
    typed = {"n": "2", "grace": "0", "limit": "8", "watched": "1", "seen": "0"}
    assert "Never until now." in editor.post(address, data=typed | {"do": "try"}).text
    assert looked(bay) == (1, 0)
    editor.post(address, data=typed | {"do": "save"})
    assert "own&nbsp;numbers" in editor.get(f"{URL}/rules").text
    looked(bay)
    assert the_signal().withdrawn_on == TODAY
    late = editor.post(address, data=typed | {"do": "save", "limit": "9"})
    assert late.status_code == 409 and "Somebody saved this rule since." in late.text
    editor.post(address, data=typed | {"do": "save", "limit": "5", "watched": "", "seen": "1"})
    assert ">off<" in editor.get(f"{URL}/rules").text
    editor.post(address, data={"do": "usual"})
    looked(bay)
    assert the_signal().withdrawn_on is None
    for sent, sentence in (
        ({"n": "0"}, "Enter a number from 1 to 24."),
        ({"limit": "a lot"}, "Enter a number, like 6 or 6.5."),
        ({"limit": ""}, "Which limit?"),
    ):
        answer = editor.post(address, data=typed | sent | {"do": "save"})
        assert answer.status_code == 422 and sentence in answer.text
    assert editor.get(f"{URL}/rules/TM99").status_code == 404


def test_a_viewer_looks_and_answers_nothing(bay: Partnership, viewer: SignedIn) -> None:
    looked(bay)
    address = f"{URL}/{the_signal().public_id}"
    for shown in (URL, address, f"{URL}/rules", f"{URL}/rules/TM16"):
        assert viewer.get(shown).status_code == 200
    assert viewer.get(f"{URL}/change").status_code == 403
    for sent in (
        f"{address}/answer",
        f"{address}/agenda",
        f"{URL}/change",
        f"{URL}/rules/TM16",
        f"{URL}/undo/x",
    ):
        assert viewer.post(sent, data={"answer": "watch"}).status_code == 403


def test_the_list_needs_the_same_statements_whatever_its_length(bay: Partnership, editor: SignedIn) -> None:
    looked(bay)
    with count_statements() as one:
        editor.get(URL)
    row = the_signal().__data__
    for place in range(20):
        copy = {name: value for name, value in row.items() if name not in ("id", "public_id", "instance")}
        Signal.create(**copy, instance=f"x{place}")
    with count_statements() as many:
        editor.get(URL)
    assert len(many.statements) == len(one.statements)
    assert len(signals_of(bay.id)) == 21


def test_many_signals_of_one_partnership_or_of_ended_ones_crowd_out_no_other(
    bay: Partnership, editor: SignedIn
) -> None:
    looked(bay)
    row = {name: value for name, value in the_signal().__data__.items() if name not in ("id", "public_id")}
    for number in range(9):
        make_partnership(name=f"A first by name {number}")
    crowded = [make_partnership(name="A crowd"), make_partnership(name="Z gone", stage="ended")]
    for each in crowded:
        for place in range(9):
            newer = {"partnership": each, "instance": f"x{place}", "fired_on": date(2026, 11, 20)}
            Signal.create(**{**row, **newer})
    Signal.create(**{**row, "partnership": make_partnership(key="last", name="Z last")})
    assert "/partnerships/last/signals" in editor.get("/").text


def test_what_was_assumed_and_no_longer_holds_stands_beside_the_signals(
    bay: Partnership, editor: SignedIn
) -> None:
    assert "no longer so" not in editor.get(URL).text
    editor.post("/partnerships/bay/numbers/assumptions", data={"auth_days.value": "3"})
    page = editor.get(URL).text
    assert "Assumed when you signed, and no longer so" in page
    assert "Days until an authorization: 3 assumed, 6.5 now" in page


def test_each_signal_leads_to_where_one_does_something_about_it(bay: Partnership, editor: SignedIn) -> None:
    looked(bay)
    row = {
        k: v for k, v in the_signal().__data__.items() if k not in ("id", "public_id", "instance", "trigger")
    }
    for trigger in (*PLACES, *FAMILIES, "TD12"):
        full = f"{trigger}01" if trigger in FAMILIES else trigger
        made = Signal.create(**row, trigger=full, instance="x")
        page = editor.get(f"{URL}/{made.public_id}")
        assert page.status_code == 200, trigger
        words = (PLACES.get(trigger) or FAMILIES["TR" if full == "TD12" else full[:2]])[1]
        assert words in page.text
    assert (
        "To the numbers"
        not in editor.get(f"{URL}/{Signal.create(**row, trigger='TD03', instance='y').public_id}").text
    )

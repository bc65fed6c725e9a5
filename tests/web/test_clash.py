"""Two people saved the same thing: the second sees what differs, in words, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Conflict
from app.partnerships.models import Partnership, StageChange
from tests.conftest import SignedIn
from tests.factories import make_action, make_member, make_partnership, make_person


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", stage="pilot")


def clash(html: str) -> str:
    return html.split("Both versions</caption>")[1].split("</table>")[0]


def test_a_clash_says_days_as_people_say_them_and_shows_only_what_differs(
    editor: SignedIn, partnership: Partnership
) -> None:
    paul, ana = (make_person(partnership.payer, name=name) for name in ("Paul Renner", "Ana Soto"))
    for person in (paul, ana):
        make_member(partnership, person)
    action = make_action(partnership, text="Send the visit log", due_on=date(2026, 12, 1))
    sent = {"text": "Send the visit log", "side": "payer", "private": "", "seen": "1"}
    first = {**sent, "due_on": "2026-12-15", "owner": ana.public_id, "private": "1"}
    assert editor.post(f"/actions/{action.public_id}", data=first).status_code == 303
    late = editor.post(
        f"/actions/{action.public_id}", data={**sent, "due_on": "2026-12-04", "owner": paul.public_id}
    )
    assert late.status_code == 409
    shown = clash(late.text)
    assert "<td>December 4, 2026</td><td>December 15, 2026</td>" in shown
    assert "<td>Paul Renner</td><td>Ana Soto</td>" in shown
    assert "<td>no</td><td>yes</td>" in shown
    assert "2026-12" not in shown and "True" not in shown
    assert "Send the visit log" not in shown and "payer" not in shown, "what is the same is left out"
    assert "Moved times" not in shown and "First due" not in shown, "nobody typed these"


def test_a_clash_in_which_nothing_differs_has_no_empty_table() -> None:
    same = Conflict("Somebody saved this.", {"Words": "Two calls"}, {"Words": "Two calls"})
    assert same.apart == ()
    assert Conflict("Somebody saved this.", {}, {}).apart == ()


def test_a_first_day_that_two_correct_is_said_in_words(editor: SignedIn, partnership: Partnership) -> None:
    move = StageChange.create(
        partnership=partnership, from_stage="", to_stage="pilot", on=date(2026, 10, 1), reason="Signed"
    )
    address = f"/partnerships/kestrel-bay/stage/{move.id}/correct"
    late = editor.post(address, data={"on": "2026-10-12", "seen": "2026-09-01"})
    assert late.status_code == 409
    assert "<td>October 12, 2026</td><td>October 1, 2026</td>" in clash(late.text)

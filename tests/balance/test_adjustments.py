"""Adjustments in the browser: noted, checked, settled, taken back, due on Today and in reminders."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from app.balance.models import Adjustment
from app.balance.queries import adjustments
from app.core.db import connected
from app.partnerships.models import Partnership
from app.reminders.queries import due_items
from tests.balance.made import ADJUST, TODAY, TRIED, URL, make_adjustment, make_rating, undo
from tests.conftest import SignedIn
from tests.factories import make_partnership


def test_an_adjustment_is_noted_checked_and_settled(bay: Partnership, editor: SignedIn) -> None:
    assert "Nothing is noted yet." in editor.get(ADJUST).text
    answer = editor.post(ADJUST, data=TRIED)
    assert (answer.status_code, answer.location) == (303, ADJUST)
    page = editor.get(ADJUST).text
    assert "1 adjustment is due for a check." in page and "Say what came of it" in page
    assert "Fast track for authorizations" in editor.get(f"{URL}/balance").text
    row = Adjustment.get()
    settled = {**TRIED, "outcome": "kept", "seen": "1"}
    missing = editor.post(f"{ADJUST}/{row.public_id}", data=settled)
    assert missing.status_code == 422 and "Write in a sentence what you saw" in missing.text
    editor.post(f"{ADJUST}/{row.public_id}", data={**settled, "effect_seen": "Two days now."})
    page = editor.get(ADJUST).text
    assert "Seen: Two days now." in page and "Time to check" not in page
    stale = editor.post(f"{ADJUST}/{row.public_id}", data={**settled, "effect_seen": "No."})
    assert stale.status_code == 409 and "Two days now." in stale.text
    undo(editor, "adjustments")
    assert Adjustment.get().outcome == "open"
    editor.post(f"{ADJUST}/{row.public_id}/remove")
    assert not Adjustment.select().exists()
    undo(editor, "adjustments")
    assert Adjustment.get().what_changed == "Fast track for authorizations"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"what_changed": " "}, "Write what changed."),
        ({"on": ""}, "Enter the day from which it holds."),
        ({"check_on": "2026-09-30"}, "This day is before the change."),
        ({"outcome": "famous"}, "Choose one of the answers in the list."),
        (
            {"on": "2026-12-01", "check_on": "", "outcome": "kept", "effect_seen": "Good"},
            "It has not begun yet.",
        ),
    ],
)
def test_a_mistake_in_an_adjustment_comes_back_with_what_was_typed(
    bay: Partnership, editor: SignedIn, sent: dict[str, str], sentence: str
) -> None:
    answer = editor.post(ADJUST, data={**TRIED, **sent})
    assert answer.status_code == 422 and sentence in answer.text
    assert "They took six days." in answer.text
    assert not Adjustment.select().exists()


def test_what_is_due_stands_first_then_what_is_tried_then_what_is_settled(
    bay: Partnership, editor: SignedIn
) -> None:
    make_adjustment(bay, what_changed="Settled one", outcome="dropped", effect_seen="No use")
    make_adjustment(bay, what_changed="Tried one")
    make_adjustment(bay, what_changed="Later one", check_on=date(2026, 12, 24))
    make_adjustment(bay, what_changed="Due one", check_on=TODAY)
    page = editor.get(ADJUST).text
    places = [page.index(f">{name} one<") for name in ("Due", "Later", "Tried", "Settled")]
    assert places == sorted(places)
    with connected():
        since = adjustments(bay.id, since=date(2026, 10, 1))
    assert {one.what_changed for one in since} == {"Due one", "Later one", "Tried one"}, "open ones stay"


def test_a_check_that_is_due_stands_on_today_and_in_reminders_until_it_is_settled(
    bay: Partnership, editor: SignedIn
) -> None:
    row = make_adjustment(bay, check_on=date(2026, 11, 20))
    ended = make_partnership(key="ended", stage="ended")
    make_adjustment(ended, check_on=date(2026, 11, 20))
    today = re.sub(r"\s+", " ", editor.get("/").text)
    assert "1 adjustment is due for a check" in today and f"{URL}/adjustments" in today
    assert "/partnerships/ended/adjustments" not in today
    with connected():
        (item,) = [one for one in due_items(TODAY, TODAY) if one.kind == "check"]
    assert (item.title, item.path, item.on) == ("Check what came of: Fast track", ADJUST, date(2026, 11, 20))
    row.outcome = "kept"
    row.save()
    assert "due for a check" not in editor.get("/").text
    with connected():
        assert [one for one in due_items(TODAY, TODAY) if one.kind == "check"] == []


def test_the_counts_are_of_all_adjustments_and_not_of_one_page(bay: Partnership, editor: SignedIn) -> None:
    for _number in range(52):
        make_adjustment(bay, check_on=date(2026, 11, 20))
    make_adjustment(bay, outcome="kept", effect_seen="Better")
    for page in (editor.get(ADJUST).text, editor.get(f"{ADJUST}?offset=50").text):
        assert "52 adjustments are due for a check." in page
        assert '<h2 id="h-due">Time to check <span class="count">52</span>' in page
    assert '<h2 id="h-settled">Settled <span class="count">1</span>' in page


def test_many_checks_of_one_partnership_or_of_ended_ones_crowd_out_no_other(
    bay: Partnership, editor: SignedIn
) -> None:
    for number in range(9):
        make_partnership(name=f"A first by name {number}")
    crowded = [make_partnership(name="A crowd"), make_partnership(key="gone", stage="ended")]
    for each in crowded:
        for day in range(1, 10):
            make_adjustment(each, check_on=date(2026, 10, day))
    make_adjustment(make_partnership(key="last", name="Z last"), check_on=date(2026, 11, 20))
    today = editor.get("/").text
    assert "/partnerships/last/adjustments" in today and "/partnerships/gone/adjustments" not in today
    assert "9 adjustments are due for a check" in re.sub(r"\s+", " ", today)


def test_adjustments_go_into_a_file(bay: Partnership, editor: SignedIn) -> None:
    make_adjustment(bay, why="Slow", check_on=TODAY)
    text = editor.get(f"{ADJUST}/file.csv").data.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["What changed"], line["Check on"], line["What became of it"]) == (
        "Fast track", "2026-11-24", "still trying",
    )  # fmt: skip


def test_it_is_found_from_the_reviews_and_stands_in_the_timeline(bay: Partnership, editor: SignedIn) -> None:
    make_adjustment(bay)
    for side in ("provider", "payer"):
        make_rating(bay, TODAY, side)
    assert f'href="{URL}/balance"' in editor.get(f"{URL}/reviews").text
    timeline = editor.get(f"{URL}/timeline").text
    assert "Adjusted on the way" in timeline and timeline.count("Balance rated") == 1

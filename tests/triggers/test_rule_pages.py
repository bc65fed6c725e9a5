"""What a correction says, and the page of a rule: own numbers, limits, when it would have fired."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.balance.models import BalanceRating
from app.catalogue import catalogue
from app.core.actor import SYSTEM
from app.metrics.models import DataMonth
from app.metrics.service import Wanted, save_months
from app.partnerships.models import Partnership
from app.relationship.models import DecisionRequest, Pulse
from app.triggers.models import Signal
from app.triggers.queries import rule_of
from app.triggers.service import look
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/signals"


def _bay() -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway", stage="pilot")


def test_a_corrected_month_says_in_a_sentence_what_changed(app: Any, editor: SignedIn) -> None:
    bay = _bay()

    def entered(*days: int) -> None:
        months = [date(2026, 9 + place, 1) for place in range(len(days))]
        held = {row.month_on: row.version for row in DataMonth.select()}
        wanted = [
            Wanted(on, {"auth_days_mean": value}, held.get(on, 0))
            for on, value in zip(months, days, strict=True)
        ]
        save_months(bay, wanted, start=None, actor=SYSTEM, now=NOW, today=TODAY)
        look(bay, actor=SYSTEM, now=NOW, today=TODAY)

    entered(6, 7)
    address = f"{URL}/{Signal.get(Signal.trigger == 'TM16').public_id}"
    editor.post(f"{address}/answer", data={"answer": "review", "seen": "1"})
    entered(6, 9)
    row = Signal.get(Signal.trigger == "TM16")
    assert row.changed_why.startswith("October 2026 was corrected: ")
    assert row.changed_why.endswith(" from 7 to 9. This signal still holds, with other numbers.")
    entered(6, 4)
    row = Signal.get(Signal.trigger == "TM16")
    assert row.withdrawn_on == TODAY and " from 9 to 4. This signal no longer holds." in row.changed_why
    page = editor.get(address).text
    assert "This signal no longer holds." in page and "It was taken into a review" in page
    assert "This signal no longer holds." in editor.get(URL).text
    entered(6, 8)
    row = Signal.get(Signal.trigger == "TM16")
    assert row.withdrawn_on is None and row.changed_why.endswith("This signal holds again.")
    assert (row.answer, row.value) == ("review", 8)


@pytest.mark.parametrize(
    ("trigger", "sent", "sentence"),
    [
        ("TM07", {"limit": "100", "n": "3", "grace": "2"}, "never over 100%"),
        ("TM14", {"limit": "0", "n": "3", "grace": "2"}, "never under 0"),
        ("TM14", {"limit": "150", "n": "3", "grace": "2"}, "fire every month"),
        ("TM17", {"limit": "0.35", "n": "3", "grace": "0"}, "For 35% enter 35."),
        ("TM17", {"limit": "2000", "n": "3", "grace": "0"}, "Enter a number from 0 to 1000."),
        ("TM17", {"limit": "35 percent", "n": "3", "grace": "0"}, "Enter a number, like 6 or 6.5."),
        ("TM21", {"limit": "60", "upper": "50%", "n": "6", "grace": "9"}, "lies under the lower one"),
        ("TR03", {"days": "0"}, "Enter a number from 1 to 365."),
        ("TR04", {"mean_under": "5.5", "or_drop_of": "1"}, "Enter a number from 1.1 to 5."),
        ("TR05", {"at_least": "4.5"}, "Enter a number from 0.1 to 4."),
        ("TM26", {"months": "2", "days": ""}, "Enter a number from 0 to 120."),
        ("TB01", {"days_apart": "5"}, "Enter a number from 14 to 365."),
        ("TB02", {"at_least": "5", "within_days": "45"}, "Enter a number from 1 to 4."),
        ("TD08", {"lead": "400"}, "Enter a number from 0 to 365."),
    ],
)
def test_a_number_that_can_never_be_met_is_refused_in_a_sentence(
    app: Any, editor: SignedIn, trigger: str, sent: dict[str, str], sentence: str
) -> None:
    _bay()
    answer = editor.post(f"{URL}/rules/{trigger}", data={**sent, "watched": "1", "seen": "0", "do": "save"})
    assert answer.status_code == 422 and sentence in answer.text
    for typed in filter(None, sent.values()):
        assert f'value="{typed}"' in answer.text


def test_own_numbers_say_when_the_rule_would_have_fired(app: Any, editor: SignedIn) -> None:
    bay = _bay()
    for day, mean in ((date(2026, 6, 1), "4"), (date(2026, 9, 1), "3.4"), (date(2026, 11, 1), "2.9")):
        Pulse.create(partnership=bay, on=day, payer_mean=Decimal(mean), provider_mean=4)
    address = f"{URL}/rules/TR04"
    page = editor.get(address).text
    assert "Never until now." in page and "Usually 2.5." in page and "Usually 1." in page
    typed = {"mean_under": "3", "or_drop_of": "0.6", "watched": "1", "seen": "0"}
    tried = editor.post(address, data=typed | {"do": "try"}).text
    assert "On September 1, 2026 (3.4) and November 1, 2026 (2.9)." in tried
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.select().where(Signal.trigger == "TR04").count() == 0
    editor.post(address, data=typed | {"do": "save"})
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.select().where(Signal.trigger == "TR04").count() == 2
    assert "under 3 or fell by 0.6" in editor.get(f"{URL}/rules").text
    editor.post(address, data=typed | {"watched": "", "do": "save", "seen": "1"})
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    row = Signal.select().where(Signal.trigger == "TR04").first()
    assert (row.withdrawn_on, row.changed_why) == (TODAY, "This is not watched any more.")


@pytest.mark.parametrize("typed", ["37.5", "37.5%", "37.5 %"])
def test_a_share_is_shown_and_typed_in_percent_and_kept_exactly(
    app: Any, editor: SignedIn, typed: str
) -> None:
    bay = _bay()
    address = f"{URL}/rules/TM17"
    page = editor.get(address).text
    assert 'value="35"' in page and "Usually 35%." in page and "Fires over 35% in each" in page
    sent = {"limit": typed, "n": "3", "grace": "0", "watched": "1", "seen": "0"}
    assert f'value="{typed}"' in editor.post(address, data=sent | {"do": "try"}).text
    editor.post(address, data=sent | {"do": "save"})
    assert rule_of(bay.id, "TM17").numbers == {"limit": "0.375"}
    assert 'value="37.5"' in editor.get(address).text
    listed = editor.get(f"{URL}/rules").text
    assert "over 37.5% in each of 3 months in a row" in listed
    assert "outside 60% to 150% over 6 months together" in listed
    usual = sent | {"limit": "35 %", "seen": "1", "do": "save"}
    editor.post(address, data=usual)
    assert rule_of(bay.id, "TM17").numbers == {}, "the usual number is no number of one's own"


def test_a_rule_and_its_signal_tell_past_values_in_percent(app: Any, editor: SignedIn) -> None:
    bay = _bay()
    figures = {"drive_hours": 45, "clinical_hours": 100}
    months = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    wanted = [Wanted(on, figures, 0) for on in months]
    save_months(bay, wanted, start=date(2026, 8, 1), actor=SYSTEM, now=NOW, today=TODAY)
    assert "October 2026 (45%)" in editor.get(f"{URL}/rules/TM17").text
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    row = Signal.get(Signal.trigger == "TM17")
    assert row.why.endswith(": 45%, 45%, 45% in the latest 3 months")
    shown = editor.get(f"{URL}/{row.public_id}").text
    assert "over 35%" in shown and "0.45" not in shown


def test_the_rules_over_ratings_take_own_numbers(app: Any, editor: SignedIn) -> None:
    bay = _bay()
    for on, side, effort in (
        (date(2026, 8, 1), "provider", 4),
        (date(2026, 8, 1), "payer", 2),
        (date(2026, 9, 10), "provider", 4),
        (date(2026, 9, 10), "payer", 3),
    ):
        BalanceRating.create(
            partnership=bay, rated_on=on, side=side, effort=effort, source="session", created_at=NOW
        )
    tilt, gap = f"{URL}/rules/TB01", f"{URL}/rules/TB02"
    assert "Never until now." in editor.get(tilt).text and "Usually 60." in editor.get(tilt).text
    tried = editor.post(tilt, data={"days_apart": "30", "watched": "1", "seen": "0", "do": "try"}).text
    assert "On September 10, 2026 (effort)." in tried
    assert "On August 1, 2026 (effort)." in editor.get(gap).text
    wide = {"at_least": "3", "within_days": "45", "watched": "1", "seen": "0"}
    assert "Never until now." in editor.post(gap, data=wide | {"do": "try"}).text
    assert "The two sides see this differently" not in editor.get("/partnerships/bay/balance").text
    editor.post(gap, data=wide | {"at_least": "1", "do": "save"})
    assert "when the two sides lie a mark or more apart on a topic" in editor.get(f"{URL}/rules").text
    look(bay, actor=SYSTEM, now=NOW, today=TODAY)
    assert Signal.select().where(Signal.trigger == "TB02", Signal.closed_on.is_null()).count() == 1
    assert "The two sides see this differently" in editor.get("/partnerships/bay/balance").text


def test_a_decision_that_waits_says_after_how_many_days_it_fired(app: Any, editor: SignedIn) -> None:
    bay = _bay()
    DecisionRequest.create(
        partnership=bay,
        question="Second pharmacist",
        side="payer",
        asked_on=date(2026, 10, 1),
        expected_on=date(2026, 11, 10),
        created_at=NOW,
    )
    assert "On November 11, 2026 (after 41 days)." in editor.get(f"{URL}/rules/TR07").text


def test_a_loss_is_told_to_lie_beyond_what_can_be_borne(app: Any, editor: SignedIn) -> None:
    """“Under the loss you can bear” would say the opposite."""
    _bay()
    assert "Fires beyond the loss you can bear in a month." in editor.get(f"{URL}/rules/TM04").text


def test_every_rule_has_a_page_with_its_words(app: Any, editor: SignedIn) -> None:
    bay = _bay()
    listed = editor.get(f"{URL}/rules").text
    for one in catalogue().triggers:
        if one.id.startswith("TE") or one.id in ("TD01", "TD02", "TD03", "TD04", "TD05", "TD13"):
            continue
        assert rule_of(bay.id, one.id).words in listed.replace("&#39;", "'"), one.id
        assert editor.get(f"{URL}/rules/{one.id}").status_code == 200, one.id


def test_waits_are_said_in_days(app: Any, editor: SignedIn) -> None:
    _bay()
    pages = editor.get(f"{URL}/rules").text
    assert "over 45 days in each of 2 months in a row" in pages
    assert "over 5 days in each of 2 months in a row" in pages
    assert "Usually 45 days." in editor.get(f"{URL}/rules/TM20").text

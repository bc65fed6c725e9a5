"""A click on the plan is taken back without costing a value; the contract and the plan meet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.batches import Batch
from app.core.clock import FixedClock
from app.measuring.models import MetricValue, PlannedMetric
from app.measuring.queries import plan
from app.measuring.rules import for_contract
from app.partnerships.models import Partnership
from app.terms.models import Term
from app.terms.queries import terms_in_force
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.measuring.made import TALKS, TODAY, URL, add, take_back, typed


def test_to_take_back_a_new_metric_never_takes_the_values_typed_since(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    made = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    said = editor.post(f"{URL}/undo/{made}", follow_redirects=True).text
    assert "Somebody worked on it since, so it stays." in said
    assert MetricValue.get().value == 75


def test_of_the_metrics_of_the_contract_only_those_without_values_are_taken_back(
    bay: Partnership, editor: SignedIn
) -> None:
    rows = [{"id": "x", "metric": "Calls"}, {"id": "y", "metric": "Stay"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    editor.post(f"{URL}/from-contract", data={})
    made = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, PlannedMetric.get(PlannedMetric.name == "Calls"), "2026-07-01", count="30", out_of="40")
    assert "so it stays" in editor.post(f"{URL}/undo/{made}", follow_redirects=True).text
    assert [row.name for row in PlannedMetric.select()] == ["Calls"]
    assert MetricValue.select().count() == 1


@pytest.mark.parametrize(
    ("moved", "word"), [({"frequency": "monthly"}, "rhythm"), ({"unit": "count", "low": ""}, "unit")]
)
def test_what_was_typed_keeps_its_rhythm_and_its_unit(
    bay: Partnership, editor: SignedIn, moved: dict[str, str], word: str
) -> None:
    row = add(editor, "own", **moved)
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"seen": "1"})
    back = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    refused = editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | moved | {"seen": "2"})
    assert refused.status_code == 422 and f"Values were entered in the present {word}." in refused.text
    assert "so it stays" in editor.post(f"{URL}/undo/{back}", follow_redirects=True).text
    kept = PlannedMetric.get()
    assert (kept.frequency, kept.unit) == ("quarterly", "percent")


def test_what_does_not_change_the_sense_of_values_is_taken_back_beside_them(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"low": "60", "seen": "1"})
    back = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    assert "It is as it was." in editor.post(f"{URL}/undo/{back}", follow_redirects=True).text
    assert PlannedMetric.get().low == 70


def test_a_value_taken_out_does_not_come_back_as_one_of_another_time(
    bay: Partnership, editor: SignedIn, clock: FixedClock
) -> None:
    row = add(editor)
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    typed(editor, row, "2026-07-01", seen="1")
    taken_out = Batch.select().order_by(Batch.id.desc()).get().public_id
    clock.set(NOW + timedelta(hours=1))
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"frequency": "monthly", "seen": "1"})
    assert "so it stays" in editor.post(f"{URL}/undo/{taken_out}", follow_redirects=True).text
    assert not MetricValue.select().exists()


def test_an_undo_never_makes_two_of_a_name(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor)
    editor.post(f"{URL}/{row.public_id}/remove", data={})
    removed = Batch.select().order_by(Batch.id.desc()).get().public_id
    add(editor)
    assert "so it stays" in editor.post(f"{URL}/undo/{removed}", follow_redirects=True).text
    assert PlannedMetric.select().count() == 1


def test_an_undo_needs_the_same_statements_however_long_the_plan_is(
    bay: Partnership, editor: SignedIn
) -> None:
    def asked(row: PlannedMetric) -> int:
        typed(editor, row, "2026-07-01", count="30", out_of="40")
        newest = Batch.select().order_by(Batch.id.desc()).get().public_id
        with count_statements() as counted:
            editor.post(f"{URL}/undo/{newest}")
        assert not MetricValue.select().exists()
        return counted.count

    few = asked(add(editor))
    for number in range(12):
        newest = add(editor, "own", name=f"Metric {number}")
    assert asked(newest) == few


def test_the_contract_and_the_plan_are_brought_together(bay: Partnership, editor: SignedIn) -> None:
    rows = [{"id": "x", "metric": "Patients referred", "gathers": "the Provider", "frequency": "every month"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    add(editor)
    page = editor.get(URL).text
    assert "Only the contract names Patients referred." in page
    assert "Only this plan holds Talks held." in page
    editor.post(f"{URL}/from-contract", data={})
    found = {row.metric.name: row for row in plan(bay.id, TODAY)}
    assert found["Patients referred"].item == "OP01"
    assert (found["Patients referred"].metric.frequency, found["Patients referred"].metric.gathers) == (
        "monthly",
        "provider",
    )
    assert "It is as it was." in take_back(editor)
    editor.post(f"{URL}/to-contract", data={})
    held = terms_in_force(bay.id, TODAY)["S27.metrics"]
    assert [row["metric"] for row in held] == ["Patients referred", "Talks held"]
    assert held[1]["shared_with"] == "both parties"


def test_what_went_into_the_term_sheet_is_taken_out_again(bay: Partnership, editor: SignedIn) -> None:
    rows = [{"id": "x", "metric": "Patients referred"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    add(editor)
    editor.post(f"{URL}/to-contract", data={})
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 2
    assert "It is as it was." in take_back(editor)
    assert terms_in_force(bay.id, TODAY)["S27.metrics"] == rows
    editor.post(f"{URL}/to-contract", data={})
    set_terms(bay, {"S27.metrics": rows * 3}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    assert "so it stays" in take_back(editor)
    assert terms_in_force(bay.id, TODAY)["S27.metrics"] == rows * 3


def test_a_term_sheet_saved_at_the_same_moment_is_not_overwritten(
    bay: Partnership, editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(editor)
    theirs = [{"id": "y", "metric": "Stay"}]

    def meanwhile(*told: Any) -> dict[str, Any]:
        if not Term.select().exists():
            set_terms(bay, {"S27.metrics": theirs}, effective_on=TODAY, actor=SYSTEM, now=NOW)
        return for_contract(*told)

    monkeypatch.setattr("app.measuring.service.plan.for_contract", meanwhile)
    assert editor.post(f"{URL}/to-contract", data={}).status_code == 409
    assert "Talks held" not in str(terms_in_force(bay.id, TODAY).get("S27.metrics"))


@pytest.mark.parametrize("stage", ["pilot", "sustained", "renegotiating", "ended"])
def test_a_signed_contract_is_not_changed_but_by_an_amendment(
    bay: Partnership, editor: SignedIn, stage: str
) -> None:
    add(editor)
    editor.post(f"{URL}/to-contract", data={})
    Partnership.update(stage=stage).execute()
    add(editor, "own", name="Calls")
    page = editor.get(URL).text
    assert "The contract is signed, so this belongs in an amendment." in page
    assert "/to-contract" not in page and "/partnerships/bay/contract?group=numbers" in page
    sent = editor.post(f"{URL}/to-contract", data={})
    assert sent.headers["Location"].endswith("/partnerships/bay/contract?group=numbers")
    assert "changes by an amendment" in editor.get(sent.headers["Location"]).text
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 1
    into_sheet = list(Batch.select().order_by(Batch.id))[1].public_id
    refused = editor.post(f"{URL}/undo/{into_sheet}")
    assert refused.status_code == 422 and "changes by an amendment" in refused.text
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 1

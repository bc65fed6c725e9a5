"""A plan in the browser: a metric put into it, a value typed, the last click taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.batches import Batch
from app.measuring.models import PlannedMetric
from tests.conftest import SignedIn

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/metrics"
TALKS = {
    "name": "Talks held",
    "unit": "percent",
    "direction": "higher_better",
    "frequency": "quarterly",
    "purpose": "contract",
    "collectable": "yes",
    "gathers": "provider",
    "reports": "provider",
    "hours": "6",
    "low": "70",
    "shared_with": ["provider", "payer"],
}


def add(editor: SignedIn, item: str = "PP01", **typed: Any) -> PlannedMetric:
    answer = editor.post(f"{URL}/new/{item}", data=TALKS | typed)
    assert answer.status_code == 303, answer.text
    return PlannedMetric.select().order_by(PlannedMetric.id.desc()).get()


def typed(editor: SignedIn, row: PlannedMetric, on: str, **facts: str) -> None:
    answer = editor.post(f"{URL}/{row.public_id}/values/{on}", data={"seen": "0", **facts})
    assert answer.status_code == 303, answer.text


def take_back(editor: SignedIn) -> str:
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    return editor.post(f"{URL}/undo/{newest}", follow_redirects=True).text

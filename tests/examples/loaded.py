"""Loading in tests: the same moment for all, and what the tables hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.core.actor import SYSTEM, Actor
from app.examples.service import LoadReport, load_examples
from app.models import MODELS
from app.partnerships.models import Partnership
from tests.conftest import NOW

TODAY = date(2026, 11, 24)


def load(folder: Path | None = None, *, shift: bool = False, actor: Actor = SYSTEM) -> LoadReport:
    return load_examples(folder, shift=shift, actor=actor, now=NOW, today=TODAY)


def by_key(key: str) -> Partnership:
    found = Partnership.get_or_none(Partnership.key == key)
    assert found is not None
    return found


def counts() -> dict[str, int]:
    """The rows of every table."""
    return {model.__name__: model.select().count() for model in MODELS}

"""New passwords cost little in these tests."""

from __future__ import annotations

import pytest

from app.accounts import service
from tests.accounts.passwords import FAST


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_hasher", lambda: FAST)

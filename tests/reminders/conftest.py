"""People, a partnership with a term sheet, and a mail server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.accounts.models import User
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.partnerships.models import Partnership
from app.reminders.jobs import remind
from app.settings import Settings
from app.terms.service import set_terms
from tests.factories import THEN, make_partnership, make_user

ZONE = ZoneInfo("America/Los_Angeles")
LEASE_NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # by the clock that judges claims
Tick = Callable[..., dict[str, int]]


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A local moment."""
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE).astimezone(UTC)


def signed_up(**values: Any) -> User:
    """Somebody who has accepted the invitation."""
    return make_user(**{"password": "x", **values})


def with_terms(partnership: Partnership, **terms: Any) -> Partnership:
    """Put terms of section S03 in force: start_date=..., end_date=..."""
    changes = {f"S03.{name}": value for name, value in terms.items()}
    set_terms(partnership, changes, effective_on=date(2020, 1, 1), actor=SYSTEM, now=THEN)
    return partnership


@pytest.fixture
def tick(database: str, mailing: Settings) -> Tick:
    """One run of the scheduler as of a local moment; claims are judged by a clock of their own."""
    lease = FixedClock(LEASE_NOW)

    def run(
        day: date, hour: int = 9, minute: int = 0, lease_clock: Any = None, **changed: Any
    ) -> dict[str, int]:
        moment = at(day, hour, minute)
        return remind(now=moment, settings=replace(mailing, **changed), lease_clock=lease_clock or lease)

    return run


@pytest.fixture
def dana_user(database: str) -> User:
    """An editor of ours."""
    return signed_up(email="dana@hospice.example", name="Dana Whitfield", role="editor")


@pytest.fixture
def partnership(dana_user: User) -> Partnership:
    """A partnership that Dana leads."""
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", lead=dana_user)

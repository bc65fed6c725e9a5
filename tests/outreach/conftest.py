"""A partnership with one referring site, and short ways to make more."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

from app.outreach.models import Activity, Champion, Material, Site, Strategy, Training
from app.partnerships.models import Partnership
from tests.factories import THEN, make_partnership

TODAY = date(2026, 11, 24)
BASE = "/partnerships/kestrel-bay/referrals"
_numbers = itertools.count(1)


def make_site(partnership: Partnership, **values: Any) -> Site:
    """A clinic with a visit planned for the tenth of December 2026."""
    defaults = {"name": f"Clinic {next(_numbers)}", "next_visit_on": date(2026, 12, 10), "created_at": THEN}
    return Site.create(partnership=partnership, **{**defaults, **values})


def make_strategy(partnership: Partnership, **values: Any) -> Strategy:
    """Ours, active, every four weeks."""
    defaults = {
        "side": "provider",
        "title": "Speak at grand rounds",
        "status": "active",
        "every_weeks": 4,
        "created_at": THEN,
    }
    return Strategy.create(partnership=partnership, **{**defaults, **values})


def make_activity(partnership: Partnership, **values: Any) -> Activity:
    """A visit at no single site."""
    defaults = {"on": date(2026, 11, 10), "kind": "visit", "created_at": THEN}
    return Activity.create(partnership=partnership, **{**defaults, **values})


def make_champion(partnership: Partnership, **values: Any) -> Champion:
    """A clinical champion without a deputy."""
    defaults = {
        "organization": "Larkspur Clinic",
        "function": "Medical director",
        "side": "referrer",
        "role": "clinical_champion",
        "created_at": THEN,
    }
    return Champion.create(partnership=partnership, **{**defaults, **values})


def make_material(partnership: Partnership, **values: Any) -> Material:
    """The sheet for referrers."""
    defaults = {
        "title": "Program sheet",
        "kind": "program_sheet_for_referrers",
        "audience": "referrers",
        "created_at": THEN,
    }
    return Material.create(partnership=partnership, **{**defaults, **values})


def make_training(partnership: Partnership, **values: Any) -> Training:
    """Planned for our staff."""
    defaults = {
        "topic": "OE8",
        "audience": "our_staff",
        "planned_on": date(2026, 11, 20),
        "created_at": THEN,
    }
    return Training.create(partnership=partnership, **{**defaults, **values})


@pytest.fixture
def partnership(database: str) -> Partnership:
    """Kestrel Bay and a plan."""
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


@pytest.fixture
def site(partnership: Partnership) -> Site:
    """A clinic that could refer."""
    return make_site(partnership, name="Larkspur Clinic")

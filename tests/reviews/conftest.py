"""A partnership for the tests of reviews."""

from __future__ import annotations

import pytest

from app.partnerships.models import Partnership
from tests.factories import make_member, make_partnership, make_person


@pytest.fixture
def bay(database: str) -> Partnership:
    """No date calls for a review yet."""
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", stage="pilot")
    make_member(made, make_person(made.payer, name="Paul Renner"))
    return made

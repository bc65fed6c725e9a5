"""One partnership with a plan of a known name."""

from __future__ import annotations

import pytest

from app.partnerships.models import Partnership
from tests.factories import make_organization, make_partnership


@pytest.fixture
def bay(database: str) -> Partnership:
    return make_partnership(
        key="kestrel-bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway Health Plan")
    )

"""Makes rows for tests with one call each; every column that matters can be named."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from app.accounts.models import User
from app.core.fields import public_id
from app.partnerships.models import Membership, Partnership
from app.people.models import Organization, Person

THEN = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def make_user(**values: Any) -> User:
    """One of our people with an account."""
    number = next(_numbers)
    defaults = {
        "email": f"user{number}@hospice.example",
        "name": "Dana Whitfield",
        "role": "editor",
        "fs_uniquifier": public_id(),
        "created_at": THEN,
    }
    return User.create(**{**defaults, **values})


def make_organization(**values: Any) -> Organization:
    """A payer unless told otherwise."""
    return Organization.create(
        **{"name": f"Plan {next(_numbers)}", "role": "payer", "created_at": THEN, **values}
    )


def make_person(organization: Organization, **values: Any) -> Person:
    """Somebody who works there."""
    defaults = {"name": "Priya Nair", "function": "contracting", "created_at": THEN}
    return Person.create(organization=organization, **{**defaults, **values})


def make_partnership(**values: Any) -> Partnership:
    """A pilot between Kestrel Bay Hospice and a plan."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"partnership-{number}",
        "name": f"Kestrel Bay / Plan {number}",
        "stage": "pilot",
        "stage_since": date(2025, 12, 1),
        "product_lines": ["medi_cal_managed_care"],
        "created_at": THEN,
    }
    if "provider" not in values:
        defaults["provider"] = make_organization(name="Kestrel Bay Hospice", role="provider", ours=True)
    if "payer" not in values:
        defaults["payer"] = make_organization()
    return Partnership.create(**{**defaults, **values})


def make_member(partnership: Partnership, person: Person, side: str = "payer", **values: Any) -> Membership:
    """A person who works on the partnership."""
    return Membership.create(partnership=partnership, person=person, side=side, **values)

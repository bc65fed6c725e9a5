"""Makes rows for tests with one call each; every column that matters can be named."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time
from typing import Any

from app.accounts.models import User
from app.actions.models import Action
from app.core.fields import new_public_id
from app.core.text import folded
from app.meetings.models import Meeting
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
        "fs_uniquifier": new_public_id(),
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


def make_meeting(partnership: Partnership, **values: Any) -> Meeting:
    """An operations meeting on the first of December 2026."""
    defaults: dict[str, Any] = {
        "kind": "operations",
        "on": date(2026, 12, 1),
        "starts_at": time(14),
        "minutes": 60,
        "mode": "video",
        "created_at": THEN,
    }
    return Meeting.create(partnership=partnership, **{**defaults, **values})


def make_action(partnership: Partnership, **values: Any) -> Action:
    """A promise of our side."""
    defaults = {
        "text": "Send the visit log",
        "side": "provider",
        "due_on": date(2026, 11, 20),
        "created_at": THEN,
    }
    wanted = {**defaults, **values}
    return Action.create(partnership=partnership, folded=folded(str(wanted["text"])), **wanted)

"""Whom a form may name: people who work on the partnership."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.partnerships.models import Partnership
from app.partnerships.queries import members, people_here
from app.partnerships.rules import Side
from app.web.formdata import FormData

Pairs = list[tuple[str, str]]


def people_options(partnership: Partnership, sides: Collection[str] = tuple(Side)) -> Pairs:
    """Pairs of public id and words: who still works on it on these sides."""
    return [(one.public_id, one.words) for one in people_here(partnership.id) if one.side in sides]


def read_person(
    form: FormData,
    name: str,
    partnership: Partnership,
    *,
    missing: str = "",
    sides: Collection[str] = tuple(Side),
) -> int | None:
    """The person that a form names, by row number; somebody who works on this partnership."""
    chosen = form.text(name, missing)
    if not chosen:
        return None
    for member in members(partnership.id):
        if member.public_id == chosen and member.side in sides:
            return member.person_id
    form.fail(name, f"Choose somebody who works on {partnership.name}.")
    return None


def not_ahead(form: FormData, name: str, day: date | None, today: date) -> None:
    """A day of something that happened must have come."""
    if day is not None and day > today:
        form.fail(name, "Enter this day once it has come.")

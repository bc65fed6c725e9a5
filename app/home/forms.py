"""What people answer when somebody goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.people.models import Person
from app.web.formdata import FormData, Submitted

from .queries.handover import Item
from .rules import Hanging
from .service import Successors

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Handover:
    """Who takes over what, since when the person is gone, and whether they go off the list."""

    successors: Successors
    left_on: date
    delete: bool


def read_handover(
    submitted: Submitted, person: Person, items: Sequence[Item], today: date
) -> tuple[Handover | None, FormData]:
    """Who takes over from a person; a thing without an answer of its own follows the one for all."""
    form = FormData(submitted)
    known = {
        one.public_id: int(one.id)
        for one in Person.select(Person.id, Person.public_id).where(
            (Person.organization == person.organization_id)
            & Person.left_on.is_null()
            & (Person.id != person.id)
        )
    }
    left_on = form.day("left_on", "Enter the day they left.")
    if left_on is not None and left_on > today:
        form.fail("left_on", "Enter the day they left once it has come.")
    for_all = _answer(form, "take_over", known, "Choose who takes over, or nobody yet." if items else "")
    single: dict[tuple[Hanging, int], int | None] = {}
    for item in items:
        if form.text(item.name):
            single[item.kind, item.id] = _answer(form, item.name, known, "")
    wanted = Successors(for_all, single)
    delete = form.flag("delete")
    return (Handover(wanted, left_on, delete) if form.ok and left_on else None), form


def _answer(form: FormData, name: str, known: Mapping[str, int], missing: str) -> int | None:
    text = form.text(name, missing)
    if not text or text == NOBODY:
        return None
    if text not in known:
        form.fail(name, "Choose somebody who works at the same organization.")
    return known.get(text)

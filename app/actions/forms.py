"""What people type about a promise."""

from __future__ import annotations

from dataclasses import dataclass

from app.partnerships.models import Partnership
from app.partnerships.queries import find_by_key, members
from app.web.formdata import LONG, FormData, Submitted

from .models import Action
from .rules import Side
from .service import ActionFacts

SIDE_OPTIONS = (
    (Side.PROVIDER.value, "Our side"),
    (Side.PAYER.value, "The health plan"),
    (Side.JOINT.value, "Both together"),
)


@dataclass(frozen=True, slots=True)
class NewAction:
    """A promise on a partnership."""

    partnership: Partnership
    facts: ActionFacts


def read_new(submitted: Submitted) -> tuple[NewAction | None, FormData]:
    """What was typed about a new promise."""
    form = FormData(submitted)
    key = form.text("partnership", "Choose the partnership this belongs to.")
    partnership = find_by_key(key) if key else None
    if key and partnership is None:
        form.fail("partnership", "Choose a partnership from the list.")
    facts = _facts(form, partnership)
    return (NewAction(partnership, facts) if form.ok and partnership is not None else None), form


def read_facts(submitted: Submitted, partnership: Partnership) -> tuple[ActionFacts | None, FormData]:
    """What was typed about a promise that is known already."""
    form = FormData(submitted)
    facts = _facts(form, partnership)
    return (facts if form.ok else None), form


def _facts(form: FormData, partnership: Partnership | None) -> ActionFacts:
    text = form.text("text", "Write what needs doing.", LONG)
    side = form.choice("side", list(Side), "Choose whose promise it is.")
    due_on = form.day("due_on")
    private = form.flag("private")
    return ActionFacts(text, side, _owner(form, partnership), due_on, private)


def _owner(form: FormData, partnership: Partnership | None) -> int | None:
    chosen = form.text("owner")
    if not chosen or partnership is None:
        return None
    for member in members(partnership.id):
        if member.public_id == chosen:
            return member.person_id
    form.fail("owner", f"Choose somebody who works on {partnership.name}.")
    return None


def action_form(action: Action) -> FormData:
    """The form with what is known."""
    return FormData(
        initial={
            "text": action.text,
            "side": action.side,
            "owner": action.owner.public_id if action.owner else "",
            "due_on": action.due_on.isoformat() if action.due_on else "",
            "private": action.private,
        }
    )

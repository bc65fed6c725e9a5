"""What people type about a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.partnerships.models import Membership, Partnership
from app.partnerships.queries import find_by_key, members
from app.people.models import Person
from app.web.formdata import LONG, FormData, Submitted

from .models import Action
from .queries import open_ones
from .rules import CHOICES, Side, Status, repeat_words
from .service import MOST_AT_ONCE, ActionFacts, SeveralChange

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


@dataclass(frozen=True, slots=True)
class Several:
    """The promises that were ticked, and what becomes of them."""

    actions: tuple[Action, ...]
    wanted: SeveralChange
    owner_name: str


def ending(action: Action) -> str:
    """What the names of fields end with in the row of a list, where several may be open at once."""
    return f"-{action.public_id}"


def repeat_options(action: Action | None = None) -> list[tuple[str, str]]:
    """The rhythms a form offers, with the one that is known."""
    pairs = list(CHOICES)
    if action is not None and action.repeats and (action.repeats, action.repeats_every) not in pairs:
        pairs.append((action.repeats, action.repeats_every))
    return [(f"{unit}-{every}", repeat_words(unit, every).capitalize()) for unit, every in pairs]


def read_new(submitted: Submitted, today: date) -> tuple[NewAction | None, FormData]:
    """What was typed about a new promise."""
    form = FormData(submitted)
    key = form.text("partnership", "Choose the partnership this belongs to.")
    partnership = find_by_key(key) if key else None
    if key and partnership is None:
        form.fail("partnership", "Choose a partnership from the list.")
    facts = _facts(form, partnership, None, today, "")
    return (NewAction(partnership, facts) if form.ok and partnership is not None else None), form


def read_facts(
    submitted: Submitted, action: Action, today: date, end: str = ""
) -> tuple[ActionFacts | None, FormData]:
    """What was typed about a promise that is known already; `end` is the `ending` of a row's fields."""
    form = FormData(submitted)
    facts = _facts(form, action.partnership, action, today, end)
    return (facts if form.ok else None), form


def _facts(
    form: FormData, partnership: Partnership | None, action: Action | None, today: date, end: str
) -> ActionFacts:
    text = form.text(f"text{end}", "Write what needs doing.", LONG)
    side = form.choice(f"side{end}", list(Side), "Choose whose promise it is.")
    due_on = form.day(f"due_on{end}")
    repeats, _, every = form.choice(
        f"repeats{end}", [one for one, _words in repeat_options(action)]
    ).partition("-")
    waiting_for = form.text(f"waiting_for{end}")
    private = form.flag(f"private{end}") if not end or action is None else action.private
    is_open = action is None or action.status == Status.OPEN
    known = action.due_on if action is not None else None
    if is_open and due_on is not None and due_on < today and due_on != known:
        form.fail(f"due_on{end}", "Enter a date from today on.")
    if repeats and due_on is None:
        form.fail(f"due_on{end}", "Enter the day of the first one; it repeats from there.")
    owner = _owner(form, partnership, action, f"owner{end}")
    return ActionFacts(text, side, owner, due_on, private, waiting_for, repeats, int(every or 1))


def _owner(form: FormData, partnership: Partnership | None, action: Action | None, name: str) -> int | None:
    chosen = form.text(name)
    if not chosen or partnership is None:
        return None
    if action is not None and action.owner is not None and action.owner.public_id == chosen:
        return int(action.owner_id or 0)  # who owns it stays possible, also after they left
    for member in members(partnership.id):
        if member.public_id == chosen:
            return member.person_id
    form.fail(name, f"Choose somebody who works on {partnership.name}.")
    return None


def action_form(action: Action, end: str = "") -> FormData:
    """The form with what is known."""
    values = {
        "text": action.text,
        "side": action.side,
        "owner": action.owner.public_id if action.owner else "",
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "waiting_for": action.waiting_for,
        "repeats": f"{action.repeats}-{action.repeats_every}" if action.repeats else "",
        "private": action.private,
    }
    return FormData(initial={f"{name}{end}": value for name, value in values.items()})


def read_comment(submitted: Submitted) -> tuple[str, FormData]:
    """What was written beside a promise; empty when something is wrong."""
    form = FormData(submitted)
    return form.text("comment", "Write the comment first.", LONG), form


def read_several(submitted: Submitted, today: date) -> tuple[Several | None, FormData]:
    """Which promises were ticked, and the new day or owner."""
    form = FormData(submitted)
    picked = list(dict.fromkeys(submitted.getlist("action")))
    form.values["action"] = picked
    actions = open_ones(picked[: MOST_AT_ONCE + 1])
    due_on = form.day("due_on")
    owner = form.text("owner")
    person = Person.get_or_none(Person.public_id == owner) if owner else None
    if not picked:
        form.fail("action", "Tick the actions you want to change.")
    elif len(picked) > MOST_AT_ONCE:
        form.fail("action", f"Change at most {MOST_AT_ONCE} actions at once.")
    elif len(actions) < len(picked):
        form.fail("action", "Some of these are no longer open. Choose again from the list.")
    if due_on is not None and due_on < today:
        form.fail("due_on", "Enter a date from today on.")
    if not form.sent("due_on") or (not due_on and not owner and "due_on" not in form.errors):
        form.fail("due_on", "Enter a new date, choose a new owner, or both.")
    if owner and (person is None or not _works_on_all(person, actions)):
        form.fail("owner", "Choose somebody who works on every partnership among these actions.")
    wanted = SeveralChange(due_on, person.id if person else None)
    return (Several(tuple(actions), wanted, person.name if person else "") if form.ok else None), form


def _works_on_all(person: Person, actions: Sequence[Action]) -> bool:
    homes = {action.partnership_id for action in actions}
    on = Membership.select(Membership.partnership).where(Membership.person == person.id)
    return homes <= {one.partnership_id for one in on}

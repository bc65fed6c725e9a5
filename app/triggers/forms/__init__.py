"""What people type about signals, changes and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.web.formdata import LONG, FormData, Submitted

from ..queries import RuleRow
from ..rules import ANSWERS, LIMITS, MOST_MONTHS, Answer, usual_numbers

LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A change around the partnership, as it was noted."""

    kind: str
    on: date
    text: str


def read_change(submitted: Submitted, kinds: Iterable[str], today: date) -> tuple[Change | None, FormData]:
    """A change; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    kind = form.choice("kind", list(kinds), "Choose what changed.")
    on = form.day("on", "Enter the day of the change.")
    text = form.text("text", "Say in a sentence what changed.", LONG)
    if on is not None and on > today:
        form.fail("on", "Enter a change once it has happened.")
    return (Change(kind, on, text) if form.ok and on else None), form


def read_answer(submitted: Submitted) -> tuple[Answer | None, str, int, FormData]:
    """An answer with its reason, and the version that was looked at."""
    form = FormData(submitted)
    picked = form.choice("answer", [one.value for one in ANSWERS], "Choose an answer.")
    reason = form.text("reason", limit=LONG)
    seen = form.whole("seen") or 0
    if picked == Answer.DISMISS and not reason and "reason" not in form.errors:
        form.fail("reason", "Say in one sentence why it is set aside; a successor will read it.")
    return (Answer(picked) if form.ok else None), reason, seen, form


def read_rule(submitted: Submitted, one: RuleRow) -> tuple[dict[str, str] | None, bool, int, FormData]:
    """A partnership's own numbers of a rule: only those that differ from the usual ones."""
    form = FormData(submitted)
    usual = usual_numbers(one.usual)
    found = {
        "n": _text(form.whole("n", 1, MOST_MONTHS, "In how many months?")),
        "grace": _text(form.whole("grace", 0, MOST_MONTHS, "Not in how many first months?")),
    }
    for name in (part for part in LIMITS if part in usual):
        value = form.number(name, 6, LARGEST, "Which limit?", signed=True)
        found[name] = "" if value is None else f"{value.normalize():f}"
    if one.usual.kind == "consecutive" and form.ok and not form.errors:
        _check(form, found)
    watched, seen = form.flag("watched"), form.whole("seen") or 0
    differing = {name: value for name, value in found.items() if value != usual[name]}
    return (differing if form.ok else None), watched, seen, form


def _check(form: FormData, found: dict[str, str]) -> None:
    low, high = (found.get(name) for name in LIMITS)
    if low and high and float(low) > float(high):
        form.fail("upper", "The upper limit lies under the lower one.")


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def rule_form(one: RuleRow) -> FormData:
    """The form with the numbers that hold now."""
    values = {**usual_numbers(one.usual), **one.numbers}
    return FormData(initial={**values, "watched": one.watched, "seen": str(one.version)})

"""What people type about signals, changes and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.catalogue.triggers import MonthlyRule
from app.web.formdata import LONG, FormData, Submitted

from ..queries import RuleRow
from ..rules import ANSWERS, LIMITS, MOST_WEEKS, PERCENT, Answer, NumberField, Proposal, Teller, never_met
from ..service import Opening

LARGEST = 1_000_000

AHEAD_DAYS = 366  # a change that is foreseen


@dataclass(frozen=True, slots=True)
class Change:
    """A change around the partnership, as it was noted."""

    kind: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What is written of a change, and the version that was looked at."""

    on: date
    text: str
    answer: str
    seen: int


def read_change(submitted: Submitted, kinds: Iterable[str], today: date) -> tuple[Change | None, FormData]:
    """A change; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    kind = form.choice("kind", list(kinds), "Choose what changed.")
    on = _known(form, today)
    text = form.text("text", "Say in a sentence what changed.", LONG)
    return (Change(kind, on, text) if form.ok and on else None), form


def read_change_facts(submitted: Submitted, today: date) -> tuple[ChangeFacts | None, FormData]:
    """What is written of a change that was noted: its day, the sentence, and how it was answered."""
    form = FormData(submitted)
    on = _known(form, today)
    text = form.text("text", "Say in a sentence what changed.", LONG)
    answer, seen = form.text("answer", limit=LONG), form.whole("seen") or 0
    return (ChangeFacts(on, text, answer, seen) if form.ok and on else None), form


def _known(form: FormData, today: date) -> date | None:
    """The day of a change that has come or is foreseen; duties to tell count back from it."""
    on = form.day("on", "Enter the day of the change.")
    if on is not None and on > today + timedelta(days=AHEAD_DAYS):
        form.fail("on", "Enter a day within the next year.")
    return on


def opening_form(proposal: Proposal) -> FormData:
    """The form with what a change usually opens ticked."""
    return FormData(
        initial={
            **{name: name in proposal.usual for name in ("review", "assess", "denser", "assumptions")},
            "weeks": str(proposal.weeks),
            "tell": [str(one.place) for one in proposal.duties if f"tell-{one.place}" in proposal.usual],
        }
    )


def read_opening(
    submitted: Submitted, proposal: Proposal, owners: Mapping[str, int]
) -> tuple[Opening | None, FormData]:
    """What is to be opened; None and a sentence where nothing is ticked or something cannot be meant."""
    form = FormData(submitted)
    denser = form.flag("denser")
    weeks = form.whole("weeks", 1, MOST_WEEKS, "For how many weeks?" if denser else "") if denser else 0
    told = form.choices("tell", [str(one.place) for one in proposal.duties])
    teller = form.choice("teller", list(Teller), "Choose who has to tell." if told else "")
    owner = form.choice("owner", list(owners))
    wanted = Opening(
        review=form.flag("review") and proposal.can_review,
        assess=form.flag("assess"),
        weeks=weeks or 0,
        assumptions=form.flag("assumptions") and proposal.assumptions > 0,
        duties=tuple(one for one in proposal.duties if str(one.place) in told),
        owner_id=owners.get(owner),
        teller=Teller(teller or Teller.OURS),
    )
    if form.ok and not (wanted.review or wanted.assess or denser or wanted.assumptions or wanted.duties):
        form.fail("review", "Tick what this change is to open, or choose “Open nothing”.")
    return (wanted if form.ok else None), form


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
    found = {part.name: _number(form, part) for part in one.fields}
    if one.usual is not None and form.ok:
        _check(form, one.usual, found)
    watched, seen = form.flag("watched"), form.whole("seen") or 0
    usual = {part.name: part.usual for part in one.fields}
    differing = {name: value for name, value in found.items() if value != usual[name]}
    return (differing if form.ok else None), watched, seen, form


def _number(form: FormData, part: NumberField) -> str:
    """One number within its range, as it is kept."""
    missing = "Which limit?" if part.name in LIMITS else f"Enter a number from {part.low} to {part.high}."
    if part.places == 0:
        return _text(form.whole(part.name, int(part.low), int(part.high), missing))
    if part.unit == PERCENT:
        value = form.percent(part.name, part.places, missing)
    else:
        value = form.number(part.name, part.places, LARGEST, missing, signed=part.name in LIMITS)
    if value is None:
        return ""
    if not Decimal(part.low) <= value <= Decimal(part.high):
        form.fail(part.name, f"Enter a number from {part.typed(part.low)} to {part.typed(part.high)}.")
    return f"{value.normalize():f}"


def _check(form: FormData, usual: MonthlyRule, found: Mapping[str, str]) -> None:
    """Limits that mean something: in order, and such as a value can lie beyond."""
    low, high = (found.get(name) for name in LIMITS)
    if low and high and Decimal(low) > Decimal(high):
        form.fail("upper", "The upper limit lies under the lower one.")
    elif low and not high:
        never = never_met(usual, Decimal(low))
        if never:
            form.fail("limit", never)


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def rule_form(one: RuleRow) -> FormData:
    """The form with the numbers that hold now."""
    kept = {**{part.name: part.usual for part in one.fields}, **one.numbers}
    values = {part.name: part.typed(kept[part.name]) for part in one.fields}
    return FormData(initial={**values, "watched": one.watched, "seen": str(one.version)})

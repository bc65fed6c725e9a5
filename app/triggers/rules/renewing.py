"""Rules that hang on when something was last done: it is to be done again after a while. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.triggers import DateRule
from app.core.calendar import add_months, day_words

from .firing import Firing, What

RENEWED = ("TD06", "TD07", "TD08", "TD09", "TD10", "TD11", "TD12")
SUPPORT_ENDS = "TD11"
LAST_WORDS = {
    "TD06": "last finished on",
    "TD07": "last worked over on",
    "TD08": "last agreed on",
    "TD09": "last looked at on",
    "TD10": "last changed on",
    SUPPORT_ENDS: "the support ends on",
    "TD12": "last taken on",
}
AGED = ("TD06", "TD07")  # what gets old: it speaks up before it is, so it says when [T5 sustainability]
AGES = {6: "six months old", 12: "a year old"}


@dataclass(frozen=True, slots=True)
class LastDone:
    """The day on which something was last done; `again_on` is the day that was chosen for the next time."""

    on: date
    again_on: date | None = None


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """What these rules hang on, by the base the catalogue names; what never was done is not there."""

    last: Mapping[str, LastDone]
    in_pilot: bool
    ended_on: date | None


def usual_lead(rule: DateRule) -> int:
    """How many days before its date a rule speaks up."""
    return -rule.offsets_days[0] if rule.offsets_days else rule.lead_days


def renewals(facts: RenewalFacts, rules: Sequence[tuple[DateRule, int]]) -> Iterator[Firing]:
    """What is to be done again, so many days before its date [T5 sustainability] [L5 hard-talks].

    The newest time counts, so there is one firing for each rule at most. After the end there is none.
    """
    for rule, lead in rules:
        last = facts.last.get(rule.base)
        if last is None:
            continue
        due = _due(rule, last, in_pilot=facts.in_pilot)
        on = due - timedelta(days=lead)
        if facts.ended_on is None or on <= facts.ended_on:
            why = f"{LAST_WORDS[rule.id]} {day_words(last.on)}"
            if rule.id in AGED:
                age = AGES.get(_months(rule, in_pilot=facts.in_pilot), "due again")
                why += f"; {age} on {day_words(due)}"
            yield Firing(rule.id, What.FIRES, on, why=why, about=last.on.isoformat())


def _due(rule: DateRule, last: LastDone, *, in_pilot: bool) -> date:
    if last.again_on is not None and last.again_on > last.on:
        return last.again_on
    if rule.offsets_days:
        return last.on
    return add_months(last.on, _months(rule, in_pilot=in_pilot))


def _months(rule: DateRule, *, in_pilot: bool) -> int:
    phase = "pilot" if in_pilot else "sustained"
    by_phase = rule.offsets_months_by_phase
    return (by_phase.get(phase) or 0) if by_phase else rule.offsets_months[0]


def done_again(trigger: str, about: str, last: LastDone | None) -> date | None:
    """The day on which what a signal asked for was done; none where the earlier day was only taken back."""
    if last is None or trigger == SUPPORT_ENDS or last.on.isoformat() <= about:
        return None
    return last.on

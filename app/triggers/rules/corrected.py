"""What was corrected under a signal, in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.catalogue.triggers import MonthlyRule

from .formula import names_in

MOST_TOLD = 3


class Now(StrEnum):
    """What became of a signal after a correction."""

    GONE = "This signal no longer holds."
    STILL = "This signal still holds, with other numbers."
    BACK = "This signal holds again."


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure of a month that was corrected; `name` is the catalogue's, values are in words."""

    month: date
    name: str
    label: str
    before: str
    after: str


def read_names(rule: MonthlyRule) -> frozenset[str]:
    """The figures a rule reads."""
    names = {*names_in(rule.value)}
    return frozenset(names | {*names_in(rule.threshold_field)} if rule.threshold_field else names)


def corrected_words(corrections: Sequence[Correction], names: Collection[str], now: Now) -> str:
    """March 2026 was corrected: referrals received from 5 to 9. This signal no longer holds.

    Empty where none of the figures that the rule reads was corrected.
    """
    told: dict[date, list[str]] = {}
    for one in corrections:
        if one.name in names:
            label = f"{one.label[:1].lower()}{one.label[1:]}"
            told.setdefault(one.month, []).append(f"{label} from {one.before} to {one.after}")
    if not told:
        return ""
    newest = sorted(told)[-MOST_TOLD:]
    sentences = [f"{month:%B %Y} was corrected: {', '.join(told[month])}." for month in newest]
    return " ".join((*sentences, now.value))

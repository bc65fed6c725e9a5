"""What was assumed at signing, and what the last months say instead. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

Months = Sequence[Mapping[str, Any]]  # figures by column name, oldest first; None is not known
LOOKED_AT = 3  # months
LONGER = 12  # months, for what few patients decide
USUAL_TOLERANCE = 20  # percent


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure assumed when people sign, and how the monthly numbers give it [L3 volume] [L5 costs]."""

    id: str
    label: str
    unit: str
    of: Callable[[Months], Decimal | None]


def _mean(name: str) -> Callable[[Months], Decimal | None]:
    """The mean of the months in which it is known."""

    def of(months: Months) -> Decimal | None:
        known = [Decimal(one[name]) for one in months[-LOOKED_AT:] if one.get(name) is not None]
        return sum(known, Decimal(0)) / len(known) if known else None

    return of


def _last(name: str) -> Callable[[Months], Decimal | None]:
    def of(months: Months) -> Decimal | None:
        known = [one[name] for one in months[-LOOKED_AT:] if one.get(name) is not None]
        return Decimal(known[-1]) if known else None

    return of


def _ratio(
    above: Sequence[str], below: Sequence[str], times: int = 1, span: int = LOOKED_AT
) -> Callable[[Months], Decimal | None]:
    """Sums over the months in which every part is known; None where the lower sum is nothing."""

    def of(months: Months) -> Decimal | None:
        whole = [one for one in months[-span:] if all(one.get(name) is not None for name in (*above, *below))]
        upper = sum((Decimal(one[name]) for one in whole for name in above), Decimal(0))
        lower = sum((Decimal(one[name]) for one in whole for name in below), Decimal(0))
        return upper * times / lower if lower else None

    return of


HOME = ("rn_visits", "sw_visits")
EXITS = ("deaths", "hospice_transfers", "other_exits")
FACTS = {
    one.id: one
    for one in (
        Fact("referrals", "Referrals", "a month", _mean("referrals")),
        Fact("enrolled", "Newly enrolled", "a month", _mean("new_enrolled")),
        Fact(
            "enrolled_share",
            "Enrolled of a hundred referred",
            "patients",
            _ratio(("new_enrolled",), ("referrals",), 100),
        ),
        Fact("caseload", "Caseload", "patients", _last("census_end")),
        Fact("stay", "Months enrolled", "on average", _ratio(("patient_months",), EXITS, 1, LONGER)),
        Fact("contacts", "Contacts", "a patient month", _ratio(("encounters",), ("patient_months",))),
        Fact("home_visits", "Home visits", "a patient month", _ratio(HOME, ("patient_months",))),
        Fact("drive", "Drive for a home visit", "minutes", _ratio(("drive_hours",), HOME, 60)),
        Fact("auth_days", "Days until an authorization", "on average", _mean("auth_days_mean")),
        Fact("reply_days", "Days until a reply", "on average", _mean("reply_days_mean")),
        Fact("payment_days", "Days until payment", "on average", _mean("days_to_payment_mean")),
        Fact("reporting_hours", "Hours for reports", "a month", _mean("reporting_hours")),
    )
}


class Holds(StrEnum):
    """Whether an assumption holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption as it is kept."""

    fact: str
    value: Decimal
    tolerance: int  # percent to either side
    check_on: date | None = None
    note: str = ""
    id: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the register as somebody wants it; without a value it is to be empty.

    `seen` is the version that the person looked at (0: none was there).
    """

    fact: str
    value: Decimal | None
    tolerance: int
    check_on: date | None
    note: str
    seen: int


@dataclass(frozen=True, slots=True)
class Beside:
    """An assumption beside the fact; `apart` is in percent of what was assumed."""

    fact: Fact
    assumed: Assumed
    found: Decimal | None
    apart: Decimal | None

    @property
    def holds(self) -> Holds:
        """Within the tolerance; not known while a figure is missing."""
        if self.apart is None:
            return Holds.UNKNOWN
        return Holds.YES if abs(self.apart) <= self.assumed.tolerance else Holds.NO

    @property
    def assumed_words(self) -> str:
        """Referrals: 12 assumed, whatever came of it."""
        return f"{self.fact.label}: {figure(self.assumed.value)} assumed"

    @property
    def words(self) -> str:
        """Referrals: 12 assumed, 8.3 in the last months, 31 percent fewer."""
        told = self.assumed_words
        if self.found is None or self.apart is None:
            return f"{told}, and not known since."
        if not round(self.apart):
            return f"{told}, and so it is."
        way = "more" if self.apart > 0 else "less"
        return f"{told}, {figure(self.found)} now: {abs(round(self.apart))} percent {way}."


def figure(value: Decimal) -> str:
    """12, or 8.3: one decimal where it is no whole number."""
    short = round(value, 1)
    return f"{short:,.0f}" if short == short.to_integral_value() else f"{short:,.1f}"


def beside(assumed: Sequence[Assumed], months: Months) -> tuple[Beside, ...]:
    """Every assumption with its fact, in the order of the register."""
    by_fact = {one.fact: one for one in assumed}
    rows = []
    for fact in FACTS.values():
        one = by_fact.get(fact.id)
        if one is not None:
            found = fact.of(months)
            apart = (found - one.value) * 100 / one.value if found is not None and one.value else None
            rows.append(Beside(fact, one, found, apart))
    return tuple(rows)


def register_words(rows: Sequence[Beside]) -> str:
    """How the assumptions stand altogether."""
    if not rows:
        return "Nothing is written down yet of what was assumed when you signed."
    gone = [one for one in rows if one.holds is Holds.NO]
    if not gone:
        open_ones = sum(one.holds is Holds.UNKNOWN for one in rows)
        return "Everything that is known holds." if open_ones else "Every assumption holds."
    all_of_them = "assumption" if len(rows) == 1 else "assumptions"
    hold = "holds" if len(gone) == 1 else "hold"
    return f"{len(gone)} of {len(rows)} {all_of_them} no longer {hold}."

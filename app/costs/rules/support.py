"""Start-up support: what it pays in the first months, when it ends, and whether that is too early. Pure.

[L5 hard-talks] [L1 information]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.calendar import add_months
from app.core.text import count_words

from .inputs import CostInputs
from .model import NEVER, Never, RampRow, ramp_rows, turning_month
from .words import dollars

LUMP, FLOOR, FALLING, NO_SUPPORT = "lump_sum", "monthly_floor", "falling_supplement", "none"
OWN = "own_reserves"
CASELOAD = "caseload_reached"


@dataclass(frozen=True, slots=True)
class Support:
    """The terms of the support; USD, None is not known. `falling` are month and sum from it on.

    Month 1 is the month of `start`, the first day of the agreement.
    """

    form: str | None = None
    amount: Fraction | None = None
    floor: Fraction | None = None
    falling: tuple[tuple[int, Fraction], ...] = ()
    source: str | None = None
    ends_when: str | None = None
    ends_on: date | None = None
    ends_at: int | None = None
    months: int | None = None
    pay_on: date | None = None
    start: date | None = None

    def month_of(self, on: date) -> int | None:
        """Which month of the agreement a day lies in; None without a first day."""
        return None if self.start is None else _months(on) - _months(self.start) + 1

    def named(self, month: int) -> str:
        """March 2027, or month 5 where nobody knows the first day."""
        if self.start is None:
            return f"month {month}"
        return f"{add_months(self.start.replace(day=1), month - 1):%B %Y}"


def _months(on: date) -> int:
    return on.year * 12 + on.month


def last_month(support: Support, rows: Sequence[RampRow]) -> int | None:
    """The month in which the support ends, whatever ends it first; None where nothing says so."""
    ends = []
    if support.ends_on is not None and (month := support.month_of(support.ends_on)) is not None:
        ends.append(month)
    elif support.months is not None:
        ends.append(support.months)
    if support.ends_when == CASELOAD and support.ends_at is not None:
        ends += [row.month for row in rows if row.patients >= support.ends_at][:1]
    return min(ends, default=None)


def paid_by_month(support: Support, inputs: CostInputs) -> dict[int, Fraction]:
    """USD by month of the start, 0 for the first day. Our own reserves pay for a start; they earn nothing."""
    rows = ramp_rows(inputs)
    if support.source == OWN or support.form == NO_SUPPORT:
        return {}
    if support.form in (None, LUMP):
        month = support.month_of(support.pay_on) if support.pay_on else 0
        return {max(month or 0, 0): support.amount} if support.amount else {}
    end, left = last_month(support, rows), support.amount
    found: dict[int, Fraction] = {}
    for row in rows:
        sum_due = _monthly(support, row, inputs) if end is None or row.month <= end else Fraction(0)
        found[row.month] = sum_due if left is None else min(sum_due, left)
        left = None if left is None else left - found[row.month]
    return found


def _monthly(support: Support, row: RampRow, inputs: CostInputs) -> Fraction:
    if support.form == FLOOR:
        based = row.patients * inputs.payment_terms.case_rate
        return max((support.floor or Fraction(0)) - based, Fraction(0))
    begun = [amount for month, amount in sorted(support.falling) if month <= row.month]
    return begun[-1] if begun else Fraction(0)


def deepest(inputs: CostInputs, paid: dict[int, Fraction]) -> Fraction:
    """The deepest running loss of the first months in USD with these payments; 0 where there is none."""
    running = paid.get(0, Fraction(0)) - inputs.ramp.startup_once
    lowest = running
    for row in ramp_rows(inputs):
        running += row.margin + paid.get(row.month, Fraction(0))
        lowest = min(lowest, running)
    return max(-lowest, Fraction(0))


def loss_words(support: Support, inputs: CostInputs) -> str:
    """The first months without the support and with it."""
    if not inputs.ramp.patients:
        return "The costs do not name the patients of the first months, so their loss is not known."
    without = deepest(inputs, {})
    if not without:
        return "The first months never go below zero, even without support."
    paid = paid_by_month(support, inputs)
    if support.source == OWN:
        said = f"The first months go down to {dollars(-without)}"
        if support.amount is None:
            return f"{said}; our own reserves carry it."
        short = without - support.amount
        last = f"fall {dollars(short)} short of that" if short > 0 else "can carry that"
        return f"{said}; the {dollars(support.amount)} of our own reserves {last}."
    if not any(paid.values()):
        return f"Without support the first months go down to {dollars(-without)}."
    left = deepest(inputs, paid)
    with_it = f"to {dollars(-left)}" if left else "never below zero"
    return f"Without support the first months go down to {dollars(-without)}; with it {with_it}."


def counted_words(agreed: Fraction | None, counted: Fraction) -> str:
    """Whether the costs count another sum than the term sheet says; nothing where they agree."""
    if agreed is None or not counted or agreed == counted:
        return ""
    return f"The costs count {dollars(counted)} of support, the term sheet says {dollars(agreed)}."


def end_words(support: Support, inputs: CostInputs | None) -> str:
    """When the support ends, against the month from which on the caseload carries itself."""
    if support.form == NO_SUPPORT:
        return "No start-up support is agreed."
    rows = ramp_rows(inputs) if inputs else ()
    end = last_month(support, rows)
    if end is None:
        return _open_end(support, rows)
    begin = f"Support ends in {support.named(end)}"
    if inputs is None or not rows:
        return (
            f"{begin}. Whether the caseload carries itself by then is not known: no first months are entered."
        )
    return f"{begin}{_against(support, end, turning_month(inputs), len(rows))}"


def _open_end(support: Support, rows: Sequence[RampRow]) -> str:
    if support.form is None and support.amount is None:
        return "Whether there is start-up support is not settled."
    if support.ends_when == CASELOAD and support.ends_at is not None and rows:
        return (
            f"A caseload of {support.ends_at} ends the support; "
            f"it is not reached in the {len(rows)} months entered."
        )
    if support.form == LUMP and support.ends_when is None:
        return "The support is paid once; after that the caseload has to carry itself."
    return "When the support ends is not settled."


def _against(support: Support, end: int, turned: int | Never, months: int) -> str:
    if turned == NEVER:
        return f"; in none of the {months} months entered does the caseload begin to carry itself for good."
    if end >= turned:
        return f"; by then the caseload carries itself, from {support.named(turned)} on."
    gap = turned - end
    apart = "the month" if gap == 1 else f"{count_words(gap)} months"
    return f", {apart} before the caseload carries itself."


def ends_too_early(support: Support, inputs: CostInputs | None) -> bool:
    """Whether the support ends before the month in which the caseload begins to carry itself."""
    if inputs is None or support.form == NO_SUPPORT:
        return False
    end, turned = last_month(support, ramp_rows(inputs)), turning_month(inputs)
    if end is None or not inputs.ramp.patients:
        return False
    return turned == NEVER or end < turned - 1

"""The results of the cost model in plain sentences. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from app.core.money import format_cents, format_dollars

from .inputs import CostInputs
from .model import NEVER, Never, RampRow, SetResult, turning_month
from .staffing import Staffing
from .volumes import Place, Volume


def to_cents(amount: Fraction) -> int:
    """USD as whole cents, half away from zero: only what is shown is rounded."""
    cents = int(abs(amount) * 100 + Fraction(1, 2))
    return cents if amount >= 0 else -cents


def dollars(amount: Fraction) -> str:
    """$1,579."""
    return format_dollars(to_cents(amount))


def exact(amount: Fraction) -> str:
    """$952.63."""
    return format_cents(to_cents(amount))


def plain_dollars(cents: int) -> str:
    """940.5 for 94050 cents, as inputs are kept."""
    return f"{(Decimal(cents) / 100).normalize():f}"


def amount(kept: str) -> str:
    """$1,060.00 for 1060, as inputs are kept."""
    return exact(Fraction(kept))


def number(value: Fraction) -> str:
    """1,234.25: two decimals at most, and none that says nothing."""
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")


def fine(amount: Fraction) -> str:
    """$0.725: as many decimals as a rate per mile needs, and at least cents."""
    digits = f"{float(amount):,.4f}"
    whole, _, rest = digits.partition(".")
    return f"${whole}.{rest[:2]}{rest[2:].rstrip('0')}"


def count(value: Fraction) -> str:
    """30, or 23.8: one decimal where it is no whole number."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.1f}"


def patients_words(value: Fraction | int) -> str:
    """30 patients, 1 patient."""
    return f"{count(Fraction(value))} patient{'' if value == 1 else 's'}"


def result_words(patients: Fraction, margin: Fraction | None) -> str:
    """What a month leaves over or lacks, as a heading."""
    if margin is None or not patients:
        return "What a month leaves over is not known yet"
    if not to_cents(margin):
        return f"At {patients_words(patients)} payment just covers cost"
    if margin < 0:
        return f"At {patients_words(patients)} you are {dollars(-margin)} a month short"
    return f"At {patients_words(patients)} {dollars(margin)} a month is left over"


def even_words(found: SetResult, steady: Fraction | None) -> str:
    """From how many patients on it carries, and at what payment with the patients there are [L5 costs]."""
    even = found.break_even_patients
    if even is None or found.contribution_ppm is None:
        return "Where it breaks even is not known: the mean months enrolled are missing."
    if even == NEVER:
        if not found.contribution_ppm:
            return "No number of patients breaks even: each one brings just what its care costs."
        short = exact(-found.contribution_ppm)
        return f"No number of patients breaks even: each one costs {short} more than it brings in a month."
    words = f"You break even at {patients_words(even)}"
    if steady is None:
        return f"{words}."
    return f"{words}, or at {exact(steady)} per patient month with the patients you have."


def offer_words(found: Sequence[Volume]) -> str:
    """The payment beside cost at few, expected and many patients, in one sentence [L5 negotiation]."""
    places = {one.place: one for one in found}
    rows = [places[one] for one in (Place.LOW, Place.EXPECTED, Place.HIGH) if one in places]
    if len(rows) < len(Place) - 1 or any(one.result_ppm is None for one in rows):
        return ""
    parts = [f"{_apart(one.result_ppm or Fraction(0))} at {count(one.patients)}" for one in rows]
    paid = over_patients(rows[1])
    return f"{exact(paid)} per patient month is {parts[0]} patients, {parts[1]} and {parts[2]}."


def over_patients(one: Volume) -> Fraction:
    """What a patient month brings at this number of patients."""
    return one.revenue / one.patients


def _apart(result: Fraction) -> str:
    if not to_cents(result):
        return "just what care costs"
    return f"{exact(abs(result))} {'over' if result > 0 else 'short of'} cost"


def start_words(inputs: CostInputs, rows: Sequence[RampRow], loss: Fraction) -> str:
    """How deep the first months go and when they turn [L5 hard-talks]."""
    if not rows:
        return "Enter the patients of the first months to see what the start costs."
    turned: int | Never = turning_month(inputs)
    until = (
        f"none of the {len(rows)} months ends the losses for good"
        if turned == NEVER
        else f"from month {turned} on no month loses"
    )
    if not loss:
        return f"The start never goes below zero; {until}."
    words = f"The first months go down to {dollars(-loss)}; {until}."
    return f"{words} {tolerance_words(inputs.loss_tolerance, loss)}".strip()


def tolerance_words(tolerance: Fraction | None, loss: Fraction) -> str:
    """Whether that can be borne; nothing while nobody has said how much can."""
    if tolerance is None:
        return ""
    if loss <= tolerance:
        return f"You said that you can bear {dollars(tolerance)}."
    return f"That is {dollars(loss - tolerance)} more than the {dollars(tolerance)} you can bear."


def team_words(found: Sequence[Staffing]) -> str:
    """How many patients the team can carry, and whose hours end first [L4 model]."""
    limits = [(one.patients_possible, one.discipline) for one in found if one.patients_possible is not None]
    if not limits:
        return "Nothing limits the team: no encounter takes time yet."
    most, discipline = min(limits)
    return f"The team can carry {patients_words(most)}; the hours of “{discipline}” end first."


def missing_words(inputs: CostInputs) -> tuple[str, ...]:
    """What is still missing for an answer that means something."""
    wanted = {
        "Patients enrolled are missing.": not inputs.patients,
        "The mean months enrolled are missing.": not inputs.mean_stay_months,
        "The case rate is missing.": not inputs.payment_terms.case_rate,
        "No discipline has an hourly cost.": not any(inputs.hourly_cost.values()),
        "No overhead is named: it is seldom zero.": not inputs.fixed_overhead,
    }
    return tuple(sentence for sentence, missing in wanted.items() if missing)


NO_RATE = "Where it breaks even is not known: the case rate is missing."


def lacks_rate(inputs: CostInputs, layers: Collection[str]) -> bool:
    """Whether a case rate is paid and nobody has said how much: what is missing never counts as zero."""
    return "case_rate" in layers and not inputs.payment_terms.case_rate


def effect_words(before: SetResult, after: SetResult) -> str:
    """What a change does to a month and to the break-even, in two sentences."""
    if before.monthly_margin is None or after.monthly_margin is None:
        return "What the change does is not known: a figure is missing."
    apart = after.monthly_margin - before.monthly_margin
    if not to_cents(apart):
        month = f"A month stays as it is: {_left(after.monthly_margin)}."
    else:
        way = "better" if apart > 0 else "worse"
        month = (
            f"A month gets {dollars(abs(apart))} {way}: from {_left(before.monthly_margin)} "
            f"to {_left(after.monthly_margin)}."
        )
    return f"{month} {_even_moves(before.break_even_patients, after.break_even_patients)}"


def _left(margin: Fraction) -> str:
    return f"{dollars(abs(margin))} {'short' if margin < 0 else 'left over'}"


def _even_moves(before: int | Never | None, after: int | Never | None) -> str:
    if before == after:
        return "The break-even stays where it is."
    if after == NEVER:
        return "No number of patients breaks even then."
    if before == NEVER:
        return f"It breaks even at {patients_words(after or 0)}, and did not before."
    return f"The break-even moves from {before} to {patients_words(after or 0)}."

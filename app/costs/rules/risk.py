"""Sharing savings and losses: what chance can do to a group of this size, in words. Pure.

[L5 layering] [L5 hard-talks]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .inputs import CostInputs
from .words import count, dollars, exact, patients_words

YEAR = 12  # months that are counted before a result


class Sharing(StrEnum):
    """What is shared of savings and losses."""

    NONE = "none"
    SAVINGS = "shared_savings"
    BOTH = "two_sided"
    ALL = "full_risk"


SHARING_WORDS = {
    Sharing.NONE: "Savings and losses are not shared",
    Sharing.SAVINGS: "Savings are shared",
    Sharing.BOTH: "Savings and losses are shared",
    Sharing.ALL: "All of the risk is ours",
}
OWES = {Sharing.BOTH, Sharing.ALL}  # where a loss has to be paid


@dataclass(frozen=True, slots=True)
class Risk:
    """The terms of sharing; USD, `share` from 0 to 1, None is not known.

    `agreed` says that the kind stands in the term sheet; otherwise it is only asked for.
    """

    kind: Sharing | None = None
    agreed: bool = False
    group: int | None = None  # members, the smallest for which anything is shared
    cap: Fraction | None = None  # for a single patient in a year
    share: Fraction | None = None
    delay_months: int | None = None
    most: Fraction | None = None  # our largest loss in a year

    @property
    def matters(self) -> bool:
        """Whether anything is shared at all."""
        return self.kind not in (None, Sharing.NONE)


def risk_words(risk: Risk) -> str:
    """What is shared, in one sentence."""
    if risk.kind is None:
        return "Whether savings and losses are shared is not settled."
    said = SHARING_WORDS[risk.kind]
    return f"{said}." if risk.agreed else f"Asked for, not agreed: {said[:1].lower()}{said[1:]}."


def swing_words(
    risk: Risk, inputs: CostInputs | None, margin: Fraction | None, usual_group: int
) -> tuple[str, ...]:
    """How the result of a year could swing for this group, one sentence for each thing that is known.

    `margin` is what a month leaves over in USD; `usual_group` is the catalogue's least.
    """
    if not risk.matters:
        return ()
    told = list(_group(risk, inputs, usual_group))
    told += _outlier(risk, inputs)
    told += _money(risk, inputs, margin)
    return tuple(told)


def _group(risk: Risk, inputs: CostInputs | None, usual_group: int) -> Iterator[str]:
    if inputs is None or not inputs.patients:
        yield "How many patients are enrolled is not known, so nobody can say what chance would do."
        return
    least = risk.group or usual_group
    whose = f"the {'term sheet’s' if risk.group else 'usual'} least is {least:,}"
    held = patients_words(inputs.patients)
    if inputs.patients >= least:
        yield f"{held} at a time, and {whose}. Chance moves the result less than in a smaller group."
        return
    yield f"With {held} chance decides; {whose}."
    if not inputs.mean_stay_months:
        return
    seen = int(inputs.patients * (1 + YEAR / inputs.mean_stay_months))
    over_a_year = f"Over a year about {seen:,} people are enrolled, at {_stay(inputs)} each"
    if seen >= least:
        yield f"{over_a_year}: counted so the group is large enough, but it is no steadier for that."
    elif risk.group and risk.agreed:
        yield f"{over_a_year}: for a year with fewer than {least:,} the term sheet shares nothing."


def _stay(inputs: CostInputs) -> str:
    months = inputs.mean_stay_months
    return f"{count(months)} month{'' if months == 1 else 's'}"


def _outlier(risk: Risk, inputs: CostInputs | None) -> Iterator[str]:
    if risk.cap is None:
        yield "No limit for a single patient is settled: one costly patient can overturn the whole result."
    elif inputs is not None and inputs.patients:
        months = inputs.patients * YEAR
        each = exact(risk.cap / months)
        yield (
            f"One patient at the limit of {dollars(risk.cap)} can move the result of a year by that sum, "
            f"{each} per patient month."
        )
        share = Fraction(1) if risk.kind is Sharing.ALL else risk.share
        if share is not None and share < 1:
            ours = exact(share * risk.cap / months)
            yield f"Our share of that, {count(share * 100)} percent, is {ours} per patient month."
    if risk.kind is Sharing.SAVINGS:
        yield "It can use up a saving; it makes no debt."
    elif risk.most is None:
        yield "No limit to our loss is settled."
    else:
        yield f"Our loss ends at {dollars(risk.most)} a year."


def _money(risk: Risk, inputs: CostInputs | None, margin: Fraction | None) -> Iterator[str]:
    if risk.delay_months is None:
        yield "How long after the year the money comes is not settled."
        return
    wait = YEAR + risk.delay_months
    yield (
        f"The first money from savings can come {wait} months after the first day: a year that is counted, "
        f"and {risk.delay_months} to pay."
    )
    yield reserve_words(wait, inputs.loss_tolerance if inputs else None, margin)


def reserve_words(wait: int, tolerance: Fraction | None, margin: Fraction | None) -> str:
    """Whether what can be borne lasts that many months at what a month leaves over, in USD."""
    if margin is not None and margin >= 0:
        return "Until then each month pays for itself."
    if tolerance is None or margin is None:
        return "Whether we can wait so long is not known: the costs do not say which loss we can bear."
    last = int(tolerance / -margin)
    ends = f"{wait - last} too few" if last < wait else "long enough"
    held = f"the {dollars(tolerance)} we can bear last {last} months"
    return f"At {dollars(-margin)} a month short, {held}: {ends}."

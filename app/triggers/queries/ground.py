"""What the rules stand on: the stages, the terms, the months and the chosen numbers of one partnership."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from app.core.calendar import add_months
from app.core.db import rows
from app.costs.queries import loss_tolerance
from app.metrics.queries import MonthFigures, every_month
from app.partnerships.models import Partnership, StageChange
from app.terms.queries import terms_over_time

from ..rules import Month, Stages
from .choices import RuleRow, rules_of
from .terms import FIELDS, WANTED

log = logging.getLogger(__name__)
TermsOn = Callable[[date], Mapping[str, Any]]
CENTS = "_cents"
LATE = date(9000, 1, 1)  # a day on which every term that was ever written holds


@dataclass(frozen=True, slots=True)
class Ground:
    """One partnership as the rules see it. Nothing after `as_of` counts; none is the whole life."""

    partnership: Partnership
    stages: Stages
    terms_on: TermsOn
    ended_on: date | None  # the day of the notice, or of the end where nobody gave one
    rules: Mapping[str, RuleRow]
    figures: tuple[MonthFigures, ...]
    months: tuple[Month, ...]  # those in which the rules watch; with the month after a notice they are silent
    as_of: date | None
    today: date

    @property
    def until(self) -> date:
        """The last day of which anything is known."""
        return self.today if self.as_of is None else min(self.as_of, self.today)

    def watched_in(self, month_on: date) -> bool:
        """Whether the rules watch in a month."""
        return _watched(month_on, self.stages, self.ended_on, self.partnership.notice_given_on)

    def trying(self, one: RuleRow) -> Ground:
        """The same with one rule alone, as it is given here."""
        others = {trigger: replace(rule, watched=False) for trigger, rule in self.rules.items()}
        return replace(self, rules={**others, one.trigger: replace(one, watched=True)})


def ground_of(
    partnership: Partnership, as_of: date | None, today: date, keys: Collection[str] = WANTED
) -> Ground:
    """Everything the rules share: five statements."""
    stages, terms_on = stages_of(partnership), terms_over_time(partnership.id, keys)
    over, figures = ended_on(partnership, stages, as_of), every_month(partnership.id)
    known = [one for one in figures if as_of is None or add_months(one.month_on, 1) <= as_of]
    tolerance = _tolerance(partnership.id)
    return Ground(
        partnership,
        stages,
        terms_on,
        over,
        {one.trigger: one for one in rules_of(partnership.id)},
        figures,
        tuple(
            Month(one.month, one.month_on, _exact(one), _fields(terms_on(one.month_on), tolerance))
            for one in known
            if _watched(one.month_on, stages, over, partnership.notice_given_on)
        ),
        as_of,
        today,
    )


def _watched(month_on: date, stages: Stages, over: date | None, notice: date | None) -> bool:
    """The month of the notice is watched whole, also where notice is given on its first day."""
    if notice == month_on and stages.watched_in(add_months(month_on, -1)):
        return True
    return (over is None or month_on <= over) and stages.watched_in(month_on)


def _tolerance(partnership_id: int) -> Fraction | None:
    """The loss that can be borne; none where the costs cannot be read, so that other rules still can."""
    try:
        return loss_tolerance(partnership_id)
    except ValueError:
        log.exception("The costs of partnership %s cannot be read.", partnership_id)
        return None


def stages_of(partnership: Partnership) -> Stages:
    """The stage on any day, as far back as it was noted."""
    c = StageChange
    query = c.select(c.on, c.to_stage, c.from_stage).where(c.partnership == partnership)
    found = sorted(rows(query.order_by(c.id)), key=lambda row: row[0])
    if not found:
        return Stages(((date.min, partnership.stage),))
    began = found[0][2] or found[0][1]
    return Stages(((date.min, began), *((on, to_stage) for on, to_stage, _from in found)))


def ended_on(partnership: Partnership, stages: Stages, as_of: date | None) -> date | None:
    """The day of the notice, or of the end where nobody gave one; none while that lies ahead."""
    found = partnership.notice_given_on or stages.ended_on
    return None if found is None or (as_of is not None and found > as_of) else found


def _exact(one: MonthFigures) -> dict[str, Fraction | None]:
    """Exact numbers under the catalogue's names; amounts in USD."""
    return {
        name.removesuffix(CENTS): None
        if value is None
        else Fraction(value, 100)
        if name.endswith(CENTS)
        else Fraction(value)
        for name, value in one.values.items()
    }


def _fields(terms: Mapping[str, Any], tolerance: Fraction | None) -> dict[str, Fraction | None]:
    held = {name: terms.get(key) for name, key in FIELDS.items()}
    exact = {name: None if value is None else Fraction(value) for name, value in held.items()}
    return {**exact, "loss_tolerance": tolerance}

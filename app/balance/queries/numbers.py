"""What the monthly numbers say on each side of the balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from app.core.calendar import add_months, month_start
from app.costs.queries import loss_tolerance
from app.measuring.queries import PLANNED_VISITS
from app.metrics.queries import figures_from, latest_month, small_counts_up_to
from app.partnerships.models import Partnership
from app.terms.queries import terms_over_time

from ..rules import LONG, NumberFacts, Said, numbers_said

CAP, ED, ADMISSIONS = "S27.reporting_hours_cap", "S20.ed_target_per_100", "S20.admission_target_per_100"
CENTS = 100


def numbers_say(partnership: Partnership, today: date) -> tuple[Said, ...]:
    """One sentence for each number of the balance, from the newest months that are over [L7 balance].

    Five statements. What is `private` never stands in a copy for the partner.
    """
    newest = latest_month(partnership.get_id(), today)
    if newest is None:
        return numbers_said(NumberFacts(()))
    since = add_months(newest.month_on, 1 - LONG)
    over = month_start(today)
    months = [
        (one.month_on, one.values) for one in figures_from(partnership.get_id(), since) if one.month_on < over
    ]
    terms_on = terms_over_time(partnership.get_id(), (PLANNED_VISITS, CAP, ED, ADMISSIONS))
    now = terms_on(newest.month_on)
    tolerance = loss_tolerance(partnership.get_id())
    return numbers_said(
        NumberFacts(
            months,
            {on: _number(terms_on(on).get(PLANNED_VISITS)) for on, _values in months},
            _number(now.get(CAP)),
            _number(now.get(ED)),
            _number(now.get(ADMISSIONS)),
            None if tolerance is None else int(tolerance * CENTS),
            small_counts_up_to(partnership.get_id(), today),
        )
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)

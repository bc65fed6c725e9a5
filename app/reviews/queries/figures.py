"""The numbers a review looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.calendar import add_months, month_start
from app.metrics.queries import figures_from

from ..models import Review
from ..rules import MONTHS, Sufficiency, Sums, sufficiency, sums_of


@dataclass(frozen=True, slots=True)
class Cost:
    """What the newest months came to."""

    first: date | None
    last: date | None
    sums: Sums
    found: Sufficiency


def cost_of(review: Review, today: date) -> Cost:
    """Cost and payment of the six newest months before a review takes place."""
    last = review.held_on or today
    since = add_months(month_start(last), -2 * MONTHS)
    rows = [one for one in figures_from(review.partnership_id, since) if add_months(one.month_on, 1) <= last]
    newest = rows[-MONTHS:]
    sums = sums_of([one.values for one in newest])
    first, newest_on = (newest[0].month_on, newest[-1].month_on) if newest else (None, None)
    return Cost(first, newest_on, sums, sufficiency(sums))

"""What a report says beside its numbers, written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core import history
from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import Conflict
from app.partnerships.models import Partnership

from ..models import MetricsReport
from ..queries.reports import get_report
from ..rules import Period


def save_report(
    partnership: Partnership,
    period: Period,
    facts: Mapping[str, Any],
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> MetricsReport:
    """Keep the words of a report. Raises Conflict when somebody saved since."""
    with write():
        partnership = hold(partnership)
        row = get_report(partnership.id, period)
        if seen != (row.version if row else 0):
            raise Conflict("Somebody saved this report since.", {}, {})
        if row is not None:
            return history.change(row, actor=actor, now=now, seen=seen, changed_at=now, **facts)
        home = {"partnership": partnership, "period_on": period.start, "months": period.months}
        return history.create(MetricsReport, actor=actor, now=now, changed_at=now, **home, **facts)

"""Values of metrics, written."""

from __future__ import annotations

from datetime import date, datetime

from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import Conflict

from ..models import MetricValue, PlannedMetric
from ..queries.plan import get_value
from ..rules import Value


def save_value(
    metric: PlannedMetric,
    period_on: date,
    value: Value | None,
    note: str,
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> str:
    """Keep what was typed for a period, or nothing more for None; answers the id of the undo.

    `seen` is the version that the person looked at (0: none). Raises Conflict when somebody saved since.
    """
    with write():
        metric, together = hold(metric), Together(actor, now)
        row = get_value(metric, period_on)
        if seen != (row.version if row else 0):
            raise Conflict("Somebody saved a value for this period since.", {}, {})
        if value is None:
            if row is not None:
                together.remove(row)
            return together.keep()
        facts = {"value": value.value, "count": value.count, "out_of": value.out_of, "words": value.words}
        if row is None:
            home = {"metric": metric, "period_on": period_on}
            together.create(MetricValue, **home, **facts, note=note, changed_at=now)
        else:
            together.change(row, seen=seen, **facts, note=note, changed_at=now)
        return together.keep()

"""P9: the scheduler's tick over a seeded instance, at nine on a working day: with digests to make, and again.

EVENKEEL_INSTANCE=/tmp/x python bench/tick.py
"""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta

from app.cli import open_house
from app.core.calendar import local_moment
from app.core.clock import FixedClock
from app.scheduler import jobs, run_jobs
from app.settings import load_settings
from app.terms.queries import definitions


def main() -> None:
    """Print the seconds of the first tick and of the second one, and the digests that were made."""
    settings = load_settings()
    open_house(settings)
    definitions()  # a server that runs has read these
    jobs()
    clock = FixedClock(nine_on_a_working_day(datetime.now(UTC).date(), settings.timezone))
    seconds, queued = [], 0
    for _ in range(2):
        began = time.perf_counter()
        queued += run_jobs(settings, clock)["reminders"]["queued"]
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"first": seconds[0], "second": seconds[1], "digests": queued}))


def nine_on_a_working_day(day: date, zone: str) -> datetime:
    """Nine o'clock on `day`, or on the Monday after it."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return local_moment(day, datetime.min.time().replace(hour=9), zone)


if __name__ == "__main__":
    main()

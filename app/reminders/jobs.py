"""What the scheduler and `tick` run: make the digests that are due, then send what waits."""

from __future__ import annotations

from datetime import datetime

from app.core.clock import Clock, SystemClock
from app.mail.service import deliver
from app.settings import Settings

from .service import queue_digests


def remind(*, now: datetime, settings: Settings, lease_clock: Clock | None = None) -> dict[str, int]:
    """One run as of `now`; claims of mails are judged by the real clock."""
    queued = queue_digests(now=now, settings=settings)
    delivered = deliver(now=now, lease_clock=lease_clock or SystemClock(), settings=settings)
    return {
        "due": queued.due,
        "queued": queued.queued,
        "sent": delivered.sent,
        "failed": delivered.failed,
    }

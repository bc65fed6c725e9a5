"""What the scheduler and `tick` run: make the digests that are due, then send what waits; empty old mails."""

from __future__ import annotations

from datetime import datetime, time

from app.core.calendar import add_months, local_date, local_moment
from app.core.clock import Clock, SystemClock
from app.core.jobs import last_run, record_run
from app.mail.service import deliver, forget_texts
from app.organization.queries import house_facts, mail_text_months
from app.settings import Settings

from .service import call_off_strays, queue_digests

EMPTIED = "mail texts"  # the run of the day, beside the scheduler's own note of each look


def remind(*, now: datetime, settings: Settings, lease_clock: Clock | None = None) -> dict[str, int]:
    """One run as of `now`; claims of mails are judged by the real clock."""
    claims = lease_clock or SystemClock()
    call_off_strays(claims.now())
    queued = queue_digests(now=now, settings=settings)
    delivered = deliver(now=now, lease_clock=claims, settings=settings)
    return {
        "due": queued.due,
        "queued": queued.queued,
        "sent": delivered.sent,
        "failed": delivered.failed,
    }


def forget_mail_texts(*, now: datetime, settings: Settings) -> str:
    """Once a local day: empty the mails that are older than the house keeps their texts; says how many."""
    zone = house_facts().time_zone
    today, run = local_date(now, zone), last_run(EMPTIED)
    if run is not None and local_date(run.started_at, zone) == today:
        return run.words
    before = local_moment(add_months(today, -mail_text_months()), time(0), zone)
    emptied = forget_texts(before, now=now)
    words = f"Texts taken away today: {emptied:,}."
    record_run(EMPTIED, now, now, ok=True, words=words)
    return words

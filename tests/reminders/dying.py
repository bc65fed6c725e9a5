"""A scheduler in a process of its own that kills or stops itself at a chosen point. Started by test_crash.

Arguments: database URL, instance folder, port of the mail server, moment, moment of the lease clock (or how
many seconds a claim lasts by the real clock), where to end (or "nowhere"), how often that point is passed
alive, and how it ends: killed, or stopped until somebody lets it go on.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.core.clock import Clock, FixedClock, SystemClock
from app.core.db import connected, open_database
from app.mail import smtp
from app.mail.service import sending as mail_service
from app.reminders.jobs import remind
from app.reminders.service import digests as digest_service
from app.settings import SmtpSettings, load_settings

GAPS = ("materialising", "materialised", "claimed", "about to send", "sent", "marking", "marked")
ENDS = {"killed": signal.SIGKILL, "stopped": signal.SIGSTOP}


def main() -> None:
    """Run once, dying on the way."""
    url, instance, port, moment, lease, gap, passes, end = sys.argv[1:9]
    settings = load_settings({"EVENKEEL_INSTANCE": str(Path(instance)), "DATABASE_URL": url})
    settings = replace(
        settings,
        smtp=SmtpSettings("127.0.0.1", int(port), "", "", "none"),
        mail_from="evenkeel@hospice.example",
    )
    _arm(gap, int(passes), ENDS[end])
    open_database(url)
    with connected():
        done = remind(
            now=datetime.fromisoformat(moment),
            settings=settings,
            lease_clock=_lease_clock(lease),
        )
    print(json.dumps(done))


def _lease_clock(lease: str) -> Clock:
    if "-" in lease:
        return FixedClock(datetime.fromisoformat(lease))
    mail_service.LEASE = timedelta(seconds=float(lease))
    return SystemClock()


def _arm(gap: str, passes: int, end: signal.Signals) -> None:
    left = [passes]

    def die() -> None:
        if left[0] == 0:
            os.kill(os.getpid(), end)
        left[0] -= 1

    def at(where: Any, name: str, *, before: bool = False) -> None:
        original: Callable[..., Any] = getattr(where, name)

        def dying(*args: Any, **options: Any) -> Any:
            if before:
                die()
            result = original(*args, **options)
            if not before:
                die()
            return result

        setattr(where, name, dying)

    points = {
        "materialising": (digest_service, "_note_told"),  # inside the transaction
        "materialised": (digest_service, "_store"),
        "claimed": (mail_service, "claim"),
        "about to send": (smtp.Session, "send"),  # the claim has been looked at
        "sent": (smtp.Session, "send"),
        "marking": (mail_service, "_note_attempt"),  # inside the transaction
        "marked": (mail_service, "mark"),
    }
    if gap in points:
        at(*points[gap], before=gap == "about to send")


if __name__ == "__main__":
    main()

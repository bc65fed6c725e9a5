"""A scheduler in a process of its own that kills itself at a chosen point. Started by test_crash.

Arguments: database URL, instance folder, port of the mail server, moment, moment of the lease clock,
where to die (or "nowhere"), and how often that point is passed alive.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.clock import FixedClock
from app.core.db import connected, open_database
from app.mail import service as mail_service
from app.mail import smtp
from app.reminders.jobs import remind
from app.reminders.service import digests as digest_service
from app.settings import SmtpSettings, load_settings

GAPS = ("materialising", "materialised", "claimed", "sent", "marked")


def main() -> None:
    """Run once, dying on the way."""
    url, instance, port, moment, lease, gap, passes = sys.argv[1:8]
    settings = load_settings({"EVENKEEL_INSTANCE": str(Path(instance)), "DATABASE_URL": url})
    settings = replace(
        settings,
        smtp=SmtpSettings("127.0.0.1", int(port), "", "", "none"),
        mail_from="evenkeel@hospice.example",
    )
    _arm(gap, int(passes))
    open_database(url)
    with connected():
        done = remind(
            now=datetime.fromisoformat(moment),
            settings=settings,
            lease_clock=FixedClock(datetime.fromisoformat(lease)),
        )
    print(json.dumps(done))


def _arm(gap: str, passes: int) -> None:
    left = [passes]

    def die() -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    def after(where: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(where, name)

        def dying(*args: Any, **options: Any) -> Any:
            result = original(*args, **options)
            die()
            return result

        setattr(where, name, dying)

    points = {
        "materialising": (digest_service, "_note_told"),  # inside the transaction
        "materialised": (digest_service, "_store"),
        "claimed": (mail_service, "claim"),
        "sent": (smtp.Session, "send"),
        "marked": (mail_service, "mark"),
    }
    if gap in points:
        after(*points[gap])


if __name__ == "__main__":
    main()

"""K3: mails a minute from the outbox to a mail server on this machine; SQLite, every mark synced to disk.

python bench/mail.py [--mails 3000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.cli import open_house  # noqa: E402
from app.core.clock import SystemClock  # noqa: E402
from app.core.db import connected, write  # noqa: E402
from app.mail.models import OutboxMail  # noqa: E402
from app.mail.service import NewMail, deliver, enqueue  # noqa: E402
from app.settings import Settings, SmtpSettings, load_settings  # noqa: E402

GOAL = 5_000
TOLERANCE = 1.5


class Swallow:
    """Takes every mail and keeps none."""

    async def handle_DATA(self, *_: Any) -> str:
        return "250 2.0.0 queued"


def listen(ports: Queue[int]) -> None:
    """A mail server in a process of its own, until it is ended."""
    import asyncio

    from aiosmtpd.controller import UnthreadedController

    loop = asyncio.new_event_loop()
    server = UnthreadedController(Swallow(), hostname="127.0.0.1", port=0, loop=loop)
    server.begin()
    ports.put(server.server.sockets[0].getsockname()[1])
    loop.run_forever()


def fill(count: int, settings: Settings) -> None:
    """So many digests that wait."""
    now = datetime.now(UTC)
    with write():
        for number in range(count):
            mail = NewMail(
                dedupe_key=f"digest:u{number}:2026-11-24:person{number}@hospice.example",
                kind="digest",
                recipient=f"person{number}@hospice.example",
                recipient_name=f"Person {number}",
                occurrence_on=date(2026, 11, 24),
                why="3 late.",
                subject="Evenkeel: 3 late, 4 due this week",
                text="Send the visit log to the plan.\n" * 40,
                html="<p>Send the visit log to the plan.</p>" * 40,
            )
            enqueue(mail, settings=settings, now=now)


def main() -> int:
    """Print the figure; 1 when it is far under the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=3_000)
    count = parser.parse_args().mails
    ports: Queue[int] = Queue()
    server = Process(target=listen, args=(ports,), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings = load_settings(
                {"EVENKEEL_INSTANCE": folder, "EVENKEEL_MAIL_FROM": "evenkeel@hospice.example"}
            )
            settings = replace(
                settings, smtp=SmtpSettings("127.0.0.1", ports.get(timeout=20), "", "", "none")
            )
            open_house(settings)
            with connected():
                fill(count, settings)
                began, busy = time.perf_counter(), time.process_time()
                done = deliver(now=datetime.now(UTC), lease_clock=SystemClock(), settings=settings)
                seconds, busy = time.perf_counter() - began, time.process_time() - busy
                marked = OutboxMail.select().where(OutboxMail.status == "sent").count()
    finally:
        server.terminate()
    assert done.sent == marked == count, (done, marked)
    rate = round(count / seconds * 60)
    print(f"K3  {rate:,} mails a minute ({count:,} in {seconds:.1f} s); goal {GOAL:,}")
    print(f"    {busy / count * 1000:.1f} ms of a processor each; a busy machine and its disk take the rest")
    return 0 if rate * TOLERANCE >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

"""The tick: every minute it asks the database what is due. Job name -> function, nothing else."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.core.db import connected
from app.core.errors import EvenkeelError
from app.core.failures import FAILURES, describe
from app.core.jobs import TICK_SECONDS, record_run

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.settings import Settings

log = logging.getLogger("evenkeel")
Job = Callable[..., Any]


def jobs() -> dict[str, Job]:
    """Every job of the house, in the order they run."""
    from app.accounts.jobs import forget_attempts
    from app.calendars.jobs import invite
    from app.meetings.jobs import open_next
    from app.reminders.jobs import forget_mail_texts, remind
    from app.transfer.jobs import daily_backup
    from app.triggers.jobs import watch

    return {
        "meetings": open_next,
        "signals": watch,
        "invitations": invite,  # before the mail goes out
        "reminders": remind,
        "old mails": forget_mail_texts,
        "backup": daily_backup,
        "sign-in attempts": forget_attempts,
    }


def run_jobs(settings: Settings, clock: Clock) -> dict[str, Any]:
    """Run each job once; one that fails says so on the health page and the rest go on."""
    results: dict[str, Any] = {}
    for name, job in jobs().items():
        started = clock.now()
        try:
            with connected():
                results[name] = job(now=started, settings=settings)
        except Exception as error:
            log.error("job %s failed: %s", name, _untold(error))
            _note(name, started, clock.now(), ok=False, words=f"{type(error).__name__}: {error}")
        else:
            words = results[name] if isinstance(results[name], str) else ""
            _note(name, started, clock.now(), ok=True, words=words)
    _note("tick", clock.now(), clock.now(), ok=True)
    return results


def look_once(settings: Settings, clock: Clock, lease_clock: Clock) -> dict[str, int]:
    """What can be run as of another moment: signals, invitations, digests, and then the mails.

    Backups and the other housekeeping belong to the present alone, and so does the note that all has run.
    """
    from app.calendars.jobs import invite
    from app.reminders.jobs import remind
    from app.triggers.jobs import watch

    looked = watch(now=clock.now(), settings=settings)
    invite(now=clock.now(), settings=settings)  # before the mail goes out
    sent = remind(now=clock.now(), settings=settings, lease_clock=lease_clock)
    return {"fired": looked.fired, "closed": looked.closed, **sent}


def run_now(settings: Settings, clock: Clock) -> dict[str, int]:
    """Every job once, as the scheduler runs it. Raises EvenkeelError when what is told of could not run."""
    results = run_jobs(settings, clock)
    looked, sent = results.get("signals"), results.get("reminders")
    if looked is None or sent is None:
        raise EvenkeelError("A part of the run failed. The command check says which and why.")
    return {"fired": looked.fired, "closed": looked.closed, **sent}


def _note(name: str, started: datetime, finished: datetime, *, ok: bool, words: str = "") -> None:
    try:
        with connected():
            record_run(name, started, finished, ok=ok, words=words)
    except Exception as error:
        log.error("the run of %s could not be noted: %s", name, _untold(error))


def _untold(error: Exception) -> str:
    """Where it happened and of what kind. What the error says may hold an address or a line of a mail.

    The words themselves stand on the page about the state of the program, which admins see.
    """
    kind = describe(error) if isinstance(error, FAILURES) else type(error).__name__
    return f"{kind}\n{''.join(traceback.format_tb(error.__traceback__))}"


def start(settings: Settings, clock: Clock) -> Any:
    """Start ticking in the background; returns the scheduler so that it can be shut down."""
    from apscheduler.schedulers.background import BackgroundScheduler

    # A sleeping computer must not lose a run, and a slow one must not pile them up.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults=defaults)
    first = clock.now()
    scheduler.add_job(run_jobs, "interval", seconds=TICK_SECONDS, args=(settings, clock), next_run_time=first)
    scheduler.start()
    return scheduler

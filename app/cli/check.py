"""The command `check`: whether this installation is sound, in one line for each part.

What is wrong makes the command fail; what is only not set up yet is a warning.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from app.accounts.queries import list_accounts
from app.core.calendar import clock_words, local_date, zone
from app.core.db import check_database, is_empty
from app.core.errors import EvenkeelError
from app.core.jobs import SILENCE, last_run, list_runs
from app.documents.formats import counted, day
from app.home.queries.health import health
from app.mail.queries import backlog
from app.mail.service import reach_server
from app.organization.queries import house_facts
from app.settings import Settings
from app.transfer.service import read_back

MIB = 1024 * 1024
TIGHT, FULL = 1024 * MIB, 200 * MIB  # free space: soon too little, too little
BACKUP_AGE = timedelta(days=3)  # a weekend without the computer, and a day
AHEAD = timedelta(minutes=5)


class Level(StrEnum):
    """How a part is."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the installation, and what to know about it in a sentence."""

    level: Level
    part: str
    words: str


def findings(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Each part that is looked at. The database is open and connected; its schema may be behind."""
    yield _address(settings)
    yield _disk(settings.instance)
    if is_empty():
        yield Finding(Level.WARNING, "database", "There is none yet. The command serve makes it.")
        return
    database = _database(settings, now)
    yield database
    if database.level is not Level.WRONG:
        yield _people()
        yield _clock(now)
        yield from _scheduler(now)
        yield from _mail(settings, now)
        yield _backups(settings.instance / "backups", now)


def _address(settings: Settings) -> Finding:
    if settings.base_url.startswith("https://") and not settings.https:
        words = "The address is https, but EVENKEEL_HTTPS is 0: sign-in cookies may leave unprotected."
        return Finding(Level.WRONG, "settings", words)
    return Finding(Level.FINE, "settings", f"People reach it at {settings.base_url}.")


def _disk(instance: Path) -> Finding:
    free = shutil.disk_usage(instance).free
    level = Level.FINE if free >= TIGHT else Level.WARNING if free >= FULL else Level.WRONG
    return Finding(level, "disk", f"{free // MIB:,} MB are free for {instance}.")


def _database(settings: Settings, now: datetime) -> Finding:
    if damage := check_database():
        words = f"It is damaged ({damage}). Put the newest backup in place with the command restore."
        return Finding(Level.WRONG, "database", words)
    facts = health(scheduling=settings.scheduler, started_at=now, now=now)
    if facts.schema != "current":
        return Finding(Level.WRONG, "database", facts.reason)
    return Finding(Level.FINE, "database", f"It is whole ({facts.database}) and its schema is current.")


def _people() -> Finding:
    if any(one.active and one.accepted for one in list_accounts()):
        return Finding(Level.FINE, "people", "Somebody can sign in.")
    words = "Nobody can sign in yet. Open the link that serve prints, or make an account with user add."
    return Finding(Level.WARNING, "people", words)


def _clock(now: datetime) -> Finding:
    tick = last_run("tick")
    if tick is not None and tick.started_at - now > AHEAD:
        words = f"It says {_moment(now)}, but the program already ran on {_moment(tick.started_at)}. Set it."
        return Finding(Level.WRONG, "clock", words)
    return Finding(Level.FINE, "clock", f"It says {_moment(now)}.")


def _scheduler(now: datetime) -> Iterator[Finding]:
    tick = last_run("tick")
    if tick is None:
        yield Finding(Level.WARNING, "scheduler", "It never ran. The commands serve and worker run it.")
    elif now - tick.started_at > SILENCE:
        words = f"It does not run. It last ran on {_moment(tick.started_at)}."
        yield Finding(Level.WARNING, "scheduler", words)
    else:
        yield Finding(Level.FINE, "scheduler", "It runs.")
    for run in list_runs():
        if not run.ok:
            words = f"“{run.name}” failed on {_moment(run.started_at)}: {run.words}"
            yield Finding(Level.WRONG, "scheduler", words)


def _mail(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.smtp is None:
        words = (
            "It is not set up. Set EVENKEEL_SMTP_URL and EVENKEEL_MAIL_FROM; until then nobody is reminded."
        )
        yield Finding(Level.WARNING, "mail", words)
        return
    if trouble := reach_server(settings.smtp):
        yield Finding(Level.WRONG, "mail", trouble)
    elif not house_facts().mail_proven:
        words = "The server answers, but no test mail was proven to arrive. Send one on the page Reminders."
        yield Finding(Level.WARNING, "mail", words)
    else:
        yield Finding(Level.FINE, "mail", "The server answers, and mail was proven to arrive.")
    waits = backlog()
    if waits.failed:
        mails = counted(waits.failed, "mail", "mails")
        words = f"{waits.failed:,} {mails} did not go out. The page Reminders says why and what to do."
        yield Finding(Level.WARNING, "mail", words)
    if waits.oldest is not None and now - waits.oldest > timedelta(days=1):
        yield Finding(Level.WARNING, "mail", f"The oldest that waits was made on {_moment(waits.oldest)}.")


def _backups(folder: Path, now: datetime) -> Finding:
    made = sorted(folder.glob("*.zip"), key=lambda path: path.stat().st_mtime)
    if not made:
        return Finding(Level.WARNING, "backups", "There is none yet. The scheduler makes one each day.")
    newest = made[-1]
    age = now - datetime.fromtimestamp(newest.stat().st_mtime, now.tzinfo)
    if age > BACKUP_AGE:
        return Finding(Level.WRONG, "backups", f"The newest, {newest.name}, is {age.days} days old.")
    try:
        read_back(newest)
    except EvenkeelError as error:
        words = f"{newest.name} is damaged: {error.message} The command backup makes another one."
        return Finding(Level.WRONG, "backups", words)
    return Finding(Level.FINE, "backups", f"The newest, {newest.name}, was read back and is whole.")


def _moment(moment: datetime) -> str:
    """In our own time, as people say it."""
    name = house_facts().time_zone
    local = moment.astimezone(zone(name))
    return f"{day(local_date(moment, name))} at {clock_words(local.time())}"

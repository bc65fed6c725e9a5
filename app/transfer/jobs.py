"""The daily backup: once per local day, seven days and four weeks are kept."""

from __future__ import annotations

import logging
from datetime import datetime

from app.core.calendar import local_date
from app.organization.queries import house_facts
from app.settings import Settings

from .rules import daily_name, outdated
from .service import NoBackup, backup

log = logging.getLogger("evenkeel")


def daily_backup(*, now: datetime, settings: Settings) -> str:
    """Make today's backup unless it is there, and delete what is outdated; says in words what it did.

    Where a backup cannot be made from here the reason is the answer; any other failure is raised, so that
    the health page shows it.
    """
    folder = settings.instance / "backups"
    today = local_date(now, house_facts().time_zone)
    target = folder / daily_name(today)
    if target.exists():
        return "Today's backup is there."
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        backup(target, settings, now=now)
    except NoBackup as error:
        return error.message
    for name in outdated([path.name for path in folder.iterdir()], today):
        (folder / name).unlink(missing_ok=True)
    return f"Wrote {target.name}."

"""What every command begins with: the database open, its schema current, and the day it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.core.actor import SYSTEM
from app.core.calendar import local_date
from app.core.clock import Clock, SystemClock
from app.core.db import connected, open_database
from app.core.errors import NotFound
from app.settings import Settings

if TYPE_CHECKING:
    from app.partnerships.models import Partnership


def open_house(settings: Settings, *, upgrade: bool = True) -> None:
    """Open the database and bring the schema up to date, with a backup before when data exist."""
    from app import introduce
    from app.core.files import keep_files_in
    from app.core.migrate import migrate
    from app.documents.look import use_look
    from app.organization.queries import house_look
    from app.organization.service import ensure_house
    from app.terms.queries import use_own_words
    from app.transfer.service import backup_before_migration

    open_database(settings.database_url)
    use_own_words(settings.instance / "contract_templates")
    keep_files_in(settings.instance / "files" if settings.files == "disk" else None)
    use_look(house_look)
    introduce()
    if upgrade:
        with connected():
            migrate(lambda: backup_before_migration(settings, now=SystemClock().now()))
            ensure_house(settings.timezone, actor=SYSTEM, now=SystemClock().now())


def today_by(clock: Clock) -> date:
    """The day it is in the house's own zone."""
    from app.organization.queries import house_facts

    return local_date(clock.now(), house_facts().time_zone)


def named(key: str) -> Partnership:
    """The partnership with this key. Raises NotFound with the keys there are."""
    from app.partnerships.queries import find_by_key, list_partnership_keys

    found = find_by_key(key)
    if found is None:
        keys = ", ".join(row.key for row in list_partnership_keys())
        raise NotFound(f"There is no partnership {key}. The keys are: {keys or 'none yet'}.")
    return found

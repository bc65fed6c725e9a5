"""What was told already, and which mail carries it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from app.core.db import rows

from ..models import Notice, RunDay
from ..rules import Told


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One announcement that a mail carries."""

    kind: str
    thing: str
    on: date
    mail_key: str


def told_leads(since: date, without: Collection[str] = ()) -> Told:
    """The latest lead time told of each thing from `since` on, by recipient; mails of `without` aside."""
    columns = (Notice.kind, Notice.thing, Notice.occurrence_on, Notice.recipient)
    query = (
        Notice.select(*columns, fn.MIN(Notice.lead_days))
        .where(Notice.occurrence_on >= since)
        .group_by(*columns)
    )
    if without:
        query = query.where(Notice.mail_key.not_in(list(without)))
    return {row[:4]: row[4] for row in rows(query)}


def carried_by(mail_keys: Collection[str]) -> tuple[ToldRow, ...]:
    """What the named mails announce."""
    if not mail_keys:
        return ()
    query = Notice.select(Notice.kind, Notice.thing, Notice.occurrence_on, Notice.mail_key).where(
        Notice.mail_key.in_(list(mail_keys))
    )
    return tuple(ToldRow(*row) for row in rows(query))


def run_days(since: date) -> dict[date, datetime]:
    """The days from `since` on on which nobody's turn was missed, and when the program ran on each."""
    return dict(rows(RunDay.select(RunDay.on, RunDay.ran_at).where(RunDay.on >= since)))

"""What the scheduler last did, so that the health page can say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import BooleanField, CharField, TextField

from .db import BaseModel, write
from .fields import UTCDateTimeField

TICK_SECONDS = 60
# Five ticks missed in a row: the scheduler is not busy, it is gone.
SILENCE = timedelta(minutes=5)


class JobRun(BaseModel):
    """The latest run of one job."""

    name = CharField(unique=True)
    started_at = UTCDateTimeField()
    finished_at = UTCDateTimeField(null=True)
    ok = BooleanField(default=False)
    words = TextField(default="")  # what went wrong, in a sentence


def record_run(name: str, started_at: datetime, finished_at: datetime, *, ok: bool, words: str = "") -> None:
    """Keep the latest run of `name`."""
    with write():
        values = {"started_at": started_at, "finished_at": finished_at, "ok": ok, "words": words[:2000]}
        if JobRun.update(**values).where(JobRun.name == name).execute() == 0:
            JobRun.create(name=name, **values)


def last_run(name: str) -> JobRun | None:
    """The latest run of `name`, if there was one."""
    return JobRun.get_or_none(JobRun.name == name)


def list_runs() -> tuple[JobRun, ...]:
    """The latest run of every job there ever was."""
    return tuple(JobRun.select().order_by(JobRun.name))

"""The state of the program, for an admin: what runs by itself, when it last did, what waits to go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.jobs import SILENCE, TICK_SECONDS, list_runs
from app.mail.queries import Backlog, backlog

from .health import Health, health

# The scheduler's jobs, in the order they run, and what each does.
JOB_WORDS = {
    "meetings": "Open the next meeting of each series",
    "signals": "Look for signals in numbers and dates",
    "invitations": "Tell calendars what changed of meetings",
    "reminders": "Make digests and send mail",
    "old mails": "Take away the texts of old mails",
    "backup": "Make the backup of the day",
    "sign-in attempts": "Forget old failed sign-ins",
}
# Notes that jobs keep for themselves, and the tick as such.
NOT_JOBS = frozenset({"tick", "mail texts"})


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: its last run, None while there was none, and what it said."""

    name: str
    at: datetime | None = None
    ok: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What an admin sees."""

    health: Health
    last_tick: datetime | None
    next_tick: datetime | None
    jobs: tuple[JobState, ...]
    mail: Backlog
    silent: bool  # the scheduler is to run elsewhere, and nothing was heard of it for minutes


def state(*, scheduling: bool, started_at: datetime, now: datetime) -> State:
    """Everything on the page, in a handful of statements."""
    facts = health(scheduling=scheduling, started_at=started_at, now=now)
    runs = {run.name: run for run in list_runs()}
    tick = runs.get("tick")
    unknown = [name for name in runs if name not in JOB_WORDS and name not in NOT_JOBS]
    jobs = []
    for name in (*JOB_WORDS, *unknown):
        run = runs.get(name)
        told = JobState(JOB_WORDS.get(name, name))
        jobs.append(told if run is None else JobState(told.name, run.started_at, run.ok, run.words))
    last = tick.started_at if tick is not None else None
    following = last + timedelta(seconds=TICK_SECONDS) if last and facts.scheduler != "stopped" else None
    silent = facts.scheduler == "elsewhere" and (last is None or now - last > SILENCE)
    return State(facts, last, following, tuple(jobs), backlog(), silent)

"""The tick: every job runs, one that fails says so and does not stop the rest."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from app import scheduler
from app.core.clock import FixedClock
from app.core.db import connected
from app.core.errors import EvenkeelError
from app.core.jobs import last_run
from app.settings import Settings


def test_every_job_runs_and_the_tick_is_noted(database: str, settings: Settings, clock: FixedClock) -> None:
    results = scheduler.run_jobs(settings, clock)
    assert set(results) == set(scheduler.jobs())
    assert results["reminders"]["queued"] == 0
    with connected():
        for name in ("reminders", "backup", "tick"):
            run = last_run(name)
            assert run is not None
            assert run.ok, run.words
        made = last_run("backup")
    assert made is not None
    assert made.words.startswith("Wrote evenkeel-2026-11-24.zip")


def test_R1_a_job_that_fails_is_shown_with_its_words_and_the_rest_go_on(
    database: str,
    settings: Settings,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    def fails(**_facts: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(scheduler, "jobs", lambda: {"a": fails, "b": lambda **_facts: done.append("b")})
    with caplog.at_level(logging.CRITICAL):
        scheduler.run_jobs(settings, clock)
    assert done == ["b"]
    with connected():
        broken, fine, tick = last_run("a"), last_run("b"), last_run("tick")
    assert broken is not None
    assert (broken.ok, broken.words) == (False, "OSError: the disk is full")
    assert fine is not None
    assert fine.ok
    assert tick is not None


def test_R1_a_sleeping_computer_loses_no_run_and_a_slow_one_piles_up_none(
    database: str, settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "run_jobs", lambda *_: None)
    ticking = scheduler.start(settings, clock)
    try:
        (job,) = ticking.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        assert job.trigger.interval.total_seconds() == 60
    finally:
        ticking.shutdown(wait=True)


def test_one_run_by_command_is_a_whole_run_and_says_that_it_was(
    settings: Settings, database: str, clock: FixedClock
) -> None:
    assert scheduler.run_now(settings, clock) == dict.fromkeys(
        ("fired", "closed", "due", "queued", "sent", "failed"), 0
    )
    with connected():
        tick, made = last_run("tick"), last_run("backup")
    assert tick is not None and made is not None and tick.started_at == clock.now()


def test_a_run_of_which_a_part_failed_says_so(
    settings: Settings, database: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr("app.scheduler.jobs", lambda: {"signals": broken})
    with pytest.raises(EvenkeelError, match="The command check says which"):
        scheduler.run_now(settings, clock)

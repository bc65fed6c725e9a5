"""Killed at any point, a scheduler loses no mail and repeats at most one; two at once send nothing twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.db import db
from app.mail.models import OutboxMail
from app.reminders.models import Notice
from tests.factories import make_action, make_partnership
from tests.mail.sink import Sink
from tests.reminders.conftest import at, signed_up
from tests.reminders.dying import GAPS
from tests.reminders.test_jobs import DAY

ROOT = Path(__file__).resolve().parents[2]
LEASE_START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def start(
    url: str, folder: Path, sink: Sink, lease: datetime = LEASE_START, gap: str = "nowhere", passes: int = 0
) -> subprocess.Popen[str]:
    """A scheduler run in a process of its own."""
    arguments = [url, str(folder), str(sink.port), at(DAY).isoformat(), lease.isoformat(), gap, str(passes)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.reminders.dying", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(run: subprocess.Popen[str]) -> dict[str, int]:
    output, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    return dict(json.loads(output))


def make_people(count: int) -> None:
    """So many editors, and one thing without an owner: each of them is told."""
    with db.atomic():
        for number in range(count):
            signed_up(email=f"person{number}@hospice.example", name=f"Person {number}")
        make_action(make_partnership(), due_on=DAY, owner=None)


def kill_and_check(url: str, folder: Path, sink: Sink, people: int, kills: list[tuple[str, int]]) -> None:
    make_people(people)
    lease = LEASE_START
    died = 0
    for gap, passes in kills:
        run = start(url, folder, sink, lease, gap, passes)
        _, errors = run.communicate(timeout=120)
        assert run.returncode in (0, -9), errors
        died += run.returncode == -9
        lease += timedelta(minutes=11)
    finish(start(url, folder, sink, lease))
    copies = Counter(sink.ids)
    assert set(sink.recipients) == {f"person{number}@hospice.example" for number in range(people)}
    assert len(copies) == people
    assert sum(copies.values()) - people <= died
    assert {row.status for row in OutboxMail.select()} == {"sent"}
    assert Notice.select().count() == OutboxMail.select().count() == people
    assert died == len(kills)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_K1_killed_between_any_two_steps_no_mail_is_lost_and_at_most_one_repeats(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    kills = [("materialising", 2), ("materialised", 0), ("claimed", 0), ("sent", 1), ("marked", 1)]
    assert {gap for gap, _ in kills} == set(GAPS)
    kill_and_check(database_url, tmp_path, sink, 9, kills)


@pytest.mark.audit
def test_K1_twenty_kills(database: str, database_url: str, tmp_path: Path, sink: Sink) -> None:
    dice = random.Random(20261124)
    sending = [(gap, dice.randrange(3)) for gap in ("claimed", "sent", "marked") for _ in range(5)]
    dice.shuffle(sending)
    kills = [*(("materialising", number) for number in range(4)), ("materialised", 0), *sending]
    assert len(kills) == 20
    kill_and_check(database_url, tmp_path, sink, 100, kills)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_K2_two_schedulers_at_once_send_nothing_twice(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    check_two_at_once(database_url, tmp_path, sink, 40)


@pytest.mark.audit
def test_K2_two_schedulers_at_once_with_500_due(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    check_two_at_once(database_url, tmp_path, sink, 500)


def check_two_at_once(url: str, folder: Path, sink: Sink, people: int) -> None:
    make_people(people)
    runs = [start(url, folder, sink) for _ in range(2)]
    done = [finish(run) for run in runs]
    assert sum(one["queued"] for one in done) == people
    assert sum(one["sent"] for one in done) == people
    assert len(sink.ids) == len(set(sink.ids)) == people

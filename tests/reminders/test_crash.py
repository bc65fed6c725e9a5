"""Killed at any point, a scheduler loses no mail and repeats at most one; two at once send nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.db import db
from app.mail.models import MailAttempt, OutboxMail
from app.reminders.models import Notice
from tests.factories import make_action, make_partnership
from tests.mail.sink import Sink
from tests.reminders.conftest import at, signed_up
from tests.reminders.dying import GAPS
from tests.reminders.test_jobs import DAY

ROOT = Path(__file__).resolve().parents[2]
LEASE_START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def start(
    url: str,
    folder: Path,
    sink: Sink,
    lease: datetime | float = LEASE_START,
    gap: str = "nowhere",
    passes: int = 0,
    end: str = "killed",
) -> subprocess.Popen[str]:
    """A scheduler run in a process of its own."""
    told = lease.isoformat() if isinstance(lease, datetime) else str(lease)
    arguments = [url, str(folder), str(sink.port), at(DAY).isoformat(), told, gap, str(passes), end]
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
    check_tries()


def check_tries() -> None:
    """Each mail has one line for the try that succeeded, and none of a try that nobody finished."""
    noted = list(MailAttempt.select(MailAttempt.mail, MailAttempt.number, MailAttempt.verdict).tuples())
    assert sorted(noted) == sorted(
        (row.id, row.attempts, "sent") for row in OutboxMail.select(OutboxMail.id, OutboxMail.attempts)
    )


def test_K1_killed_between_any_two_steps_no_mail_is_lost_and_at_most_one_repeats(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    sending = [("about to send", 1), ("sent", 1), ("marking", 0), ("marked", 1)]
    kills = [("materialising", 2), ("materialised", 0), ("claimed", 0), *sending]
    assert {gap for gap, _ in kills} == set(GAPS)
    kill_and_check(database_url, tmp_path, sink, 14, kills)


@pytest.mark.audit
def test_K1_twenty_kills(database: str, database_url: str, tmp_path: Path, sink: Sink) -> None:
    dice = random.Random(20261124)
    gaps = ("claimed", "about to send", "sent", "marking", "marked")
    sending = [(gap, dice.randrange(3)) for gap in gaps for _ in range(3)]
    dice.shuffle(sending)
    kills = [*(("materialising", number) for number in range(4)), ("materialised", 0), *sending]
    assert len(kills) == 20
    kill_and_check(database_url, tmp_path, sink, 100, kills)


def test_K2_two_schedulers_at_once_send_nothing_twice(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    check_two_at_once(database_url, tmp_path, sink, 40)


@pytest.mark.audit
def test_K2_two_schedulers_at_once_with_500_due(
    database: str, database_url: str, tmp_path: Path, sink: Sink
) -> None:
    check_two_at_once(database_url, tmp_path, sink, 500)


@pytest.mark.parametrize(
    ("gap", "repeats"),
    [
        pytest.param("claimed", 0, marks=pytest.mark.audit),
        ("about to send", 1),
        pytest.param("sent", 1, marks=pytest.mark.audit),
    ],
)
def test_K2_a_scheduler_that_slept_past_its_claim_goes_on_without_harm(
    database: str, database_url: str, tmp_path: Path, sink: Sink, gap: str, repeats: int
) -> None:
    make_people(9)
    lease = 2.0
    sleeper = start(database_url, tmp_path, sink, lease, gap, end="stopped")
    _, state = os.waitpid(sleeper.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(state), sleeper.communicate(timeout=60)
    time.sleep(lease + 0.2)
    assert finish(start(database_url, tmp_path, sink, lease))["sent"] == 9
    sleeper.send_signal(signal.SIGCONT)
    assert finish(sleeper)["sent"] == 0
    copies = Counter(sink.ids)
    assert len(copies) == 9
    assert sum(copies.values()) - 9 == repeats
    assert {row.status for row in OutboxMail.select()} == {"sent"}
    check_tries()


def check_two_at_once(url: str, folder: Path, sink: Sink, people: int) -> None:
    make_people(people)
    runs = [start(url, folder, sink) for _ in range(2)]
    done = [finish(run) for run in runs]
    assert sum(one["queued"] for one in done) == people
    assert sum(one["sent"] for one in done) == people
    assert len(sink.ids) == len(set(sink.ids)) == people

"""The command `check`: what is wrong fails with its reason, what is not set up yet is a warning."""

from __future__ import annotations

import os
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.accounts.models import User
from app.cli import check
from app.cli.check import Level, findings
from app.core.actor import SYSTEM
from app.core.jobs import record_run
from app.mail.models import OutboxMail
from app.organization.service import prove_mail, start_mail_test
from app.reminders.service import queue_test_mail
from app.settings import Settings, SmtpSettings
from app.transfer.service import backup
from tests.conftest import NOW
from tests.factories import make_user
from tests.mail.sink import Sink
from tests.project.test_interface import run

MINUTE = timedelta(minutes=1)


def told(settings: Settings) -> dict[str, tuple[Level, str]]:
    """The gravest finding of each part."""
    found: dict[str, tuple[Level, str]] = {}
    order = list(Level)
    for one in findings(settings, now=NOW):
        if one.part not in found or order.index(one.level) >= order.index(found[one.part][0]):
            found[one.part] = (one.level, one.words)
    return found


@pytest.fixture
def sound(settings: Settings, database: str, sink: Sink) -> Settings:
    """An installation in which all is well."""
    mailing = replace(settings, smtp=sink.smtp, mail_from="evenkeel@hospice.example")
    make_user(email="dana@hospice.example", name="Dana Whitfield", role="admin", password="x")
    prove_mail(start_mail_test(actor=SYSTEM, now=NOW), actor=SYSTEM, now=NOW)
    record_run("tick", NOW - MINUTE, NOW - MINUTE, ok=True)
    folder = settings.instance / "backups"
    folder.mkdir(parents=True)
    _aged(backup(folder / "evenkeel-2026-11-24.zip", settings, now=NOW), 0)
    return mailing


def _aged(path: Path, days: int) -> None:
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def test_a_sound_installation_is_fine_in_every_part(sound: Settings) -> None:
    found = told(sound)
    assert {level for level, _ in found.values()} == {Level.FINE}, found
    assert set(found) == {
        *("settings", "disk", "database", "people", "clock", "scheduler", "mail", "backups")
    }
    assert sound.mail_from not in str(found)


def test_a_new_installation_has_warnings_and_nothing_wrong(settings: Settings, database: str) -> None:
    found = told(settings)
    warned = {part for part, (level, _) in found.items() if level is Level.WARNING}
    assert warned == {"people", "scheduler", "mail", "backups"}
    assert all(level is not Level.WRONG for level, _ in found.values())


def test_an_account_that_nobody_can_use_lets_nobody_in(sound: Settings) -> None:
    User.update(active=False).execute()
    assert told(sound)["people"][0] is Level.WARNING


def test_a_clock_set_back_is_wrong(sound: Settings) -> None:
    record_run("tick", NOW + timedelta(days=40), NOW + timedelta(days=40), ok=True)
    level, words = told(sound)["clock"]
    assert level is Level.WRONG
    assert "It says November 24, 2026 at 9:00 am" in words and "January 3, 2027" in words


def test_a_job_that_failed_is_wrong_with_its_words(sound: Settings) -> None:
    record_run("backup", NOW, NOW, ok=False, words="The disk is full.")
    level, words = told(sound)["scheduler"]
    assert level is Level.WRONG and "“backup” failed" in words and "The disk is full." in words


def test_a_scheduler_that_stopped_is_a_warning(sound: Settings) -> None:
    record_run("tick", NOW - timedelta(hours=3), NOW - timedelta(hours=3), ok=True)
    assert told(sound)["scheduler"] == (
        Level.WARNING,
        "It does not run. It last ran on November 24, 2026 at 6:00 am.",
    )


def test_a_mail_server_that_does_not_answer_is_wrong_and_says_what_to_do(sound: Settings) -> None:
    gone = replace(sound, smtp=SmtpSettings("127.0.0.1", 1, "", "", "none"))
    level, words = told(gone)["mail"]
    assert level is Level.WRONG and "EVENKEEL_SMTP_URL" in words


def test_mail_that_failed_or_waits_too_long_is_a_warning(sound: Settings) -> None:
    dana = make_user(email="ines@hospice.example", name="Ines Ortega", role="editor", password="x")
    queue_test_mail(dana.email, dana.name, actor=SYSTEM, now=NOW, today=NOW.date(), settings=sound)
    OutboxMail.update(created_at=NOW - timedelta(days=2)).execute()
    assert told(sound)["mail"][0] is Level.WARNING
    OutboxMail.update(status="failed", created_at=NOW).execute()
    assert told(sound)["mail"] == (
        Level.WARNING,
        "1 mail did not go out. The page Reminders says why and what to do.",
    )


@pytest.mark.parametrize(("days", "level"), [(3, Level.FINE), (4, Level.WRONG)])
def test_an_old_backup_is_wrong(sound: Settings, days: int, level: Level) -> None:
    for path in (sound.instance / "backups").iterdir():
        _aged(path, days)
    assert told(sound)["backups"][0] is level


def test_a_backup_that_was_damaged_is_wrong(sound: Settings) -> None:
    (path,) = (sound.instance / "backups").iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    _aged(path, 0)
    assert told(sound)["backups"][0] is Level.WRONG


@pytest.mark.parametrize(("free", "level"), [(5000, Level.FINE), (900, Level.WARNING), (50, Level.WRONG)])
def test_a_full_disk_is_wrong_before_anything_is_lost(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(check.shutil, "disk_usage", lambda _path: usage(free * check.MIB))
    assert told(sound)["disk"][0] is level


def test_an_https_address_without_safe_cookies_is_wrong(sound: Settings) -> None:
    found = told(replace(sound, base_url="https://evenkeel.hospice.example", https=False))
    assert found["settings"][0] is Level.WRONG and "EVENKEEL_HTTPS" in found["settings"][1]


def test_a_schema_that_is_behind_is_wrong(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.home.queries.health.pending", lambda: ("0099_later",))
    level, words = told(sound)["database"]
    assert level is Level.WRONG and "migrate" in words


def test_as_a_command_reasons_go_to_standard_error_and_decide_the_exit_code(tmp_path: Path) -> None:
    new = run(tmp_path / "instance", "check")
    assert (new.returncode, new.stderr) == (0, "") and "There is none yet" in new.stdout
    where: dict[str, Any] = {"EVENKEEL_SMTP_URL": "smtp://127.0.0.1:1?tls=no"}
    assert run(tmp_path / "instance", "migrate").returncode == 0
    bad = run(tmp_path / "instance", "check", **where, EVENKEEL_MAIL_FROM="evenkeel@hospice.example")
    assert bad.returncode == 1
    assert bad.stderr.startswith("wrong    mail: ") and "Traceback" not in bad.stderr

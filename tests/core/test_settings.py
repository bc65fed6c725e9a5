"""A wrong setting stops the start with one sentence that names it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.core.errors import SettingsError
from app.settings import Settings, load_settings


def load(tmp_path: Path, **values: str) -> Settings:
    return load_settings({"EVENKEEL_INSTANCE": str(tmp_path / "instance"), **values})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/evenkeel.db"
    assert settings.smtp is None and settings.scheduler


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load(tmp_path).secret
    assert load(tmp_path).secret == first and len(first) >= 32
    assert stat.S_IMODE((tmp_path / "instance" / "secret").stat().st_mode) == 0o600


def test_a_short_secret_stops_the_start(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "instance" / "secret").write_text("short")
    with pytest.raises(SettingsError, match="shorter than 32"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVENKEEL_PORT", "http"),
        ("EVENKEEL_PORT", "70000"),
        ("EVENKEEL_HTTPS", "yes"),
        ("EVENKEEL_TRUSTED_PROXIES", "-1"),
        ("EVENKEEL_TIMEZONE", "Mars/Olympus"),
        ("EVENKEEL_SMTP_URL", "mail.example.org"),
        ("EVENKEEL_BASE_URL", "evenkeel.example.org"),
        ("EVENKEEL_FILES", "cloud"),
        ("EVENKEEL_SCHEDULER", "on"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@h/db"),
        ("DATABASE_URL", "mysql://u:p@h/db"),
        ("DATABASE_URL", "postgresql://u:p@h"),
        ("DATABASE_URL", "postgresql://u:p@h:port/db"),
        ("DATABASE_URL", "postgresql://[h/db"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:////no/such/folder/evenkeel.db"),
        ("DATABASE_URL", "sqlite:////tmp"),
        ("EVENKEEL_BASE_URL", "http://[h"),
        ("EVENKEEL_BASE_URL", "http://h:port"),
        ("EVENKEEL_SMTP_URL", "smtp://[h"),
        ("EVENKEEL_SMTP_URL", "smtp://h:99999"),
        ("EVENKEEL_MAIL_FROM", "Evenkeel"),
        ("EVENKEEL_MAIL_FROM", "Evenkeel <evenkeel@example.org>"),
        ("EVENKEEL_MAIL_FROM", "a@example.org, b@example.org"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(tmp_path, **{name: value})


def test_mail_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="EVENKEEL_MAIL_FROM"):
        load(tmp_path, EVENKEEL_SMTP_URL="smtp://127.0.0.1:2525?tls=no")


@pytest.mark.parametrize("rest", ["h?tls=maybe", "h?starttls=no", "h?tls=no&tls=no", "h?tls"])
def test_a_misspelt_way_to_hand_over_mail_is_told(tmp_path: Path, rest: str) -> None:
    with pytest.raises(SettingsError, match="EVENKEEL_SMTP_URL"):
        load(tmp_path, EVENKEEL_SMTP_URL=f"smtp://{rest}", EVENKEEL_MAIL_FROM="evenkeel@example.org")


def test_a_sentence_about_an_address_never_repeats_its_password(tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "EVENKEEL_SMTP_URL"):
        for url in ("postgresql://dana:hunter2@h:x/db", "dana:hunter2@h", "smtp://dana:hunter2@h:x"):
            with pytest.raises(SettingsError) as refused:
                load(tmp_path, **{name: url})
            assert "hunter2" not in refused.value.message


def test_a_secret_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "instance" / "secret").write_bytes(b"\xff\xfe" * 20)
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path)


def test_the_file_cannot_say_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "settings.toml").write_text('EVENKEEL_INSTANCE = "/srv"\n')
    with pytest.raises(SettingsError, match="EVENKEEL_INSTANCE"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://dana:p%40ss@mail.example.org", "starttls", 587),
        ("smtps://dana:p%40ss@mail.example.org", "tls", 465),
        ("smtp://dana:p%40ss@127.0.0.1:2525?tls=no", "none", 2525),
    ],
)
def test_the_three_ways_to_hand_over_mail(tmp_path: Path, url: str, security: str, port: int) -> None:
    smtp = load(tmp_path, EVENKEEL_SMTP_URL=url, EVENKEEL_MAIL_FROM="evenkeel@example.org").smtp
    assert smtp is not None
    assert (smtp.security, smtp.port, smtp.user, smtp.password) == (security, port, "dana", "p@ss")


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "settings.toml").write_text('EVENKEEL_PORT = 9000\nEVENKEEL_HOST = "0.0.0.0"\n')
    assert load(tmp_path).port == 9000
    assert load(tmp_path, EVENKEEL_PORT="9100").port == 9100


def test_a_misspelt_name_in_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "settings.toml").write_text("EVENKEEL_PROT = 9000\n")
    with pytest.raises(SettingsError, match="EVENKEEL_PROT"):
        load(tmp_path)


def test_a_relative_database_path_means_the_instance_folder(tmp_path: Path) -> None:
    assert (
        load(tmp_path, DATABASE_URL="sqlite:///own.db").database_url
        == f"sqlite:///{tmp_path}/instance/own.db"
    )

"""Settings from the environment and `instance/settings.toml`; the environment wins.

A missing or weak value stops the start with one sentence that names it.
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from app.core.calendar import zone
from app.core.db import default_url
from app.core.errors import SettingsError

NAMES = (
    "EVENKEEL_INSTANCE",
    "DATABASE_URL",
    "EVENKEEL_HOST",
    "EVENKEEL_PORT",
    "EVENKEEL_BASE_URL",
    "EVENKEEL_HTTPS",
    "EVENKEEL_TRUSTED_PROXIES",
    "EVENKEEL_SMTP_URL",
    "EVENKEEL_MAIL_FROM",
    "EVENKEEL_TIMEZONE",
    "EVENKEEL_SCHEDULER",
    "EVENKEEL_FILES",
)
ROOT = Path(__file__).resolve().parents[1]
MIN_SECRET = 32
_ADDRESS = re.compile(
    r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+"
)  # one plain address, no name beside it
DATABASE_LOOKS = "sqlite:/// or postgresql://, like postgresql://user:pass@host/db"
MAIL_LOOKS = "smtp://user:pass@host:587 or smtps://user:pass@host:465"
BASE_LOOKS = "https://evenkeel.example.org"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where mail is handed over. `security` is starttls, tls or none."""

    host: str
    port: int
    user: str
    password: str
    security: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is decided before the start."""

    instance: Path
    database_url: str
    host: str
    port: int
    base_url: str
    https: bool
    trusted_proxies: int
    smtp: SmtpSettings | None
    mail_from: str | None
    timezone: str
    scheduler: bool
    files: str
    secret: str


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read, check and freeze the settings; makes the instance folder and its secret.

    Raises SettingsError with one plain sentence.
    """
    env = os.environ if environ is None else environ
    instance = Path(env.get("EVENKEEL_INSTANCE") or ROOT / "instance").resolve()
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"EVENKEEL_INSTANCE: the folder {instance} cannot be made ({error.strerror})."
        ) from error
    values = {**_from_file(instance / "settings.toml"), **{n: env[n] for n in NAMES if env.get(n)}}
    host = values.get("EVENKEEL_HOST", "127.0.0.1")
    port = _number(values, "EVENKEEL_PORT", 8000, 1, 65535)
    https = _switch(values, "EVENKEEL_HTTPS", "0")
    smtp, mail_from = _mail(values)
    return Settings(
        instance=instance,
        database_url=_database_url(values, instance),
        host=host,
        port=port,
        base_url=_base_url(values, host, port, https),
        https=https,
        trusted_proxies=_number(values, "EVENKEEL_TRUSTED_PROXIES", 0, 0, 10),
        smtp=smtp,
        mail_from=mail_from,
        timezone=_timezone(values),
        scheduler=_switch(values, "EVENKEEL_SCHEDULER", "1"),
        files=_choice(values, "EVENKEEL_FILES", ("disk", "database")),
        secret=_secret(instance / "secret"),
    )


def at_address(settings: Settings, host: str, port: int) -> Settings:
    """The settings of a program that listens elsewhere; links follow unless their address was set."""
    followed = settings.base_url == _base_url({}, settings.host, settings.port, settings.https)
    base_url = _base_url({}, host, port, settings.https) if followed else settings.base_url
    return replace(settings, host=host, port=port, base_url=base_url)


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"settings.toml cannot be read: {error}.") from error
    unknown = sorted(set(table) - set(NAMES))
    if unknown:
        raise SettingsError(f"settings.toml names a setting that does not exist: {unknown[0]}.")
    if "EVENKEEL_INSTANCE" in table:
        raise SettingsError("EVENKEEL_INSTANCE says where settings.toml is, so it cannot stand in it.")
    return {name: str(int(v) if isinstance(v, bool) else v) for name, v in table.items()}


def _database_url(values: Mapping[str, str], instance: Path) -> str:
    url = values.get("DATABASE_URL") or default_url(instance)
    parts = _parts("DATABASE_URL", url, DATABASE_LOOKS)
    if parts.scheme not in ("sqlite", "postgresql", "postgres"):
        raise SettingsError(f"DATABASE_URL must begin with {DATABASE_LOOKS}.")
    if parts.scheme != "sqlite":
        if not parts.path.strip("/"):
            raise SettingsError("DATABASE_URL names no database, like postgresql://user:pass@host/db.")
        return url
    name = url.removeprefix("sqlite:///")
    if not name or name == url or name.startswith(":"):
        raise SettingsError("DATABASE_URL must name a file, like sqlite:////srv/evenkeel/evenkeel.db.")
    # A relative path means the instance folder, whatever folder the program is started from.
    path = Path(name) if Path(name).is_absolute() else instance / name
    if path.is_dir() or not path.parent.is_dir():
        raise SettingsError(f"DATABASE_URL: {path} is not a file in a folder that exists.")
    return f"sqlite:///{path}"


def _parts(name: str, url: str, looks: str) -> SplitResult:
    """The parts of an address. An error never repeats it: it may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # asked here, since a wrong one is told only then
    except ValueError as error:
        raise SettingsError(
            f"{name} cannot be read. It must look like {looks}, the port a number."
        ) from error
    return parts


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}; it is “{text}”.")
    return int(text)


def _switch(values: Mapping[str, str], name: str, default: str) -> bool:
    text = values.get(name, default)
    if text not in ("0", "1"):
        raise SettingsError(f"{name} must be 0 or 1; it is “{text}”.")
    return text == "1"


def _choice(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = values.get(name, choices[0])
    if text not in choices:
        raise SettingsError(f"{name} must be {' or '.join(choices)}; it is “{text}”.")
    return text


def _base_url(values: Mapping[str, str], host: str, port: int, https: bool) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    url = values.get("EVENKEEL_BASE_URL", f"http{'s' if https else ''}://{shown}:{port}").rstrip("/")
    parts = _parts("EVENKEEL_BASE_URL", url, BASE_LOOKS)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError(f"EVENKEEL_BASE_URL must be an address like {BASE_LOOKS}; it is “{url}”.")
    return url


def _timezone(values: Mapping[str, str]) -> str:
    name = values.get("EVENKEEL_TIMEZONE", "America/Los_Angeles")
    try:
        zone(name)
    except ValueError as error:
        raise SettingsError(f"EVENKEEL_TIMEZONE: {error}") from error
    return name


def _mail(values: Mapping[str, str]) -> tuple[SmtpSettings | None, str | None]:
    url, sender = values.get("EVENKEEL_SMTP_URL"), values.get("EVENKEEL_MAIL_FROM")
    parts = _parts("EVENKEEL_SMTP_URL", url or "smtp://none", MAIL_LOOKS)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError(f"EVENKEEL_SMTP_URL must look like {MAIL_LOOKS}.")
    if (url or sender) and not _ADDRESS.fullmatch(sender or ""):
        raise SettingsError(
            "EVENKEEL_MAIL_FROM must hold the address that mail comes from, like evenkeel@example.org."
        )
    if not url:
        return None, sender
    query = parse_qs(parts.query, keep_blank_values=True)
    if query not in ({}, {"tls": ["no"]}) or (query and parts.scheme == "smtps"):
        raise SettingsError(
            "EVENKEEL_SMTP_URL: after the host only ?tls=no may stand, and only with smtp://."
        )
    security = "tls" if parts.scheme == "smtps" else "none" if query else "starttls"
    port = parts.port or (465 if security == "tls" else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpSettings(parts.hostname, port, user, password, security), sender


def _secret(path: Path) -> str:
    """The signing secret, made on the first start and readable by its owner only."""
    if not path.exists():
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process made it in the same moment
        except OSError as error:
            raise SettingsError(f"EVENKEEL_INSTANCE: {path} cannot be written ({error.strerror}).") from error
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The secret in {path} cannot be read. Restore it or delete the file.") from error
    if len(secret) < MIN_SECRET:
        raise SettingsError(
            f"The secret in {path} is shorter than {MIN_SECRET} characters. Delete the file; "
            "a new one is made at the next start, and everybody signs in again."
        )
    return secret

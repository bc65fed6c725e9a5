"""The commands that run the program, keep it safe and say who may use it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app.core.actor import SYSTEM
from app.core.calendar import zone
from app.core.clock import FixedClock, SystemClock
from app.core.db import connected
from app.core.errors import RuleViolation
from app.settings import Settings

from .arguments import add, typed_moment, typed_port
from .opening import open_house


def house_commands(commands: Any) -> None:
    """Running it, and who may use it."""
    serve = add(commands, "serve", _serve, "Serve the pages and run the scheduler.")
    serve.add_argument("--host")
    serve.add_argument("--port", type=typed_port)
    add(commands, "worker", _worker, "Run the scheduler alone.")
    migrate = add(commands, "migrate", _migrate, "Bring the schema up to date.")
    migrate.add_argument("--status", action="store_true", help="only say what is pending")
    user = add(commands, "user", _user_add, "Make an account.")
    user.add_argument("verb", choices=["add"])
    user.add_argument("email")
    user.add_argument("--name", required=True)
    user.add_argument("--role", required=True, choices=["admin", "editor", "viewer"])
    user.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    tick = add(commands, "tick", _tick, "Run the scheduler once.")
    tick.add_argument("--at", type=typed_moment, metavar="2025-03-11T09:00", help="as of this local moment")
    add(commands, "check", _check, "Say whether everything is in order.")
    for name, run, words in (
        ("backup", _backup, "Write a consistent backup."),
        ("restore", _restore, "Put a backup in place; the old data are set aside."),
    ):
        add(commands, name, run, words).add_argument("file", type=Path, metavar="FILE.zip")


def _serve(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.server import serve

    open_house(settings)
    serve(settings, SystemClock(), arguments.host or settings.host, arguments.port or settings.port)


def _worker(_arguments: argparse.Namespace, settings: Settings) -> None:
    from app.server import work

    open_house(settings)
    work(settings, SystemClock())


def _migrate(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.core.migrate import pending

    open_house(settings, upgrade=False)
    with connected():
        waiting = pending()
    if not arguments.status and waiting:
        open_house(settings)
        print("Done: " + ", ".join(waiting))
    else:
        print("Pending: " + ", ".join(waiting) if waiting else "The schema is up to date.")


def _user_add(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.accounts.service import add_user, invite_user

    open_house(settings)
    now = SystemClock().now()
    who = {"email": arguments.email, "name": arguments.name, "role": arguments.role}
    with connected():
        if arguments.password_stdin:
            add_user(**who, password=_typed_line(), actor=SYSTEM, now=now)
            print(f"{arguments.name} can sign in at {settings.base_url}.")
        else:
            token = invite_user(**who, actor=SYSTEM, now=now)
            print(
                f"Send this link to {arguments.name}; it works once:\n{settings.base_url}/invitation/{token}"
            )


def _typed_line() -> str:
    try:
        return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise RuleViolation("The password on standard input must be text in UTF-8.") from error


def _tick(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.organization.queries import house_facts
    from app.scheduler import look_once, run_now

    open_house(settings)
    real = SystemClock()
    if arguments.at is None:
        print(json.dumps(run_now(settings, real)))
        return
    with connected():
        clock = FixedClock(arguments.at.replace(tzinfo=zone(house_facts().time_zone)))
        print(json.dumps(look_once(settings, clock, real)))


def _backup(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.transfer.service import backup

    open_house(settings, upgrade=False)
    with connected():
        backup(arguments.file, settings, now=SystemClock().now())
    print(f"Wrote {arguments.file}.")


def _restore(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.transfer.service import restore

    aside = restore(arguments.file, settings, now=SystemClock().now())
    open_house(settings)
    print(f"The backup is in place. The data from before are in {aside}.")


def _check(_arguments: argparse.Namespace, settings: Settings) -> int:
    from .check import Level, findings

    open_house(settings, upgrade=False)
    wrong = 0
    with connected():
        for one in findings(settings, now=SystemClock().now()):
            is_wrong = one.level is Level.WRONG
            wrong += is_wrong
            print(f"{one.level:<8} {one.part}: {one.words}", file=sys.stderr if is_wrong else sys.stdout)
    return 1 if wrong else 0

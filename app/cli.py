"""The command line: `python -m app ...`, also installed as `evenkeel`.

Exit codes: 0 done, 1 the thing asked for failed (one plain sentence on standard error), 2 wrong use.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from dataclasses import asdict
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.actor import SYSTEM
from app.core.calendar import local_date, zone
from app.core.clock import Clock, FixedClock, SystemClock
from app.core.db import connected, open_database
from app.core.errors import EvenkeelError, NotFound, RuleViolation
from app.core.failures import FAILURES, describe
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.partnerships.models import Partnership

SHOWN = 10  # oddities of a folder on the screen
YEARS = range(1900, 2201)


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    if isinstance(sys.stdout, TextIOWrapper):  # a name that a Windows console cannot show stops nothing
        sys.stdout.reconfigure(errors="replace")
    arguments = parser().parse_args(sys.argv[1:] if argv is None else argv)
    try:
        return int(arguments.run(arguments, load_settings()) or 0)
    except EvenkeelError as error:
        print(error.message, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has heard enough; the rest must not fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except FAILURES as error:
        print(describe(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="evenkeel", description="Partnerships between a hospice and health plans."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _house_commands(commands)
    _data_commands(commands)
    return top


def _add(commands: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    return command


def _house_commands(commands: Any) -> None:
    """Running it, and who may use it."""
    serve = _add(commands, "serve", _serve, "Serve the pages and run the scheduler.")
    serve.add_argument("--host")
    serve.add_argument("--port", type=_port)
    _add(commands, "worker", _worker, "Run the scheduler alone.")
    migrate = _add(commands, "migrate", _migrate, "Bring the schema up to date.")
    migrate.add_argument("--status", action="store_true", help="only say what is pending")
    user = _add(commands, "user", _user_add, "Make an account.")
    user.add_argument("verb", choices=["add"])
    user.add_argument("email")
    user.add_argument("--name", required=True)
    user.add_argument("--role", required=True, choices=["admin", "editor", "viewer"])
    user.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    tick = _add(commands, "tick", _tick, "Run the scheduler once.")
    tick.add_argument("--at", type=_moment, metavar="2025-03-11T09:00", help="as of this local moment")
    for name, run, words in (
        ("backup", _backup, "Write a consistent backup."),
        ("restore", _restore, "Put a backup in place; the old data are set aside."),
    ):
        _add(commands, name, run, words).add_argument("file", type=Path, metavar="FILE.zip")


def _data_commands(commands: Any) -> None:
    """What is in it, and what comes out."""
    demo = _add(commands, "demo", _demo, "Load the example partnerships.")
    demo.add_argument("--from", dest="folder", type=Path, metavar="FOLDER")
    demo.add_argument(
        "--shift", action="store_true", help="move all dates so that the newest month is last month"
    )
    listing = _add(commands, "partnerships", _partnerships, "List the partnerships.")
    listing.add_argument("--format", choices=["json"], default="json")
    dates = _add(
        commands, "dates", _dates, "List the key dates of a partnership with every step of the count."
    )
    dates.add_argument("key", metavar="KEY")
    dates.add_argument("--as-of", type=_day, metavar="DATE", help="from the terms in force on that day")
    dates.add_argument("--format", choices=["json"], default="json")
    triggers = _add(commands, "triggers", _triggers, "List what fired, closed or was called off.")
    triggers.add_argument("key", metavar="KEY")
    triggers.add_argument("--as-of", type=_day, metavar="DATE", help="only what is known by that day")
    triggers.add_argument("--format", choices=["csv"], default="csv")
    cost = _add(commands, "cost", _cost, "Work out what care costs and from how many patients on it carries.")
    cost.add_argument("file", type=Path, metavar="FILE.yaml")
    cost.add_argument("--format", choices=["json"], default="json")
    document = _add(commands, "document", _document, "Write a Word file.")
    document.add_argument("key", metavar="KEY")
    document.add_argument("kind", metavar="KIND")
    document.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE.docx")
    document.add_argument("--copy", choices=["internal", "partner"], default="internal")
    document.add_argument("--of", metavar="ID")
    document.add_argument("--as-of", type=_day, metavar="DATE")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a moment like 2025-03-11T09:00") from error
    if moment.tzinfo is not None:
        raise argparse.ArgumentTypeError("give a local moment without a zone, like 2025-03-11T09:00")
    _in_reach(moment.date())
    return moment


def _day(text: str) -> date:
    try:
        return _in_reach(date.fromisoformat(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day like 2025-03-11") from error


def _in_reach(day: date) -> date:
    """Lead times and terms are counted from this day in both directions."""
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"the year must be from {YEARS[0]} to {YEARS[-1]}")
    return day


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"the port must be a whole number from 1 to 65535; it is “{text}”")
    return int(text)


def open_house(settings: Settings, *, upgrade: bool = True) -> None:
    """Open the database and bring the schema up to date, with a backup before when data exist."""
    from app.core.files import keep_files_in
    from app.core.migrate import migrate
    from app.documents.look import use_look
    from app.organization.queries import house_look
    from app.organization.service import ensure_house
    from app.terms.queries import use_own_words
    from app.transfer.service import backup_before_migration

    open_database(settings.database_url)
    use_own_words(settings.instance / "contract_templates")
    keep_files_in(settings.instance / "files" if settings.files == "disk" else None)
    use_look(house_look)
    if upgrade:
        with connected():
            migrate(lambda: backup_before_migration(settings, now=SystemClock().now()))
            ensure_house(settings.timezone, actor=SYSTEM, now=SystemClock().now())


def _today(clock: Clock) -> date:
    from app.organization.queries import house_facts

    return local_date(clock.now(), house_facts().time_zone)


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


def _demo(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.examples.service import load_examples

    open_house(settings)
    clock = SystemClock()
    with connected():
        report = load_examples(
            arguments.folder, shift=arguments.shift, actor=SYSTEM, now=clock.now(), today=_today(clock)
        )
    print(report.sentence)
    for oddity in report.warnings[:SHOWN]:
        print(f"Look at this: {oddity}", file=sys.stderr)
    if len(report.warnings) > SHOWN:
        print(f"There are {len(report.warnings) - SHOWN} more like these.", file=sys.stderr)


def _partnerships(_arguments: argparse.Namespace, settings: Settings) -> None:
    from app.partnerships.queries import list_partnership_keys

    open_house(settings)
    with connected():
        rows = list_partnership_keys()
    print(
        json.dumps(
            [{"key": r.key, "name": r.name, "stage": r.stage, "example": r.example} for r in rows], indent=2
        )
    )


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
    from app.scheduler import look_once

    open_house(settings)
    real = SystemClock()
    with connected():
        clock: Clock = real
        if arguments.at is not None:
            clock = FixedClock(arguments.at.replace(tzinfo=zone(house_facts().time_zone)))
        print(json.dumps(look_once(settings, clock, real)))


def _named(key: str) -> Partnership:
    """The partnership with this key. Raises NotFound with the keys there are."""
    from app.partnerships.queries import find_by_key, list_partnership_keys

    found = find_by_key(key)
    if found is None:
        keys = ", ".join(row.key for row in list_partnership_keys())
        raise NotFound(f"There is no partnership {key}. The keys are: {keys or 'none yet'}.")
    return found


def _dates(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.dates.queries import dates_of
    from app.organization.queries import house_facts

    open_house(settings)
    with connected():
        partnership = _named(arguments.key)
        day = arguments.as_of or _today(SystemClock())
        dates = dates_of(partnership.get_id(), day, house_facts()).dates
    told = [{**asdict(one), "on": one.on.isoformat()} for one in dates]
    print(json.dumps(told, indent=2))


def _cost(arguments: argparse.Namespace, _settings: Settings) -> None:
    from app.costs.rules import InputFault, as_plain, oddities, read_inputs

    raw = _yaml(arguments.file)
    given = raw.get("inputs", raw) if isinstance(raw, dict) else raw
    try:
        inputs = read_inputs(given)
    except InputFault as fault:
        raise RuleViolation(f"{arguments.file}: {fault}") from None
    for oddity in oddities(given, inputs):
        print(f"Look at this: {oddity}", file=sys.stderr)
    print(json.dumps(as_plain(inputs), indent=2))


def _triggers(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.triggers.queries import listed_firings

    open_house(settings)
    out = csv.writer(sys.stdout, lineterminator="\n")
    with connected():
        partnership = _named(arguments.key)
        out.writerow(("scenario", "trigger", "what", "month", "when", "value", "threshold", "why"))
        for one in listed_firings(partnership, arguments.as_of, today=_today(SystemClock())):
            numbers = ("" if part is None else round(float(part), 4) for part in (one.value, one.threshold))
            month = "" if one.month is None else one.month
            out.writerow((partnership.key, one.trigger, one.what.value, month, one.when, *numbers, one.why))


def _yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise RuleViolation(f"{path}{place}: this is no YAML file.") from error


def _document(arguments: argparse.Namespace, settings: Settings) -> None:
    open_house(settings)
    with connected():
        day = arguments.as_of or _today(SystemClock())
        wanted = {"of": arguments.of, "as_of": day, "partner_copy": arguments.copy == "partner"}
        if arguments.kind.startswith("D"):
            from app.drafts.service import make_contract

            partnership = _named(arguments.key)
            if arguments.of is not None and arguments.kind != "D5":
                raise RuleViolation(f"{arguments.kind} comes from the terms; --of goes with D5 and M1.")
            data = make_contract(partnership, arguments.kind, **wanted).data
        elif arguments.kind.startswith("M"):
            data = _paper(arguments.key, arguments.kind, wanted)
        else:
            raise RuleViolation(f"There is no document kind {arguments.kind}. Kinds are like D2 or M1.")
    _write_file(arguments.output, data)
    print(f"Wrote {arguments.output}.")


def _paper(key: str, kind: str, wanted: dict[str, Any]) -> bytes:
    from app.organization.queries import house_facts
    from app.papers.service import ALL, make_paper, make_paper_of_all

    if key == ALL:
        return make_paper_of_all(kind, house_facts(), **wanted).data
    return make_paper(_named(key), kind, **wanted).data


def _write_file(path: Path, data: bytes) -> None:
    """Under another name first: a full disk leaves no half file, and not the loss of an earlier one."""
    special = path.exists() and not path.is_file()  # a pipe is written as it is, a folder is refused
    written = path if special else path.with_name(path.name + ".tmp")
    try:
        written.write_bytes(data)
        if not special:
            os.replace(written, path)
    except OSError as error:
        if not special:
            written.unlink(missing_ok=True)
        raise RuleViolation(f"{path} cannot be written: {error.strerror}.") from error


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

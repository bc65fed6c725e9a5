"""The commands about what is in it, and what comes out."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.core.actor import SYSTEM
from app.core.clock import SystemClock
from app.core.db import connected
from app.core.errors import RuleViolation
from app.settings import Settings

from .arguments import add, typed_day
from .opening import named, open_house, today_by

SHOWN = 10  # oddities of a folder on the screen


def data_commands(commands: Any) -> None:
    """What is in it, and what comes out."""
    demo = add(commands, "demo", _demo, "Load the example partnerships.")
    demo.add_argument("--from", dest="folder", type=Path, metavar="FOLDER")
    demo.add_argument(
        "--shift", action="store_true", help="move all dates so that the newest month is last month"
    )
    listing = add(commands, "partnerships", _partnerships, "List the partnerships.")
    listing.add_argument("--format", choices=["json"], default="json")
    dates = add(
        commands, "dates", _dates, "List the key dates of a partnership with every step of the count."
    )
    dates.add_argument("key", metavar="KEY")
    dates.add_argument("--as-of", type=typed_day, metavar="DATE", help="from the terms in force on that day")
    dates.add_argument("--format", choices=["json"], default="json")
    triggers = add(commands, "triggers", _triggers, "List what fired, closed or was called off.")
    triggers.add_argument("key", metavar="KEY")
    triggers.add_argument("--as-of", type=typed_day, metavar="DATE", help="only what is known by that day")
    triggers.add_argument("--format", choices=["csv"], default="csv")
    cost = add(commands, "cost", _cost, "Work out what care costs and from how many patients on it carries.")
    cost.add_argument("file", type=Path, metavar="FILE.yaml")
    cost.add_argument("--format", choices=["json"], default="json")
    document = add(commands, "document", _document, "Write a Word file.")
    document.add_argument("key", metavar="KEY")
    document.add_argument("kind", metavar="KIND")
    document.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE.docx")
    document.add_argument("--copy", choices=["internal", "partner"], default="internal")
    document.add_argument("--of", metavar="ID")
    document.add_argument("--as-of", type=typed_day, metavar="DATE")


def _demo(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.examples.service import load_examples

    open_house(settings)
    clock = SystemClock()
    with connected():
        report = load_examples(
            arguments.folder, shift=arguments.shift, actor=SYSTEM, now=clock.now(), today=today_by(clock)
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


def _dates(arguments: argparse.Namespace, settings: Settings) -> None:
    from app.dates.queries import dates_of
    from app.organization.queries import house_facts

    open_house(settings)
    with connected():
        partnership = named(arguments.key)
        day = arguments.as_of or today_by(SystemClock())
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
        partnership = named(arguments.key)
        out.writerow(("scenario", "trigger", "what", "month", "when", "value", "threshold", "why"))
        for one in listed_firings(partnership, arguments.as_of, today=today_by(SystemClock())):
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
        day = arguments.as_of or today_by(SystemClock())
        wanted = {"of": arguments.of, "as_of": day, "partner_copy": arguments.copy == "partner"}
        if arguments.kind.startswith("D"):
            from app.drafts.service import make_contract

            partnership = named(arguments.key)
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
    return make_paper(named(key), kind, **wanted).data


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

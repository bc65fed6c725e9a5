"""What can be typed after a command: days, moments, ports."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Any

YEARS = range(1900, 2201)


def add(commands: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    """A command that `run` carries out; its parser, for what can be typed after it."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    return command


def typed_moment(text: str) -> datetime:
    """A local moment, without a zone. Raises ArgumentTypeError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a moment like 2025-03-11T09:00") from error
    if found.tzinfo is not None:
        raise argparse.ArgumentTypeError("give a local moment without a zone, like 2025-03-11T09:00")
    _in_reach(found.date())
    return found


def typed_day(text: str) -> date:
    """A day. Raises ArgumentTypeError."""
    try:
        return _in_reach(date.fromisoformat(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day like 2025-03-11") from error


def _in_reach(on: date) -> date:
    """Lead times and terms are counted from this day in both directions."""
    if on.year not in YEARS:
        raise argparse.ArgumentTypeError(f"the year must be from {YEARS[0]} to {YEARS[-1]}")
    return on


def typed_port(text: str) -> int:
    """A port, 1 to 65535. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"the port must be a whole number from 1 to 65535; it is “{text}”")
    return int(text)

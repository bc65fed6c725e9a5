"""What became of a promise, in words, from what the history keeps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .promises import Status

STATUS_WORDS = {Status.OPEN: "opened it again", Status.DONE: "marked it done", Status.DROPPED: "let go of it"}


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a promise's story: when, who, and what they did."""

    at: datetime
    who: str
    words: str


def told(
    verb: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[int, str], today: date
) -> tuple[str, ...]:
    """What one entry of the history says, as clauses to follow a name; `names` are people by number.

    An entry that changed nothing a person would tell gives none.
    """
    if verb == "create":
        due = after.get("due_on")
        return (f"noted it, due {_day(due, today)}" if due else "noted it, without a date",)
    if verb != "change":
        return ()
    changed = {name for name in after if after[name] != before.get(name)}
    clauses = [
        _clause(name, before.get(name), after[name], names, today) for name in ORDER if name in changed
    ]
    return tuple(dict.fromkeys(clauses))


ORDER = ("status", "text", "due_on", "owner", "side", "waiting_for", "repeats", "repeats_every", "private")


def _clause(name: str, before: Any, after: Any, names: Mapping[int, str], today: date) -> str:
    if name == "status":
        return STATUS_WORDS[Status(after)]
    if name == "text":
        return f"changed the words from “{before}”"
    if name == "due_on":
        return _moved(before, after, today)
    if name == "owner":
        return (
            f"gave it to {names.get(after, 'somebody who is gone')}" if after else "left it without an owner"
        )
    if name == "waiting_for":
        return f"noted that it waits for {after}" if after else "noted that it waits no longer"
    if name == "private":
        return "marked it as only for us" if after else "showed it to both sides"
    if name == "side":
        return "changed whose promise it is"
    return "changed how it repeats"


def _moved(before: Any, after: Any, today: date) -> str:
    if not after:
        return "took the date off"
    if not before:
        return f"set the date to {_day(after, today)}"
    return f"moved it from {_day(before, today)} to {_day(after, today)}"


def _day(text: str, today: date) -> str:
    day = date.fromisoformat(text)
    return f"{day:%b} {day.day}" + ("" if day.year == today.year else f", {day.year}")

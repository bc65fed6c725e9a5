"""What a returned file of minutes says that we do not have. Pure: tables in, differences out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.calendar import parse_day

WHAT = {"what", "action", "actions", "new action", "task", "decision", "decisions", "decided"}
WHO = {"who", "owner", "by whom", "whom", "decided by", "responsible"}
WHEN = {"by", "due", "date", "by when", "when", "due date", "until"}
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Returned:
    """One row of a table as it came back."""

    kind: str  # decision, action
    text: str
    who: str
    due_words: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What we have: the same row as we printed it."""

    kind: str
    text: str
    who: str
    due_on: date | None = None


Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def rows_of(tables: Iterable[Table]) -> tuple[Returned, ...]:
    """The rows of every table that is one of actions or of decisions, found by the words of its head."""
    found: list[Returned] = []
    for head, rows in tables:
        what, who, when = (_column(head, names) for names in (WHAT, WHO, WHEN))
        if what is None or who is None:
            continue
        kind = "decision" if when is None else "action"
        for row in rows:
            text = _cell(row, what)
            if text:
                due = _cell(row, when) if when is not None else ""
                found.append(Returned(kind, text[:LONGEST], _cell(row, who)[:255], due[:60], _day(due)))
    return tuple(found)


def differing(returned: Iterable[Returned], known: Iterable[Known]) -> tuple[Returned, ...]:
    """The rows that say something else than what we have, each once."""
    ours = {(one.kind, folded(one.text), _person(one.who), one.due_on) for one in known}
    fresh: dict[tuple[str, str, str, str], Returned] = {}
    for one in returned:
        if (one.kind, folded(one.text), _person(one.who), one.due_on) not in ours:
            fresh.setdefault((one.kind, folded(one.text), _person(one.who), one.due_words), one)
    return tuple(fresh.values())


def same_person(words: str, name: str) -> bool:
    """Whether words from a table name this person: "Grace Okonjo, Ordway" names Grace Okonjo."""
    return bool(name) and folded(name) in (folded(words), _person(words))


def folded(text: str) -> str:
    """Words as they are compared: one space, small letters, no stop at the end."""
    return " ".join(text.split()).casefold().rstrip(".")


def _person(words: str) -> str:
    return folded(words.partition(",")[0])


def _column(head: Sequence[str], names: set[str]) -> int | None:
    words = [re.sub(r"[^\w ]+", "", " ".join(cell.split())).strip().casefold() for cell in head]
    return next((place for place, word in enumerate(words) if word in names), None)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _day(words: str) -> date | None:
    try:
        return parse_day(words)
    except ValueError:
        return None

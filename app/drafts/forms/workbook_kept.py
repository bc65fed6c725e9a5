"""What a workbook would change, kept between the look and the save.

The workbook itself is not kept: it may hold sheets, notes and names that nobody meant to bring in. What is
kept are the values that passed, and those alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.core.errors import NotFound
from app.terms.values import CLEARED, UNKNOWN, Mark, TermDefinition, decode, encode

from .workbook_reading import BookRead

NOT_HERE = "What this file would change is not kept any more. Bring the file back once more."


def to_keep(read: BookRead, terms: Mapping[str, TermDefinition]) -> bytes:
    """The changes of a workbook as canonical JSON."""
    changes = {home: _stored(terms[home], value) for home, value in read.changes.items()}
    told = {"made_for": read.made_for, "changes": changes, "seen": read.seen}
    return json.dumps(told, sort_keys=True).encode()


def from_kept(data: bytes, terms: Mapping[str, TermDefinition]) -> BookRead:
    """The changes as they were shown; terms that the library lost since are named as unplaced.

    Raises NotFound for anything that `to_keep` did not write.
    """
    try:
        told = json.loads(data)
        changes, seen, made_for = dict(told["changes"]), dict(told["seen"]), str(told["made_for"])
        read = BookRead(made_for=made_for, unplaced=[home for home in changes if home not in terms])
        for home in changes.keys() & terms.keys():
            read.changes[home] = _typed(terms[home], *changes[home])
            read.seen[home] = str(seen[home])
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotFound(NOT_HERE) from error
    return read


def _stored(one: TermDefinition, value: Any) -> list[Any]:
    return [value.name, None] if isinstance(value, Mark) else ["", encode(one, value)]


def _typed(one: TermDefinition, mark: str, stored: Any) -> Any:
    marks = {UNKNOWN.name: UNKNOWN, CLEARED.name: CLEARED}
    return marks[mark] if mark else decode(one, stored)

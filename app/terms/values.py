"""What a term may hold: types, and the ways between what people type, what is stored and what is shown.

Pure, and the common language of everything that handles terms.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from app.core.calendar import parse_day
from app.core.money import parse_cents
from app.core.text import UNPRINTABLE, trimmed
from app.documents import formats

LINE, LONG, MAX_ROWS = 255, 5000, 60
CONTACT_PARTS = ("name", "function", "phone", "email")
_CONDITION = re.compile(r"^(S\d\d\.\w+)(?:\s*=\s*(.+))?$")


class TermType(StrEnum):
    """The kinds of value."""

    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    OPTIONS = "options"
    LIST = "list"
    TABLE = "table"
    CONTACT = "contact"
    REFS = "refs"


MANY = frozenset({TermType.MULTI_CHOICE, TermType.OPTIONS, TermType.REFS})


class Mark(Enum):
    """What can be said of a term in place of a value."""

    UNKNOWN = "unknown"  # honestly not known yet
    CLEARED = "cleared"  # taken back: nothing holds from that day on


UNKNOWN, CLEARED = Mark.UNKNOWN, Mark.CLEARED


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """Everything known about a term apart from its value.

    `key` is the term's own name; `target` is the key under which its value is stored, which differs
    only for a shared term (S36.notice_days is S03.notice_days).
    """

    key: str
    label: str
    type: TermType
    target: str = ""
    unit: str = ""
    hint: str = ""
    example: Any = None
    required: bool = False
    required_if: str = ""
    unless: str = ""
    computed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, TermDefinition] = field(default_factory=dict)
    item: TermType = TermType.TEXT
    low: Decimal | None = None
    high: Decimal | None = None
    pick_one: bool = False
    add: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()

    @property
    def section(self) -> str:
        """S21 of S21.rate_home."""
        return self.key.split(".", 1)[0]

    @property
    def home(self) -> str:
        """The key that holds the value."""
        return self.target or self.key


class TableErrors(ValueError):
    """What is wrong in a table, by row number (from 0) and column."""

    def __init__(self, cells: Mapping[tuple[int, str], str]) -> None:
        super().__init__(next(iter(cells.values())))
        self.cells = dict(cells)


# --- what a person typed


def parse(definition: TermDefinition, raw: Any) -> Any:
    """The typed value of what a form sent, or None when it was left empty.

    `raw` is a text; a list of ids for choices of many; a mapping for a contact; a list of mappings for
    a table. Raises ValueError with a plain sentence (TableErrors for a table).
    """
    if definition.type is TermType.TABLE:
        return _parse_table(definition, raw) or None
    if definition.type is TermType.CONTACT:
        parts = {part: _clean(str(raw.get(part) or ""), LINE) for part in CONTACT_PARTS}
        return {part: text for part, text in parts.items() if text} or None
    if definition.type in MANY:
        return _parse_many(definition, [str(entry) for entry in raw if entry]) or None
    text = _clean(str(raw or ""), LONG)
    if not text:
        return None
    if definition.type is TermType.LIST:
        return _parse_list(definition, text) or None
    return _parse_one(definition, definition.type, text)


def example_value(definition: TermDefinition) -> Any:
    """The typed value of the library's own example. Raises ValueError for one that does not fit."""
    raw = definition.example
    if definition.type is TermType.TABLE:
        raw = [{n: ", ".join(c) if isinstance(c, list) else str(c) for n, c in row.items()} for row in raw]
    elif definition.type is TermType.LIST:
        raw = "\n".join(map(str, raw))
    elif isinstance(raw, bool):
        raw = "yes" if raw else "no"
    elif not isinstance(raw, list | dict):
        raw = str(raw)
    return parse(definition, raw)


def _parse_one(definition: TermDefinition, kind: TermType, text: str) -> Any:
    if kind is TermType.MONEY:
        cents = parse_cents(text)
        _within(definition, Decimal(cents) / 100, "$")
        return cents
    if kind in (TermType.INTEGER, TermType.NUMBER, TermType.PERCENT):
        return _parse_number(definition, kind, text)
    if kind is TermType.DATE:
        return parse_day(text)
    if kind is TermType.BOOLEAN:
        if text.casefold() not in ("yes", "no"):
            raise ValueError("Choose yes or no.")
        return text.casefold() == "yes"
    if kind is TermType.CHOICE and text not in definition.choices:
        raise ValueError("Choose one of the answers in the list.")
    return text


def _parse_number(definition: TermDefinition, kind: TermType, text: str) -> int | Decimal:
    bare = (text.removesuffix("%").strip() if kind is TermType.PERCENT else text).replace(",", "")
    if kind is TermType.INTEGER:
        if not re.fullmatch(r"[0-9]{1,9}", bare, re.ASCII):
            raise ValueError("Enter a whole number, like 30.")
        _within(definition, Decimal(bare))
        return int(bare)
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", bare, re.ASCII):
        like = "percentage, like 70" if kind is TermType.PERCENT else "number, like 6 or 6.5"
        raise ValueError(f"Enter a {like}.")
    _within(definition, Decimal(bare))
    return Decimal(bare)


def _parse_list(definition: TermDefinition, text: str) -> list[Any]:
    if definition.item is TermType.TEXT:
        return [_clean(line, LINE) for line in text.split("\n") if line.strip()]
    entries = [entry for entry in re.split(r"[\s,;]+", text) if entry]
    return [_parse_one(definition, definition.item, entry) for entry in entries]


def _parse_many(definition: TermDefinition, picked: Sequence[str]) -> list[str]:
    if any(entry not in definition.choices for entry in picked):
        raise ValueError("Choose from the answers in the list.")
    chosen = [entry for entry in definition.choices if entry in picked]
    if definition.type is TermType.OPTIONS and not may_stand_together(definition, chosen):
        raise ValueError(_why_not_together(definition, chosen))
    return chosen


def may_stand_together(definition: TermDefinition, picked: Collection[str]) -> bool:
    """Whether these alternatives of a section fit each other; nothing picked is a gap, and fits."""
    main = frozenset(picked) - definition.add
    if picked and not main:
        return False
    return not definition.pick_one or len(main) <= 1 or main in definition.together


def _why_not_together(definition: TermDefinition, picked: Sequence[str]) -> str:
    main = [entry for entry in picked if entry not in definition.add]
    if not main:
        return f"“{definition.choices[picked[0]]}” comes on top of another choice. Choose that one too."
    words = " and ".join(f"“{definition.choices[entry]}”" for entry in main[:2])
    return f"{words} cannot stand together. Keep one of them."


def _parse_table(definition: TermDefinition, raw: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    wrong: dict[tuple[int, str], str] = {}
    for place, typed in enumerate(raw):
        if not any(str(typed.get(column) or "").strip() for column in definition.columns):
            continue
        row: dict[str, Any] = {}
        for name, column in definition.columns.items():
            try:
                value = _parse_cell(column, str(typed.get(name) or ""))
                if value is None and column.required:
                    raise ValueError(f"Fill in “{column.label}” for this row, or empty the whole row.")
            except ValueError as error:
                wrong[(place, name)] = str(error)
            else:
                if value is not None:
                    row[name] = value
        rows.append({"id": _row_id(str(typed.get("id") or ""), row, rows), **row})
    if len(rows) > MAX_ROWS:
        raise ValueError(f"A table holds at most {MAX_ROWS} rows.")
    if wrong:
        raise TableErrors(wrong)
    return rows


def _parse_cell(column: TermDefinition, text: str) -> Any:
    text = _clean(text, LONG)
    if not text:
        return None
    if column.type is TermType.LIST:
        return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()] or None
    return _parse_one(column, column.type, text)


def _row_id(known: str, row: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> str:
    """A name for the row that stays when its cells change: returned files are read by it."""
    first = next((str(value) for value in row.values() if isinstance(value, str)), "row")
    slug = re.sub(r"[^a-z0-9]+", "-", first.casefold()).strip("-")[:20].strip("-") or "row"
    base = known if re.fullmatch(r"[a-z0-9-]{1,24}", known) else slug
    taken = {entry["id"] for entry in before}
    name, number = base, 2
    while name in taken:
        name, number = f"{base[:20]}-{number}", number + 1
    return name


def _clean(text: str, limit: int) -> str:
    text = trimmed(text)
    if UNPRINTABLE.search(text):
        raise ValueError("This holds a character that cannot be printed. Type it again instead of pasting.")
    if len(text) > limit:
        raise ValueError(f"Keep this under {limit:,} characters; it has {len(text):,}.")
    return text


def _within(definition: TermDefinition, value: Decimal, sign: str = "") -> None:
    low, high = definition.low, definition.high
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = [f"{sign}{bound.normalize():,f}" for bound in (low, high) if bound is not None]
        raise ValueError(f"Enter {'an amount' if sign else 'a number'} from {' to '.join(bounds)}.")


# --- stored and shown


def encode(definition: TermDefinition, value: Any) -> Any:
    """Canonical JSON: money as cents, dates as ISO text, decimals as text as typed, rows with their ids.

    Raises TypeError for a value of another type than the term's, above all for a float.
    """
    if value is None:
        return None
    if definition.type is TermType.TABLE:
        return [_encode_row(definition, row) for row in value]
    if definition.type is TermType.CONTACT:
        return {part: str(value[part]) for part in CONTACT_PARTS if value.get(part)}
    if definition.type is TermType.LIST or definition.type in MANY:
        return [_encode_one(definition, definition.item, part) for part in value]
    return _encode_one(definition, definition.type, value)


def _encode_row(definition: TermDefinition, row: Mapping[str, Any]) -> dict[str, Any]:
    columns = definition.columns
    return {name: encode(columns[name], part) if name in columns else str(part) for name, part in row.items()}


_HELD: dict[TermType, type] = {
    TermType.MONEY: int,
    TermType.INTEGER: int,
    TermType.DATE: date,
    TermType.BOOLEAN: bool,
}


def _encode_one(definition: TermDefinition, kind: TermType, value: Any) -> Any:
    if kind in (TermType.NUMBER, TermType.PERCENT) and isinstance(value, int | Decimal):
        return f"{Decimal(value):f}"
    wanted = _HELD.get(kind, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise TypeError(f"{definition.key} cannot hold {value!r}.")
    return value.isoformat() if isinstance(value, date) else value


def decode(definition: TermDefinition, stored: Any) -> Any:
    """The typed value of canonical JSON."""
    if stored is None:
        return None
    if definition.type is TermType.TABLE:
        return [_decode_row(definition, row) for row in stored]
    if definition.type is TermType.LIST:
        return [_decode_one(definition.item, part) for part in stored]
    return _decode_one(definition.type, stored)


def _decode_row(definition: TermDefinition, row: Mapping[str, Any]) -> dict[str, Any]:
    columns = definition.columns
    return {name: decode(columns[name], part) if name in columns else part for name, part in row.items()}


def _decode_one(kind: TermType, stored: Any) -> Any:
    if kind in (TermType.NUMBER, TermType.PERCENT):
        return Decimal(stored)
    return date.fromisoformat(stored) if kind is TermType.DATE else stored


def show(definition: TermDefinition, value: Any) -> str:
    """The value in words, as lists and the history show it."""
    if value is None or value == [] or value == "":
        return "nothing"
    if definition.type is TermType.TABLE:
        return "; ".join(
            ", ".join(show(column, row[name]) for name, column in definition.columns.items() if name in row)
            for row in value
        )
    if isinstance(value, list):
        return formats.joined(definition.choices.get(part) or formats.text(part) for part in value)
    if definition.type is TermType.MONEY:
        return formats.money(value)
    if definition.type is TermType.CHOICE:
        return definition.choices.get(value, str(value))
    if definition.type is TermType.PERCENT:
        return formats.percent(value)
    text = formats.contact(value) if isinstance(value, Mapping) else formats.text(value)
    if not definition.unit or definition.type not in (TermType.INTEGER, TermType.NUMBER):
        return text
    return f"{text} {definition.unit.removesuffix('s') if value == 1 else definition.unit}"


def fingerprint(stored: Any, unknown: bool = False) -> str:
    """A few letters that stand for one stored value; empty for nothing.

    A form keeps it beside each field: it tells what the person changed, and whether somebody else did.
    """
    if unknown:
        return "?"
    if stored is None:
        return ""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


# --- in force, and enough


def is_settled(value: Any) -> bool:
    """Whether a value is there; `False` and 0 are values, an empty text or list is none."""
    return not isinstance(value, Mark) and formats.is_settled(value)

"""The small part of Jinja in which contract sections are written, run in a sandbox.

Values never pass through Markdown. Each output leaves only a token in the text, and what stands there is
kept aside in `Sink.slots`. So a typed value can hold any sign without harm, each printed term is known by
its key, and the text is the same for different values, which lets its parsed form be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from . import formats
from .blocks import Counsel, Inline, Ref, Term, clean

OPEN, CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class TermFact:
    """What is known about a term apart from its value."""

    key: str
    label: str
    type: str = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, TermFact] = field(default_factory=dict)
    may_be_blank: bool = False
    unit: str = ""
    unless: str = ""  # the term that prints in place of this one once it is settled


@dataclass(frozen=True, slots=True)
class ExhibitSlot:
    """A place for the letter of an exhibit."""

    kind: str


class Sink:
    """Collects what the tokens of one section stand for."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.slots: list[Inline | ExhibitSlot] = []
        self.names = names or {}

    def put(self, inline: Inline | ExhibitSlot) -> str:
        """Keep the content and answer the token that stands for it."""
        self.slots.append(inline)
        return f"{OPEN}{len(self.slots) - 1}{CLOSE}"

    def ref(self, clause: str) -> str:
        """`ref("s21-rate")`: its number is known only when the whole document is."""
        return self.put(Ref(clause, ""))

    def counsel(self, subject: str) -> str:
        """`counsel("...")` inside a sentence."""
        return self.put(Counsel(clean(subject)))

    def exhibit(self, kind: str) -> str:
        """`exhibit("D6")`."""
        return self.put(ExhibitSlot(kind))


class Namespace:
    """The terms of another section, as `S28.report_due_days`. A foreign attribute is unknown."""

    __slots__ = ("_terms",)

    def __init__(self, terms: Mapping[str, TermValue]) -> None:
        self._terms = terms

    def __getitem__(self, name: str) -> TermValue:
        return self._terms[name]


class TermValue:
    """A term with its value, as a section sees it."""

    __slots__ = ("fact", "key", "raw", "sink", "stands_in")

    def __init__(
        self, fact: TermFact, raw: Any, sink: Sink, key: str = "", *, stands_in: bool = False
    ) -> None:
        self.fact, self.raw, self.sink, self.key = fact, raw, sink, key or fact.key
        self.stands_in = stands_in  # for another term, so it counts in a unit of its own

    def __bool__(self) -> bool:
        return bool(self.raw)

    @property
    def settled(self) -> bool:
        """Whether a value was given."""
        return formats.is_settled(self.raw)

    def emit(self, text: str | None) -> str:
        """The token for this term with its text, or for the gap."""
        label = clean(self.fact.label)
        if not text and not self.fact.may_be_blank:
            return self.sink.put(Term(self.key, f"[to settle: {label}]", label, gap=True))
        return self.sink.put(Term(self.key, text or "", label))

    def choice(self, value: Any) -> str:
        """The words of one choice, or the name of one id of the catalogue; a free value stands for itself."""
        known = None
        if isinstance(value, str):
            known = (self.sink.names if self.fact.type == "refs" else self.fact.choices).get(value)
        return clean(known) if known is not None else formats.text(value)

    def parts(self) -> list[Any]:
        """The value as a list."""
        if not self.settled:
            return []
        return list(self.raw) if isinstance(self.raw, list | tuple) else [self.raw]


class Printed:
    """A term on its way into the text, with what follows it outside its control."""

    __slots__ = ("after", "text", "value")

    def __init__(self, value: TermValue, text: str | None, after: str = "") -> None:
        self.value, self.text, self.after = value, text, after


def _finalize(output: Any) -> Any:
    if isinstance(output, Printed):
        return output.value.emit(output.text) + output.after
    if isinstance(output, TermValue):
        return _finalize(_bare(output))
    return output


def _bare(value: TermValue) -> Printed:
    """A term without a filter prints as its type does."""
    printer = _BARE.get(value.fact.type)
    if printer is not None:
        return printer(value)
    return Printed(value, formats.text(value.raw) if value.settled else None)


def _plain(form: Callable[[Any], str]) -> Callable[[TermValue], Printed]:
    def printer(value: TermValue) -> Printed:
        return Printed(value, form(value.raw) if value.settled else None)

    return printer


def _unit(one: str, many: str) -> Callable[[TermValue], Printed]:
    def printer(value: TermValue) -> Printed:
        text = formats.number(value.raw) if value.settled else None
        unit = value.fact.unit
        words = (unit.removesuffix("s"), unit) if value.stands_in and unit else (one, many)
        return Printed(value, text, " " + formats.counted(value.raw, *words))

    return printer


def _list(value: TermValue) -> Printed:
    return Printed(
        value, formats.joined(value.choice(part) for part in value.parts()) if value.settled else None
    )


def _list_or(value: TermValue) -> Printed:
    parts = (value.choice(part) for part in value.parts())
    return Printed(value, formats.joined(parts, "or") if value.settled else None)


def _sentence(value: TermValue) -> Printed:
    if not value.settled:
        return Printed(value, None, ".")
    text, stop = formats.sentence(formats.text(value.raw))
    return Printed(value, text, stop)


class Row:
    """One row of a table term; its columns are read by name."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, TermValue]) -> None:
        self._cells = cells

    def __getitem__(self, name: str) -> TermValue:
        return self._cells[name]


def _rows(value: TermValue) -> Iterator[Row]:
    """The rows of a table; a table without rows gives one row of gaps."""
    columns = value.fact.columns
    rows = [row for row in value.parts() if isinstance(row, Mapping)]
    for place, row in enumerate(rows, start=1):
        key = f"{value.key}.{row.get('id') or place}"
        yield Row(
            {
                name: TermValue(fact, row.get(name), value.sink, f"{key}.{name}")
                for name, fact in columns.items()
            }
        )
    if not rows:
        yield Row(
            {
                name: TermValue(replace(fact, may_be_blank=False), None, value.sink, value.key)
                for name, fact in columns.items()
            }
        )


def _items(value: TermValue, word: str) -> Iterator[Printed]:
    """The entries of a list, each with the sign that follows it: `;`, `; or`, a full stop."""
    parts = value.parts()
    if not parts:
        yield Printed(value, None, ".")
    for place, part in enumerate(parts, start=1):
        after = "." if place == len(parts) else f"; {word}" if place == len(parts) - 1 else ";"
        name = part if isinstance(part, str) and part in value.fact.choices else place
        entry = TermValue(value.fact, part, value.sink, f"{value.key}.{name}")
        yield Printed(entry, value.choice(part), after)


def _picked(value: TermValue, *wanted: str) -> bool:
    return any(part in wanted for part in value.parts() if isinstance(part, str))


PRINTERS: dict[str, Callable[[TermValue], Printed]] = {
    "money": _plain(formats.money),
    "percent": _plain(formats.percent),
    "number": _plain(formats.number),
    "date": _plain(formats.day),
    "days": _unit("day", "days"),
    "business_days": _unit("Business Day", "Business Days"),
    "weeks": _unit("week", "weeks"),
    "months": _unit("month", "months"),
    "words": _list,
    "list": _list,
    "list_or": _list_or,
    "sentence": _sentence,
}
LOOPS = {"rows": _rows, "items": _items}
_BARE: dict[str, Callable[[TermValue], Printed]] = {
    "money": PRINTERS["money"],
    "percent": PRINTERS["percent"],
    "number": PRINTERS["number"],
    "integer": PRINTERS["number"],
    "date": PRINTERS["date"],
    "contact": _plain(formats.contact),
    **dict.fromkeys(("choice", "multi_choice", "options", "list", "refs"), _list),
}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without anything that is not named here."""

    def __init__(self) -> None:
        super().__init__(
            comment_start_string="{##",
            comment_end_string="##}",
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            undefined=StrictUndefined,
            finalize=_finalize,
            cache_size=0,
        )
        self.globals = {}
        self.filters = {**PRINTERS, **LOOPS}
        self.tests = {
            "settled": lambda value: value.settled,
            "unsettled": lambda value: not value.settled,
            "picked": _picked,
        }

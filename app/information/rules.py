"""What the two sides ask each other, and how an answer is kept. Pure [L1 information] [L1 questions]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Who answers: the health plan, or us."""

    PAYER = "payer"
    PROVIDER = "provider"


class Status(StrEnum):
    """How a request stands; the catalogue's states."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ANSWERED = "answered"
    NOT_AVAILABLE = "not_available"


STATUS_WORDS = {
    Status.NOT_ASKED: "Not asked yet",
    Status.ASKED: "Asked",
    Status.ANSWERED: "Answered",
    Status.NOT_AVAILABLE: "Not available",
}
SETTLED = (Status.ANSWERED, Status.NOT_AVAILABLE)


class Kind(StrEnum):
    """How a field of an answer is typed."""

    TEXT = "text"
    LINES = "lines"  # one entry on each line
    NUMBER = "number"
    CHOICE = "choice"
    PICKED = "picked"  # any of the choices
    ROWS = "rows"  # two cells each: what, and how much or who


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an answer. `home` names the column of the partnership that holds it already."""

    name: str
    kind: Kind
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something one side asks of the other."""

    id: str
    side: Side  # who answers
    label: str
    ask: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A deeper topic, with its questions and the fields that hold the answers."""

    id: str
    label: str
    questions: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How one item stands."""

    status: Status = Status.NOT_ASKED
    wanted_by_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether an answer was wanted by a day that has passed."""
        return self.status is Status.ASKED and self.wanted_by_on is not None and self.wanted_by_on < today


# The catalogue's field types in terms of how a person types them.
_KINDS = {
    "list": Kind.LINES,
    "checklist": Kind.LINES,
    "number": Kind.NUMBER,
    "integer": Kind.NUMBER,
    "percent": Kind.NUMBER,
    "choice": Kind.CHOICE,
    "multi_choice": Kind.PICKED,
    "table": Kind.ROWS,
    "monthly_series": Kind.ROWS,
}
# Answers that have more than one part, and lists whose entries are known beforehand.
_PARTS = {
    "number_and_text": (("number", Kind.NUMBER, "How many"), ("text", Kind.TEXT, "What they are like")),
    "numbers": (
        ("now", Kind.NUMBER, "Now"),
        ("in_3_months", Kind.NUMBER, "In three months"),
        ("in_12_months", Kind.NUMBER, "In a year"),
    ),
}
_OFFERED = {
    "IP4": ("data_mining", "fast_authorizations", "quick_payment", "case_managers"),
    "plan_supports": ("find_patients_in_data", "fast_authorizations", "smooth_payment", "case_managers"),
}
_HOMES = {"setting_type": "setting", "lines": "product_lines"}


def item_fields(ident: str, kind: str, choices: Sequence[str] = ()) -> tuple[Field, ...]:
    """The fields of the answer to one request, by the catalogue's type."""
    if kind in _PARTS:
        return tuple(Field(name, how, label) for name, how, label in _PARTS[kind])
    if ident in _OFFERED:
        return (Field("picked", Kind.PICKED, "What is offered", _pairs(_OFFERED[ident])), _NOTE)
    how = _KINDS.get(kind, Kind.TEXT)
    if how in (Kind.CHOICE, Kind.ROWS):
        return (Field("answer", how, "Answer", _pairs(choices)), _NOTE)
    return (Field("answer", how, "Answer"),)


_NOTE = Field("note", Kind.TEXT, "Note")


def topic_field(name: str, kind: str, choices: Sequence[str] = (), unit: str = "") -> Field:
    """One field of a deeper topic, by the catalogue's type; without known choices a list is typed."""
    how = _KINDS.get(kind, Kind.TEXT)
    known = tuple(choices) or _OFFERED.get(name, ())
    if known and how is Kind.LINES:
        how = Kind.PICKED
    if how is Kind.PICKED and not known:
        how = Kind.LINES
    return Field(
        name,
        how,
        humanized(name),
        _pairs(known),
        "percent" if kind == "percent" else unit,
        _HOMES.get(name, ""),
    )


# Names of the catalogue that do not read as words.
_WORDS = {
    "setting_type": "Rural, urban or mixed",
    "zip_codes": "ZIP codes",
    "lines": "Lines that are in",
    "years_cbpc": "Years of community palliative care",
    "capacity_now": "Room for new patients now",
    "capacity_3_months": "Room in three months",
    "capacity_12_months": "Room in a year",
    "payer_experience": "What the plan has bought before",
}


def humanized(name: str) -> str:
    """current_caseload: Current caseload."""
    words = name.replace("_", " ").removesuffix(" note")
    return _WORDS.get(name) or words[:1].upper() + words[1:]


def _pairs(choices: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, humanized(one)) for one in choices)


def is_filled(value: Any) -> bool:
    """Whether a field holds anything; zero is an answer."""
    return value not in (None, "", [], ())


def value_words(field: Field, value: Any) -> str:
    """A stored value as people read it; empty where there is none."""
    if not is_filled(value):
        return ""
    names = dict(field.choices)
    if field.kind is Kind.CHOICE:
        return names.get(str(value), str(value))
    if field.kind is Kind.PICKED:
        return ", ".join(names.get(one, one) for one in value)
    if field.kind is Kind.LINES:
        return ", ".join(value)
    if field.kind is Kind.ROWS:
        return "; ".join(f"{what}: {much}" if much else what for what, much in value)
    if field.kind is Kind.NUMBER:
        text = f"{Decimal(value).normalize():,f}"
        return f"{text}%" if field.unit == "percent" else f"{text} {field.unit}".rstrip()
    return str(value)


def answer_words(fields: Iterable[Field], answer: Mapping[str, Any]) -> tuple[str, ...]:
    """An answer line by line; the name of a field stands before it where there are several."""
    known = [(one, value_words(one, answer.get(one.name))) for one in fields]
    said = [(one, words) for one, words in known if words]
    bare = len(known) == 1 or all(one.name in ("answer", "note", "picked") for one, _words in said)
    return tuple(words if bare else f"{one.label}: {words}" for one, words in said)


def answered_count(states: Iterable[Status]) -> int:
    """How many requests are settled, by an answer or by the word that there is none."""
    return sum(status in SETTLED for status in states)

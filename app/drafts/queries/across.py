"""Contracts side by side: the terms in force of several partnerships, read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.db import rows
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import definitions, shown_value, terms_of_all

from ..rules import COMPARED, TOPICS, Asked, Line, Topic, asked_metrics, hours_a_month, reporting_words

MOST_COMPARED = 6
MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class Contract:
    """A partnership with terms, as one column."""

    id: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Across:
    """The page: which contracts there are, which are shown, and what each topic says in them."""

    offered: tuple[Contract, ...]
    shown: tuple[Contract, ...]
    topics: tuple[tuple[Topic, tuple[Line, ...]], ...]
    metrics: tuple[Asked, ...]
    words: str


def across(today: date, wanted: Collection[str] = ()) -> Across:
    """Contracts that are not ended and have terms; those named by key, else the first ones by name."""
    known = set(definitions())
    sheets = terms_of_all([key for key in COMPARED if key in known], today)
    offered = tuple(one for one in _running() if sheets.get(one.id))[:MOST_OFFERED]
    shown = tuple(one for one in offered if not wanted or one.key in wanted)[:MOST_COMPARED]
    each = [sheets[one.id] for one in shown]
    asked = asked_metrics(each)
    hours, unknown = hours_a_month(each)
    topics = tuple((topic, _lines(topic, each)) for topic in TOPICS)
    return Across(offered, shown, topics, asked, reporting_words(hours, unknown, asked))


def _running() -> tuple[Contract, ...]:
    p = Partnership
    query = p.select(p.id, p.key, p.name).where(p.stage != Stage.ENDED.value).order_by(p.name)
    return tuple(Contract(*row) for row in rows(query))


def _lines(topic: Topic, sheets: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    known = definitions()
    found = []
    for key in topic.keys:
        cells = tuple(shown_value(key, sheet[key]) if key in sheet else None for sheet in sheets)
        if key in known and any(cell is not None for cell in cells):
            found.append(Line(known[key].label, cells))
    return tuple(found)


def differences_from_others(partnership_id: int, today: date) -> tuple[tuple[str, str, str], ...]:
    """Where a contract differs from the others: the term, what it says, and what the others say."""
    found = across(today)
    places = [place for place, one in enumerate(found.shown) if one.id == partnership_id]
    if not places:
        return ()
    at = places[0]
    told = []
    for _topic, lines in found.topics:
        for line in lines:
            mine = line.cells[at]
            others = [
                f"{cell} ({found.shown[place].name})"
                for place, cell in enumerate(line.cells)
                if place != at and cell is not None and cell != mine
            ]
            if mine is not None and others:
                told.append((line.label, mine, "; ".join(others)))
    return tuple(told)

"""Contracts side by side: the terms in force of several partnerships, read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from app.core.db import rows
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.models import Term
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


def across(
    today: date,
    wanted: Collection[str] = (),
    most: int = MOST_COMPARED,
    offer: int | None = MOST_OFFERED,
) -> Across:
    """Contracts that are not ended and have terms; `most` of those named by key, else the first by name.

    `offer` limits those that can be chosen (None: all); the named ones stand first among them.
    """
    offered = _running(wanted, offer)
    named = tuple(one for one in offered if one.key in wanted)
    shown = (named or offered)[:most]
    each = _sheets(shown, today)
    asked = asked_metrics(each)
    hours, unknown = hours_a_month(each)
    topics = tuple((topic, _lines(topic, each)) for topic in TOPICS)
    return Across(offered, shown, topics, asked, reporting_words(hours, unknown, asked))


def _running(first: Collection[str] = (), most: int | None = None) -> tuple[Contract, ...]:
    p, known = Partnership, definitions()
    homes = [known[key].home for key in COMPARED if key in known]
    has_terms = fn.EXISTS(Term.select(Term.id).where((Term.partnership == p.id) & Term.key.in_(homes)))
    query = p.select(p.id, p.key, p.name).where((p.stage != Stage.ENDED.value) & has_terms)
    keys = [key for key in first if key.isprintable()]  # a database refuses some of what an address may hold
    order = (p.key.in_(keys).desc(), p.name) if keys else (p.name,)
    return tuple(Contract(*row) for row in rows(query.order_by(*order).limit(most)))


def _sheets(contracts: Sequence[Contract], today: date) -> list[Mapping[str, Any]]:
    """What each of them says, in their order."""
    known = definitions()
    found = terms_of_all([key for key in COMPARED if key in known], today, [one.id for one in contracts])
    return [found.get(one.id, {}) for one in contracts]


def _lines(topic: Topic, sheets: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    known = definitions()
    found = []
    for key in topic.keys:
        cells = tuple(shown_value(key, sheet[key]) if key in sheet else None for sheet in sheets)
        if key in known and any(cell is not None for cell in cells):
            found.append(Line(known[key].label, cells))
    return tuple(found)


def differences_from_others(partnership: Partnership, today: date) -> tuple[tuple[str, str, str], ...]:
    """Where a contract differs from the others: the term, what it says, and what the others say."""
    others = [one for one in _running() if one.id != partnership.id]
    mine, *theirs = _sheets([Contract(partnership.id, partnership.key, partnership.name), *others], today)
    told = []
    for topic in TOPICS:
        for line in _lines(topic, [mine, *theirs]):
            own, *cells = line.cells
            differing = [
                f"{cell} ({one.name})"
                for one, cell in zip(others, cells, strict=True)
                if cell is not None and cell != own
            ]
            if own is not None and differing:
                told.append((line.label, own, "; ".join(differing)))
    return tuple(told)

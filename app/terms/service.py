"""The term sheet, written: every value with the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import db, write
from app.core.errors import Conflict, RuleViolation
from app.core.history import MEANWHILE
from app.partnerships.models import Partnership

from .models import Term
from .queries import definitions, shown_value, stored_in_words, term_sheet
from .values import Mark, TermDefinition, encode, fingerprint


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the keys whose value is another one now."""

    changed: tuple[str, ...]


def set_terms(
    partnership: Partnership,
    changes: Mapping[str, Any],
    *,
    effective_on: date,
    actor: Actor,
    now: datetime,
    seen: Mapping[str, str] | None = None,
    seen_on: date | None = None,
    settled_with: str = "",
    settled_on: date | None = None,
    together: Together | None = None,
) -> Saved:
    """Let each term of `changes` hold its new value from `effective_on` on.

    A value is typed as `parse` gives it, or UNKNOWN ("not known yet"), or CLEARED. A term that is not
    in `changes` is never touched. A shared term is stored once, under the key of its home.

    `seen` maps keys to the fingerprint of the value the person looked at, as of `seen_on`; where
    somebody has saved another value since, nothing is stored and Conflict shows both. A caller who wants
    an undo gives `together` and keeps it.
    """
    with write():
        together = together or Together(actor, now)
        wanted = {_known(key).home: value for key, value in changes.items()}
        if seen is not None:
            looked_at = {_known(key).home: print_ for key, print_ in seen.items()}
            _refuse_overtaken(partnership, wanted, looked_at, seen_on or effective_on)
        holding = term_sheet(partnership.id, effective_on)
        changed = []
        for key, value in wanted.items():
            stored = None if isinstance(value, Mark) else encode(_known(key), value)
            unknown = value is Mark.UNKNOWN
            if fingerprint(stored, unknown) == holding.fingerprints.get(key, ""):
                continue
            facts = {"value": stored, "unknown": unknown, "changed_at": now}
            facts |= {"settled_with": settled_with, "settled_on": settled_on}
            _store(partnership, key, effective_on, facts, together)
            changed.append(key)
        return Saved(tuple(changed))


def load_terms(
    partnership: Partnership, rows: Iterable[tuple[str, date, Any]], *, actor: Actor, now: datetime
) -> Saved:
    """Many terms at once, each as (key, first day, value), for examples; twice changes nothing."""
    by_day: dict[date, dict[str, Any]] = {}
    for key, effective_on, value in rows:
        by_day.setdefault(effective_on, {})[key] = value
    with write():
        changed: list[str] = []
        for effective_on in sorted(by_day):
            done = set_terms(
                partnership, by_day[effective_on], effective_on=effective_on, actor=actor, now=now
            )
            changed += done.changed
        return Saved(tuple(dict.fromkeys(changed)))


def _known(key: str) -> TermDefinition:
    found = definitions().get(key)
    if found is None:
        raise RuleViolation(f"There is no term {key}.")
    return found


def _refuse_overtaken(
    partnership: Partnership, wanted: Mapping[str, Any], looked_at: Mapping[str, str], on: date
) -> None:
    sheet = term_sheet(partnership.id, on)
    mine, theirs = {}, {}
    for key, value in wanted.items():
        known = _known(key)
        held = sheet.fingerprints.get(key, "")
        new = (
            ""
            if value is Mark.CLEARED
            else fingerprint(None if isinstance(value, Mark) else encode(known, value), value is Mark.UNKNOWN)
        )
        if held not in (looked_at.get(key, ""), new):
            mine[key] = shown_value(key, value)
            theirs[key] = shown_value(key, Mark.UNKNOWN if key in sheet.unknown else sheet.values.get(key))
    if mine:
        labels = {key: _known(key).label for key in mine}
        raise Overtaken(
            {labels[key]: text for key, text in mine.items()},
            {labels[key]: text for key, text in theirs.items()},
            theirs,
        )


class Overtaken(Conflict):
    """Somebody saved other values meanwhile; `saved` holds them in words, by key."""

    def __init__(self, mine: dict[str, str], theirs: dict[str, str], saved: dict[str, str]) -> None:
        super().__init__(MEANWHILE, mine, theirs)
        self.saved = saved


def _store(
    partnership: Partnership, key: str, effective_on: date, facts: dict[str, Any], together: Together
) -> None:
    """One row per term and first day; a second value for the same day takes the place of the first."""
    where = (Term.partnership == partnership) & (Term.key == key) & (Term.effective_on == effective_on)
    row = Term.get_or_none(where)
    if row is not None:
        together.change(row, seen=row.version, **facts)
        return
    try:
        with db.atomic():
            own = {"partnership": partnership, "key": key, "effective_on": effective_on}
            together.create(Term, **own, **facts)
    except IntegrityError:  # somebody else was first by a moment
        theirs, known = Term.get(where), _known(key)
        mine = stored_in_words(known, facts["value"], facts["unknown"])
        saved = stored_in_words(known, theirs.value, theirs.unknown)
        raise Overtaken({known.label: mine}, {known.label: saved}, {key: saved}) from None

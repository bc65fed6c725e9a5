"""The term sheet, read: what holds on a day, for one partnership or for all, and how it came to be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import SQL

from app.core.db import rows
from app.core.history import History
from app.core.prepared import prepared
from app.settings import ROOT

from .models import Term
from .rules import StoredTerm, TermEnd, in_force, renewed_end
from .values import Mark, TermDefinition, TermType, decode, fingerprint, show

if TYPE_CHECKING:
    from app.documents.library import Library
    from app.documents.sections import OptionGroup

TEMPLATES = ROOT / "contract_templates"
MOST_CHANGES = 50


# --- what words and terms there are

# Each file of the house's own words with its size and the moment it was saved, below their folder.
Edition = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _OwnWords:
    """Where the house keeps sections of its own, and what stood there when it was last looked at."""

    folder: Path | None = None
    edition: Edition = ()


_own_words = _OwnWords()


def use_own_words(folder: Path | None) -> None:
    """Sections in this folder take the place of ours from now on; None or no folder: ours alone."""
    _own_words.folder = folder
    look_at_own_words()


def own_folder() -> Path | None:
    """Where sections of the house's own are kept."""
    return _own_words.folder


def look_at_own_words() -> None:
    """Take in what was saved in the folder since the last look; cheap when nothing was."""
    folder = _own_words.folder
    found = sorted((folder / "sections").glob("S*.md")) if folder is not None else []
    seen = ((path.name, path.stat()) for path in found)
    _own_words.edition = tuple((name, facts.st_size, facts.st_mtime_ns) for name, facts in seen)


def edition() -> Edition:
    """What the words in use hang on: a new value when a file of the house's own was changed."""
    return _own_words.edition


def library() -> Library:
    """The contract sections, read once per edition; a section of the house's own takes the place of ours.

    One that cannot be used is set aside, so that every page still opens; `set_aside` says why.
    """
    return _library(_own_words.folder if _own_words.edition else None, _own_words.edition)


@lru_cache(maxsize=2)
def _library(folder: Path | None, _edition: Edition) -> Library:
    from app.documents.library import Library

    return Library.load(TEMPLATES) if folder is None else Library.load_usable(TEMPLATES, folder)


def definitions() -> Mapping[str, TermDefinition]:
    """Every term of the library by key, in the order of the sections; shared terms under both names."""
    return _definitions(_own_words.folder if _own_words.edition else None, _own_words.edition)


@lru_cache(maxsize=2)
def _definitions(folder: Path | None, _edition: Edition) -> Mapping[str, TermDefinition]:
    return definitions_of(_library(folder, _edition))


def definitions_of(known: Library) -> Mapping[str, TermDefinition]:
    """The same of a library that is not in use, such as one with words that somebody tries out."""
    found = {}
    for key, fact in known.terms.items():
        section, name = key.split(".", 1)
        words = known.sections.get(section)
        facts = (known.facts.get(section) or {}).get(name) or {}
        group = words.options.get(name) if words else None
        found[key] = _definition(key, facts, fact.label, fact.choices, group)
    # A shared term is what its home says it is, under its own label and hint.
    ordered = sorted(
        found.items(), key=lambda item: item[1].section
    )  # within a section as terms.yaml has them
    return {key: _shared(one, found.get(one.target)) for key, one in ordered}


def _shared(one: TermDefinition, home: TermDefinition | None) -> TermDefinition:
    if home is None or one.target in ("", one.key):
        return one
    return replace(one, type=home.type, item=home.item, choices=home.choices, columns=home.columns)


def _definition(
    key: str, facts: Mapping[str, Any], words: str, choices: Mapping[str, str], group: OptionGroup | None
) -> TermDefinition:
    kind = TermType.OPTIONS if group else TermType(str(facts.get("type") or "text"))
    labels = {str(name): str(label) for name, label in (facts.get("choices") or {}).items()}
    named = group.choices if group else _catalogue_names(str(facts.get("of") or "")) or labels or choices
    return TermDefinition(
        key=key,
        label=str(facts.get("label") or words[:1].upper() + words[1:]),
        type=kind,
        target=str(facts.get("same_as") or ""),
        unit=str(facts.get("unit") or ""),
        hint=str(facts.get("hint") or ""),
        example=facts.get("example"),
        required=bool(facts.get("required")),
        required_if=str(facts.get("required_if") or ""),
        unless=str(facts.get("unless") or ""),
        computed=bool(facts.get("computed")),
        choices=dict(named),
        columns={
            str(name): _column(f"{key}.{name}", column)
            for name, column in (facts.get("columns") or {}).items()
        },
        item=TermType(str(facts.get("item") or "text")),
        low=_bound(facts.get("min")),
        high=_bound(facts.get("max")),
        pick_one=group is not None and group.pick == "one",
        add=frozenset(group.add) if group else frozenset(),
        together=group.together if group else (),
    )


def _column(key: str, facts: Mapping[str, Any]) -> TermDefinition:
    # A cell is needed unless the column says otherwise; a term is the other way round.
    cell = _definition(key, facts, key.rsplit(".", 1)[-1], {}, None)
    return replace(cell, required=facts.get("required") is not False)


def _catalogue_names(where: str) -> dict[str, str]:
    if where != "metrics.items":
        return {}
    from app.catalogue import catalogue

    return {metric.id: metric.name for metric in catalogue().metrics}


def _bound(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


# --- what holds on a day


@dataclass(frozen=True, slots=True)
class TermSheet:
    """The terms of one partnership on one day.

    `values` holds typed values, shared terms under both names; what is not known or not there is
    absent. `unknown` are the keys marked "not known yet". `fingerprints` stand for the stored values,
    `since` says from which day each holds, and `later` what is already set for a day to come.
    """

    values: dict[str, Any]
    unknown: frozenset[str]
    fingerprints: dict[str, str]
    since: dict[str, date]
    later: dict[str, tuple[date, str]]


def terms_in_force(partnership_id: int, as_of: date) -> dict[str, Any]:
    """Typed values by key as of a day: money in cents, dates, decimals; shared terms under both names."""
    return term_sheet(partnership_id, as_of).values


def unknown_keys(partnership_id: int, as_of: date) -> frozenset[str]:
    """The terms that stand as "not known yet" on a day."""
    return term_sheet(partnership_id, as_of).unknown


def term_sheet(partnership_id: int, as_of: date) -> TermSheet:
    """Everything the contract page needs to know, in one query."""
    return term_sheets(partnership_id)(as_of)


def term_sheets(partnership_id: int) -> Callable[[date], TermSheet]:
    """The sheet of any day, from one query: which day is wanted may hang on what holds today."""
    return partial(_sheet_on, _stored(partnership_id))


def terms_over_time(partnership_id: int, keys: Collection[str]) -> Callable[[date], dict[str, Any]]:
    """Some terms as of any day, from one query: typed values by key, absent where nothing is settled."""
    homes = {definitions()[key].home for key in keys}
    stored = tuple(row for row in _stored(partnership_id) if row.key in homes)
    return partial(_values_on, stored)


def _values_on(stored: tuple[StoredTerm, ...], as_of: date) -> dict[str, Any]:
    known = definitions()
    held = {key: decode(known[key], row.stored) for key, row in in_force(stored, as_of).items()}
    return _with_shared({key: value for key, value in held.items() if value is not None})


def _sheet_on(stored: tuple[StoredTerm, ...], as_of: date) -> TermSheet:
    known = definitions()
    holding = in_force(stored, as_of)
    values = {key: decode(known[key], row.stored) for key, row in holding.items() if key in known}
    values = {key: value for key, value in values.items() if value is not None}
    later: dict[str, tuple[date, str]] = {}
    for row in sorted(stored, key=lambda row: row.effective_on, reverse=True):
        if row.effective_on > as_of and row.key in known:
            later[row.key] = (row.effective_on, stored_in_words(known[row.key], row.stored, row.unknown))
    return TermSheet(
        values=_with_shared(values),
        unknown=frozenset(key for key, row in holding.items() if row.unknown),
        fingerprints={key: fingerprint(row.stored, row.unknown) for key, row in holding.items()},
        since={key: row.effective_on for key, row in holding.items()},
        later=later,
    )


def _stored(partnership_id: int) -> tuple[StoredTerm, ...]:
    return tuple(StoredTerm(*row) for row in _sheet(partnership_id))


@prepared
def _sheet(partnership_id: Any) -> Any:
    columns = (Term.key, Term.effective_on, Term.value, Term.unknown)
    return Term.select(*columns).where(Term.partnership == partnership_id)


def _with_shared(values: dict[str, Any]) -> dict[str, Any]:
    for key, one in definitions().items():
        if one.target and one.target in values:
            values[key] = values[one.target]
    return values


def terms_of_all(
    keys: Collection[str], as_of: date, partnership_ids: Collection[int] | None = None
) -> dict[int, dict[str, Any]]:
    """The named terms of every partnership (or of those named) as of a day, by its id: one query.

    A shared term is found under the name that was asked for; what is not settled is absent.
    """
    known = definitions()
    homes = {key: known[key].home for key in keys}
    held = _held(
        tuple(sorted(set(homes.values()))),
        as_of,
        tuple(partnership_ids or ()),
        of_some=partnership_ids is not None,
    )
    stored: dict[int, dict[str, Any]] = {}
    for partnership_id, key, value in held:  # the newest comes last and stands
        stored.setdefault(partnership_id, {})[key] = value
    return {
        partnership_id: {
            key: decode(known[at], sheet[at]) for key, at in homes.items() if sheet.get(at) is not None
        }
        for partnership_id, sheet in stored.items()
    }


@prepared
def _held(keys: Any, as_of: Any, ids: Any, *, of_some: bool) -> Any:
    query = Term.select(Term.partnership, Term.key, Term.value).where(
        Term.key.in_(keys) & (Term.effective_on <= as_of)
    )
    if of_some:
        query = query.where(Term.partnership.in_(ids))
    return query.order_by(Term.effective_on)


END_TERMS = ("S03.end_date", "S03.renewal", "S03.renewal_months")
RENEWS = "renews_unless_notice"


def term_end(terms: Mapping[str, Any], as_of: date, notice_given_on: date | None = None) -> TermEnd | None:
    """The last day of the term that runs on a day; None while none is settled.

    An agreement that renews unless a party gives notice goes on after its End Date, until notice is given.
    """
    end, months = terms.get("S03.end_date"), terms.get("S03.renewal_months")
    if not isinstance(end, date):
        return None
    if terms.get("S03.renewal") != RENEWS or not isinstance(months, int) or months < 1:
        return TermEnd(end)
    return renewed_end(end, months, as_of if notice_given_on is None else min(as_of, notice_given_on))


# --- how it came to be


@dataclass(frozen=True, slots=True)
class TermChange:
    """One recorded change of a term. `settled_with` names whom it was settled with, if that was said."""

    key: str
    label: str
    at: datetime
    who: str
    effective_on: date
    before: str
    after: str
    settled_with: str
    settled_on: date | None


def term_history(partnership_id: int, key: str) -> tuple[TermChange, ...]:
    """Every change of a term, the newest first, in words."""
    return list_changes(partnership_id, key, limit=MOST_CHANGES)


def list_changes(
    partnership_id: int, key: str = "", *, offset: int = 0, limit: int = MOST_CHANGES
) -> tuple[TermChange, ...]:
    """Changes of all terms or of one, the newest first: who, from which day, before, after, with whom."""
    known = definitions()
    stored = Term.select(Term.id, Term.key, Term.effective_on).where(Term.partnership == partnership_id)
    if key:
        stored = stored.where(Term.key == known[key].home)
    named: dict[int, tuple[str, date]] = {row[0]: (row[1], row[2]) for row in rows(stored)}
    query = History.select().where(
        (History.partnership_id == partnership_id) & (History.entity == Term._meta.table_name)
    )
    if key:
        query = query.where(History.entity_id.in_(list(named)))
    found = query.order_by(History.at.desc(), SQL("id").desc()).limit(limit).offset(offset)
    return tuple(_change(change, *named[change.entity_id]) for change in found if change.entity_id in named)


def _change(change: History, key: str, effective_on: date) -> TermChange:
    one = definitions().get(key) or TermDefinition(key, key, TermType.TEXT)
    after = change.after or {}
    settled_on = after.get("settled_on")
    return TermChange(
        key=key,
        label=one.label,
        at=change.at,
        who=change.actor_name,
        effective_on=effective_on,
        before=_told(one, change.before),
        after=_told(one, change.after),
        settled_with=str(after.get("settled_with") or ""),
        settled_on=date.fromisoformat(settled_on) if settled_on else None,
    )


def _told(one: TermDefinition, facts: Mapping[str, Any] | None) -> str:
    return stored_in_words(one, (facts or {}).get("value"), bool((facts or {}).get("unknown")))


def stored_in_words(one: TermDefinition, stored: Any, unknown: bool) -> str:
    """A stored value in words."""
    return "not known yet" if unknown else show(one, decode(one, stored))


def shown_value(key: str, value: Any) -> str:
    """A typed value of a term in words."""
    if isinstance(value, Mark):
        return "not known yet" if value is Mark.UNKNOWN else "nothing"
    return show(definitions()[key], value)

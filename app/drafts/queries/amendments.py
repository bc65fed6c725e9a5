"""Amendments, read: what changes, what held before, and what their paper says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.reviews.queries import WrittenAmendment
from app.terms.queries import TermSheet, definitions, library, stored_in_words, term_sheet
from app.terms.values import decode, encode, fingerprint

from ..models import AmendedTerm, Amendment
from ..rules import AmendmentStatus, amended_sections

AMENDMENT = "D5"


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term that an amendment changes: in words before and after, and why."""

    id: int
    key: str
    section: str
    label: str
    was: str
    becomes: str
    because: str
    value: Any
    unknown: bool
    same: bool
    version: int


def get_amendment(public_id: str) -> Amendment:
    """The amendment with this id. Raises NotFound."""
    found = Amendment.get_or_none(Amendment.public_id == public_id)
    if found is None:
        raise NotFound("There is no amendment at this address.")
    return found


def find_open(partnership_id: int) -> Amendment | None:
    """The amendment that is being written, if there is one."""
    return (
        Amendment.select()
        .where((Amendment.partnership == partnership_id) & (Amendment.status == AmendmentStatus.OPEN.value))
        .order_by(Amendment.number.desc())
        .first()
    )


def find_amendment(partnership_id: int, of: str | None, as_of: date) -> Amendment | None:
    """The amendment named by its number or id; else the open one, else the latest in force on that day."""
    mine = Amendment.select().where(
        (Amendment.partnership == partnership_id) & (Amendment.status != AmendmentStatus.DROPPED.value)
    )
    if of is not None:
        named = Amendment.number == int(of) if of.isdecimal() and len(of) < 6 else Amendment.public_id == of
        return mine.where(named).first()
    running = (
        mine.where(Amendment.status == AmendmentStatus.OPEN.value).order_by(Amendment.number.desc()).first()
    )
    return running or (
        mine.where(Amendment.effective_on <= as_of).order_by(Amendment.number.desc()).first()
        or mine.order_by(Amendment.number.desc()).first()
    )


def amendment_of_review(review_id: int) -> WrittenAmendment | None:
    """The newest amendment that is written for a review."""
    a = Amendment
    mine = (a.review == review_id) & (a.status != AmendmentStatus.DROPPED.value)
    query = a.select(a.number, a.signed_on).where(mine).order_by(a.number.desc())
    found = first_row(query.limit(1))
    return None if found is None else WrittenAmendment(*found)


def list_amendments(partnership_id: int) -> tuple[Amendment, ...]:
    """Every amendment of a partnership in order; those that were dropped are left out."""
    return tuple(
        Amendment.select()
        .where(
            (Amendment.partnership == partnership_id) & (Amendment.status != AmendmentStatus.DROPPED.value)
        )
        .order_by(Amendment.number)
    )


def changed_terms(amendment: Amendment, sheet: TermSheet | None = None) -> tuple[ChangedTerm, ...]:
    """What it changes, in the order of the sections, beside what held on the day before."""
    return changes_of([amendment], {amendment.id: sheet or sheet_before(amendment)})[amendment.id]


def sheet_before(amendment: Amendment) -> TermSheet:
    """The terms on the day before it takes effect; far in the future while no day is set."""
    day = amendment.effective_on or date.max
    return term_sheet(amendment.partnership_id, day - timedelta(days=1))


def changes_of(
    amendments: Iterable[Amendment], sheets: Mapping[int, TermSheet]
) -> dict[int, tuple[ChangedTerm, ...]]:
    """The same for several amendments, in one query."""
    wanted = [one.id for one in amendments]
    stored = AmendedTerm.select().where(AmendedTerm.amendment.in_(wanted)) if wanted else ()
    found: dict[int, list[ChangedTerm]] = {ident: [] for ident in wanted}
    known = definitions()
    places = {key: place for place, key in enumerate(known)}
    for row in sorted(stored, key=lambda row: places.get(row.key, len(places))):
        if row.key in known:
            found[row.amendment_id].append(_changed(row, sheets[row.amendment_id]))
    return {ident: tuple(changes) for ident, changes in found.items()}


def _changed(row: AmendedTerm, sheet: TermSheet) -> ChangedTerm:
    one = definitions()[row.key]
    held = sheet.values.get(row.key)
    was = "not known yet" if row.key in sheet.unknown else stored_in_words(one, encode(one, held), False)
    return ChangedTerm(
        id=row.id,
        key=row.key,
        section=library().titles.get(one.section, one.section),
        label=one.label,
        was=was,
        becomes=stored_in_words(one, row.value, row.unknown),
        because=row.because,
        value=decode(one, row.value),
        unknown=row.unknown,
        same=fingerprint(row.value, row.unknown) == sheet.fingerprints.get(row.key, ""),
        version=row.version,
    )


def amended_values(amendment: Amendment, changes: Iterable[ChangedTerm], sheet: TermSheet) -> dict[str, Any]:
    """The values that its paper prints: the terms as they will be, and the particulars of the amendment."""
    changes = tuple(changes)
    values = dict(sheet.values)
    for change in changes:
        values.pop(change.key, None)
        if change.value is not None:
            values[change.key] = change.value
    for key, one in definitions().items():
        if one.target and one.target in {change.key for change in changes}:
            values[key] = values.get(one.target)
    rows_of = [
        {"id": f"c{place}", "section": one.section, "term": one.label, "old": one.was, "new": one.becomes}
        for place, one in enumerate(changes, start=1)
    ]
    particulars = {
        "S39.number": amendment.number,
        "S39.effective_date": amendment.effective_on,
        "S39.reason": amendment.reason or None,
        "S39.changes": rows_of or None,
        "S39.recheck_date": amendment.recheck_on,
    }
    return {key: value for key, value in {**values, **particulars}.items() if value is not None}


def sections_amended(changes: Iterable[ChangedTerm]) -> tuple[str, ...]:
    """The sections of its paper in order: only those whose words are written."""
    words = library()
    wanted = amended_sections(words.kinds[AMENDMENT].sections, (change.key for change in changes))
    return tuple(ident for ident in wanted if ident in words.sections)


def numbers_taken(partnership: Partnership) -> int:
    """The highest number that an amendment of this partnership has, dropped ones too; 0 without any."""
    column = Amendment.number
    highest = list(
        rows(
            Amendment.select(column)
            .where(Amendment.partnership == partnership)
            .order_by(column.desc())
            .limit(1)
        )
    )
    return int(highest[0][0]) if highest else 0

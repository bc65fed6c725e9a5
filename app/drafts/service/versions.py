"""Versions of drafts, written: every generation is kept with its terms, its exact words and its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.fields import new_public_id
from app.core.files import keep_file
from app.core.history import change, create, remove
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.terms.queries import definitions, library, term_sheet
from app.terms.values import encode

from ..models import Amendment, DraftFile, DraftStep, DraftVersion
from ..queries import (
    AMENDMENT,
    amended_values,
    changed_terms,
    draft_document,
    exhibits_for,
    get_kind,
    known_facts,
    next_number,
    sections_amended,
    sections_of,
    sheet_before,
)
from ..rules import Status, in_order, may_follow, overlapping, version_name
from .contract import refuse_unusable_words

if TYPE_CHECKING:
    from app.documents.blocks import Document

TRIES = 3  # two people may make a version in the same instant
COPIES = (False, True)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants as a version. Empty `sections` means all of the kind."""

    kind: str
    terms_on: date
    section: str = ""
    sections: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Everything that the files of a version are made from."""

    partnership: Partnership
    kind: str
    values: Mapping[str, Any]
    made_on: date
    section: str = ""
    sections: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def make_version(
    partnership: Partnership, wish: Wish, *, actor: Actor, now: datetime, today: date
) -> DraftVersion:
    """A new version from the terms of a day, with its files for us and for the partner.

    Raises RuleViolation for a choice that cannot stand, and while words of the house's own are at fault.
    """
    refuse_unusable_words()
    kind = get_kind(wish.kind)
    if kind.id == AMENDMENT:
        raise RuleViolation("An amendment is written on its own page, from the terms that change.")
    written = [ident for ident, _title in sections_of(kind.id)]
    section = wish.section if wish.section in written else ""
    if wish.section and not section:
        raise RuleViolation(f"{wish.section} is no section of {kind.title}.")
    sections = in_order(written, wish.sections or written)
    if not sections:
        raise RuleViolation("Choose at least one section.")
    exhibits = () if section else _exhibits(kind.id, wish.exhibits, sections)
    sheet = term_sheet(partnership.id, wish.terms_on)
    values = {**known_facts(partnership, sheet.unknown), **sheet.values}
    facts = {"terms_on": wish.terms_on, "note": wish.note, "sections": list(sections)}
    recipe = _Recipe(partnership, kind.id, values, today, section, sections, exhibits, facts)
    return _make(recipe, actor, now)


def make_amendment_version(amendment: Amendment, *, actor: Actor, now: datetime, today: date) -> DraftVersion:
    """The paper of an amendment: its particulars and only the sections with a changed term."""
    refuse_unusable_words()
    sheet = sheet_before(amendment)
    changes = changed_terms(amendment, sheet)
    if not changes:
        raise RuleViolation("This amendment changes no term yet.")
    partnership = amendment.partnership
    known = known_facts(partnership, sheet.unknown)
    values = {**known, **amended_values(amendment, changes, sheet)}
    sections = sections_amended(changes)
    facts = {
        "terms_on": amendment.effective_on or today,
        "note": "",
        "sections": list(sections),
        "amendment": amendment,
    }
    return _make(_Recipe(partnership, AMENDMENT, values, today, "", sections, (), facts), actor, now)


def _exhibits(kind: str, picked: Iterable[str], sections: Iterable[str]) -> tuple[str, ...]:
    """The picked exhibits in their order; a section is carried once."""
    wanted = set(picked)
    chosen = [one for one in exhibits_for(kind) if one.kind in wanted]
    twice = overlapping(chosen, tuple(sections))
    if twice:
        title = library().titles.get(twice, twice)
        raise RuleViolation(f"Two of these exhibits would both carry “{title}”. Attach one of them.")
    return tuple(one.kind for one in chosen)


def _make(recipe: _Recipe, actor: Actor, now: datetime) -> DraftVersion:
    for attempt in range(TRIES):
        number = next_number(recipe.partnership.id, recipe.kind, recipe.section)
        public_id = new_public_id()
        files, open_points = _files(recipe, number, public_id, now)
        try:
            return _store(recipe, number, public_id, files, open_points, actor, now)
        except IntegrityError:  # somebody took this number a moment ago
            if attempt + 1 == TRIES:
                raise
    raise AssertionError("unreachable")


def _store(
    recipe: _Recipe,
    number: int,
    public_id: str,
    files: list[dict[str, Any]],
    open_points: int,
    actor: Actor,
    now: datetime,
) -> DraftVersion:
    with write():
        draft = create(
            DraftVersion,
            actor=actor,
            now=now,
            public_id=public_id,
            partnership=recipe.partnership,
            kind=recipe.kind,
            section=recipe.section,
            number=number,
            exhibits=list(recipe.exhibits),
            terms=_stored(recipe),
            open_points=open_points,
            made_at=now,
            made_by=actor.name,
            **recipe.facts,
        )
        for facts in files:
            create(DraftFile, actor=actor, now=now, draft=draft, **facts)
        return draft


def _stored(recipe: _Recipe) -> dict[str, Any]:
    """The values as the term sheet keeps them, each under its home."""
    known = definitions()
    return {
        key: encode(known[key], value)
        for key, value in recipe.values.items()
        if key in known and known[key].home == key
    }


def _files(recipe: _Recipe, number: int, public_id: str, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """Each Word file of the version, kept; and how many points are open in all of them."""
    from app.documents.assembly import exhibit_letter

    parts = [(recipe.kind, ""), *((kind, exhibit_letter(i)) for i, kind in enumerate(recipe.exhibits))]
    found, open_keys = [], set()
    for kind, letter in parts:
        for partner in COPIES:
            document = _document(recipe, kind, letter, number, public_id, partner)
            open_keys |= {point.key for point in document.open_points}
            found.append(_kept(recipe, document, kind, letter, number, partner, now))
    return found, len(open_keys)


def _document(
    recipe: _Recipe, kind: str, letter: str, number: int, public_id: str, partner: bool
) -> Document:
    return draft_document(
        recipe.partnership,
        get_kind(kind),
        recipe.values,
        as_of=recipe.made_on,
        partner_copy=partner,
        section="" if letter else recipe.section,
        sections=None if letter or recipe.section else recipe.sections,
        exhibits=recipe.exhibits,
        letter=letter,
        version=str(number),
        draft_id=public_id,
    )


def _kept(
    recipe: _Recipe, document: Document, kind: str, letter: str, number: int, partner: bool, now: datetime
) -> dict[str, Any]:
    from app.documents.stored import to_json
    from app.documents.writer import write as write_word

    data = write_word(document)
    title = library().titles[recipe.section] if recipe.section and not letter else document.title
    words = version_name(recipe.partnership.name, title, number, partner, recipe.made_on)
    return {
        "kind": kind,
        "letter": letter,
        "copy": "partner" if partner else "internal",
        "name": file_name(words),
        "size": len(data),
        "sha256": keep_file(data, now=now),
        "blocks": keep_file(to_json(document), now=now),
    }


# --- what became of it


def note_step(
    draft: DraftVersion, status: Status, *, on: date, people: str, note: str, actor: Actor, now: datetime
) -> DraftStep:
    """Note that it was sent, came back, or was agreed. Raises RuleViolation where that cannot follow."""
    with write():
        held = DraftVersion.get_by_id(draft.id)
        if status is Status.SIGNED or not may_follow(Status(held.status), status):
            raise RuleViolation("This version has been signed, so nothing more happens to it.")
        _refuse_before(held, on)
        step = create(
            DraftStep,
            actor=actor,
            now=now,
            draft=held,
            status=status.value,
            on=on,
            people=people,
            note=note,
            at=now,
            by=actor.name,
        )
        change(held, actor=actor, now=now, status=status.value)
        return step


def _refuse_before(draft: DraftVersion, on: date) -> None:
    """No step lies before the one that was noted before it."""
    steps = DraftStep.select(DraftStep.on).where(DraftStep.draft == draft)
    last = steps.order_by(DraftStep.id.desc()).first()
    if last is not None and on < last.on:
        day = f"{last.on:%B} {last.on.day}"
        raise RuleViolation(f"The step before was on {day}, so this one cannot be earlier.")


def take_back_step(draft: DraftVersion, step_id: int, *, actor: Actor, now: datetime) -> Status:
    """Take a step back while it is the last one; answers how the version stands now.

    Raises RuleViolation when it is gone, when another was noted since, and for a signature: terms hold by it.
    """
    with write():
        steps = list(DraftStep.select().where(DraftStep.draft == draft.id).order_by(DraftStep.id))
        if step_id not in [one.id for one in steps]:
            raise RuleViolation("This was taken back already.")
        if steps[-1].id != step_id:
            raise RuleViolation(
                f"{steps[-1].by} noted something since. Take that back first, if it is wrong."
            )
        if steps[-1].status == Status.SIGNED:
            raise RuleViolation("A signature cannot be taken back here, since terms hold by it.")
        remove(steps[-1], actor=actor, now=now)
        before = Status(steps[-2].status) if len(steps) > 1 else Status.DRAFT
        change(DraftVersion.get_by_id(draft.id), actor=actor, now=now, status=before.value)
        return before

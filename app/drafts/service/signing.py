"""Signing: what was agreed begins to hold, and the signed paper is kept beside the drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.files import keep_file
from app.core.history import change, create
from app.documents.uploads import Upload
from app.partnerships.models import Partnership
from app.terms.queries import definitions, term_sheet
from app.terms.service import set_terms
from app.terms.values import CLEARED, UNKNOWN, TermDefinition, decode, encode

from ..models import AmendedTerm, Amendment, DraftStep, DraftVersion, SignedPaper
from ..queries import get_kind, known_facts, terms_of, title_of
from ..rules import AmendmentStatus, Difference, Status, differences


@dataclass(frozen=True, slots=True)
class Signature:
    """When it was signed, from when it holds, by whom, and the paper itself if it is at hand."""

    signed_on: date
    effective_on: date
    people: str = ""
    note: str = ""
    paper: Upload | None = None


def would_change(draft: DraftVersion, effective_on: date) -> tuple[Difference, ...]:
    """The terms that signing this version would let hold another value from that day on."""
    sheet = term_sheet(draft.partnership_id, effective_on)
    known = definitions()
    values = {**known_facts(draft.partnership, sheet.unknown), **sheet.values}
    holding = {key: encode(known[key], value) for key, value in values.items() if key in known}
    if draft.amendment_id is not None:
        rows = AmendedTerm.select().where(AmendedTerm.amendment == draft.amendment_id)
        amended = {row.key: row for row in rows if row.key in known}
        return tuple(
            Difference(key, holding.get(key), row.value, row.unknown)
            for key, row in amended.items()
            if row.value != holding.get(key) or row.unknown != (key in sheet.unknown)
        )
    keys = [key for key in _stated(draft) if key in draft.terms]
    return differences(draft.terms, holding, keys)


def _stated(draft: DraftVersion) -> list[str]:
    """The terms that the version states: those of the sections it holds, under the keys of their homes."""
    held = {draft.section} if draft.section else set(draft.sections)
    shared = {one.home for one in definitions().values() if one.section in held}
    return [key for key in terms_of(get_kind(draft.kind)) if key in shared]


def sign_version(draft: DraftVersion, signature: Signature, *, actor: Actor, now: datetime) -> int:
    """Let what this version says hold from its first day; answers how many terms changed by it.

    Raises RuleViolation when it was signed before.
    """
    digest = keep_file(signature.paper.data, now=now) if signature.paper else ""
    with write():
        held = DraftVersion.get_by_id(draft.id)
        if held.status == Status.SIGNED:
            raise RuleViolation("This version was signed already.")
        known = definitions()
        changes = {one.key: _typed(known[one.key], one) for one in would_change(held, signature.effective_on)}
        saved = set_terms(
            held.partnership,
            changes,
            effective_on=signature.effective_on,
            actor=actor,
            now=now,
            settled_with=signature.people,
            settled_on=signature.signed_on,
        )
        _note_signature(held, signature, actor, now)
        if held.amendment_id is not None:
            _close_amendment(held.amendment_id, signature, actor, now)
        if signature.paper is not None:
            title = f"{title_of(held.kind, held.section)}, version {held.number}"
            _file(held.partnership, held, title, signature, signature.paper, digest, actor, now)
        return len(saved.changed)


def _typed(definition: TermDefinition, one: Difference) -> Any:
    if one.unknown:
        return UNKNOWN
    return CLEARED if one.after is None else decode(definition, one.after)


def _note_signature(held: DraftVersion, signature: Signature, actor: Actor, now: datetime) -> None:
    facts: Mapping[str, Any] = {
        "status": Status.SIGNED.value,
        "on": signature.signed_on,
        "people": signature.people,
        "note": signature.note,
    }
    create(DraftStep, actor=actor, now=now, draft=held, at=now, by=actor.name, **facts)
    change(held, actor=actor, now=now, status=Status.SIGNED.value)


def _close_amendment(amendment_id: int, signature: Signature, actor: Actor, now: datetime) -> None:
    amendment = Amendment.get_by_id(amendment_id)
    change(
        amendment,
        actor=actor,
        now=now,
        status=AmendmentStatus.SIGNED.value,
        signed_on=signature.signed_on,
        effective_on=signature.effective_on,
    )


def file_signed(
    partnership: Partnership, title: str, signature: Signature, *, actor: Actor, now: datetime
) -> SignedPaper:
    """File a paper that was signed elsewhere, in one step; no term changes by it."""
    if signature.paper is None:
        raise RuleViolation("Choose the file that was signed.")
    digest = keep_file(signature.paper.data, now=now)
    with write():
        return _file(partnership, None, title, signature, signature.paper, digest, actor, now)


def _file(
    partnership: Partnership,
    draft: DraftVersion | None,
    title: str,
    signature: Signature,
    paper: Upload,
    digest: str,
    actor: Actor,
    now: datetime,
) -> SignedPaper:
    return create(
        SignedPaper,
        actor=actor,
        now=now,
        partnership=partnership,
        draft=draft,
        title=title,
        signed_on=signature.signed_on,
        effective_on=signature.effective_on,
        note=signature.note,
        name=paper.name,
        mimetype=paper.mimetype,
        size=len(paper.data),
        sha256=digest,
        added_at=now,
        added_by=actor.name,
    )


def set_signed_aside(paper: SignedPaper, *, removed: bool, actor: Actor, now: datetime) -> None:
    """Take a signed paper off the page, or put it back; its file stays."""
    with write():
        change(paper, actor=actor, now=now, removed=removed)

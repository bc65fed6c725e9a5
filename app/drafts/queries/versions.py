"""Versions of drafts, their files and steps, and signed papers, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.dates.rules import Approvals
from app.terms.queries import definitions, library, stored_in_words
from app.terms.values import decode

from ..models import DraftFile, DraftStep, DraftVersion, SignedPaper
from ..rules import STATUS_WORDS, Contradiction, Exhibit, Status, attachable, contradictions, left_out

VERSIONS_PAGE = 50


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list."""

    public_id: str
    kind: str
    section: str
    number: int
    status: Status
    made_at: datetime
    made_by: str
    terms_on: date
    open_points: int
    note: str

    @property
    def title(self) -> str:
        """What it is a version of."""
        return title_of(self.kind, self.section)

    @property
    def status_words(self) -> str:
        """How it stands."""
        return STATUS_WORDS[self.status]


def is_agreement(draft: DraftVersion) -> bool:
    """Whether it is a version of a whole agreement, and not of a letter, a section or an amendment."""
    return draft.kind in _agreements() and not draft.section


def is_signed(partnership_id: int) -> bool:
    """Whether a version of a whole agreement was signed here."""
    v = DraftVersion
    whole = v.kind.in_(_agreements()) & (v.section == "")
    signed = (v.partnership == partnership_id) & (v.status == Status.SIGNED.value)
    return first_row(v.select(v.id).where(signed & whole).limit(1)) is not None


def _agreements() -> tuple[str, ...]:
    return tuple(name for name, kind in library().kinds.items() if kind.form == "agreement")


def misfits_of(draft: DraftVersion, said: Approvals) -> tuple[Contradiction, ...]:
    """What does not fit together in the terms as a version holds them."""
    return contradictions(typed_terms(draft.terms), said)


def title_of(kind: str, section: str = "") -> str:
    """The name of a kind, or of the one section that was drafted alone."""
    words = library()
    if section:
        return f"{words.titles.get(section, section)} (one section)"
    known = words.kinds.get(kind)
    return known.title if known else kind


def section_title(section: str) -> str:
    """The title of a section, or its id where it has none."""
    return library().titles.get(section, section)


_ROW = (
    "public_id",
    "kind",
    "section",
    "number",
    "status",
    "made_at",
    "made_by",
    "terms_on",
    "open_points",
    "note",
)


def list_versions(partnership_id: int, offset: int = 0) -> tuple[VersionRow, ...]:
    """The versions of a partnership, the newest first; one more than a page when there are more."""
    found = (
        DraftVersion.select(*(getattr(DraftVersion, name) for name in _ROW))
        .where(DraftVersion.partnership == partnership_id)
        .order_by(DraftVersion.made_at.desc(), DraftVersion.id.desc())
        .limit(VERSIONS_PAGE + 1)
        .offset(offset)
    )
    return tuple(_row(dict(zip(_ROW, row, strict=True))) for row in rows(found))


def versions_of_amendment(amendment_id: int) -> tuple[VersionRow, ...]:
    """The versions of an amendment's paper, the newest first."""
    found = (
        DraftVersion.select(*(getattr(DraftVersion, name) for name in _ROW))
        .where(DraftVersion.amendment == amendment_id)
        .order_by(DraftVersion.number.desc())
    )
    return tuple(_row(dict(zip(_ROW, row, strict=True))) for row in rows(found))


def _row(facts: dict[str, Any]) -> VersionRow:
    return VersionRow(**{**facts, "status": Status(facts["status"])})


def get_version(public_id: str) -> DraftVersion:
    """The version with this id. Raises NotFound."""
    found = DraftVersion.get_or_none(DraftVersion.public_id == public_id)
    if found is None:
        raise NotFound("There is no version of a draft at this address.")
    return found


def next_number(partnership_id: int, kind: str, section: str = "") -> int:
    """The number of the version that comes next."""
    same = (
        (DraftVersion.partnership == partnership_id)
        & (DraftVersion.kind == kind)
        & (DraftVersion.section == section)
    )
    newest = DraftVersion.select(DraftVersion.number).where(same).order_by(DraftVersion.number.desc()).first()
    return 1 if newest is None else newest.number + 1


@dataclass(frozen=True, slots=True)
class FileRow:
    """A Word file of a version."""

    id: int
    kind: str
    letter: str
    copy: str
    name: str
    size: int
    sha256: str

    @property
    def title(self) -> str:
        """The exhibit with its letter, or nothing for the document itself."""
        return f"Exhibit {self.letter}: {title_of(self.kind).removesuffix(' exhibit')}" if self.letter else ""


def files_of(draft_id: int) -> tuple[FileRow, ...]:
    """The files of a version: the document first, then its exhibits."""
    names = ("id", "kind", "letter", "copy", "name", "size", "sha256")
    found = (
        DraftFile.select(*(getattr(DraftFile, name) for name in names))
        .where(DraftFile.draft == draft_id)
        .order_by(DraftFile.letter, DraftFile.copy)
    )
    return tuple(FileRow(*row) for row in rows(found))


def get_file(draft_id: int, file_id: int) -> DraftFile:
    """A file of this version. Raises NotFound."""
    found = DraftFile.get_or_none((DraftFile.id == file_id) & (DraftFile.draft == draft_id))
    if found is None:
        raise NotFound("This version has no such file.")
    return found


@dataclass(frozen=True, slots=True)
class StepRow:
    """What became of a version, and when."""

    id: int
    status: Status
    on: date
    people: str
    note: str
    by: str

    @property
    def words(self) -> str:
        """As the list of steps says it."""
        return STATUS_WORDS[self.status]


def steps_of(draft_id: int) -> tuple[StepRow, ...]:
    """Everything noted about a version, in order."""
    columns = (DraftStep.id, DraftStep.status, DraftStep.on, DraftStep.people, DraftStep.note, DraftStep.by)
    found = DraftStep.select(*columns).where(DraftStep.draft == draft_id).order_by(DraftStep.on, DraftStep.id)
    return tuple(StepRow(row[0], Status(row[1]), *row[2:]) for row in rows(found))


def exhibits_for(kind: str) -> tuple[Exhibit, ...]:
    """The exhibits that can be attached to a kind; none to an exhibit, a letter or an amendment."""
    words = library()
    main = words.kinds[kind]
    if main.form != "agreement":
        return ()
    written = set(words.sections)
    every = (
        Exhibit(one.id, one.title, tuple(ident for ident in one.sections if ident in written))
        for one in words.kinds.values()
        if one.pointer
    )
    return attachable([ident for ident in main.sections if ident in written], every)


def left_out_of(draft: DraftVersion) -> tuple[tuple[str, str], ...]:
    """What an agreement does not state: titles of sections, each with the exhibit that would carry it."""
    kind = library().kinds.get(draft.kind)
    if kind is None or kind.form != "agreement" or draft.section or not draft.sections:
        return ()
    every = [ident for ident, _title in sections_of(kind.id)]
    found = left_out(every, draft.sections, exhibits_for(kind.id), draft.exhibits or ())
    return tuple((section_title(ident), exhibit) for ident, exhibit in found)


def sections_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The sections of a kind whose words are written, each with its title."""
    words = library()
    return tuple(
        (ident, words.titles[ident]) for ident in words.kinds[kind].sections if ident in words.sections
    )


def shown_terms(terms: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Stored terms of a version in words: (section title, label, value), in the order of the library."""
    known, titles = definitions(), library().titles
    return tuple(
        (titles.get(one.section, one.section), one.label, stored_in_words(one, terms[key], False))
        for key, one in known.items()
        if key in terms and one.home == key
    )


def typed_terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Stored terms as typed values; what the library no longer knows is left out."""
    known = definitions()
    return {key: decode(known[key], value) for key, value in terms.items() if key in known}


# --- signed papers


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A signed paper in a list."""

    public_id: str
    title: str
    signed_on: date
    effective_on: date | None
    note: str
    name: str
    size: int
    added_by: str


def list_signed(partnership_id: int) -> tuple[SignedRow, ...]:
    """The signed papers of a partnership, the newest first."""
    names = ("public_id", "title", "signed_on", "effective_on", "note", "name", "size", "added_by")
    found = (
        SignedPaper.select(*(getattr(SignedPaper, name) for name in names))
        .where((SignedPaper.partnership == partnership_id) & ~SignedPaper.removed)
        .order_by(SignedPaper.signed_on.desc(), SignedPaper.id.desc())
        .limit(VERSIONS_PAGE)
    )
    return tuple(SignedRow(*row) for row in rows(found))


def get_signed(public_id: str) -> SignedPaper:
    """The signed paper with this id, removed or not. Raises NotFound."""
    found = SignedPaper.get_or_none(SignedPaper.public_id == public_id)
    if found is None:
        raise NotFound("There is no signed paper at this address.")
    return found

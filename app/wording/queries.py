"""The sections of the library as they stand: ours, or the house's own, with every earlier wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from app.core.db import rows
from app.core.errors import NotFound
from app.documents.library import Library
from app.documents.marks import is_added
from app.terms.queries import TEMPLATES, definitions_of, library, own_folder
from app.terms.values import example_value

from .models import SectionWording


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in the list."""

    id: str
    title: str
    counsel: bool
    written: bool
    own: bool
    added: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordingRow:
    """A saved wording in the list of versions."""

    id: int
    number: int
    taken_away: bool
    note: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """The words of a section that are in use or were saved last, and ours where we have some."""

    id: str
    file: str
    source: str
    ours: str
    own: bool

    @property
    def added(self) -> bool:
        """Whether the house added it."""
        return is_added(self.id)


def list_sections() -> tuple[SectionRow, ...]:
    """Every section in order, and what is wrong with those of the house's own."""
    known = library()
    files = own_files()
    faults = {
        ident: tuple(str(fault) for fault in known.set_aside if fault.file == file.name)
        for ident, file in files.items()
    }
    every = sorted({*known.titles, *files})
    return tuple(
        SectionRow(
            id=ident,
            title=known.titles.get(ident, ident),
            counsel=ident in known.sections and known.sections[ident].counsel,
            written=ident in known.sections,
            own=ident in files,
            added=is_added(ident),
            faults=faults.get(ident, ()),
        )
        for ident in every
    )


def own_files() -> dict[str, Path]:
    """The files of the house's own by section."""
    folder = own_folder()
    found = sorted((folder / "sections").glob("S[0-9][0-9]-*.md")) if folder else []
    return {path.name[:3]: path for path in found}


def our_file(ident: str) -> Path | None:
    """The file of a section that came with the program."""
    return next(iter(sorted((TEMPLATES / "sections").glob(f"{ident}-*.md"))), None)


def section_text(ident: str) -> SectionText:
    """The words of one section. Raises NotFound for one that nobody wrote."""
    own, ours = own_files().get(ident), our_file(ident)
    shown = own or ours
    if shown is None:
        raise NotFound(f"There is no section {ident} with words.")
    source = shown.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    return SectionText(
        id=ident,
        file=shown.name,
        source=source,
        ours=ours.read_text(encoding="utf-8") if ours else "",
        own=own is not None,
    )


def wordings_of(ident: str) -> tuple[WordingRow, ...]:
    """Every saved wording of a section, the newest first."""
    names = ("id", "number", "taken_away", "note", "saved_at", "saved_by")
    found = (
        SectionWording.select(*(getattr(SectionWording, name) for name in names))
        .where(SectionWording.section == ident)
        .order_by(SectionWording.number.desc())
        .limit(50)
    )
    return tuple(WordingRow(*row) for row in rows(found))


def get_wording(ident: str, row_id: int) -> SectionWording:
    """One saved wording of a section. Raises NotFound."""
    found = SectionWording.get_or_none((SectionWording.id == row_id) & (SectionWording.section == ident))
    if found is None:
        raise NotFound("There is no such wording of this section.")
    return found


def kinds_for_choice() -> tuple[tuple[str, str], ...]:
    """The kinds of documents in which an added section may stand."""
    return tuple((kind.id, kind.title) for kind in library().kinds.values())


# --- preview


def preview_section(known: Library, ident: str, on: date, *, filled: bool) -> Markup:
    """The section alone as it prints for our own side, empty or filled with the examples of its terms."""
    from app.documents.assembly import assemble
    from app.documents.preview import preview_html

    values = example_values(known) if filled else {}
    document = assemble(known, ident, values, on=on)
    return preview_html(document, notes=True)


def example_values(known: Library) -> dict[str, Any]:
    """Each term with the example that the library gives, and the options that its ladder prefers."""
    values: dict[str, Any] = dict(known.default_picks())
    for key, one in definitions_of(known).items():
        if key not in values and one.example is not None:
            try:
                values[key] = example_value(one)
            except ValueError:  # an example that does not fit prints as a gap
                continue
    return values

"""Makes the Word files of contracts. Nothing is written to the database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.terms.queries import library, term_sheet

from .queries import draft_document, get_kind, known_facts
from .rules import paper_name

MOST_FAULTS = 5  # of a message


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A Word file with the name under which it is handed out, and how many points in it are open."""

    data: bytes
    filename: str
    open_points: int


def make_contract(
    partnership: Partnership, kind: str, *, as_of: date, partner_copy: bool, section: str | None = None
) -> MadeFile:
    """A draft from the terms in force on a day: internal, or the copy for the partner.

    `section` gives one section alone. Raises RuleViolation for a kind or a section without words, and
    while a section of the house's own cannot be used: the file would say what the house does not say.
    """
    set_aside = library().set_aside
    if set_aside:
        faults = " ".join(str(fault) for fault in set_aside[:MOST_FAULTS])
        raise RuleViolation(f"No Word file is made while a section of your own cannot be used. {faults}")
    chosen = get_kind(kind)
    written = [ident for ident in chosen.sections if ident in library().sections]
    if section is not None and section not in written:
        raise RuleViolation(
            f"There is no section {section} in {kind}. The sections are: {', '.join(written)}."
        )
    sheet = term_sheet(partnership.id, as_of)
    values = {**known_facts(partnership, sheet.unknown), **sheet.values}
    document = draft_document(
        partnership, chosen, values, as_of=as_of, partner_copy=partner_copy, section=section
    )
    from app.documents.writer import write  # heavy, and only Word needs it

    title = library().titles[section] if section else chosen.title
    name = file_name(paper_name(partnership.name, title, partner_copy, as_of))
    return MadeFile(write(document), name, len(document.open_points))

"""Makes the Word files of contracts. Nothing is written to the database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import NotFound, RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.terms.queries import library, term_sheet

from ..queries import (
    AMENDMENT,
    amended_values,
    changed_terms,
    draft_document,
    find_amendment,
    get_kind,
    known_facts,
    sections_amended,
    sheet_before,
)
from ..rules import paper_name

MOST_FAULTS = 5  # of a message


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A Word file with the name under which it is handed out, and how many points in it are open."""

    data: bytes
    filename: str
    open_points: int


def refuse_unusable_words() -> None:
    """No file leaves the house in words that are not the house's own. Raises RuleViolation."""
    set_aside = library().set_aside
    if set_aside:
        faults = " ".join(str(fault) for fault in set_aside[:MOST_FAULTS])
        raise RuleViolation(f"No Word file is made while a section of your own cannot be used. {faults}")


def make_contract(
    partnership: Partnership,
    kind: str,
    *,
    as_of: date,
    partner_copy: bool,
    section: str = "",
    of: str | None = None,
) -> MadeFile:
    """A draft from the terms in force on a day: internal, or the copy for the partner.

    `section` gives one section alone; `of` names the amendment (number or id) that D5 prints, else the one
    in writing or the latest. Raises RuleViolation for a kind or a section without words, and while a section
    of the house's own cannot be used; NotFound for an amendment that is not there.
    """
    refuse_unusable_words()
    chosen = get_kind(kind)
    written = [ident for ident in chosen.sections if ident in library().sections]
    if section and section not in written:
        raise RuleViolation(
            f"There is no section {section} in {kind}. The sections are: {', '.join(written)}."
        )
    sheet = term_sheet(partnership.id, as_of)
    values, sections = sheet.values, None
    if kind == AMENDMENT:
        values, sections = _amended(partnership, of, as_of, values)
    document = draft_document(
        partnership,
        chosen,
        {**known_facts(partnership, sheet.unknown), **values},
        as_of=as_of,
        partner_copy=partner_copy,
        section=section,
        sections=sections,
    )
    from app.documents.writer import write  # heavy, and only Word needs it

    title = library().titles[section] if section else chosen.title
    name = file_name(paper_name(partnership.name, title, partner_copy, as_of))
    return MadeFile(write(document), name, len(document.open_points))


def _amended(
    partnership: Partnership, of: str | None, as_of: date, values: dict[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...] | None]:
    """What the paper of an amendment prints; without one its form with gaps."""
    amendment = find_amendment(partnership.id, of, as_of)
    if amendment is None:
        if of is not None:
            raise NotFound(f"There is no amendment {of} in this partnership.")
        return values, None
    sheet = sheet_before(amendment)
    changes = changed_terms(amendment, sheet)
    return amended_values(amendment, changes, sheet), sections_amended(changes)

"""M14, the papers of an end, as Word files."""

from __future__ import annotations

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.ending import ending_document
from ..queries.ending import ending_facts
from ..rules.ending import NAMES, Sheet
from .made import MadeFile, Wanted


def ending_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The note of what was learned, or with `of` another paper of the end. Raises RuleViolation."""
    from app.documents.writer import write

    named = wanted.of or Sheet.LESSONS.value
    if named not in list(Sheet):
        raise RuleViolation(f"There is no paper {named} of an end. Choose one of {', '.join(Sheet)}.")
    sheet = Sheet(named)
    facts = ending_facts(partnership, sheet, wanted.as_of, partner_copy=wanted.partner_copy)
    document = ending_document(facts, sheet, made_on=wanted.as_of, partner_copy=wanted.partner_copy)
    name = f"{partnership.name}, {NAMES[sheet]}, {wanted.as_of.isoformat()}"
    if not wanted.partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))

"""M5, the gap analysis worksheet, as a Word file."""

from __future__ import annotations

from app.assessments.queries import get_assessment, shown_assessment
from app.core.errors import NotFound
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.gap_worksheet import worksheet_document
from ..queries.gap_worksheet import empty_worksheet, worksheet_facts
from .made import MadeFile, Wanted

EMPTY = "empty"


def gap_worksheet_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The assessment that is named, else the open or newest one; with `of` empty a sheet to fill by hand."""
    from app.documents.writer import write

    if wanted.of == EMPTY:
        facts, ident = empty_worksheet(partnership, wanted.as_of), f"{partnership.public_id}-empty"
    else:
        home = partnership.get_id()
        row = get_assessment(wanted.of, home) if wanted.of else shown_assessment(home)
        if row is None:
            raise NotFound(
                f"{partnership.name} has no assessment yet. Ask for the empty sheet to fill one by hand."
            )
        facts, ident = worksheet_facts(partnership, row), row.public_id
    handed_out = wanted.partner_copy or facts.empty
    document = worksheet_document(facts, draft_id=ident, made_on=wanted.as_of, partner_copy=handed_out)
    kind = "to fill by hand" if facts.empty else "partner" if wanted.partner_copy else "internal"
    name = f"{partnership.name}, gap worksheet, {wanted.as_of.isoformat()}, {kind}"
    return MadeFile(write(document), file_name(name))

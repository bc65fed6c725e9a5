"""M10, the working papers of a service design, as a Word file."""

from __future__ import annotations

from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.design import design_document
from ..queries.design import design_facts
from .made import MadeFile, Wanted


def design_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The working papers, filled as far as known; both sides may have them."""
    from app.documents.writer import write

    document = design_document(
        design_facts(partnership, wanted.as_of),
        draft_id=partnership.public_id,
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    side = "partner" if wanted.partner_copy else "internal"
    name = f"{partnership.name}, working papers for service design, {wanted.as_of.isoformat()}, {side}"
    return MadeFile(write(document), file_name(name))

"""M16, the operational and financial plan, as a Word file."""

from __future__ import annotations

from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.operational_plan import operational_plan_document
from ..queries.operational_plan import operational_plan_facts
from .made import MadeFile, Wanted


def operational_plan_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The plan as of a day, for us or for both sides."""
    from app.documents.writer import write

    facts = operational_plan_facts(partnership, wanted.as_of, partner_copy=wanted.partner_copy)
    document = operational_plan_document(
        facts, draft_id=partnership.public_id, made_on=wanted.as_of, partner_copy=wanted.partner_copy
    )
    side = "partner" if wanted.partner_copy else "internal"
    words = f"{partnership.name}, operational and financial plan, {wanted.as_of.isoformat()}, {side}"
    return MadeFile(write(document), file_name(words))

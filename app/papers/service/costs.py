"""M11 and M20, the papers on costs, as Word files."""

from __future__ import annotations

from app.documents.blocks import Document
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.costs import change_document, cost_document
from ..queries.costs import change_facts, cost_facts
from ..rules.costs import shared_chart
from .made import MadeFile, Wanted
from .pictures import pictures_of


def cost_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The cost model summary of the current costs, or of the set that is named. Raises NotFound."""
    facts = cost_facts(partnership, wanted.of)
    document = cost_document(
        facts,
        pictures=pictures_of(shared_chart(facts) if wanted.partner_copy else facts.chart),
        draft_id=partnership.public_id,
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    return _made(document, partnership, "cost of care and payment", wanted)


def change_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The note on a scenario beside the current costs. Raises NotFound where there is none."""
    document = change_document(
        change_facts(partnership, wanted.of, partner_copy=wanted.partner_copy),
        draft_id=partnership.public_id,
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    return _made(document, partnership, "a change, priced", wanted)


def _made(document: Document, partnership: Partnership, what: str, wanted: Wanted) -> MadeFile:
    from app.documents.writer import write

    side = "partner" if wanted.partner_copy else "internal"
    return MadeFile(
        write(document), file_name(f"{partnership.name}, {what}, {wanted.as_of.isoformat()}, {side}")
    )

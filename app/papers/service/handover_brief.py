"""M18, the handover brief of a partnership, as a Word file. For our side only."""

from __future__ import annotations

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.handover_brief import handover_brief_document
from ..queries.handover_brief import handover_facts
from .made import MadeFile, Wanted


def handover_brief_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The brief. Raises RuleViolation for a partner's copy: it holds concerns and signals."""
    if wanted.partner_copy:
        raise RuleViolation("The handover brief is for our own side; there is no copy for the partner.")
    from app.documents.writer import write

    facts = handover_facts(partnership, wanted.as_of)
    document = handover_brief_document(facts, draft_id=partnership.public_id, made_on=wanted.as_of)
    name = f"{partnership.name}, handover brief, {wanted.as_of.isoformat()}, internal"
    return MadeFile(write(document), file_name(name))

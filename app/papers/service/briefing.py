"""M12, the staff briefing of a contract, as a Word file."""

from __future__ import annotations

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.briefing import briefing_document
from ..queries.briefing import briefing_facts
from .made import MadeFile, Wanted


def briefing_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The briefing. Raises RuleViolation for a partner's copy: it speaks of our other contracts."""
    if wanted.partner_copy:
        raise RuleViolation("The staff briefing is for our own staff; there is no copy for the partner.")
    from app.documents.writer import write

    document = briefing_document(
        briefing_facts(partnership, wanted.as_of), draft_id=partnership.public_id, made_on=wanted.as_of
    )
    return MadeFile(
        write(document), file_name(f"{partnership.name}, staff briefing, {wanted.as_of.isoformat()}")
    )

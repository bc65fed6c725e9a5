"""M12, the staff briefing of a contract and the sheet for all of them, as Word files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.core.errors import NotFound, RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.briefing import briefing_document
from ..paper.contracts import contracts_document
from ..queries.briefing import briefing_facts
from ..queries.contracts import contracts_facts
from .made import MadeFile, Wanted

OURS = "Our house"  # where the organization has no name yet


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


def contracts_paper(provider: str, wanted: Collection[str], as_of: date) -> MadeFile:
    """The sheet for all contracts, or for those named by key. Raises NotFound where no contract has terms."""
    facts = contracts_facts(provider, as_of, wanted)
    if not facts.contracts:
        raise NotFound("No contract has terms yet.")
    from app.documents.writer import write

    document = contracts_document(facts, made_on=as_of)
    return MadeFile(
        write(document), file_name(f"{provider or OURS}, contracts at a glance, {as_of.isoformat()}")
    )

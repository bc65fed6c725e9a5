"""M8, the letter that asks for information, as a Word file."""

from __future__ import annotations

from app.core.errors import RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership

from ..paper.request_letter import letter_document
from ..queries.request_letter import letter_facts
from ..rules.request_letter import To
from .made import MadeFile, Wanted


def request_letter_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """Our letter to the plan, or with `of` provider the sheet the plan can send to us."""
    from app.documents.writer import write

    if wanted.of and wanted.of not in list(To):
        raise RuleViolation("A request goes to the payer or to the provider. Say which of the two.")
    to = To(wanted.of or To.PAYER)
    facts = letter_facts(partnership, to)
    document = letter_document(
        facts,
        draft_id=f"{partnership.public_id}-{to.value}",
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    name = f"{partnership.name}, request for information to {facts.asked}, {wanted.as_of.isoformat()}"
    if not wanted.partner_copy:
        name += ", internal"
    return MadeFile(write(document), file_name(name))

"""M7, the renewal and notice calendar, as a Word file: of one partnership, or of all."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound, RuleViolation
from app.documents.formats import file_name
from app.organization.queries import house_facts
from app.partnerships.models import Partnership
from app.web.request import HouseFacts

from ..paper.renewals import renewals_document
from ..queries.renewals import renewal_facts
from ..rules.renewals import for_partner
from .made import MadeFile, Wanted

OURS = "Our house"  # where the organization has no name yet
ENDED = "Every partnership has ended or none is here yet, so nothing ends or renews."


def renewals_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The days of one agreement. Raises NotFound for a partnership that has ended."""
    facts = renewal_facts(house_facts(), wanted.as_of, (partnership.get_id(),))
    if not facts.rows:
        raise NotFound("This partnership has ended, so nothing of it ends or renews any more.")
    from app.documents.writer import write

    document = renewals_document(
        for_partner(facts) if wanted.partner_copy else facts,
        partnership=partnership.name,
        draft_id=partnership.public_id,
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    side = "partner" if wanted.partner_copy else "internal"
    return MadeFile(
        write(document), file_name(f"{partnership.name}, renewals and notices, {wanted.as_of}, {side}")
    )


def all_renewals_paper(house: HouseFacts, as_of: date, *, partner_copy: bool = False) -> MadeFile:
    """All partnerships in one paper. Raises NotFound without any, RuleViolation for a partner's copy."""
    if partner_copy:
        raise RuleViolation("A paper on all partnerships is ours alone. Name one for a partner’s copy.")
    facts = renewal_facts(house, as_of)
    if not facts.rows:
        raise NotFound(ENDED)
    from app.documents.writer import write

    document = renewals_document(facts, partnership="", draft_id="", made_on=as_of, partner_copy=False)
    return MadeFile(write(document), file_name(f"{house.name or OURS}, renewals and notices, {as_of}"))

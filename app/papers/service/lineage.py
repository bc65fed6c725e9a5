"""M19, the lineage of one review, as a Word file."""

from __future__ import annotations

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.lineage.queries import chain_of, chains
from app.lineage.rules import for_partner
from app.partnerships.models import Partnership
from app.reviews.queries import get_review

from ..paper.lineage import lineage_document
from ..rules.lineage import chain_part, figures_part, learned_part
from .made import MadeFile, Wanted


def lineage_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The chain through the review that is named, else through the newest. Raises NotFound without one.

    The partner's copy holds neither relationship signals nor private actions, nor our figures and lessons.
    """
    from app.documents.writer import write

    known = chains(partnership.id)
    if wanted.of is None and not known:
        raise NotFound("No review was held yet, so no chain can be told.")
    review = get_review(wanted.of or known[0].public_id, partnership.id)
    chain = chain_of(partnership, review, wanted.as_of)
    partner = wanted.partner_copy
    parts = [chain_part(for_partner(chain.links) if partner else chain.links)]
    if not partner:
        if chain.then and chain.now:
            parts.append(figures_part(chain.figures, f"{chain.then:%B %Y}", f"{chain.now:%B %Y}"))
        parts.append(learned_part(chain.learned))
    document = lineage_document(
        chain.title,
        "" if partner else chain.words,
        tuple(parts),
        partnership=partnership.name,
        between=f"{partnership.provider.name} with {partnership.payer.name}",
        draft_id=review.public_id,
        made_on=wanted.as_of,
        partner_copy=partner,
    )
    side = "partner" if partner else "internal"
    return MadeFile(write(document), file_name(f"{partnership.name}, lineage, {review.due_on}, {side}"))

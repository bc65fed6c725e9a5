"""M3, the packet of a reassessment review, as a Word file."""

from __future__ import annotations

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.queries import get_review, newest_review

from ..paper.review_packet import packet_document
from ..queries.review_packet import packet_facts
from .made import MadeFile, Wanted
from .pictures import pictures_of


def packet_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The packet of the review that is named, else of the one being prepared, else of the last one held.

    Raises NotFound while no review was begun. The partner's copy leaves out what care costs unless the
    review says otherwise, private concerns, relationship signals and small counts.
    """
    from app.documents.writer import write

    review = _review(partnership, wanted.of)
    facts = packet_facts(partnership, review, wanted.as_of, partner_copy=wanted.partner_copy)
    document = packet_document(
        facts.title,
        facts.parts,
        pictures_of(facts.chart),
        partnership=partnership.name,
        between=f"{partnership.provider.name} with {partnership.payer.name}",
        draft_id=review.public_id,
        made_on=wanted.as_of,
        partner_copy=wanted.partner_copy,
    )
    side = "partner" if wanted.partner_copy else "internal"
    name = f"{partnership.name}, review packet, {review.planned_on or review.due_on}, {side}"
    return MadeFile(write(document), file_name(name))


def _review(partnership: Partnership, of: str | None) -> Review:
    if of:
        return get_review(of, partnership.id)
    found = newest_review(partnership.id)
    if found is None:
        raise NotFound("No review was begun yet. Open Reviews and choose Prepare beside one that is due.")
    return found

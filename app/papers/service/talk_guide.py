"""M15, the guide for the talk about a concern, as a Word file. For our side only."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound, RuleViolation
from app.documents.formats import file_name
from app.partnerships.models import Partnership
from app.relationship.queries import ConcernDetail, find_guide_concern, get_concern_detail, latest_concern

from ..paper.talk_guide import talk_guide_document
from ..queries.talk_guide import talk_facts
from ..rules.talk_guide import compose_guide
from .made import MadeFile, Wanted

OURS_ONLY = "The talk guide is for our side only; there is no copy for the partner."


def talk_guide_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The guide for the concern named, else for the oldest open one not spoken of, else for the latest.

    Raises RuleViolation for a partner's copy, NotFound when there was never a concern.
    """
    if wanted.partner_copy:
        raise RuleViolation(OURS_ONLY)
    chosen = wanted.of or find_guide_concern(partnership.id) or latest_concern(partnership.id)
    if chosen is None:
        raise NotFound(f"{partnership.name} has no concern to prepare a talk for.")
    detail = get_concern_detail(chosen)
    if detail.partnership_id != partnership.id:
        raise NotFound(f"This concern is not one of {partnership.name}.")
    return make_talk_guide(partnership, detail, made_on=wanted.as_of)


def make_talk_guide(partnership: Partnership, detail: ConcernDetail, *, made_on: date) -> MadeFile:
    """M15 for one concern."""
    from app.documents.writer import write

    guide = compose_guide(talk_facts(partnership, detail, made_on))
    document = talk_guide_document(guide, draft_id=detail.row.public_id, made_on=made_on)
    name = f"{partnership.name}, concern talk guide, {made_on.isoformat()}, internal"
    return MadeFile(write(document), file_name(name))

"""The talk guide for a concern, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.relationship.queries import find_guide_concern, get_concern
from app.web.request import actor, today
from app.web.responses import file_to_save, see_other, toast

from ..service import Wanted
from ..service.talk_guide import talk_guide_paper
from .blueprint import bp


@bp.get("/concerns/<public_id>/talk-guide.docx", endpoint="talk_guide")
def talk_guide(public_id: str) -> Response:
    """The guide for this concern. A copy for the partner is refused."""
    concern = get_concern(public_id)
    return _guide(get_by_key(concern.partnership.key), public_id)


@bp.get("/partnerships/<key>/talk-guide.docx", endpoint="next_talk_guide")
def next_talk_guide(key: str) -> Response:
    """The guide for the concern that waits longest to be spoken of; back to the page where none is open."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    chosen = find_guide_concern(partnership.id)
    if chosen is None:
        toast("No concern is open, so there is no talk to prepare.")
        return see_other("home.relationship", key=key)
    return _guide(partnership, chosen)


def _guide(partnership: Partnership, of: str) -> Response:
    require(actor(), Verb.SEE, partnership.id)
    wanted = Wanted(today(), of, request.args.get("copy") == "partner")
    made = talk_guide_paper(partnership, wanted)
    return file_to_save(made.data, WORD_TYPE, made.filename)

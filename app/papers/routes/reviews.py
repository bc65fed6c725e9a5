"""The packet of a review and its lineage, in Word."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import MadeFile, Wanted
from ..service.lineage import lineage_paper
from ..service.review_packet import packet_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/reviews/<public_id>/packet.docx")
def review_packet(key: str, public_id: str) -> Response:
    """The packet, for us or for the plan."""
    return _made(key, public_id, packet_paper)


@bp.get("/partnerships/<key>/lineage/<public_id>/lineage.docx")
def lineage(key: str, public_id: str) -> Response:
    """The chain through a review."""
    return _made(key, public_id, lineage_paper)


def _made(key: str, public_id: str, make: Callable[[Partnership, Wanted], MadeFile]) -> Response:
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    wanted = Wanted(today(), public_id, request.args.get("copy") == "partner")
    made = make(partnership, wanted)
    return file_to_save(made.data, WORD_TYPE, made.filename)

"""Page: what a partnership decided, over all its meetings."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.meetings import queries as meetings
from app.meetings.queries import DECISIONS_PAGE
from app.partnerships.queries import get_by_key
from app.web.request import actor, list_offset
from app.web.responses import page

from .blueprint import bp


@bp.get("/partnerships/<key>/decisions")
def decisions(key: str) -> Response:
    """Decisions, newest first, of one kind of meeting or of all."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    kinds = meetings.decided_kinds(partnership.id)
    kind = request.args.get("kind", "")
    kind = kind if kind in dict(kinds) else ""
    offset = list_offset()
    found = meetings.compiled_decisions(partnership.id, kind, offset)
    return page(
        "papers/decisions.html",
        partnership=partnership,
        rows=found[:DECISIONS_PAGE],
        more=len(found) > DECISIONS_PAGE,
        offset=offset,
        kinds=kinds,
        kind=kind,
    )

"""How promises are kept on both sides of one partnership, for both to look at."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import page

from .. import queries
from ..rules import FEWEST, SPANS, opening
from .blueprint import bp


@bp.get("/partnerships/<key>/follow-through")
def follow_through(key: str) -> Response:
    """The mirror of both sides over the span that was chosen."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    months = request.args.get("months", SPANS[0], int)
    months = months if months in SPANS else SPANS[0]
    shown = queries.mirror(partnership.id, today=today(), months=months)
    we, they = partnership.provider.name, partnership.payer.name
    return page(
        "actions/follow_through.html",
        partnership=partnership,
        mirror=shown,
        months=months,
        spans=SPANS,
        sentence=opening(shown, we, they),
        fewest=FEWEST,
        we=we,
        they=they,
        today=today(),
    )

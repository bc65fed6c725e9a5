"""Page: how the terms came to be, change by change."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.terms.queries import MOST_CHANGES, definitions, list_changes
from app.web.request import list_offset
from app.web.responses import page

from .. import queries
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/contract/history")
def history(key: str) -> Response:
    """Every change of the terms, the newest first, or of one term."""
    partnership = opened(key, Verb.SEE)
    known = definitions()
    term = request.args.get("term", "")
    term = term if term in known else ""
    offset = list_offset()
    found = list_changes(partnership.id, term, offset=offset, limit=MOST_CHANGES + 1)
    choices = [(one.key, one.label) for one in known.values() if one.key == one.home and not one.computed]
    return page(
        "drafts/history.html",
        partnership=partnership,
        rows=found[:MOST_CHANGES],
        more=len(found) > MOST_CHANGES,
        offset=offset,
        term=term,
        label=known[term].label if term else "",
        choices=[(queries.section_title(one.partition(".")[0]), one, label) for one, label in choices],
    )

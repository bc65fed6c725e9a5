"""Page: the contracts of the house side by side."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.costs import rules as cost_rules
from app.costs.queries import house_costs
from app.web.request import actor, today
from app.web.responses import page

from .. import queries
from .blueprint import bp


@bp.get("/contracts")
def across() -> Response:
    """What several contracts ask of the same team."""
    require(actor(), Verb.SEE)
    wanted = tuple(request.args.getlist("with"))[: queries.MOST_OFFERED]
    found = queries.across(today(), wanted)
    costs = house_costs([one.id for one in found.shown])
    pairs = [(one, costs.standings[one.id]) for one in found.shown if one.id in costs.standings]
    return page(
        "drafts/across.html", found=found, costs=costs, pairs=pairs, chosen=list(wanted), say=cost_rules
    )

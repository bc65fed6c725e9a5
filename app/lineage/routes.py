"""Pages: why something is so, from the first sign to the re-check."""

from __future__ import annotations

from flask import Blueprint, Response

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.reviews.queries import get_review
from app.triggers.queries import get_signal
from app.web.request import actor, today
from app.web.responses import page, see_other

from . import queries
from .rules import LINK_WORDS

bp = Blueprint("lineage", __name__, url_prefix="/partnerships/<key>/lineage")


def _opened(key: str) -> Partnership:
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    return partnership


@bp.get("")
def index(key: str) -> Response:
    """One chain for each review."""
    partnership = _opened(key)
    return page("lineage/index.html", partnership=partnership, chains=queries.chains(partnership.id))


@bp.get("/<public_id>")
def show(key: str, public_id: str) -> Response:
    """The chain that runs through a review."""
    partnership = _opened(key)
    review = get_review(public_id, partnership.id)
    return _show(partnership, queries.chain_of(partnership, review, today()), public_id)


@bp.get("/signal/<public_id>")
def of_signal(key: str, public_id: str) -> Response:
    """The newest chain in which a signal stands; the signal alone while no review took it up."""
    partnership = _opened(key)
    chain, reviews = queries.chain_of_signal(get_signal(partnership.id, public_id))
    if chain is None:
        return see_other("lineage.show", key=key, public_id=reviews[-1].public_id)
    return _show(partnership, chain, "")


def _show(partnership: Partnership, chain: queries.Chain, review_id: str) -> Response:
    return page(
        "lineage/show.html",
        partnership=partnership,
        chain=chain,
        review_id=review_id,
        kinds=LINK_WORDS,
        others=[one for one in queries.chains(partnership.id) if one.public_id != review_id][:5],
    )

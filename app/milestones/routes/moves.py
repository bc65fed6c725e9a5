"""Dates that no longer lie where their anchor puts them: before, after, and a choice for each."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.queries import get_by_key
from app.web.request import actor, now
from app.web.responses import page, see_other, toast

from .. import queries, service
from .blueprint import bp


@bp.get("/partnerships/<key>/milestones/moves")
def moves(key: str) -> Response:
    """What would move, before anything does."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    followers = queries.followers(partnership.id)
    return page("milestones/moves.html", partnership=partnership, followers=followers)


@bp.post("/partnerships/<key>/milestones/move")
def move(key: str) -> Response:
    """Move those that were chosen; the others stay where they are."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    chosen = {} if "none" in request.form else service.chosen_of(request.form.getlist("take"))
    shift = service.settle_dates(partnership, chosen, actor=actor(), now=now())
    if shift is None:
        toast("Every date was in its place already.")
    else:
        words = "The dates are moved." if chosen else "The dates stay as they were."
        toast(words, undo=url_for("milestones.undo_move", key=key, public_id=shift.public_id))
    return see_other("milestones.index", key=key)


@bp.post("/partnerships/<key>/milestones/moves/<public_id>/undo")
def undo_move(key: str, public_id: str) -> Response:
    """Put all back that one click changed."""
    require(actor(), Verb.EDIT)
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    stay = service.take_back_shift(partnership, public_id, actor=actor(), now=now())
    toast(undone_words(stay))
    return see_other("milestones.index", key=key)


def undone_words(stay: int) -> str:
    """What an undo did, and what it left alone."""
    if not stay:
        return "Everything is as it was."
    if stay == 1:
        return "Taken back. One milestone that somebody changed since stays."
    return f"Taken back. {stay} milestones that somebody changed since stay."

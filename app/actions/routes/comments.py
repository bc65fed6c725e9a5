"""What is written beside a promise."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.web.request import actor, now
from app.web.responses import see_other, toast

from .. import forms, queries, service
from ..models import ActionComment
from .actions import detail_page, opened
from .blueprint import bp


@bp.post("/actions/<public_id>/comments")
def comment(public_id: str) -> Response:
    """Write a comment."""
    require(actor(), Verb.EDIT)
    action = opened(public_id)
    text, form = forms.read_comment(request.form)
    if not form.ok:
        return detail_page(action, form, 422)
    service.add_comment(action, text, actor=actor(), now=now())
    toast("The comment stands there.")
    return see_other("actions.show", public_id=public_id)


@bp.post("/actions/<public_id>/comments/<comment_id>/delete")
def uncomment(public_id: str, comment_id: str) -> Response:
    """Take the own comment off, with a way back."""
    require(actor(), Verb.EDIT)
    service.remove_comment(_of(public_id, comment_id), actor=actor(), now=now())
    undo = url_for("actions.recomment", public_id=public_id, comment_id=comment_id)
    toast("The comment is off.", undo=undo)
    return see_other("actions.show", public_id=public_id)


@bp.post("/actions/<public_id>/comments/<comment_id>/restore")
def recomment(public_id: str, comment_id: str) -> Response:
    """Undo: the comment stands there again."""
    require(actor(), Verb.EDIT)
    service.restore_comment(_of(public_id, comment_id), actor=actor(), now=now())
    toast("The comment stands there again.")
    return see_other("actions.show", public_id=public_id)


def _of(public_id: str, comment_id: str) -> ActionComment:
    return queries.get_comment(opened(public_id).id, comment_id)

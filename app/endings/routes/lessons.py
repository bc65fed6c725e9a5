"""What both sides learned, kept for the next partner."""

from __future__ import annotations

from flask import Response, request, url_for

from app.information.service import add_lesson, set_lesson_removed, set_lesson_shared
from app.web.request import actor, now, today
from app.web.responses import see_other, toast

from .. import forms
from .blueprint import bp, opened
from .index import ending_page


@bp.post("/partnerships/<key>/ending/lessons")
def add(key: str) -> Response:
    """Keep what was learned."""
    partnership = opened(key)
    facts, form = forms.read_lesson(request.form, today())
    if facts is None:
        return ending_page(partnership, lesson=form, status=422)
    row = add_lesson(partnership, facts, actor=actor(), now=now())
    toast(
        "The lesson is kept for the next partner.",
        undo=url_for("endings.remove_lesson", key=key, public_id=row.public_id),
    )
    return _back(key)


@bp.post("/partnerships/<key>/ending/lessons/<public_id>/remove")
def remove_lesson(key: str, public_id: str) -> Response:
    """Take it back, with a way back."""
    set_lesson_removed(opened(key), public_id, True, actor=actor(), now=now())
    toast("The lesson is taken back.", undo=url_for("endings.restore_lesson", key=key, public_id=public_id))
    return _back(key)


@bp.post("/partnerships/<key>/ending/lessons/<public_id>/restore")
def restore_lesson(key: str, public_id: str) -> Response:
    """Put it back."""
    set_lesson_removed(opened(key), public_id, False, actor=actor(), now=now())
    toast("The lesson is back.")
    return _back(key)


@bp.post("/partnerships/<key>/ending/lessons/<public_id>/share")
def share_lesson(key: str, public_id: str) -> Response:
    """Let it stand in the note of both sides."""
    set_lesson_shared(opened(key), public_id, True, actor=actor(), now=now())
    toast(
        "It stands in the note of both sides.",
        undo=url_for("endings.keep_lesson", key=key, public_id=public_id),
    )
    return _back(key)


@bp.post("/partnerships/<key>/ending/lessons/<public_id>/keep")
def keep_lesson(key: str, public_id: str) -> Response:
    """Leave it out of the note of both sides."""
    set_lesson_shared(opened(key), public_id, False, actor=actor(), now=now())
    toast(
        "It stands in the note of one side alone.",
        undo=url_for("endings.share_lesson", key=key, public_id=public_id),
    )
    return _back(key)


def _back(key: str) -> Response:
    return see_other("endings.index", anchor="h-lessons", key=key)

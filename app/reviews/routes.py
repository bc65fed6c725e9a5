"""Pages: the reviews of a partnership, due and held."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.triggers.queries import open_signals
from app.web.filters import short_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from . import service
from .forms import read_hold
from .queries import held_reviews, reviews_due

bp = Blueprint("reviews", __name__)
AHEAD_DAYS = 400


@bp.get("/partnerships/<key>/reviews")
def index(key: str) -> Response:
    """What is due and why, and what was held."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    return _page(partnership)


@bp.post("/partnerships/<key>/reviews/hold")
def hold(key: str) -> Response:
    """Mark a review as held."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    command, form = read_hold(request.form, today())
    if command is None:
        return _page(partnership, form, 422)
    try:
        row = service.hold_review(
            partnership,
            command.due_on,
            command.held_on,
            command.note,
            actor=actor(),
            now=now(),
            today=today(),
        )
    except RuleViolation as error:
        form.fail("due_on", error.message)
        return _page(partnership, form, 422)
    toast(
        f"Review of {short_day(row.due_on)} marked as held.",
        undo=url_for("reviews.take_back", key=key, public_id=row.public_id),
    )
    return see_other("reviews.index", key=key)


@bp.post("/partnerships/<key>/reviews/<public_id>/take-back")
def take_back(key: str, public_id: str) -> Response:
    """It was not held after all."""
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    due_on = service.take_back_review(partnership, public_id, actor=actor(), now=now())
    toast(f"The review of {short_day(due_on)} is open again.")
    return see_other("reviews.index", key=key)


def _page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    due = reviews_due(today(), AHEAD_DAYS, partnership.id)
    open_now = [one for one in due if one.announce_on <= today()]
    if form is None:
        first = open_now[0].due_on.isoformat() if open_now else ""
        form = FormData(initial={"held_on": today().isoformat(), "due_on": first, "note": ""})
    return page(
        "reviews/index.html",
        status=status,
        partnership=partnership,
        due=due,
        late=[one for one in due if one.due_on < today()],
        choices=[
            (one.due_on.isoformat(), f"{short_day(one.due_on)}: {one.title[:1].lower()}{one.title[1:]}")
            for one in due
            if (one.due_on - today()).days <= service.EARLIEST_DAYS
        ],
        held=held_reviews(partnership.id),
        signals=open_signals(partnership.id, today()),
        today=today(),
        form=form,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

"""Pages: the reviews of a partnership, due and held; one is begun, marked as held, or opened again."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.calendar import parse_day
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.triggers.queries import SignalRow, open_signals
from app.web.filters import short_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import service
from ..forms import read_begin, read_hold
from ..queries import held_reviews, reviews_due
from ..rules import FAR_DAYS, KINDS
from .blueprint import bp, opened

AHEAD_DAYS = 400


@bp.get("")
def index(key: str) -> Response:
    """What is due and why, and what was held."""
    return _page(opened(key, Verb.SEE))


@bp.post("/hold")
def hold(key: str) -> Response:
    """Mark a review as held."""
    partnership = opened(key)
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


@bp.post("/<public_id>/take-back")
def take_back(key: str, public_id: str) -> Response:
    """It was not held after all."""
    due_on = service.take_back_review(opened(key), public_id, actor=actor(), now=now())
    toast(f"The review of {short_day(due_on)} is open again.")
    return see_other("reviews.index", key=key)


@bp.post("/begin")
def begin(key: str) -> Response:
    """Begin a review that no date calls for."""
    partnership = opened(key)
    command, form = read_begin(request.form, today())
    if command is None:
        return _page(partnership, form, 422)
    try:
        row, batch = service.begin_review(
            partnership,
            command.due_on,
            kind=command.kind,
            why=command.why,
            actor=actor(),
            now=now(),
            today=today(),
        )
    except RuleViolation as refused:
        form.fail("begin_on", refused.message)
        return _page(partnership, form, 422)
    toast("The review is begun.", undo=url_for("reviews.undo_begin", key=key, batch_id=batch))
    return see_other("reviews.prepare", key=key, public_id=row.public_id)


@bp.post("/begin/<due_on>")
def begin_due(key: str, due_on: str) -> Response:
    """Begin to prepare a review that is due."""
    partnership = opened(key)
    try:
        day = parse_day(due_on)
    except ValueError:
        raise NotFound("No review is due on that day.") from None
    if day not in {one.for_on for one in reviews_due(today(), AHEAD_DAYS, partnership.id)}:
        raise NotFound("No review is due on that day. It may have been held already.")
    row, batch = service.begin_review(partnership, day, actor=actor(), now=now(), today=today())
    toast("The review is begun.", undo=url_for("reviews.undo_begin", key=key, batch_id=batch))
    return see_other("reviews.show", key=key, public_id=row.public_id)


@bp.post("/begin/undo/<batch_id>")
def undo_begin(key: str, batch_id: str) -> Response:
    """Take the beginning of a review back."""
    service.take_begun_back(opened(key), batch_id, actor=actor(), now=now())
    toast("The review is no longer begun.")
    return see_other("reviews.index", key=key)


def _talked_about(one: SignalRow) -> bool:
    """Whether the day by which a review was to take it up has passed."""
    return one.review_on is not None and one.review_on < today()


def _page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    every = reviews_due(today(), FAR_DAYS, partnership.id)
    due = [one for one in every if one.public_id or (one.due_on - today()).days <= AHEAD_DAYS]
    soon = [one for one in due if (one.due_on - today()).days <= service.EARLIEST_DAYS]
    can_edit = may(actor(), Verb.EDIT, partnership.id)
    if form is None:
        first = next((one.for_on.isoformat() for one in due if one.announce_on <= today()), "")
        form = FormData(initial={"held_on": today().isoformat(), "due_on": first, "note": ""})
    return page(
        "reviews/index.html",
        status=status,
        partnership=partnership,
        due=due,
        late=[one for one in due if one.due_on < today()],
        near=[one for one in (soon or due[:1]) if can_edit and not one.public_id],
        choices=[
            (one.for_on.isoformat(), f"{short_day(one.due_on)}: {one.title[:1].lower()}{one.title[1:]}")
            for one in soon
        ],
        held=held_reviews(partnership.id),
        signals=[one for one in open_signals(partnership.id, today()) if not _talked_about(one)],
        today=today(),
        form=form,
        kinds=list(KINDS.items()),
        can_edit=can_edit,
    )

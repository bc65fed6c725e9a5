"""Pages: what changes in a signed contract, from when and why, and the chain of amendments."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import NotFound
from app.dates.queries import moved_by
from app.partnerships.models import Partnership
from app.reviews.queries import get_review, held_reviews
from app.web.filters import short_day
from app.web.formdata import FormData
from app.web.request import actor, house, now, today
from app.web.responses import page, see_other, toast

from .. import queries
from ..forms import amendment_form, read_amendment
from ..models import Amendment
from ..rules import AmendmentStatus
from ..service import (
    amend_for_review,
    drop_amendment,
    make_amendment_version,
    put_back,
    take_out,
    take_up_amendment,
    update_amendment,
)
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/contract/amendments")
def amendments(key: str) -> Response:
    """The chain: the agreement, and each amendment with what it changed and why."""
    partnership = opened(key, Verb.SEE)
    found = queries.list_amendments(partnership.id)
    sheets = {one.id: queries.sheet_before(one) for one in found}
    return page(
        "drafts/amendments.html",
        partnership=partnership,
        rows=found,
        changes=queries.changes_of(found, sheets),
        signed=queries.list_signed(partnership.id),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/contract/amendments/<public_id>")
def amendment(key: str, public_id: str) -> Response:
    """One amendment: term by term, before and after."""
    partnership = opened(key, Verb.SEE)
    return _page(partnership, _amendment(partnership, public_id))


def _amendment(partnership: Partnership, public_id: str) -> Amendment:
    found = queries.get_amendment(public_id)
    if found.partnership_id != partnership.id:
        raise NotFound("There is no amendment at this address.")
    return found


def _page(
    partnership: Partnership, held: Amendment, form: FormData | None = None, status: int = 200
) -> Response:
    sheet = queries.sheet_before(held)
    changes = queries.changed_terms(held, sheet)
    after = queries.amended_values(held, changes, sheet)
    moves = moved_by(partnership.id, sheet.values, after, held.effective_on or today(), house())
    return page(
        "drafts/amendment.html",
        status,
        partnership=partnership,
        amendment=held,
        changes=changes,
        moves=moves,
        versions=queries.versions_of_amendment(held.id),
        form=form or amendment_form(held, changes),
        reviews=[
            (one.public_id, f"{one.kind_words} held {short_day(one.held_on)}")
            for one in held_reviews(partnership.id)
        ],
        open=held.status == AmendmentStatus.OPEN,
        can_edit=may(actor(), Verb.EDIT, partnership.id) and held.status == AmendmentStatus.OPEN,
        may_take_up=may(actor(), Verb.EDIT, partnership.id) and held.status == AmendmentStatus.DROPPED,
    )


@bp.post("/partnerships/<key>/contract/amendments/of-review/<public_id>")
def amendment_of_review(key: str, public_id: str) -> Response:
    """Begin the amendment that a review decided, or go on with it."""
    partnership = opened(key)
    held = amend_for_review(get_review(public_id, partnership.id), actor=actor(), now=now())
    return see_other("drafts.amendment", key=key, public_id=held.public_id)


@bp.post("/partnerships/<key>/contract/amendments/<public_id>")
def save_amendment(key: str, public_id: str) -> Response:
    """Save its day, its reasons and its re-check; `then` makes the Word files as well."""
    partnership = opened(key)
    held = _amendment(partnership, public_id)
    reviews = {one.public_id: one.id for one in held_reviews(partnership.id)}
    if held.review is not None:
        reviews[held.review.public_id] = held.review.id
    facts, form = read_amendment(request.form, queries.changed_terms(held), reviews)
    seen = form.whole("seen")
    if facts is None:
        return _page(partnership, held, form, 422)
    update_amendment(held, facts, seen=seen, actor=actor(), now=now())
    if request.form.get("then") != "version":
        toast(f"Amendment {held.number} is saved.")
        return see_other("drafts.amendment", key=key, public_id=public_id)
    fresh = queries.get_amendment(public_id)
    draft = make_amendment_version(fresh, actor=actor(), now=now(), today=today())
    toast(f"Version {draft.number} of the amendment is kept. Save its files from here.")
    return see_other("drafts.version", key=key, public_id=draft.public_id)


@bp.post("/partnerships/<key>/contract/amendments/<public_id>/terms/<int:row_id>/out")
def take_term_out(key: str, public_id: str, row_id: int) -> Response:
    """A term stays as it is after all."""
    partnership = opened(key)
    held = _amendment(partnership, public_id)
    row = next((one for one in queries.changed_terms(held) if one.id == row_id), None)
    batch = take_out(held, row_id, actor=actor(), now=now())
    undo = url_for("drafts.put_term_back", key=key, public_id=public_id, batch_id=batch)
    toast(f"{row.label if row else 'The term'} stays as it is.", undo=undo)
    return see_other("drafts.amendment", key=key, public_id=public_id)


@bp.post("/partnerships/<key>/contract/amendments/<public_id>/terms/<batch_id>/back")
def put_term_back(key: str, public_id: str, batch_id: str) -> Response:
    """Undo: the term changes again as it did."""
    held = _amendment(opened(key), public_id)
    put_back(held, batch_id, actor=actor(), now=now())
    toast("It changes again.")
    return see_other("drafts.amendment", key=key, public_id=public_id)


@bp.post("/partnerships/<key>/contract/amendments/<public_id>/drop")
def drop(key: str, public_id: str) -> Response:
    """Give an amendment up, with a way back."""
    held = _amendment(opened(key), public_id)
    drop_amendment(held, actor=actor(), now=now())
    undo = url_for("drafts.take_up", key=key, public_id=public_id)
    toast(f"Amendment {held.number} is given up.", undo=undo)
    return see_other("drafts.amendments", key=key)


@bp.post("/partnerships/<key>/contract/amendments/<public_id>/take-up")
def take_up(key: str, public_id: str) -> Response:
    """Go on with an amendment that was given up."""
    held = _amendment(opened(key), public_id)
    take_up_amendment(held, actor=actor(), now=now())
    toast(f"Amendment {held.number} goes on.")
    return see_other("drafts.amendment", key=key, public_id=public_id)

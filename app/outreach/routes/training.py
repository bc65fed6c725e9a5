"""Pages: trainings, planned and held."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Training
from ..queries import method
from ..rules import AUDIENCE_WORDS
from .blueprint import bp, looked_at, opened

AUDIENCES = [(audience.value, words) for audience, words in AUDIENCE_WORDS.items()]


@bp.get("/training")
def training(key: str) -> Response:
    """What is planned by day, then what was held."""
    partnership = looked_at(key)
    offset = list_offset()
    rows = queries.list_trainings(partnership.id, offset=offset)
    return page(
        "outreach/training.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        method=method(),
        audiences=dict(AUDIENCES),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/training/new")
def new_training(key: str) -> Response:
    """The form for a training."""
    return _training_page(forms.training_form(), opened(key), None)


@bp.post("/training")
def create_training(key: str) -> Response:
    """Plan it."""
    partnership = opened(key)
    facts, form = forms.read_training(request.form)
    if facts is None:
        return _training_page(form, partnership, None, 422)
    row = service.create_training(partnership, facts, actor=actor(), now=now())
    undo = url_for("outreach.remove", key=key, kind="training", public_id=row.public_id)
    toast("The training is planned.", undo=undo)
    return see_other("outreach.training", key=key)


@bp.get("/training/<public_id>/edit")
def edit_training(key: str, public_id: str) -> Response:
    """The form with what is known, and the one that says it was held."""
    partnership = opened(key)
    row = queries.get_training(public_id, partnership.id)
    return _training_page(forms.training_form(row), partnership, row)


@bp.post("/training/<public_id>")
def update_training(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_training(public_id, partnership.id)
    facts, form = forms.read_training(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _training_page(form, partnership, row, 422)
    service.update_training(row, facts, actor=actor(), now=now(), seen=seen)
    toast("The training is saved.")
    return see_other("outreach.training", key=key)


@bp.post("/training/<public_id>/held")
def hold_training(key: str, public_id: str) -> Response:
    """It was held; one that repeats is planned anew."""
    partnership = opened(key)
    row = queries.get_training(public_id, partnership.id)
    facts, form = forms.read_held(request.form, today())
    if facts is not None:
        try:
            service.hold_training(row, facts, actor=actor(), now=now(), today=today())
        except RuleViolation as error:
            form.fail("held_on", error.message)
    if facts is None or not form.ok:
        filled = forms.training_form(row)
        filled.values |= form.values
        filled.errors |= form.errors
        return _training_page(filled, partnership, row, 422)
    again = " The next one is planned." if row.repeat_months else ""
    undo = url_for("outreach.take_back_training", key=key, public_id=public_id)
    toast(f"Marked as held.{again}", undo=undo)
    return see_other("outreach.training", key=key)


@bp.post("/training/<public_id>/take-back")
def take_back_training(key: str, public_id: str) -> Response:
    """Undo: it is ahead again."""
    partnership = opened(key)
    row = queries.get_training(public_id, partnership.id)
    service.take_back_held(row, actor=actor(), now=now())
    toast("The training is ahead again.")
    return see_other("outreach.training", key=key)


def _training_page(
    form: FormData, partnership: Partnership, row: Training | None, status: int = 200
) -> Response:
    form.values.setdefault("held_on", today().isoformat())
    return page(
        "outreach/training_form.html",
        status,
        form=form,
        partnership=partnership,
        training=row,
        topics=[(one.id, one.label) for one in method().topics],
        audiences=AUDIENCES,
    )

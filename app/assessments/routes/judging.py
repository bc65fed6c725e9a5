"""Right patients, right time, right supports; and what hardly anyone forecasts well."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, rules, service
from .blueprint import bp, looked_at, opened


@bp.get("/right")
def right(key: str) -> Response:
    """The three questions, with what terms and numbers say."""
    return _right_page(looked_at(key))


@bp.post("/right")
def save_right(key: str) -> Response:
    """Keep our judgement."""
    partnership = opened(key)
    judged, seen, form = forms.read_judged(request.form)
    if not form.ok:
        return _right_page(partnership, form, 422)
    try:
        count, batch = service.judge(partnership, judged, seen=seen, actor=actor(), now=now(), today=today())
    except Conflict:
        there = forms.judged_form(queries.three_questions(partnership.id, today()))
        return _right_page(partnership, forms.keep_beside(form, there), 409)
    _tell(key, count, batch, "right")
    return see_other("assessments.right", key=key)


@bp.get("/unknowns")
def unknowns(key: str) -> Response:
    """Guesses at planning beside the truth at a review."""
    return _unknowns_page(looked_at(key))


@bp.post("/unknowns")
def save_unknowns(key: str) -> Response:
    """Keep guesses and truths."""
    partnership = opened(key)
    facts, seen, form = forms.read_unknowns(request.form, today())
    if not form.ok:
        return _unknowns_page(partnership, form, 422)
    try:
        count, batch = service.save_unknowns(partnership, facts, seen=seen, actor=actor(), now=now())
    except Conflict:
        there = forms.unknowns_form(queries.unknowns(partnership.id))
        return _unknowns_page(partnership, forms.keep_beside(form, there), 409)
    _tell(key, count, batch, "unknowns")
    return see_other("assessments.unknowns", key=key)


def _tell(key: str, count: int, batch: str, here: str) -> None:
    if not count:
        toast("Nothing was changed.")
        return
    toast("Saved.", undo=url_for("assessments.undo", key=key, batch_id=batch, page=here))


def _right_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    looked = queries.three_questions(partnership.id, today())
    return page(
        "assessments/right.html",
        status,
        partnership=partnership,
        looked=looked,
        form=form or forms.judged_form(looked),
        words=rules,
        method=queries.method(),
        supports=queries.supports_by_group(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _unknowns_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    rows = queries.unknowns(partnership.id)
    return page(
        "assessments/unknowns.html",
        status,
        partnership=partnership,
        rows=rows,
        form=form or forms.unknowns_form(rows),
        note=queries.method().unknowns_note,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

"""Pages: what was assumed at signing."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries
from ..rules import FACTS, USUAL_TOLERANCE, figure, register_words
from ..service import save_assumptions, take_back_assumptions
from .blueprint import NUMBERS, bp, opened


@bp.get(f"{NUMBERS}/assumptions")
def assumed(key: str) -> Response:
    """What was assumed at signing, beside what the last months say."""
    partnership = opened(key, Verb.SEE)
    return _assumed_page(partnership, forms.assumption_form(queries.assumptions(partnership.id)))


@bp.post(f"{NUMBERS}/assumptions")
def save_assumed(key: str) -> Response:
    """Save what was assumed."""
    partnership = opened(key)
    wanted, form = forms.read_assumptions(request.form)
    if wanted is None:
        return _assumed_page(partnership, form, 422)
    try:
        batch = save_assumptions(partnership, wanted, actor=actor(), now=now())
    except Conflict:
        forms.name_changes(form, wanted, queries.assumptions(partnership.id))
        return _assumed_page(partnership, form, 409)
    toast("What was assumed is saved.", undo=url_for("metrics.undo_assumed", key=key, batch_id=batch))
    return see_other("metrics.assumed", key=key)


@bp.post(f"{NUMBERS}/assumptions/undo/<batch_id>")
def undo_assumed(key: str, batch_id: str) -> Response:
    """Take the last saving of assumptions back."""
    found = take_back_assumptions(opened(key), batch_id, actor=actor(), now=now())
    toast("The assumptions are as they were." if not found.left else "Somebody changed them since.")
    return see_other("metrics.assumed", key=key)


def _assumed_page(partnership: Partnership, form: FormData, status: int = 200) -> Response:
    rows = queries.register(partnership.id)
    return page(
        "metrics/assumptions.html",
        status,
        partnership=partnership,
        rows=rows,
        words=register_words(rows),
        form=form,
        facts=FACTS.values(),
        usual=USUAL_TOLERANCE,
        figure=figure,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

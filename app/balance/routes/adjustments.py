"""Pages: small corrections made on the way, and what came of them."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import forms, queries, service
from ..models import Adjustment
from .blueprint import CSV, bp, opened

PAGE = queries.PAGE


@bp.get("/adjustments")
def adjustments(key: str) -> Response:
    """What is due for a check on top, then what is tried, then what was settled."""
    partnership, offset = opened(key, Verb.SEE), list_offset()
    found = queries.adjustment_page(partnership.id, offset=offset)
    rows = found[:PAGE]
    return page(
        "balance/adjustments.html",
        partnership=partnership,
        due=[one for one in rows if one.is_due(today())],
        tried=[one for one in rows if one.is_open and not one.is_due(today())],
        settled=[one for one in rows if not one.is_open],
        counts=queries.adjustment_counts(partnership.id, today()),
        more=len(found) > PAGE,
        offset=offset,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/adjustments/file.csv")
def adjustments_file(key: str) -> Response:
    """Every adjustment as a file that Excel opens."""
    partnership = opened(key, Verb.SEE)
    data = forms.adjustments_csv(queries.adjustments(partnership.id))
    return file_to_save(data, CSV, f"{partnership.key}-adjustments.csv")


@bp.get("/adjustments/new")
def new_adjustment(key: str) -> Response:
    """The empty form."""
    return _form_page(opened(key), forms.new_adjustment(today()))


@bp.post("/adjustments")
def create_adjustment(key: str) -> Response:
    """Note a correction."""
    partnership = opened(key)
    facts, form = forms.read_adjustment(request.form, today())
    if facts is None:
        return _form_page(partnership, form, status=422)
    batch = service.add_adjustment(partnership, facts, actor=actor(), now=now())
    toast("The adjustment is noted.", undo=url_for("balance.undo_adjustment", key=key, batch_id=batch))
    return see_other("balance.adjustments", key=key)


@bp.get("/adjustments/<public_id>/edit")
def edit_adjustment(key: str, public_id: str) -> Response:
    """The form with what is known; what came of it stands first once its day has come."""
    partnership = opened(key)
    row = queries.get_adjustment(partnership.id, public_id)
    return _form_page(partnership, forms.adjustment_form(row), row)


@bp.post("/adjustments/<public_id>")
def update_adjustment(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_adjustment(partnership.id, public_id)
    facts, form = forms.read_adjustment(request.form, today())
    seen = form.whole("seen")
    if facts is None or not form.ok:
        return _form_page(partnership, form, row, 422)
    batch = service.change_adjustment(row, facts, seen=seen, actor=actor(), now=now())
    toast("The adjustment is saved.", undo=url_for("balance.undo_adjustment", key=key, batch_id=batch))
    return see_other("balance.adjustments", key=key)


@bp.post("/adjustments/<public_id>/remove")
def remove_adjustment(key: str, public_id: str) -> Response:
    """Take it off the list, with a way back."""
    row = queries.get_adjustment(opened(key).id, public_id)
    batch = service.remove_adjustment(row, actor=actor(), now=now())
    toast("The adjustment is removed.", undo=url_for("balance.undo_adjustment", key=key, batch_id=batch))
    return see_other("balance.adjustments", key=key)


@bp.post("/adjustments/undo/<batch_id>")
def undo_adjustment(key: str, batch_id: str) -> Response:
    """Take the last click on the adjustments back."""
    found = service.take_back(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody worked on it since, so it stays.")
    return see_other("balance.adjustments", key=key)


def _form_page(
    partnership: Partnership, form: FormData, row: Adjustment | None = None, status: int = 200
) -> Response:
    return page(
        "balance/adjustment.html",
        status,
        partnership=partnership,
        form=form,
        row=row,
        outcomes=forms.OUTCOMES,
    )

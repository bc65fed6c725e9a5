"""Several promises at once: tick them, look at what will change, change them, take it back."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import back_to, page, see_other, toast

from .. import forms, queries, service
from .blueprint import bp
from .lists import read_address


@bp.get("/actions/several")
def several() -> Response:
    """The same list with boxes to tick."""
    require(actor(), Verb.EDIT)
    return _pick_page(FormData(initial={"action": []}))


@bp.get("/actions/several/check")
def check_several() -> Response:
    """What would change, before it does."""
    require(actor(), Verb.EDIT)
    if "due_on" not in request.args:  # nothing was sent yet
        return _pick_page(FormData(initial={"action": []}))
    picked, form = forms.read_several(request.args, today())
    if picked is None:
        return _pick_page(form, 422)
    return page("actions/check.html", picked=picked, form=form, back=read_address().address(), today=today())


@bp.post("/actions/several")
def change_several() -> Response:
    """Change them all, with one way back."""
    require(actor(), Verb.EDIT)
    picked, form = forms.read_several(request.form, today())
    if picked is None:
        return _pick_page(form, 422)
    for action in picked.actions:
        require(actor(), Verb.EDIT, action.partnership_id)
    batch, count = service.change_several(picked.actions, picked.wanted, actor=actor(), now=now())
    undo = url_for("actions.take_several_back", batch=batch) if count else None
    toast(f"{counted(count, 'action is', 'actions are')} changed.", undo=undo)
    return see_other("actions.index", **read_address().address())


@bp.post("/actions/several/<batch>/undo")
def take_several_back(batch: str) -> Response:
    """Undo: they are as before."""
    require(actor(), Verb.EDIT)
    kept, actions = service.batch_of_actions(batch)
    for action in actions:
        require(actor(), Verb.EDIT, action.partnership_id)
    back = service.take_several_back(kept, actor=actor(), now=now())
    words = f"{counted(back.restored, 'action is', 'actions are')} as before."
    if back.left:
        words += f" {counted(back.left, 'was', 'were')} changed since and stays as it is now."
    toast(words)
    return back_to("actions.index")


def _pick_page(form: FormData, status: int = 200) -> Response:
    asked, offset = read_address(), list_offset()
    rows = queries.list_actions(asked.wanted, today(), offset=offset)
    shown = [row for row in rows[: queries.PAGE] if row.status == "open"]
    return page(
        "actions/several.html",
        status,
        asked=asked,
        form=form,
        rows=shown,
        more=len(rows) > queries.PAGE,
        offset=offset,
        owners=queries.people_on(sorted({row.partnership_id for row in shown})),
        partnership=asked.partnership,
        today=today(),
    )

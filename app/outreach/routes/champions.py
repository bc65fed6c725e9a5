"""Pages: who stands up for the service, on every side."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Champion
from ..queries import method
from .blueprint import bp, looked_at, opened


@bp.get("/champions")
def champions(key: str) -> Response:
    """Those without a deputy first: they are a gap."""
    partnership = looked_at(key)
    offset = list_offset()
    rows = queries.list_champions(partnership.id, offset=offset)
    return page(
        "outreach/champions.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        method=method(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/champions/new")
def new_champion(key: str) -> Response:
    """The form for a champion."""
    return _champion_page(forms.champion_form(), opened(key), None)


@bp.post("/champions")
def create_champion(key: str) -> Response:
    """Name somebody."""
    partnership = opened(key)
    facts, form = forms.read_champion(request.form, partnership, today())
    if facts is None:
        return _champion_page(form, partnership, None, 422)
    row = service.create_champion(partnership, facts, actor=actor(), now=now())
    undo = url_for("outreach.remove", key=key, kind="champions", public_id=row.public_id)
    toast("The champion is named.", undo=undo)
    return see_other("outreach.champions", key=key)


@bp.get("/champions/<public_id>/edit")
def edit_champion(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    row = queries.get_champion(public_id, partnership.id)
    return _champion_page(forms.champion_form(row), partnership, row)


@bp.post("/champions/<public_id>")
def update_champion(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_champion(public_id, partnership.id)
    facts, form = forms.read_champion(request.form, partnership, today())
    seen = form.whole("seen")
    if facts is None:
        return _champion_page(form, partnership, row, 422)
    service.update_champion(row, facts, actor=actor(), now=now(), seen=seen)
    toast("The champion is saved.")
    return see_other("outreach.champions", key=key)


def _champion_page(
    form: FormData, partnership: Partnership, row: Champion | None, status: int = 200
) -> Response:
    return page(
        "outreach/champion.html",
        status,
        form=form,
        partnership=partnership,
        champion=row,
        sites=queries.site_choices(partnership.id, row.site if row else None),
        method=method(),
    )

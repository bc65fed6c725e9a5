"""Pages: what is handed out, in which language, and whether the plan stands behind it."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Material
from ..queries import method
from .blueprint import bp, looked_at, opened

MOST_BOXES = 50  # sites that can be ticked at a time


@bp.get("/material")
def material(key: str) -> Response:
    """The register, what is to be checked first on top."""
    partnership = looked_at(key)
    offset = list_offset()
    rows = queries.list_materials(partnership.id, offset=offset)
    return page(
        "outreach/material.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        method=method(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/material/new")
def new_material(key: str) -> Response:
    """The form for a piece of material."""
    return _material_page(forms.material_form(), opened(key), None)


@bp.post("/material")
def create_material(key: str) -> Response:
    """Enter it."""
    partnership = opened(key)
    facts, form = forms.read_material(request.form)
    if facts is None:
        return _material_page(form, partnership, None, 422)
    row = service.create_material(partnership, facts, actor=actor(), now=now())
    undo = url_for("outreach.remove", key=key, kind="material", public_id=row.public_id)
    toast(f"{facts.title} is in the register.", undo=undo)
    return see_other("outreach.material", key=key)


@bp.get("/material/<public_id>/edit")
def edit_material(key: str, public_id: str) -> Response:
    """The form with what is known, and who has it."""
    partnership = opened(key)
    row = queries.get_material(public_id, partnership.id)
    return _material_page(forms.material_form(row), partnership, row)


@bp.post("/material/<public_id>")
def update_material(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_material(public_id, partnership.id)
    facts, form = forms.read_material(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _material_page(form, partnership, row, 422)
    service.update_material(row, facts, actor=actor(), now=now(), seen=seen)
    toast(f"{facts.title} is saved.")
    return see_other("outreach.material", key=key)


@bp.post("/material/<public_id>/sent")
def send_material(key: str, public_id: str) -> Response:
    """Which sites got it."""
    partnership = opened(key)
    row = queries.get_material(public_id, partnership.id)
    possible = [one for one, _ in queries.site_choices(partnership.id)]
    sent, form = forms.read_sent(request.form, possible, today())
    if sent is None:
        filled = forms.material_form(row)
        filled.values |= form.values
        filled.errors |= form.errors
        return _material_page(filled, partnership, row, 422)
    count = service.send_material(row, sent[0], on=sent[1], actor=actor(), now=now())
    toast(f"{count} {'site has' if count == 1 else 'sites have'} it now.")
    return see_other("outreach.edit_material", key=key, public_id=public_id)


def _material_page(
    form: FormData, partnership: Partnership, row: Material | None, status: int = 200
) -> Response:
    sent = queries.sent_to(row.id) if row else ()
    have = {one.site_public_id for one in sent}
    possible = queries.site_choices(partnership.id) if row else []
    form.values.setdefault("sent_on", today().isoformat())
    return page(
        "outreach/material_form.html",
        status,
        form=form,
        partnership=partnership,
        material=row,
        sent=sent,
        possible=[one for one in possible if one[0] not in have][:MOST_BOXES],
        method=method(),
    )

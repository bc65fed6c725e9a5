"""Pages: many months of one partnership from a file."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Response, request, url_for

from app.core.errors import RuleViolation
from app.core.files import keep_file, read_file
from app.partnerships.models import Partnership
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries
from ..service import save_months
from .blueprint import NUMBERS, bp, opened, start_of, starts_of


@bp.get(f"{NUMBERS}/bring")
def bring(key: str) -> Response:
    """Bring many months from a file."""
    return _bring_page(opened(key), FormData())


@bp.post(f"{NUMBERS}/bring")
def look(key: str) -> Response:
    """Read a file and show what it would change; nothing is saved yet."""
    partnership, form = opened(key), FormData(request.form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.fail("file", "Choose the file.")
        return _bring_page(partnership, form, 422)
    with closing(sent):
        data = sent.read(forms.OF_ONE.bytes + 1)
    home = partnership.id
    try:
        look = forms.Look(
            forms.Reading(data, forms.OF_ONE, home),
            {home: partnership.name},
            may_edit=lambda _home: True,
            starts=starts_of,
            today=today(),
            most=forms.OF_ONE.rows,
        )
        for _words in look.steps():
            pass  # a file of one partnership is read at once
    except RuleViolation as refused:
        form.fail("file", refused.message)
        return _bring_page(partnership, form, 422)
    kept = look.to_keep()
    return _bring_page(partnership, form, look=look, digest=keep_file(kept, now=now()) if kept else "")


@bp.post(f"{NUMBERS}/bring/save")
def save_file(key: str) -> Response:
    """Save what was shown, unless somebody saved one of these months since."""
    partnership, form = opened(key), FormData(request.form)
    kept = forms.from_kept(read_file(form.text("file_digest", limit=64)), {partnership.id})
    wanted = kept.get(partnership.id, [])
    batch = save_months(
        partnership, wanted, start=start_of(partnership), actor=actor(), now=now(), today=today()
    )
    undo = url_for("metrics.undo", key=key, batch_id=batch)
    toast(f"{counted(len(wanted), 'month is', 'months are')} saved.", undo=undo)
    return see_other("metrics.index", key=key)


def _bring_page(partnership: Partnership, form: FormData, status: int = 200, **context: Any) -> Response:
    up_to = queries.small_counts_up_to(partnership.id, today())
    shown = {"up_to": up_to, "look": None, "digest": "", **context}
    return page("metrics/bring.html", status, partnership=partnership, form=form, **shown)

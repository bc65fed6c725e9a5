"""Page: the payment around the rate, each part folded until it matters."""

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
from ..queries import RISK, STALEMATE, SUPPORT
from .blueprint import bp, opened

MEANWHILE = (
    "Somebody changed this since. What they noted is saved; what you typed stands here. "
    "Save again to keep yours."
)


@bp.get("/payment")
def payment(key: str) -> Response:
    """What matters now, and every part."""
    return _show(opened(key, Verb.SEE))


@bp.post("/payment/risk")
def note_risk(key: str) -> Response:
    """What the plan asks us to share, and what each side shows."""
    partnership = opened(key)
    return _note(partnership, RISK, *forms.read_risk(request.form))


@bp.post("/payment/support")
def note_support(key: str) -> Response:
    """How long start-up support is paid."""
    partnership = opened(key)
    return _note(partnership, SUPPORT, *forms.read_support(request.form))


@bp.post("/payment/stalemate")
def note_stalemate(key: str) -> Response:
    """Who waits for whom, and what was tried."""
    partnership = opened(key)
    return _note(partnership, STALEMATE, *forms.read_stalemate(request.form, queries.ways_out(), today()))


@bp.post("/payment/undo/<batch_id>")
def undo_note(key: str, batch_id: str) -> Response:
    """Take the last note back."""
    found = service.undo_note(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody changed it since, so it stays.")
    return see_other("costs.payment", key=key)


def _note(partnership: Partnership, part: str, noted: forms.Noted | None, form: FormData) -> Response:
    if noted is None:
        return _show(partnership, part, form, 422)
    try:
        batch = service.note(partnership, part, noted.answer, seen=noted.seen, actor=actor(), now=now())
    except Conflict:
        form.fail("seen", MEANWHILE)
        form.values["seen"] = str(queries.notes_of(partnership.id)[part].version)
        return _show(partnership, part, form, 409)
    undo = url_for("costs.undo_note", key=partnership.key, batch_id=batch) if batch else None
    toast("It is noted." if batch else "Nothing was changed.", undo=undo)
    return see_other("costs.payment", key=partnership.key, anchor=part)


def _show(
    partnership: Partnership, part: str = "", form: FormData | None = None, status: int = 200
) -> Response:
    found = queries.payment(partnership.id, today())
    typed = {
        name: form if form is not None and name == part else forms.note_form(note.answer, note.version)
        for name, note in found.notes.items()
    }
    current = found.current
    return page(
        "costs/payment.html",
        status,
        partnership=partnership,
        found=found,
        forms=typed,
        wrong=part,
        form=form,
        options=queries.options_for(current.case) if current else (),
        beyond=queries.nothing_to_try(current.case) if current else (),
        careful=queries.why_careful(),
        on_words=[rules.LAYERS[one].lower() for one in current.case.layers] if current else [],
        ways_out=[(one, one) for one in found.ways_out],
        yes_no=tuple(forms.YES_NO.items()),
        kinds=tuple((one.value, words) for one, words in rules.SHARING_WORDS.items()),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        say=rules,
    )

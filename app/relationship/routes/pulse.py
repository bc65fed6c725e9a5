"""Pages: the pulse of both sides, a sheet to fill in, and the sheet on paper."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.rules import Side
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..rules import item_ids, next_pulse_on
from .blueprint import bp, opened

PAGE = queries.PAGE


@bp.get("/partnerships/<key>/pulse", endpoint="pulse")
def index(key: str) -> Response:
    """Every day of asking, with the mean of each side."""
    partnership, offset = opened(key), list_offset()
    days = queries.pulse_days(partnership.id, offset=offset)
    last = days[0].on if days and not offset else None
    due_on = next_pulse_on(last, queries.pilot_since(partnership.id)) if not offset else None
    return page(
        "relationship/pulse.html",
        partnership=partnership,
        days=days[:PAGE],
        more=len(days) > PAGE,
        offset=offset,
        due_on=due_on if partnership.stage != "ended" else None,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/partnerships/<key>/pulse/new", endpoint="new_pulse")
def new(key: str) -> Response:
    """One sheet to fill in, for our side or from a sheet of theirs."""
    partnership = opened(key, Verb.EDIT)
    return _sheet_page(
        FormData(initial={"on": today().isoformat(), "side": _side(request.args.get("side", ""))}),
        partnership,
    )


@bp.get("/partnerships/<key>/pulse/sheet", endpoint="pulse_sheet")
def sheet(key: str) -> Response:
    """The sheet of one side to print: nobody writes a name on it."""
    partnership = opened(key)
    return page(
        "relationship/pulse_sheet.html",
        partnership=partnership,
        side=_side(request.args.get("side", "")),
        items=queries.pulse_items(),
        today=today(),
    )


@bp.post("/partnerships/<key>/pulse", endpoint="create_pulse")
def create(key: str) -> Response:
    """Add the sheet to its side."""
    partnership = opened(key, Verb.EDIT)
    facts, form = forms.read_sheet(request.form, today())
    if facts is None:
        return _sheet_page(form, partnership, 422)
    try:
        made = service.enter_sheet(partnership, facts, now=now())
    except RuleViolation as error:
        form.fail("on", error.message)
        return _sheet_page(form, partnership, 422)
    undo = url_for("relationship.take_back_pulse", key=key, pulse_id=made.pulse_id, side=facts.side)
    toast("The sheet is entered. Only the mean of its side is shown.", undo=undo)
    return see_other("relationship.pulse", key=key)


@bp.post("/partnerships/<key>/pulse/<int:pulse_id>/<side>/take-back", endpoint="take_back_pulse")
def take_back(key: str, pulse_id: int, side: str) -> Response:
    """Take back the last sheet of a side, with a way back."""
    pulse = queries.get_pulse(pulse_id, opened(key, Verb.EDIT).id)
    made = service.take_back_sheet(pulse, _side(side), now=now())
    undo = url_for("relationship.put_back_pulse", key=key, pulse_id=pulse_id, sheet_id=made.id)
    toast("The sheet is taken back.", undo=undo)
    return see_other("relationship.pulse", key=key)


@bp.post("/partnerships/<key>/pulse/<int:pulse_id>/sheets/<int:sheet_id>/put-back", endpoint="put_back_pulse")
def put_back(key: str, pulse_id: int, sheet_id: int) -> Response:
    """Undo: the sheet counts again."""
    pulse = queries.get_pulse(pulse_id, opened(key, Verb.EDIT).id)
    service.put_back_sheet(pulse, sheet_id, now=now())
    toast("The sheet counts again.")
    return see_other("relationship.pulse", key=key)


def _side(asked: str) -> str:
    return Side.PAYER.value if asked == Side.PAYER else Side.PROVIDER.value


def _sheet_page(form: FormData, partnership: Partnership, status: int = 200) -> Response:
    return page(
        "relationship/pulse_form.html",
        status,
        form=form,
        partnership=partnership,
        items=list(zip(item_ids(), queries.pulse_items(), strict=True)),
        sides=[("provider", "Our side"), ("payer", partnership.payer.name)],
    )

"""Pages: the key dates of a partnership, each with the steps by which it is counted."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.queries import get_by_key
from app.partnerships.rules import Stage
from app.web import request as here
from app.web.formdata import FormData
from app.web.request import actor, today
from app.web.responses import page

from .queries import dates_of, moves_to_come
from .rules import ahead, run_out

bp = Blueprint("dates", __name__)


@bp.get("/partnerships/<key>/dates")
def index(key: str) -> Response:
    """What comes and what is behind, from the terms in force today or on another day."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    form = FormData(request.args)
    on: date = form.day("on") or today()
    if not form.sent("on"):
        form.values["on"] = on.isoformat()
    view = dates_of(partnership.get_id(), on, here.house())
    coming = ahead(view.dates, on)
    return page(
        "dates/index.html",
        partnership=partnership,
        view=view,
        form=form,
        on=on,
        coming=coming,
        to_come=moves_to_come(partnership.get_id(), on, here.house()),
        behind=[one for one in view.dates if one not in coming],
        over=run_out(view.dates, min(on, today())) if partnership.stage != Stage.ENDED else None,
        ours=here.house().approval_days,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

"""Notice: recorded with its reasons, and corrected."""

from __future__ import annotations

from flask import Response, request, url_for

from app.partnerships.models import Partnership
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, service
from ..queries import EndingRow, ending_view, endings_of, meaning_of, open_ending, reason_options
from .blueprint import bp, opened
from .index import SIDES


@bp.get("/partnerships/<key>/ending/notice")
def notice(key: str) -> Response:
    """The form for a notice, or for the correction of the one that is noted."""
    partnership = opened(key)
    ending = _under_way(partnership)
    values: dict[str, object] = {"given_on": today().isoformat(), "given_by": "provider", "also": []}
    return _page(partnership, FormData(initial=forms.notice_values(ending) if ending else values), ending)


@bp.post("/partnerships/<key>/ending/notice")
def save_notice(key: str) -> Response:
    """Record it and lay out the way from it, or correct it."""
    partnership = opened(key)
    ending = open_ending(partnership.id)
    facts, form = forms.read_notice(request.form, partnership, ending, today())
    seen = form.whole("seen")
    if facts is None:
        return _page(partnership, form, _under_way(partnership), 422)
    if ending is None:
        done = service.give_notice(partnership, facts, actor=actor(), now=now(), today=today())
        words = "The notice is recorded. Its steps stand on the list of actions; look through their days."
    else:
        done = service.correct_notice(partnership, facts, seen=seen, actor=actor(), now=now(), today=today())
        words = "The notice is saved."
        if done.moved:
            words += f" {counted(done.moved, 'day', 'days')} moved along."
    toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", key=key)


def _under_way(partnership: Partnership) -> EndingRow | None:
    return next((one for one in endings_of(partnership.id) if one.is_under_way), None)


def _page(partnership: Partnership, form: FormData, ending: EndingRow | None, status: int = 200) -> Response:
    view = ending_view(partnership, today())
    return page(
        "endings/notice.html",
        status,
        partnership=partnership,
        form=form,
        ending=ending,
        view=view,
        meaning=meaning_of(partnership, view),
        reasons=reason_options(),
        sides=SIDES,
    )

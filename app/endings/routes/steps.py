"""One step of the way out: its day, who sees to it, and when it was done."""

from __future__ import annotations

from flask import Response, request, url_for

from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.queries import people_here
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, service
from ..models import Ending
from ..queries import StepRow, get_ending, steps_of
from ..rules import Step
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/ending/steps/<item>")
def step(key: str, item: str) -> Response:
    """The form for one step."""
    partnership = opened(key)
    row = _row(get_ending(partnership.id), item)
    return _page(partnership, row, FormData(initial=forms.step_values(row)))


@bp.post("/partnerships/<key>/ending/steps/<item>")
def save_step(key: str, item: str) -> Response:
    """Save it; what hangs on its day moves along."""
    partnership = opened(key)
    ending = get_ending(partnership.id)
    row = _row(ending, item)
    facts, form = forms.read_step(request.form, partnership, ending, row, today())
    seen = service.Seen(form.whole("seen"), form.whole("seen_action"))
    if facts is None:
        return _page(partnership, row, form, 422)
    done = service.save_step(partnership, row.step, facts, seen=seen, actor=actor(), now=now(), today=today())
    words = "The step is saved."
    if done.moved:
        words += f" {counted(done.moved, 'day that hangs on it', 'days that hang on it')} moved along."
    toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", anchor="h-steps", key=key)


def _row(ending: Ending, kind: str) -> StepRow:
    found = next((one for one in steps_of(ending.id) if one.step == kind), None)
    if found is None:
        raise NotFound("There is no such step here. It may have been taken back.")
    return found


def _page(partnership: Partnership, row: StepRow, form: FormData, status: int = 200) -> Response:
    people = forms.people_options(people_here(partnership.id), (row.owner_id, row.owner))
    return page(
        "endings/step.html",
        status,
        partnership=partnership,
        row=row,
        form=form,
        owners=people,
        moves_others=row.step is Step.LAST_SERVICE,
    )

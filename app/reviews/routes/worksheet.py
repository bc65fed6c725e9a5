"""Pages: the worksheet of a review, one focus area at a time, and the sufficiency assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict, NotFound
from app.partnerships.models import Partnership
from app.triggers.queries import levers_of
from app.triggers.rules import LEVER_STATES, open_levers
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Review
from ..rules import CONCLUSIONS, STATES, Asked, Part, conclusion_words, state_words, suggested
from .blueprint import bp, opened_review, owner_options, owners_of, sides_of

LEVER_GROUPS = ("effort", "payment")
MEANWHILE = "Somebody saved another answer meanwhile: “{there}” Save again to keep yours."


@bp.get("/<public_id>/worksheet/<name>")
def worksheet(key: str, public_id: str, name: str) -> Response:
    """The questions of one focus area."""
    partnership, row = opened_review(key, public_id, Verb.SEE)
    part = _part(row, name)
    return _page(partnership, row, part, forms.part_form(part))


@bp.post("/<public_id>/worksheet/<name>")
def answer(key: str, public_id: str, name: str) -> Response:
    """Keep the answers of one focus area, and go on to the next when asked."""
    partnership, row = opened_review(key, public_id)
    part = _part(row, name)
    replies, form = forms.read_part(request.form, part, owners_of(partnership))
    if replies is None:
        return _page(partnership, row, part, form, 422)
    try:
        service.answer_questions(row, replies, actor=actor(), now=now())
    except Conflict as clash:
        fresh = _part(row, name)
        for one in fresh.questions:
            _take_theirs(form, one, clash.theirs)
        return _page(partnership, row, fresh, form, 409)
    toast("The answers are saved.")
    names = [one.name for one in queries.worksheet(row)]
    following = names[names.index(name) + 1 :][:1]
    if request.form.get("next") and following:
        return see_other("reviews.worksheet", key=key, public_id=public_id, name=following[0])
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-worksheet")


def _take_theirs(form: FormData, one: Asked, clashes: Mapping[str, Any]) -> None:
    """What somebody else answered stands in the form where it is blank, and beside it where it is not."""
    answer, state = f"{one.id}.answer", f"{one.id}.state"
    form.values[f"{one.id}.seen"] = str(one.version)
    if one.id in clashes:
        said = " ".join(part for part in (state_words(one.state), one.answer) if part)
        form.fail(answer, MEANWHILE.format(there=said))
    elif not (form.values.get(answer) or form.values.get(state)):
        form.values |= {answer: one.answer, state: one.state}


def _part(row: Review, name: str) -> Part:
    found = next((one for one in queries.worksheet(row) if one.name == name), None)
    if found is None:
        raise NotFound("This review has no such part.")
    return found


def _page(partnership: Partnership, row: Review, part: Part, form: FormData, status: int = 200) -> Response:
    return page(
        "reviews/worksheet.html",
        status,
        partnership=partnership,
        row=row,
        part=part,
        parts=queries.worksheet(row),
        form=form,
        states=list(STATES.items()),
        sides=sides_of(partnership),
        owners=owner_options(partnership),
        cost=queries.cost_of(row, today()),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


# --- does the payment suffice?


@bp.get("/<public_id>/sufficiency")
def sufficiency(key: str, public_id: str) -> Response:
    """The sufficiency assessment, step by step."""
    partnership, row = opened_review(key, public_id, Verb.SEE)
    steps, levers = queries.sufficiency_steps(row.id), levers_of(partnership.id, *LEVER_GROUPS)
    form = forms.sufficiency_form(steps, levers, row.conclusion, row.version)
    return _sufficiency(partnership, row, form)


@bp.post("/<public_id>/sufficiency")
def save_sufficiency(key: str, public_id: str) -> Response:
    """Keep the steps, where the levers stand, and the conclusion."""
    partnership, row = opened_review(key, public_id)
    steps, levers = queries.sufficiency_steps(row.id), levers_of(partnership.id, *LEVER_GROUPS)
    typed, form = forms.read_sufficiency(request.form, steps, levers)
    if typed is None:
        return _sufficiency(partnership, row, form, 422)
    try:
        service.write_sufficiency(
            row,
            typed.steps,
            typed.conclusion,
            typed.levers,
            seen=typed.seen,
            actor=actor(),
            now=now(),
            today=today(),
        )
    except Conflict as clash:
        _partnership, fresh = opened_review(key, public_id)
        _take_theirs_in(form, partnership, fresh, clash.theirs)
        return _sufficiency(partnership, fresh, form, 409)
    toast("The assessment is saved.")
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-sufficiency")


def _take_theirs_in(
    form: FormData, partnership: Partnership, row: Review, clashes: Mapping[str, Any]
) -> None:
    """As on the worksheet: what others said stands where the form is blank, else beside what was typed."""
    form.values["seen"] = str(row.version)
    for step in queries.sufficiency_steps(row.id):
        _take(form, step.id, f"{step.id}.seen", step.version, {step.id: step.answer}, step.id in clashes)
    for one in levers_of(partnership.id, *LEVER_GROUPS):
        theirs = {f"{one.id}.note": one.note, f"{one.id}.state": one.state}
        _take(form, f"{one.id}.note", f"{one.id}.seen", one.version, theirs, one.id in clashes)
    if form.ok:
        form.fail("conclusion", "Somebody concluded meanwhile. Save again to keep yours.")


def _take(
    form: FormData, name: str, seen: str, version: int, theirs: Mapping[str, str], clashes: bool
) -> None:
    form.values[seen] = str(version)
    if clashes:
        form.fail(name, MEANWHILE.format(there=" ".join(one for one in theirs.values() if one)))
    elif not any(form.values.get(one) for one in theirs):
        form.values |= theirs


def _sufficiency(partnership: Partnership, row: Review, form: FormData, status: int = 200) -> Response:
    levers = levers_of(partnership.id, *LEVER_GROUPS)
    states = {one.id: one.state for one in levers}
    cost = queries.cost_of(row, today())
    effort = [one.id for one in levers if one.group == "effort"]
    speaks_for, because = suggested(cost.found, open_levers(effort, states))
    return page(
        "reviews/sufficiency.html",
        status,
        partnership=partnership,
        row=row,
        form=form,
        steps=queries.sufficiency_steps(row.id),
        levers=levers,
        lever_states=list(LEVER_STATES.items()),
        conclusions=list(CONCLUSIONS.items()),
        cost=cost,
        speaks_for=conclusion_words(speaks_for or ""),
        because=because,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

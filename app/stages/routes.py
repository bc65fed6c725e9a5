"""Where a partnership stands, what leaving its stage asks, and what the next one usually needs."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.catalogue import catalogue
from app.meetings.queries import propose_series
from app.meetings.service import create_series_from_proposals, take_back_begun
from app.milestones.queries import followers
from app.milestones.service import chosen_of
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, possible_stages, stage_began, stage_name, stage_neighbors
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .rules import ANSWER_WORDS, gate_words

bp = Blueprint("stages", __name__)


def _open(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    require(actor(), verb)
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


@bp.get("/partnerships/<key>/stage")
def show(key: str) -> Response:
    """Where it stands, what leaving asks, and the form to move it."""
    partnership = _open(key, Verb.SEE)
    questions = queries.questions_for(partnership, stage_began(partnership))
    values = {"on": today().isoformat(), "to_stage": request.args.get("to", "")}
    return _stage_page(FormData(initial={**values, **forms.gate_values(questions)}), partnership)


@bp.post("/partnerships/<key>/stage/questions")
def answer(key: str) -> Response:
    """Save how the questions before leaving stand; nothing moves."""
    partnership = _open(key)
    questions = queries.questions_for(partnership, stage_began(partnership))
    replies, form = forms.read_answers(request.form, questions)
    if replies is None:
        form.values |= {name: request.form.get(name, "") for name in ("to_stage", "on", "reason", "seen")}
        return _stage_page(form, partnership, 422)
    service.answer_questions(partnership, replies, actor=actor(), now=now())
    toast("The answers are saved.")
    return see_other("stages.show", key=key)


@bp.post("/partnerships/<key>/stage")
def move(key: str) -> Response:
    """Move it to another stage, and show what that stage usually needs."""
    partnership = _open(key)
    questions = queries.questions_for(partnership, stage_began(partnership))
    command, replies, form = forms.read_move(request.form, partnership, questions, today())
    seen = form.whole("seen")
    if command is None:
        return _stage_page(form, partnership, 422)
    moved = service.leave_stage(
        partnership,
        command.to_stage,
        replies,
        on=command.on,
        reason=command.reason,
        actor=actor(),
        now=now(),
        today=today(),
        seen=seen,
    )
    words = f"{partnership.name} moved to {stage_name(command.to_stage)}."
    toast(words, undo=url_for("stages.undo_move", key=key, change=moved.id))
    return see_other("stages.plan", key=key)


@bp.post("/partnerships/<key>/stage/<int:change>/undo")
def undo_move(key: str, change: int) -> Response:
    """Take the latest move back, with the milestones it brought."""
    partnership, gone, stay = service.take_back_move(_open(key), change, actor=actor(), now=now())
    words = f"{partnership.name} is back in {stage_name(partnership.stage)}."
    if gone:
        words += f" {_counted(gone)} of the move {'is' if gone == 1 else 'are'} off the plan."
    if stay:
        words += f" {_counted(stay)} somebody changed {'stays' if stay == 1 else 'stay'}."
    toast(words)
    return see_other("home.overview", key=key)


def _counted(count: int) -> str:
    return f"{count} milestone{'' if count == 1 else 's'}"


def _stage_page(form: FormData, partnership: Partnership, status: int = 200) -> Response:
    known = catalogue()
    present = known.stage(partnership.stage)
    began = stage_began(partnership)
    questions, steps = queries.questions_for(partnership, began), queries.open_steps(partnership)
    return page(
        "stages/show.html",
        status,
        form=form,
        partnership=partnership,
        present=present,
        possible=[known.stage(stage_id) for stage_id in possible_stages(partnership)],
        questions=questions,
        answers=list(ANSWER_WORDS.items()),
        steps=steps,
        gate=gate_words(questions, len(steps)),
        course=queries.course(partnership.id),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        planned_end=_planned_end(began.on if began else partnership.stage_since, present.typical_weeks),
    )


def _planned_end(since: date, weeks: int | None) -> date | None:
    return since + timedelta(weeks=weeks) if weeks else None


@bp.get("/partnerships/<key>/stage/plan")
def plan(key: str) -> Response:
    """What the present stage usually needs: milestones to choose from, and how often people meet."""
    partnership = _open(key)
    proposals = queries.proposals_for(partnership, stage_began(partnership))
    fresh = [one for one in proposals if not one.there]
    values: dict[str, object] = {f"on-{one.id}": one.on.isoformat() for one in fresh}
    return _plan_page(FormData(initial={**values, "take": [one.id for one in fresh]}), partnership)


@bp.post("/partnerships/<key>/stage/propose")
def propose(key: str) -> Response:
    """Put the chosen milestones on the plan."""
    partnership = _open(key)
    proposals = queries.proposals_for(partnership, stage_began(partnership))
    days, form = forms.read_plan(request.form, proposals)
    if days is None:
        return _plan_page(form, partnership, 422)
    shift = service.plan_stage(partnership, days, actor=actor(), now=now())
    if shift is None:
        toast("Nothing was added: everything you chose is on the plan.")
    else:
        words = f"{_counted(len(shift.before['made']))} put on the plan."
        toast(words, undo=url_for("milestones.undo_move", key=key, public_id=shift.public_id))
    return see_other("milestones.index", key=key)


@bp.post("/partnerships/<key>/stage/meetings")
def meet(key: str) -> Response:
    """Begin the chosen meeting series of this stage."""
    partnership = _open(key)
    proposed = propose_series(partnership, partnership.stage, today=today())
    command, form = forms.read_meetings(request.form, [one.kind for one in proposed])
    if command is None:
        return _plan_page(form, partnership, 422)
    begun = create_series_from_proposals(
        partnership, command.kinds, command.starts_on, actor=actor(), now=now(), today=today()
    )
    if begun.series:
        words = counted(len(begun.series), "series of meetings begins", "series of meetings begin")
        undo = url_for("stages.undo_meetings", key=key, batch_id=begun.batch_id)
        toast(f"{words}. Look through their times and their people.", undo=undo)
    else:
        toast("Nothing was added: these meetings have their rhythm already.")
    return see_other("meetings.plan", key=key)


@bp.post("/partnerships/<key>/stage/meetings/<batch_id>/undo")
def undo_meetings(key: str, batch_id: str) -> Response:
    """Take the series back that one click began."""
    gone, stay = take_back_begun(_open(key), batch_id, actor=actor(), now=now())
    words = f"{counted(gone, 'series of meetings is', 'series of meetings are')} gone again."
    if stay:
        words += (
            f" {counted(stay, 'stays', 'stay')}: somebody has worked with {'it' if stay == 1 else 'them'}."
        )
    toast(words)
    return see_other("stages.plan", key=key)


def _plan_page(form: FormData, partnership: Partnership, status: int = 200) -> Response:
    began = stage_began(partnership)
    began_on = began.on if began else partnership.stage_since
    return page(
        "stages/plan.html",
        status,
        form=form,
        partnership=partnership,
        present=catalogue().stage(partnership.stage),
        began=began,
        began_on=began_on,
        proposals=queries.proposals_for(partnership, began),
        series=propose_series(partnership, partnership.stage, today=today()),
        today=today(),
    )


@bp.get("/partnerships/<key>/stage/<int:change>/day")
def day(key: str, change: int) -> Response:
    """The form for another first day of a stage; with a day in the address, what would move along."""
    partnership = _open(key)
    _before, moved, _after = stage_neighbors(partnership.id, change)
    values = {"on": moved.on.isoformat(), "seen": moved.on.isoformat()}
    if "on" not in request.args:
        return _day_page(FormData(initial=values), partnership, change)
    typed, form = forms.read_first_day(request.args, partnership, change, today())
    if typed is None:
        return _day_page(form, partnership, change, status=422)
    return _day_page(form, partnership, change, typed)


@bp.post("/partnerships/<key>/stage/<int:change>/correct")
def correct(key: str, change: int) -> Response:
    """Correct the first day, and move along what was chosen."""
    partnership = _open(key)
    typed, form = forms.read_first_day(request.form, partnership, change, today())
    if typed is None:
        return _day_page(form, partnership, change, status=422)
    chosen = chosen_of(request.form.getlist("take"))
    shift = service.correct_day(
        partnership, change, typed.on, chosen, seen=typed.seen, actor=actor(), now=now(), today=today()
    )
    if shift is None:
        toast("That is the day it had. Nothing changed.")
    else:
        undo = url_for("stages.undo_correction", key=key, public_id=shift.public_id)
        toast("The first day is corrected.", undo=undo)
    return see_other("stages.show", key=key)


@bp.post("/partnerships/<key>/stage/corrections/<public_id>/undo")
def undo_correction(key: str, public_id: str) -> Response:
    """Put the first day back, with what moved along."""
    partnership = _open(key)
    stay = service.take_back_correction(partnership, public_id, actor=actor(), now=now(), today=today())
    words = "The first day is as it was."
    if stay:
        words += f" {_counted(stay)} somebody changed since {'stays' if stay == 1 else 'stay'}."
    toast(words)
    return see_other("stages.show", key=key)


def _day_page(
    form: FormData,
    partnership: Partnership,
    change: int,
    typed: forms.FirstDay | None = None,
    status: int = 200,
) -> Response:
    _before, moved, _after = stage_neighbors(partnership.id, change)
    return page(
        "stages/day.html",
        status,
        form=form,
        partnership=partnership,
        move=moved,
        name=stage_name(moved.to_stage),
        typed=typed,
        followers=followers(partnership.id, {moved.id: typed.on}) if typed else (),
    )

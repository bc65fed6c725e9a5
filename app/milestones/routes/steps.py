"""One milestone: its page, its form, and whether it is done or needed."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import RuleViolation
from app.partnerships.queries import get_by_key, stage_name
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import back_to, page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..models import Milestone
from ..rules import Show, lead_words
from .blueprint import bp
from .plan import lede


def _open(public_id: str) -> Milestone:
    """The milestone of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    milestone = queries.get_milestone(public_id)
    require(actor(), Verb.EDIT, milestone.partnership_id)
    return milestone


@bp.get("/milestones/<public_id>")
def show(public_id: str) -> Response:
    """Everything known of one milestone, and the form that marks it done."""
    milestone = queries.get_milestone(public_id)
    require(actor(), Verb.SEE, milestone.partnership_id)
    return _show_page(milestone, forms.done_form(milestone, today()))


def _show_page(milestone: Milestone, form: FormData, status: int = 200) -> Response:
    partnership = get_by_key(milestone.partnership.key)
    row = queries.plan_row(milestone.public_id)
    return page(
        "milestones/show.html",
        status,
        partnership=partnership,
        milestone=milestone,
        step=row,
        form=form,
        topic=queries.topic_name(row.lesson),
        stage=stage_name(row.stage),
        lead=lead_words(row.lead, partnership.payer.name),
        origin=queries.origin_of(milestone),
        dependents=queries.dependents_of(milestone),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/milestones/<public_id>/edit")
def edit(public_id: str) -> Response:
    """The form with what is known."""
    milestone = _open(public_id)
    choices = queries.choices_for(milestone.partnership_id, milestone)
    form = forms.milestone_form(milestone, choices.needed)
    partnership = get_by_key(milestone.partnership.key)
    return _form_page(milestone, form, forms.options_for(partnership, choices, milestone.owner))


@bp.post("/milestones/<public_id>")
def update(public_id: str) -> Response:
    """Save what changed; where others hang on its day, show how they would move."""
    milestone = _open(public_id)
    partnership = get_by_key(milestone.partnership.key)
    facts, form, options = forms.read_facts(request.form, partnership, milestone)
    seen = form.whole("seen")
    before = queries.pending_moves(partnership.id)
    if facts is not None:
        try:
            service.update_milestone(milestone, facts, actor=actor(), now=now(), seen=seen)
        except RuleViolation as refused:
            form.fail("waits", refused.message)
    if not form.ok:
        return _form_page(milestone, form, options, 422)
    toast("The milestone is saved.")
    return _look_at_moves(milestone, before) or see_other("milestones.show", public_id=public_id)


def _form_page(milestone: Milestone, form: FormData, options: forms.Options, status: int = 200) -> Response:
    return page(
        "milestones/form.html",
        status,
        partnership=milestone.partnership,
        milestone=milestone,
        form=form,
        options=options,
        units=forms.UNITS,
    )


def _look_at_moves(milestone: Milestone, before: int) -> Response | None:
    """To the page with the dates that would move, when this change made some."""
    if queries.pending_moves(milestone.partnership_id) <= before:
        return None
    return see_other("milestones.moves", key=milestone.partnership.key)


@bp.post("/milestones/<public_id>/complete")
def complete(public_id: str) -> Response:
    """Mark it done today, with a way back."""
    milestone = _open(public_id)
    before = queries.pending_moves(milestone.partnership_id)
    service.complete_milestone(milestone, on=today(), actor=actor(), now=now())
    toast("Milestone marked done.", undo=url_for("milestones.reopen", public_id=public_id))
    return _look_at_moves(milestone, before) or _answer(milestone)


@bp.post("/milestones/<public_id>/note")
def note(public_id: str) -> Response:
    """Say when it was done and what shows it."""
    milestone = _open(public_id)
    done, form = forms.read_done(request.form, today())
    seen = form.whole("seen")
    if done is None:
        return _show_page(milestone, form, 422)
    before = queries.pending_moves(milestone.partnership_id)
    service.note_evidence(milestone, on=done.on, evidence=done.evidence, actor=actor(), now=now(), seen=seen)
    undo = None if milestone.done_on else url_for("milestones.reopen", public_id=public_id)
    toast("Saved. The milestone is done.", undo=undo)
    return _look_at_moves(milestone, before) or see_other("milestones.show", public_id=public_id)


@bp.post("/milestones/<public_id>/reopen")
def reopen(public_id: str) -> Response:
    """Undo: it is ahead again."""
    milestone = _open(public_id)
    service.reopen_milestone(milestone, actor=actor(), now=now())
    toast("The milestone is open again.")
    return _answer(milestone)


@bp.post("/milestones/<public_id>/drop")
def drop(public_id: str) -> Response:
    """Mark it as not needed, with a reason and a way back."""
    milestone = _open(public_id)
    reason, form = forms.read_drop(request.form)
    seen = form.whole("seen")
    if not form.ok:
        form.values |= forms.done_form(milestone, today()).values
        return _show_page(milestone, form, 422)
    service.drop_milestone(milestone, on=today(), reason=reason, actor=actor(), now=now(), seen=seen)
    toast(
        "The milestone is off the plan. It stays readable under All.",
        undo=url_for("milestones.restore", public_id=public_id),
    )
    return see_other("milestones.index", key=milestone.partnership.key)


@bp.post("/milestones/<public_id>/delete")
def delete(public_id: str) -> Response:
    """Take one of our own away, with a way back."""
    milestone = _open(public_id)
    service.delete_milestone(milestone, on=today(), actor=actor(), now=now())
    toast("The milestone is deleted.", undo=url_for("milestones.restore", public_id=public_id))
    return see_other("milestones.index", key=milestone.partnership.key)


@bp.post("/milestones/<public_id>/restore")
def restore(public_id: str) -> Response:
    """Undo: it is on the plan again."""
    require(actor(), Verb.EDIT)
    found = queries.get_milestone(public_id, deleted=True)
    require(actor(), Verb.EDIT, found.partnership_id)
    service.restore_milestone(public_id, actor=actor(), now=now())
    toast("The milestone is on the plan again.")
    return see_other("milestones.show", public_id=public_id)


def _answer(milestone: Milestone) -> Response:
    """The row for htmx, the page one came from for everybody else."""
    if wants_partial():
        partnership, day = get_by_key(milestone.partnership.key), today()
        counts, following = queries.counts_of(partnership.id, day), queries.following(partnership.id, day)
        return partial(
            "milestones/_ticked.html",
            step=queries.plan_row(milestone.public_id),
            chips=list(Show),
            counts=counts,
            lede=lede(partnership.id, day, counts, following),
            payer=partnership.payer.name,
            today=day,
            can_edit=True,
        )
    return back_to("milestones.show", public_id=milestone.public_id)

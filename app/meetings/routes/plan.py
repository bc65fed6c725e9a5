"""Page: the communication plan of a partnership, with what can be changed in place."""

from __future__ import annotations

from datetime import date

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, seen_version, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import DensePeriod
from .blueprint import bp


@bp.get("/partnerships/<key>/communication")
def plan(key: str) -> Response:
    """Who meets, how, how often, and whether it happens."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    return _page(partnership)


@bp.post("/partnerships/<key>/communication/denser")
def add_dense(key: str) -> Response:
    """Meet twice as often for some weeks, for a reason."""
    partnership = _open(key)
    form = _form(partnership)
    wish = forms.read_dense(form)
    if wish is None:
        return _page(partnership, form, 422)
    period = service.add_dense_period(
        partnership, wish.weeks, wish.reason, actor=actor(), now=now(), today=today()
    )
    return _denser(partnership, period)


@bp.post("/partnerships/<key>/communication/denser/offer")
def accept_dense(key: str) -> Response:
    """Take up what the stage suggests."""
    partnership = _open(key)
    period = service.accept_dense_offer(partnership, actor=actor(), now=now(), today=today())
    if period is None:
        toast("That was taken up already.")
        return see_other("meetings.plan", key=key)
    return _denser(partnership, period)


@bp.post("/dense/<public_id>/end")
def end_dense(public_id: str) -> Response:
    """Back to the old rhythm now, with a way back."""
    before = _open_period(public_id)
    period = service.end_dense_period(public_id, actor=actor(), now=now(), today=today())
    undo = _undo(before, period.version)
    toast("It is no longer denser. A meeting that is on the calendar stays there.", undo=undo)
    return see_other("meetings.plan", key=before.partnership.key)


@bp.post("/dense/<public_id>/extend")
def extend_dense(public_id: str) -> Response:
    """Four more weeks, with a way back."""
    before = _open_period(public_id)
    period = service.extend_dense_period(public_id, actor=actor(), now=now(), today=today())
    toast("Four more weeks.", undo=_undo(before, period.version))
    return see_other("meetings.plan", key=before.partnership.key)


@bp.post("/dense/<public_id>/until/<day>")
def restore_dense(public_id: str, day: str) -> Response:
    """Undo: the last day it had before."""
    period = _open_period(public_id)
    try:
        ends_on = date.fromisoformat(day)
    except ValueError as error:
        raise NotFound("There is no such day.") from error
    service.restore_dense_period(
        public_id, ends_on, seen=seen_version(), actor=actor(), now=now(), today=today()
    )
    toast("The period is as it was before.")
    return see_other("meetings.plan", key=period.partnership.key)


@bp.post("/partnerships/<key>/communication/answers/<question>")
def answer(key: str, question: str) -> Response:
    """How a question was settled; empty opens it again."""
    partnership = _open(key)
    if question not in queries.question_texts():
        raise NotFound("There is no such question in the plan.")
    form = _form(partnership)
    text, seen = forms.read_answer(form, question), form.whole("seen", 0)
    if text is None:
        return _page(partnership, form, 422)
    service.answer_question(partnership, question, text, seen=seen, actor=actor(), now=now(), today=today())
    toast("The answer is saved." if text else "The question is open again.")
    return see_other("meetings.plan", key=key)


@bp.post("/partnerships/<key>/communication/agreed")
def agree(key: str) -> Response:
    """When both sides agreed, and when they look again."""
    partnership = _open(key)
    form = _form(partnership)
    days, seen = forms.read_agreed(form), form.whole("seen", 0)
    if days is None:
        return _page(partnership, form, 422)
    service.agree_plan(partnership, *days, seen=seen, actor=actor(), now=now())
    toast("The plan's dates are saved.")
    return see_other("meetings.plan", key=key)


@bp.post("/partnerships/<key>/communication/ask")
def ask(key: str) -> Response:
    """Put an open point on the next agenda, with a way back."""
    partnership = _open(key)
    question = queries.open_question(partnership, request.form.get("about", ""), today=today())
    if question is None:
        toast("That point is settled meanwhile.")
        return see_other("meetings.plan", key=key)
    topic = service.ask_at_next_meeting(partnership, question, actor=actor(), now=now(), today=today())
    undo = url_for("papers.delete_topic", public_id=topic.meeting.public_id, topic_id=topic.id)
    toast("It is on the agenda of the next meeting.", undo=undo)
    return see_other("meetings.plan", key=key)


def _open(key: str) -> Partnership:
    """The partnership of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    return partnership


def _open_period(public_id: str) -> DensePeriod:
    require(actor(), Verb.EDIT)
    period = service.get_dense_period(public_id)
    require(actor(), Verb.EDIT, period.partnership_id)
    return period


def _undo(before: DensePeriod, version: int) -> str:
    day = before.ends_on.isoformat()
    return url_for("meetings.restore_dense", public_id=before.public_id, day=day, seen=version)


def _denser(partnership: Partnership, period: DensePeriod) -> Response:
    undo = url_for("meetings.end_dense", public_id=period.public_id)
    toast("Operations and core meetings come twice as often now, and then go back by themselves.", undo=undo)
    return see_other("meetings.plan", key=partnership.key)


def _form(partnership: Partnership) -> FormData:
    """The fields of the page, what was sent over what is stored."""
    plan = queries.plan_of(partnership, today=today())
    return forms.page_form(plan, today=today(), submitted=request.form)


def _page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    plan = queries.plan_of(partnership, today=today())
    return page(
        "meetings/plan.html",
        status,
        partnership=partnership,
        plan=plan,
        form=form or forms.page_form(plan, today=today()),
        expectations=queries.expectations(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

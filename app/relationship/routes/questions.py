"""Pages: urgent questions, a short log."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..forms.people import people_options
from ..models import UrgentQuestion
from .blueprint import bp, opened

PAGE = queries.PAGE


@bp.get("/partnerships/<key>/urgent-questions", endpoint="questions")
def index(key: str) -> Response:
    """What held up care and needed the other side fast."""
    return _list_page(opened(key))


@bp.post("/partnerships/<key>/urgent-questions", endpoint="create_question")
def create(key: str) -> Response:
    """Note a question."""
    partnership = opened(key, Verb.EDIT)
    facts, form = forms.read_question(request.form, partnership, today())
    if facts is None:
        return _list_page(partnership, form, 422)
    made = service.create_question(partnership, facts, actor=actor(), now=now())
    undo = url_for("relationship.remove_question", public_id=made.public_id)
    toast("The question is noted.", undo=undo)
    return see_other("relationship.questions", key=key)


@bp.get("/urgent-questions/<public_id>", endpoint="question")
def show(public_id: str) -> Response:
    """One line of the log, for who closes its form; the list for everybody else."""
    question = queries.get_question(public_id)
    require(actor(), Verb.SEE, question.partnership_id)
    return _row(question)


@bp.get("/urgent-questions/<public_id>/edit", endpoint="edit_question")
def edit(public_id: str) -> Response:
    """The form with what is known, in place of its line."""
    question = _open(public_id)
    return _form(forms.question_form(question), question)


@bp.post("/urgent-questions/<public_id>", endpoint="update_question")
def update(public_id: str) -> Response:
    """Save what changed."""
    question = _open(public_id)
    facts, form = forms.read_question(
        request.form, question.partnership, today(), forms.row_prefix(public_id)
    )
    seen = form.whole("seen")
    if facts is None:
        return _form(form, question, 422)
    service.update_question(question, facts, actor=actor(), now=now(), seen=seen)
    toast("The question is saved.")
    return _row(question)


@bp.post("/urgent-questions/<public_id>/remove", endpoint="remove_question")
def remove(public_id: str) -> Response:
    """Take it off the list, with a way back."""
    question = _open(public_id)
    service.remove_question(question, actor=actor(), now=now())
    undo = url_for("relationship.restore_question", public_id=public_id)
    toast("The question is off the list.", undo=undo)
    return see_other("relationship.questions", key=question.partnership.key)


@bp.post("/urgent-questions/<public_id>/restore", endpoint="restore_question")
def restore(public_id: str) -> Response:
    """Undo."""
    question = _open(public_id)
    service.restore_question(question, actor=actor(), now=now())
    toast("The question is back.")
    return see_other("relationship.questions", key=question.partnership.key)


def _open(public_id: str) -> UrgentQuestion:
    """The question of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    question = queries.get_question(public_id)
    require(actor(), Verb.EDIT, question.partnership_id)
    return question


def _row(question: UrgentQuestion) -> Response:
    if not wants_partial():
        return see_other("relationship.questions", key=question.partnership.key)
    return partial(
        "relationship/_question.html",
        question=queries.get_question_row(question.public_id),
        partnership=question.partnership,
        can_edit=may(actor(), Verb.EDIT, question.partnership_id),
    )


def _form(form: FormData, question: UrgentQuestion, status: int = 200) -> Response:
    answer = partial if wants_partial() else page
    return answer(
        "relationship/_question_form.html" if wants_partial() else "relationship/question_form.html",
        status,
        form=form,
        question=question,
        prefix=forms.row_prefix(question.public_id),
        partnership=question.partnership,
        **_choices(question.partnership),
    )


def _choices(partnership: Partnership) -> dict[str, object]:
    return {
        "sides": [("provider", "Our side"), ("payer", partnership.payer.name)],
        "kinds": forms.KIND_OPTIONS,
        "people": people_options(partnership),
    }


def _list_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    offset, can_edit = list_offset(), may(actor(), Verb.EDIT, partnership.id)
    rows = queries.question_page(partnership.id, offset=offset)
    initial = {"asked_on": today().isoformat(), "asked_by_side": "provider"}
    return page(
        "relationship/questions.html",
        status,
        partnership=partnership,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        offset=offset,
        prefix="",
        pattern=queries.question_pattern(partnership.id, today()),
        waiting=sum(row.answered_on is None for row in rows[:PAGE]),
        form=form or FormData(initial=initial),
        can_edit=can_edit,
        **(_choices(partnership) if can_edit else {}),
    )

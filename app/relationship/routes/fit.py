"""Pages: partner fit in both directions, and behaviors and warning signs that were seen."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..rules import fit_changes
from ..rules.fit import FitScore
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/fit", endpoint="fit")
def index(key: str) -> Response:
    """What each side asked about the other, now and before."""
    return _fit_page(opened(key))


@bp.get("/partnerships/<key>/fit/new", endpoint="ask_fit")
def new(key: str) -> Response:
    """The questions of one direction, to answer."""
    partnership = opened(key, Verb.EDIT)
    form = forms.fit_form(queries.fit_answers(partnership.id), today())
    return _form_page(form, partnership, _of_payer())


@bp.post("/partnerships/<key>/fit", endpoint="save_fit")
def save(key: str) -> Response:
    """Keep the answers as of their day."""
    partnership, of_payer = opened(key, Verb.EDIT), _of_payer()
    asked = [one.id for one in queries.fit_questions() if one.of_payer == of_payer]
    command, form = forms.read_fit(request.form, asked, today())
    if command is None:
        return _form_page(form, partnership, of_payer, 422)
    service.save_fit(partnership, command.answers, on=command.on, actor=actor(), now=now())
    toast("The answers are saved. Earlier ones stay beside them.")
    return see_other("relationship.fit", key=key)


@bp.post("/partnerships/<key>/signs", endpoint="create_sign")
def note_sign(key: str) -> Response:
    """Note something as seen."""
    partnership = opened(key, Verb.EDIT)
    command, form = forms.read_sign(request.form, today())
    if command is None:
        return _fit_page(partnership, form, 422)
    sign = service.note_sign(
        partnership, command.sign, on=command.on, note=command.note, actor=actor(), now=now()
    )
    undo = url_for("relationship.remove_sign", key=key, public_id=sign.public_id)
    toast("Noted, for our eyes only.", undo=undo)
    return see_other("relationship.fit", key=key, anchor="h-signs")


@bp.post("/partnerships/<key>/signs/<public_id>/remove", endpoint="remove_sign")
def remove_sign(key: str, public_id: str) -> Response:
    """Take the note away, with a way back."""
    sign = queries.get_sign(public_id, opened(key, Verb.EDIT).id)
    service.remove_sign(sign, actor=actor(), now=now())
    toast("The note is gone.", undo=url_for("relationship.restore_sign", key=key, public_id=public_id))
    return see_other("relationship.fit", key=key, anchor="h-signs")


@bp.post("/partnerships/<key>/signs/<public_id>/restore", endpoint="restore_sign")
def restore_sign(key: str, public_id: str) -> Response:
    """Undo."""
    sign = queries.get_sign(public_id, opened(key, Verb.EDIT).id)
    service.restore_sign(sign, actor=actor(), now=now())
    toast("The note is back.")
    return see_other("relationship.fit", key=key, anchor="h-signs")


def _of_payer() -> bool:
    return request.values.get("of", "payer") != "provider"


def _fit_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    answers = queries.fit_answers(partnership.id)
    by_question: dict[str, list[queries.FitRow]] = {}
    for answer in answers:
        by_question.setdefault(answer.question, []).append(answer)
    changes = fit_changes(FitScore(one.question, one.on, one.score) for one in answers)
    questions = queries.fit_questions()
    return page(
        "relationship/fit.html",
        status,
        partnership=partnership,
        questions=questions,
        words={one.id: one.words for one in questions},
        answers=by_question,
        changes=changes,
        signs=queries.signs_seen(partnership.id),
        sign_groups=[
            (label, queries.signs_of(name))
            for label, name in (("Valued behavior", "valued_behaviors"), ("Warning sign", "warning_signs"))
        ],
        form=form or FormData(initial={"seen_on": today().isoformat()}),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _form_page(form: FormData, partnership: Partnership, of_payer: bool, status: int = 200) -> Response:
    latest: dict[str, queries.FitRow] = {}
    for answer in queries.fit_answers(partnership.id):
        latest.setdefault(answer.question, answer)
    return page(
        "relationship/fit_form.html",
        status,
        form=form,
        partnership=partnership,
        of_payer=of_payer,
        questions=[one for one in queries.fit_questions() if one.of_payer == of_payer],
        latest=latest,
        scores=forms.SCORE_OPTIONS,
    )

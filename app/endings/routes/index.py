"""The page of an end: where it stands, and what is written from it."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.partnerships.queries import people_here
from app.partnerships.rules import Stage
from app.web.filters import counted, full_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, service
from ..queries import EndingView, answers_of, ending_view, get_ending, meaning_of
from ..rules import ABOUT_WORDS, STATE_WORDS
from .blueprint import bp, opened

SIDES = (("provider", "Our side"), ("payer", "The health plan"))


@bp.get("/partnerships/<key>/ending")
def index(key: str) -> Response:
    """Where it stands, and what comes next."""
    return ending_page(opened(key, Verb.SEE))


@bp.post("/partnerships/<key>/ending/questions")
def answer(key: str) -> Response:
    """Save what is known before an end."""
    partnership = opened(key)
    people = people_here(partnership.id)
    replies, form = forms.read_answers(request.form, answers_of(partnership.id), people)
    if replies is None:
        return ending_page(partnership, questions=form, status=422)
    try:
        done = service.answer_questions(partnership, replies, actor=actor(), now=now())
    except Conflict:
        forms.keep_typed(form, replies, answers_of(partnership.id))
        return ending_page(partnership, questions=form, status=409)
    toast("The answers are saved.", undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", anchor="h-questions", key=key)


@bp.post("/partnerships/<key>/ending/go-on")
def go_on(key: str) -> Response:
    """They go on after all; a notice is taken back."""
    partnership = opened(key)
    because, form = forms.read_because(request.form)
    seen = form.whole("seen")
    if not form.ok:
        return ending_page(partnership, going_on=form, status=422)
    done = service.go_on(partnership, because, seen=seen, actor=actor(), now=now(), today=today())
    words = "The notice is taken back. Its open steps are off the list." if seen else "Recorded: you go on."
    toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", key=key)


@bp.post("/partnerships/<key>/ending/hand-over")
def count_week(key: str) -> Response:
    """How many patients were handed on in a week."""
    partnership = opened(key)
    command, form = forms.read_week(request.form, get_ending(partnership.id), today())
    if command is None:
        return ending_page(partnership, week=form, status=422)
    done = service.count_week(
        partnership,
        command.on,
        command.patients,
        seen=command.seen,
        actor=actor(),
        now=now(),
        today=today(),
    )
    words = f"{counted(command.patients, 'patient', 'patients')} handed on that week."
    toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", anchor="h-hand-over", key=key)


@bp.post("/partnerships/<key>/ending/again")
def set_again(key: str) -> Response:
    """Agree on the day to talk again."""
    partnership = opened(key)
    on, form = forms.read_again(request.form, partnership, today())
    seen = form.text("seen_again")
    if on is None:
        return ending_page(partnership, again=form, status=422)
    done = service.set_talk_again(partnership, on, seen=seen, actor=actor(), now=now(), today=today())
    words = f"You talk again on {full_day(on)}. A reminder comes on that day."
    toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    return see_other("endings.index", anchor="h-again", key=key)


@bp.post("/partnerships/<key>/ending/letter")
def fill_letter(key: str) -> Response:
    """Put what is known into the termination letter, and open its draft."""
    partnership = opened(key)
    done = service.fill_letter(partnership, actor=actor(), now=now(), today=today())
    others = f" {counted(done.others, 'says', 'say')} something else than this page and stay as typed."
    kept = others if done.others else ""
    if done.filled:
        filled = counted(done.filled, "particular is", "particulars are")
        words = f"{filled} filled in. What is open is marked.{kept}"
        toast(words, undo=url_for("endings.undo", key=key, batch_id=done.batch_id))
    else:
        toast(kept.strip() or "The letter holds all of this already.")
    return see_other("drafts.index", key=key, kind="D10", on=today().isoformat())


@bp.post("/partnerships/<key>/ending/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take back one click of this page."""
    back = service.undo(opened(key), batch_id, actor=actor(), now=now())
    words = "It is as it was."
    if back.left:
        words += f" {counted(back.left, 'thing', 'things')} somebody changed since stay as they are."
    toast(words)
    return see_other("endings.index", key=key)


def ending_page(
    partnership: Partnership,
    *,
    questions: FormData | None = None,
    going_on: FormData | None = None,
    week: FormData | None = None,
    again: FormData | None = None,
    lesson: FormData | None = None,
    status: int = 200,
) -> Response:
    """The page; a form that came back stands there as it was typed."""
    view = ending_view(partnership, today())
    people = people_here(partnership.id)
    sent = next((one for one in (questions, going_on, week, again, lesson) if one is not None), None)
    return page(
        "endings/index.html",
        status,
        partnership=partnership,
        view=view,
        meaning=meaning_of(partnership, view),
        signed=Stage(partnership.stage).is_signed,
        sent=sent or FormData(),
        questions=questions or FormData(initial=forms.question_values(view.answers)),
        going_on=going_on or FormData(initial={"seen": view.ending.version if view.ending else ""}),
        week=week or FormData(initial={"week_on": today().isoformat()}),
        again=again or FormData(initial=_again_values(view)),
        lesson=lesson or FormData(initial={"side": "provider", "learned_on": today().isoformat()}),
        people={one.question: forms.people_options(people, (one.who_id, one.who)) for one in view.answers},
        states=[(one.value, words) for one, words in STATE_WORDS.items()],
        abouts=[(one.value, words) for one, words in ABOUT_WORDS.items()],
        sides=SIDES,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _again_values(view: EndingView) -> dict[str, object]:
    on = view.standing.again_on or view.again_proposed
    return {"again_on": on.isoformat() if on else "", "seen_again": view.again_seen}

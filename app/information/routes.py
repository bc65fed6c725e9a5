"""Pages: what the two sides ask each other, their aims side by side, lessons, and the method on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.catalogue import catalogue
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .rules import STATUS_WORDS, Side

bp = Blueprint("information", __name__)


def _open(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


@bp.get("/partnerships/<key>/information")
def index(key: str) -> Response:
    """What each side asked, and what is known."""
    return _index(_open(key, Verb.SEE))


def _index(
    partnership: Partnership, form: FormData | None = None, lesson: FormData | None = None, status: int = 200
) -> Response:
    rows = queries.list_items(partnership.id)
    return page(
        "information/index.html",
        status,
        partnership=partnership,
        theirs=[row for row in rows if row.item.side is Side.PAYER],
        ours=[row for row in rows if row.item.side is Side.PROVIDER],
        late=sum(row.is_late(today()) for row in rows),
        topics=queries.list_topics(partnership),
        aims=queries.aims(partnership.id),
        lessons=queries.lessons_of(partnership.id),
        status_words=STATUS_WORDS,
        today=today(),
        asking=form or FormData(initial={"on": today().isoformat(), "by": "", "items": []}),
        lesson=lesson or FormData(initial={"learned_on": today().isoformat(), "side": Side.PROVIDER.value}),
        form=form or lesson,
        sides=_sides(partnership),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _sides(partnership: Partnership) -> list[tuple[str, str]]:
    return [(Side.PROVIDER.value, "Our side"), (Side.PAYER.value, partnership.payer.name)]


@bp.post("/partnerships/<key>/information/asked")
def ask(key: str) -> Response:
    """Note that several things were asked."""
    partnership = _open(key)
    command, form = forms.read_asked(request.form, today())
    if command is None:
        return _index(partnership, form, status=422)
    marked = service.mark_asked(
        partnership,
        command.idents,
        on=command.on,
        wanted_by_on=command.wanted_by_on,
        actor=actor(),
        now=now(),
    )
    toast(f"{marked} marked as asked." if marked else "All of these are answered already.")
    return see_other("information.index", key=key)


@bp.get("/partnerships/<key>/information/items/<ident>")
def edit(key: str, ident: str) -> Response:
    """One request: how it stands, and the answer."""
    partnership = _open(key)
    row = _row(partnership, ident)
    return _item_page(partnership, row, forms.item_form(row))


@bp.post("/partnerships/<key>/information/items/<ident>")
def update(key: str, ident: str) -> Response:
    """Save how it stands, and the answer."""
    partnership = _open(key)
    row = _row(partnership, ident)
    facts, form = forms.read_item(request.form, row.item.fields, today())
    seen = form.whole("seen")
    if facts is None:
        return _item_page(partnership, row, form, 422)
    service.save_item(partnership, ident, facts, seen=seen, actor=actor(), now=now())
    toast(f"{row.item.label} is saved.")
    return see_other("information.index", anchor=f"item-{ident}", key=key)


def _row(partnership: Partnership, ident: str) -> queries.ItemRow:
    item = queries.get_item(ident)
    return next(row for row in queries.list_items(partnership.id) if row.item.id == item.id)


def _item_page(partnership: Partnership, row: queries.ItemRow, form: FormData, status: int = 200) -> Response:
    return page(
        "information/item.html",
        status,
        partnership=partnership,
        row=row,
        form=form,
        states=[(one.value, words) for one, words in STATUS_WORDS.items()],
        earlier=queries.earlier_answers(partnership.id, row.item),
    )


@bp.get("/partnerships/<key>/information/topics/<ident>")
def topic(key: str, ident: str) -> Response:
    """A deeper topic with its questions."""
    partnership = _open(key)
    row = _topic(partnership, ident)
    return _topic_page(partnership, row, forms.topic_form(row))


@bp.post("/partnerships/<key>/information/topics/<ident>")
def update_topic(key: str, ident: str) -> Response:
    """Save what is known."""
    partnership = _open(key)
    row = _topic(partnership, ident)
    facts, form = forms.read_topic(request.form, queries.own_fields(row.topic.fields))
    seen = form.whole("seen")
    if facts is None:
        return _topic_page(partnership, row, form, 422)
    service.save_topic(
        partnership,
        ident,
        facts.answer,
        told_by=facts.told_by,
        told_on=facts.told_on,
        seen=seen,
        actor=actor(),
        now=now(),
    )
    toast(f"{row.topic.label} is saved.")
    return see_other("information.index", anchor=f"topic-{ident}", key=key)


def _topic(partnership: Partnership, ident: str) -> queries.TopicRow:
    found = queries.get_topic(ident)
    return next(row for row in queries.list_topics(partnership) if row.topic.id == found.id)


def _topic_page(
    partnership: Partnership, row: queries.TopicRow, form: FormData, status: int = 200
) -> Response:
    return page(
        "information/topic.html",
        status,
        partnership=partnership,
        row=row,
        fields=queries.own_fields(row.topic.fields),
        form=form,
        sides=_sides(partnership),
    )


@bp.get("/partnerships/<key>/information/aims")
def aims(key: str) -> Response:
    """The aims of both sides, side by side; for one side alone as a sheet to fill in."""
    partnership = _open(key, Verb.SEE)
    rows = queries.aims(partnership.id)
    side = request.args.get("sheet", "")
    return _aims_page(partnership, forms.aims_form(rows), sheet=side if side in list(Side) else "")


@bp.post("/partnerships/<key>/information/aims")
def update_aims(key: str) -> Response:
    """Save the worksheet."""
    partnership = _open(key)
    lines, seen, form = forms.read_aims(request.form)
    if not form.ok:
        return _aims_page(partnership, form, status=422)
    service.save_aims(partnership, lines, seen, actor=actor(), now=now())
    toast("The aims are saved.")
    return see_other("information.aims", key=key)


def _aims_page(partnership: Partnership, form: FormData, sheet: str = "", status: int = 200) -> Response:
    return page(
        "information/aims.html",
        status,
        partnership=partnership,
        questions=queries.aims_questions(),
        form=form,
        sheet=sheet,
        lessons=queries.lessons_of_others(partnership.id),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.post("/partnerships/<key>/information/lessons")
def add_lesson(key: str) -> Response:
    """Keep what was learned."""
    partnership = _open(key)
    facts, form = forms.read_lesson(request.form, today())
    if facts is None:
        return _index(partnership, lesson=form, status=422)
    lesson = service.add_lesson(partnership, facts, actor=actor(), now=now())
    toast(
        "The lesson is kept for the next partner.",
        undo=url_for("information.remove_lesson", key=key, public_id=lesson.public_id),
    )
    return see_other("information.index", anchor="h-lessons", key=key)


@bp.post("/partnerships/<key>/information/lessons/<public_id>/remove")
def remove_lesson(key: str, public_id: str) -> Response:
    """Take a lesson back, with a way back."""
    service.set_lesson_removed(_open(key), public_id, True, actor=actor(), now=now())
    toast(
        "The lesson is taken back.",
        undo=url_for("information.restore_lesson", key=key, public_id=public_id),
    )
    return see_other("information.index", anchor="h-lessons", key=key)


@bp.post("/partnerships/<key>/information/lessons/<public_id>/restore")
def restore_lesson(key: str, public_id: str) -> Response:
    """Put it back."""
    service.set_lesson_removed(_open(key), public_id, False, actor=actor(), now=now())
    toast("The lesson is back.")
    return see_other("information.index", anchor="h-lessons", key=key)


@bp.get("/method")
def method() -> Response:
    """The method on one page, for a new colleague or partner."""
    book = catalogue()
    names = {stage.id: stage.name for stage in book.stages}
    lessons: list[dict[str, Any]] = [
        {"title": one.title, "tips": one.tips, "stages": [names[stage] for stage in one.stages]}
        for one in book.lessons
    ]
    return page("information/method.html", lessons=lessons)

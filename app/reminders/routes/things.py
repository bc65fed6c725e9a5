"""One thing that falls due: done, later, or somebody else has it. Looking at it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Response, request, url_for

from app.accounts.queries import get_own, get_user
from app.accounts.rules import Verb
from app.accounts.service import may, personal, require
from app.core.errors import NotFound, RuleViolation
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, service
from ..queries import answers, audience, find_thing, receipts
from ..rules import KIND_WORDS, DueItem, Kind, recipients_of
from .blueprint import bp

# Where a thing is done with one button; the others are done on their own page.
DONE: Mapping[Kind, str] = {Kind.ACTION: "actions.complete", Kind.MILESTONE: "milestones.complete"}
LATER = (1, 3, 7)  # days
GONE = "This is done, was moved to another day, or was called off. There is nothing left to do here."


@bp.get("/reminders/things/<kind>/<thing>/<on>")
def thing(kind: str, thing: str, on: str) -> Response:
    """What it is, who was told, and what can be said to it."""
    require(actor(), Verb.SEE)
    item = _find(kind, thing, on)
    if item is None:
        return page("reminders/gone.html", words=GONE)
    return _page(item, FormData())


@bp.post("/reminders/things/<kind>/<thing>/<on>/seen")
@personal
def seen(kind: str, thing: str, on: str) -> Response:
    """Say that one knows of it."""
    item = _get(kind, thing, on)
    service.note_seen(item, actor=actor(), now=now())
    toast("Noted that you have seen it.")
    return _back(item)


@bp.post("/reminders/things/<kind>/<thing>/<on>/later")
@personal
def later(kind: str, thing: str, on: str) -> Response:
    """Hear of it again on another day."""
    item = _get(kind, thing, on)
    until, form = forms.read_snooze(request.form)
    if until is None:
        return _page(item, form, 422)
    try:
        service.snooze(item, until, today=today(), actor=actor(), now=now())
    except RuleViolation as error:
        form.fail("until", error.message)
        return _page(item, form, 422)
    toast("You hear of it again on the day you chose.", undo=_address("reminders.again_now", item))
    return _back(item)


@bp.post("/reminders/things/<kind>/<thing>/<on>/now")
@personal
def again_now(kind: str, thing: str, on: str) -> Response:
    """Undo: not later after all."""
    item = _get(kind, thing, on)
    service.snooze(item, None, today=today(), actor=actor(), now=now())
    toast("You hear of it as usual.")
    return _back(item)


@bp.post("/reminders/things/<kind>/<thing>/<on>/hand-over")
@personal
def hand_over(kind: str, thing: str, on: str) -> Response:
    """Let somebody else be told of it."""
    item = _get(kind, thing, on)
    taker, form = forms.read_taker(request.form, [public_id for public_id, _ in _others()])
    if taker is None:
        return _page(item, form, 422)
    person = get_user(taker)
    service.hand_over(item, person, actor=actor(), now=now())
    toast(f"{person.name} is told of it from now on.", undo=_address("reminders.take_back", item))
    return _back(item)


@bp.post("/reminders/things/<kind>/<thing>/<on>/take-back")
@personal
def take_back(kind: str, thing: str, on: str) -> Response:
    """Undo: one is told oneself again."""
    item = _get(kind, thing, on)
    service.hand_over(item, None, actor=actor(), now=now())
    toast("You are told of it again.")
    return _back(item)


def _find(kind: str, thing: str, on: str) -> DueItem | None:
    try:
        return find_thing(Kind(kind), thing, date.fromisoformat(on), today())
    except ValueError:
        return None


def _get(kind: str, thing: str, on: str) -> DueItem:
    item = _find(kind, thing, on)
    if item is None:
        raise NotFound(GONE)
    return item


def _address(endpoint: str, item: DueItem) -> str:
    return url_for(endpoint, kind=item.kind.value, thing=item.thing, on=item.on.isoformat())


def _back(item: DueItem) -> Response:
    return see_other("reminders.thing", kind=item.kind.value, thing=item.thing, on=item.on.isoformat())


def _others() -> list[tuple[str, str]]:
    own = get_own(actor())
    return [(one.public_id, one.name) for one in audience(today()).by_id.values() if one.user_id != own.id]


def _page(item: DueItem, form: FormData, status: int = 200) -> Response:
    people, said, own = audience(today()), answers(item.on), get_own(actor())
    told = recipients_of(item, people.by_id, people.everyone, said.handed)
    return page(
        "reminders/thing.html",
        status,
        form=form,
        item=item,
        word=KIND_WORDS[item.kind][0],
        day=today(),
        names=[one.name for one in told],
        mine=own.id in {one.user_id for one in told},
        snoozed=said.snoozed.get((own.id, *item.identity)),
        handed=people.by_id.get(said.handed.get((own.id, *item.identity), 0)),
        done=DONE.get(item.kind) if may(actor(), Verb.EDIT) else None,
        later=[(today() + timedelta(days=days), days) for days in LATER],
        others=_others(),
        receipts=receipts(*item.identity),
        address=_address,
    )

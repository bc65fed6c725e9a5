"""Pages: the own calendar link, and that of a partnership."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, personal, require
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.formdata import FormData
from app.web.request import actor, now, settings
from app.web.responses import page, see_other, toast

from .. import service
from ..forms import read_scope, read_seen
from ..queries import LinkRow, link_of_partnership, link_of_user
from ..rules import SCOPE_WORDS, Scope
from .blueprint import bp

MADE = "Your link is made. Copy it into your calendar."
RENEWED = "The new link is made. The one before opens nothing any more."
OFF = "The link is turned off."
NONE = "There is no link any more. Make a new one if you need it."
HERE_ONLY = ("127.0.0.1", "localhost", "::1")


@bp.get("/account/calendar")
def own() -> Response:
    """The own link: made, shown, made anew, turned off."""
    require(actor(), Verb.SEE)
    return _own_page()


@bp.post("/account/calendar")
@personal
def make_own() -> Response:
    """A link to what concerns the person who asks."""
    service.make_link(None, secret=settings().secret, actor=actor(), now=now())
    toast(MADE)
    return see_other("calendars.own")


@bp.post("/account/calendar/scope")
@personal
def save_scope() -> Response:
    """What the own calendar holds."""
    link = _there(link_of_user(actor().id))
    scope, form = read_scope(request.form)
    if scope is None:
        return _own_page(form, 422)
    service.set_scope(link.id, scope, seen=read_seen(request.form), actor=actor(), now=now())
    toast("Saved. Your calendar shows it when it asks the next time.")
    return see_other("calendars.own")


@bp.post("/account/calendar/renew")
@personal
def renew_own() -> Response:
    """Another address; the one before dies."""
    _renew(_there(link_of_user(actor().id)))
    return see_other("calendars.own")


@bp.post("/account/calendar/off")
@personal
def turn_off_own() -> Response:
    """No address any more."""
    _turn_off(_there(link_of_user(actor().id)))
    return see_other("calendars.own")


@bp.get("/partnerships/<key>/dates/calendar")
def of_partnership(key: str) -> Response:
    """The link of a partnership, for those who may change it."""
    partnership = _editable(key)
    return _page(partnership, link_of_partnership(partnership.id), FormData())


@bp.post("/partnerships/<key>/dates/calendar")
def make_of(key: str) -> Response:
    """A link to the dates of one partnership."""
    service.make_link(_editable(key), secret=settings().secret, actor=actor(), now=now())
    toast(MADE.replace("Your", "The").replace("your", "a"))
    return see_other("calendars.of_partnership", key=key)


@bp.post("/partnerships/<key>/dates/calendar/renew")
def renew_of(key: str) -> Response:
    """Another address; the one before dies."""
    _renew(_there(link_of_partnership(_editable(key).id)))
    return see_other("calendars.of_partnership", key=key)


@bp.post("/partnerships/<key>/dates/calendar/off")
def turn_off_of(key: str) -> Response:
    """No address any more."""
    _turn_off(_there(link_of_partnership(_editable(key).id)))
    return see_other("calendars.of_partnership", key=key)


def _editable(key: str) -> Partnership:
    require(actor(), Verb.EDIT)
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    return partnership


def _there(link: LinkRow | None) -> LinkRow:
    if link is None:
        raise NotFound(NONE)
    return link


def _renew(link: LinkRow) -> None:
    seen = read_seen(request.form)
    service.renew_link(link.id, seen=seen, secret=settings().secret, actor=actor(), now=now())
    toast(RENEWED)


def _turn_off(link: LinkRow) -> None:
    service.turn_off(link.id, seen=read_seen(request.form), actor=actor(), now=now())
    toast(OFF)


def _own_page(form: FormData | None = None, status: int = 200) -> Response:
    link = link_of_user(actor().id)
    initial = {"scope": link.scope if link else Scope.MINE.value}
    return _page(None, link, form or FormData(initial=initial), status)


def _page(
    partnership: Partnership | None, link: LinkRow | None, form: FormData, status: int = 200
) -> Response:
    base = settings().base_url
    address = service.address_of(link, base_url=base, secret=settings().secret) if link else ""
    posts = (
        ("make_of", "renew_of", "turn_off_of") if partnership else ("make_own", "renew_own", "turn_off_own")
    )
    whose: dict[str, Any] = {"key": partnership.key} if partnership else {}
    to_make, to_renew, to_turn_off = (url_for(f"calendars.{name}", **whose) for name in posts)
    return page(
        "calendars/link.html",
        status,
        partnership=partnership,
        link=link,
        form=form,
        address=address,
        webcal=f"webcal:{address.partition(':')[2]}",
        scopes=list(SCOPE_WORDS.items()),
        here_only=urlsplit(base).hostname in HERE_ONLY,
        to_make=to_make,
        to_renew=to_renew,
        to_turn_off=to_turn_off,
        can_edit=may(actor(), Verb.EDIT),
    )

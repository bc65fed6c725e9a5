"""The feed: what a calendar reads by its secret address, without anybody signing in."""

from __future__ import annotations

from hashlib import sha256

from flask import Response, make_response, request

from app.documents.ics import CALENDAR_TYPE
from app.web.request import house, now, public, settings, today

from ..queries import find_reader
from ..service import calendar_of, note_read
from .blueprint import bp

NOTHING = "There is no calendar at this address.\n"


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """The calendar behind the address; the same answer for every address that opens nothing."""
    opened = find_reader(token, today())
    if opened is None:
        response = make_response(NOTHING, 404)
        response.mimetype = "text/plain"
        response.headers["Cache-Control"] = "no-store"
        return response
    note_read(opened.link_id, opened.read_at, now=now())
    data = calendar_of(
        opened.reader, opened.name, house=house(), base_url=settings().base_url, today=today(), now=now()
    )
    response = make_response(data)
    response.content_type = f"{CALENDAR_TYPE}; charset=utf-8"
    response.headers["Content-Disposition"] = "inline; filename=evenkeel.ics"
    # To be asked for again each time, so that a link that was turned off is dead at once.
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(sha256(data).hexdigest()[:32])
    return make_response(response.make_conditional(request))

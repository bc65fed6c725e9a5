"""A form that is sent twice is read once: the second click gets the answer of the first.

Known to this process only, which is the one that serves; where several serve, a second click that
reaches another of them is read again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Event, Lock

from flask import Flask, Response, g, make_response, redirect, request

from app.core.fields import new_public_id

KEPT = 1000  # forms; a second click comes within seconds
LONGEST = 64
PATIENCE_SECONDS = 10


@dataclass(slots=True)
class Sent:
    """A form that was sent: whether it has been read, and where that led."""

    read: Event = field(default_factory=Event)
    led_to: str = ""


def install(app: Flask) -> None:
    """Look for the token of `once()` in every form."""
    lock = Lock()
    known: OrderedDict[tuple[int | None, str, str], Sent] = OrderedDict()
    app.jinja_env.globals["form_token"] = new_public_id

    @app.before_request
    def _second_click() -> Response | None:
        token = request.form.get("once", "") if request.method == "POST" else ""
        if not token or len(token) > LONGEST:
            return None
        person = getattr(g, "actor", None)
        name = (person.id if person else None, request.path, token)
        with lock:
            first = known.get(name)
            if first is None:
                known[name] = g.sent_once = Sent()
                while len(known) > KEPT:
                    known.popitem(last=False)
                return None
        first.read.wait(PATIENCE_SECONDS)
        return make_response(redirect(first.led_to, 303)) if first.led_to else None

    @app.after_request
    def _remember(response: Response) -> Response:
        if "sent_once" in g and response.status_code == 303:
            g.sent_once.led_to = response.headers["Location"]
        return response

    @app.teardown_request
    def _let_go(_error: BaseException | None) -> None:
        sent = g.pop("sent_once", None)
        if sent is not None:
            sent.read.set()

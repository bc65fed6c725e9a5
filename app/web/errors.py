"""One handler for every refusal: a page in plain words, or for htmx a notice."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from peewee import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from app.core.errors import Conflict, EvenkeelError, Forbidden, NotFound, RuleViolation

from .responses import wants_partial

log = logging.getLogger("evenkeel")

WORDS: dict[int, tuple[str, str]] = {
    400: ("That did not arrive whole", "Go back, check what you entered and send it again."),
    401: ("Sign in first", "Your sign-in has ended. Sign in again; you come back to this page."),
    403: ("Not for this account", "Your role does not allow this. Ask an admin of your team if you need it."),
    404: ("Nothing here", "The page has moved, or the thing it showed is gone. Start from Today."),
    405: ("That cannot be done from here", "Go back and use the button on the page."),
    409: ("Somebody saved first", "Open the page again to see what is saved now."),
    413: ("That is too much at once", "Send a smaller file, or shorten what you typed."),
    422: ("That cannot be saved yet", "Go back and mend what is named."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
    500: (
        "Something went wrong on our side",
        "Nothing of yours is lost. Try again; if it stays, tell your admin the time.",
    ),
    503: (
        "Busy for a moment",
        "The database did not answer in time. Nothing was saved; try again in a minute.",
    ),
}
STATUS: dict[type[EvenkeelError], int] = {NotFound: 404, Forbidden: 403, RuleViolation: 422, Conflict: 409}


def refusal(status: int, sentence: str = "", error: Conflict | None = None) -> Response:
    """The answer for a refused request, as a page or as a notice."""
    title, advice = WORDS.get(status, WORDS[400])
    template = "_ui/refusal.html" if wants_partial() else "_layout/error.html"
    # Without a loaded house (the database is down) the plain frame is all there is.
    html = render_template(
        template,
        status=status,
        title=title,
        sentence=sentence or advice,
        advice=advice if sentence else "",
        conflict=error,
        framed=getattr(g, "actor", None) is not None and hasattr(g, "house"),
        csrf_ok=True,
    )
    return make_response(html, status)


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(EvenkeelError)
    def _ours(error: EvenkeelError) -> Response:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        return refusal(status, error.message, error if isinstance(error, Conflict) else None)

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Response:
        return refusal(
            400, "This page was open too long, or came from somewhere else. Reload it and send it again."
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.code is not None and 300 <= error.code < 400:
            return make_response(error.get_response())
        return refusal(error.code or 500)

    _install_database(app)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        if app.testing:
            raise error
        # Not the address: it may hold a link that opens the house.
        log.exception("unexpected failure at %s", request.endpoint)
        return refusal(500)


def _install_database(app: Flask) -> None:
    """What the database refuses."""

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> Response:
        log.error("database: %s at %s", error, request.endpoint)
        return refusal(503)

    @app.errorhandler(IntegrityError)
    def _overtaken(error: IntegrityError) -> Response:
        # What was looked up a moment ago is taken or gone: the database has the last word.
        log.warning("overtaken at %s: %s", request.endpoint, _first_line(error))
        return refusal(409, "Somebody saved the same thing, or removed what it needs, at this very moment.")

    @app.errorhandler(DataError)
    def _unstorable(error: DataError) -> Response:
        # A character or a number no database holds, in an address or a hidden field: nobody types these.
        log.warning("unstorable at %s: %s", request.endpoint, _first_line(error))
        return refusal(400)


def _first_line(error: Exception) -> str:
    # PostgreSQL names the values themselves in the lines below.
    return str(error).partition("\n")[0]

"""Nobody passes a route that is not marked public without being signed in."""

from __future__ import annotations

from flask import Flask, Response, make_response, redirect, request, url_for
from werkzeug.routing import IntegerConverter, Map

from .request import signed_in
from .responses import htmx, open_page

SIGN_IN = "accounts.sign_in"
LAST_NUMBER = 2**31 - 1  # of a row; PostgreSQL and SQLite refuse to look for more


class RowNumber(IntegerConverter):
    """A number in an address that a row can have; with any other there is no such page."""

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=LAST_NUMBER)


def install(app: Flask) -> None:
    """Ask who is there before every view."""
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def _limit() -> None:
        # Only a file may be large; a form of many megabytes is not taken apart for a stranger.
        if request.mimetype != "multipart/form-data":
            request.max_content_length = app.config["MAX_FORM_MEMORY_SIZE"]

    @app.before_request
    def _guard() -> Response | None:
        view = app.view_functions.get(request.endpoint or "")
        if view is None or getattr(view, "is_public", False) or signed_in():
            return None
        target = open_page()
        address = url_for(SIGN_IN, next=target if target != "/" else None)
        if bool(htmx):
            response = make_response("", 401)
            response.headers["HX-Redirect"] = address
            return response
        return make_response(redirect(address, 303))

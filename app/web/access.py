"""Nobody passes a route that is not marked public without being signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, request, url_for

from .request import signed_in
from .responses import htmx

SIGN_IN = "accounts.sign_in"


def install(app: Flask) -> None:
    """Ask who is there before every view."""

    @app.before_request
    def _guard() -> Response | None:
        view = app.view_functions.get(request.endpoint or "")
        if view is None or getattr(view, "is_public", False) or signed_in():
            return None
        address = url_for(SIGN_IN, next=_come_back_to() or None)
        if bool(htmx):
            response = make_response("", 401)
            response.headers["HX-Redirect"] = address
            return response
        return make_response(redirect(address, 303))


def _come_back_to() -> str:
    """The page that is open in the browser: asked for, or the one whose form or part was sent."""
    if request.method == "GET" and not htmx:
        target = request.full_path.rstrip("?")
    else:
        page = urlsplit(request.referrer or "")
        target = f"{page.path}?{page.query}".rstrip("?") if page.netloc == request.host else ""
    return "" if target == "/" else target

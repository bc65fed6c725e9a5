"""Page or fragment, toast or redirect: decided in one place."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Response,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    stream_template,
    url_for,
)
from flask_htmx import HTMX

htmx = HTMX()


def wants_partial() -> bool:
    """Whether htmx asks for a fragment; a boosted or history request needs the whole page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The whole page."""
    return make_response(render_template(template, **context), status)


def streamed(template: str, **context: Any) -> Response:
    """The whole page, sent piece by piece: its beginning is read while the rest is worked out.

    The status is gone before the end is known: work done on the way ends in a sentence, never in a refusal.
    """
    get_flashed_messages()  # taken out of the session while its cookie can still be sent
    response = Response(stream_template(template, **context), mimetype="text/html")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy before us would wait for the end
    return response


def partial(template: str, status: int = 200, **context: Any) -> Response:
    """A fragment, followed by the toasts that are waiting."""
    html = render_template(template, **context)
    waiting = waiting_toasts()
    if waiting:
        html += render_template("_ui/toasts_oob.html", toasts=waiting)
    return make_response(html, status)


def toast(message: str, undo: str | None = None) -> None:
    """Say that something was done; `undo` is the address a POST to which takes it back."""
    flash(message if undo is None else f"{message}\x1f{undo}", "toast")


def leave(name: str, lines: Sequence[str]) -> None:
    """Keep a few lines for the next page this person opens."""
    flash("\n".join(lines), name)


def left(name: str) -> tuple[str, ...]:
    """The lines that the page before left under this name."""
    return tuple(
        line for text in get_flashed_messages(category_filter=[name]) for line in str(text).split("\n")
    )


def waiting_toasts() -> list[tuple[str, str | None]]:
    """The messages not shown yet, each with its undo address or None."""
    pairs = []
    for message in get_flashed_messages(category_filter=["toast"]):
        text, _, undo = str(message).partition("\x1f")
        pairs.append((text, undo or None))
    return pairs


def see_other(endpoint: str, anchor: str | None = None, **values: Any) -> Response:
    """After a POST: send the browser to a page (303), htmx by its own header."""
    address = url_for(endpoint, _anchor=anchor, **values)
    if bool(htmx) and not htmx.boosted:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address, 303))


def open_page() -> str:
    """The page that is open in the browser: the one asked for, or the one whose form or part was sent."""
    if request.method == "GET" and not htmx:
        return local_target(request.full_path.rstrip("?"))
    page = urlsplit(request.referrer or "")
    return local_target(f"{page.path}?{page.query}".rstrip("?")) if page.netloc == request.host else "/"


def local_target(target: str) -> str:
    """The page to go to that a link or form names: ours, or Today. Nothing leads to another site."""
    if not target.startswith("/") or any(ord(sign) <= 32 or sign == "\\" for sign in target):
        return "/"
    return "/" if target.startswith("//") else target


def back_to(default_endpoint: str, **values: Any) -> Response:
    """After a POST that any page may send: return to the page named in the form, if it is ours."""
    named = request.form.get("next", "")
    if named:
        return make_response(redirect(local_target(named), 303))
    return see_other(default_endpoint, **values)


def file_to_save(data: bytes, mimetype: str, filename: str) -> Response:
    """A finished file to save under a name."""
    return send_file(BytesIO(data), mimetype=mimetype, as_attachment=True, download_name=filename)

"""Stylesheet, script, fonts and icons: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from markupsafe import Markup

from .request import public

STATIC = Path(__file__).resolve().parents[1] / "static"
PACKED = {".css", ".js", ".svg", ".txt"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    packed: bytes | None
    mimetype: str
    tag: str


@cache
def _load() -> dict[str, Asset]:
    assets = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            body = path.read_bytes()
            assets[path.relative_to(STATIC).as_posix()] = Asset(
                body,
                gzip.compress(body, 9, mtime=0) if path.suffix in PACKED else None,
                mimetypes.guess_type(path.name)[0]
                or ("font/woff2" if path.suffix == ".woff2" else "text/plain"),
                hashlib.sha256(body).hexdigest()[:12],
            )
    return assets


def install(app: Flask) -> None:
    """Serve `/static/…` from memory and give templates `asset('app.css')` and `icon('check')`."""
    assets = _load()

    @public
    def static(filename: str) -> Response:
        asset = assets.get(filename)
        if asset is None:
            abort(404)
        packed = asset.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(asset.packed if packed else asset.body, mimetype=asset.mimetype)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        forever = request.args.get("v") == asset.tag
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        response.set_etag(asset.tag)
        response.make_conditional(request)
        return response

    app.add_url_rule("/static/<path:filename>", "static", static)
    addresses: dict[str, str] = {}

    def asset_url(name: str) -> str:
        if name not in addresses:
            addresses[name] = url_for("static", filename=name, v=assets[name].tag)
        return addresses[name]

    drawn: dict[tuple[str, str], Markup] = {}

    def icon(name: str, extra: str = "") -> Markup:
        # Decorative; put a word beside it. A list draws a hundred: a macro would be a sixth of its page.
        if (name, extra) not in drawn:
            drawn[name, extra] = Markup(
                '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>'
            ).format(f"icon {extra}".rstrip(), asset_url("icons.svg"), name)
        return drawn[name, extra]

    app.jinja_env.globals.update(asset=asset_url, icon=icon)

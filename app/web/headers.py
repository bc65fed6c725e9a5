"""Security headers on every answer, and small pages: compressed when the browser can take it."""

from __future__ import annotations

import zlib

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
WORTH_COMPRESSING = 1024
SAY_IT_THEMSELVES = ("static", "calendars.feed")  # whether an answer may be kept


def install(app: Flask, *, https: bool) -> None:
    """Add the headers after every request."""

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint not in SAY_IT_THEMSELVES:
            headers["Cache-Control"] = "no-store"
            headers["Vary"] = "HX-Request, Cookie, Accept-Encoding"
            _compress(response)
        return response


def _compress(response: Response) -> None:
    if response.is_streamed:  # compressing waits for the end
        return
    if response.mimetype != "text/html" or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING:
        return
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # 31: a gzip frame
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"

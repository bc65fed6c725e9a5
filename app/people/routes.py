"""Pages of this slice."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.responses import page

bp = Blueprint("people", __name__)


@bp.get("/people")
def index() -> Response:
    """The list."""
    return page("people/index.html")

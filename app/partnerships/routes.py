"""Pages of this slice."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.responses import page

bp = Blueprint("partnerships", __name__)


@bp.get("/partnerships")
def index() -> Response:
    """The list."""
    return page("partnerships/index.html")

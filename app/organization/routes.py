"""Setting up, and the settings page."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.responses import page

bp = Blueprint("organization", __name__)


@bp.get("/settings")
def settings() -> Response:
    """Yours first, then what concerns everyone."""
    return page("organization/settings.html")

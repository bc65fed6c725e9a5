"""Pages of this slice."""

from __future__ import annotations

from flask import Blueprint, Response

from app.accounts.rules import Verb
from app.accounts.service import require
from app.web.request import actor
from app.web.responses import page

bp = Blueprint("reminders", __name__)


@bp.get("/reminders")
def index() -> Response:
    """What goes out next, what did not, and what did."""
    require(actor(), Verb.SEE)
    return page("reminders/index.html")

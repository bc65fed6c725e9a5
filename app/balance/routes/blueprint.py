"""The blueprint, and how a page of the balance is opened."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.request import actor

bp = Blueprint("balance", __name__, url_prefix="/partnerships/<key>")
CSV = "text/csv; charset=utf-8"
MOST_IN_FILE = 10_000


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership

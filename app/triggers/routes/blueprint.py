"""The blueprint, and how a page of the signals is opened."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.request import actor

bp = Blueprint("triggers", __name__, url_prefix="/partnerships/<key>/signals")


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership

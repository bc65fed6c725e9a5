"""The addresses of this slice are registered on one blueprint."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.request import actor

bp = Blueprint("endings", __name__)


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    require(actor(), verb)
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership

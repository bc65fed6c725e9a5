"""The addresses of this slice are registered on one blueprint."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.terms.queries import look_at_own_words
from app.web.request import actor

bp = Blueprint("drafts", __name__)
bp.before_request(look_at_own_words)


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership

"""The addresses of this slice are registered on one blueprint; what every page of it begins with."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, people_here
from app.web.request import actor

bp = Blueprint("outreach", __name__, url_prefix="/partnerships/<key>/referrals")


def looked_at(key: str) -> Partnership:
    """The partnership of this address, for somebody who may look."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    return partnership


def opened(key: str) -> Partnership:
    """The partnership of this address, for somebody who may change it; others learn nothing of it."""
    require(actor(), Verb.EDIT)
    partnership = get_by_key(key)
    require(actor(), Verb.EDIT, partnership.id)
    return partnership


def people(partnership: Partnership) -> list[tuple[str, str]]:
    """Pairs of public id and words: who works on the partnership, on both sides."""
    return [(one.public_id, one.words) for one in people_here(partnership.id)]

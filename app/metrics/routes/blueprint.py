"""The addresses of this slice are registered on one blueprint; what its pages share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.terms.queries import terms_in_force, terms_of_all
from app.web.request import actor, today

bp = Blueprint("metrics", __name__)
NUMBERS = "/partnerships/<key>/numbers"
START = "S03.start_date"


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


def starts_of(homes: Collection[int]) -> dict[int, date]:
    """As `start_of` for some partnerships by their numbers; one query."""
    terms = terms_of_all([START], today(), list(homes))
    return {home: one[START] for home, one in terms.items() if isinstance(one.get(START), date)}


def start_of(partnership: Partnership) -> date | None:
    """The first day of its agreement, where one is in force."""
    found = terms_in_force(partnership.id, today()).get(START)
    return found if isinstance(found, date) else None

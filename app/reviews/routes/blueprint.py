"""The blueprint, and how a page of the reviews is opened."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.rules import Verb
from app.accounts.service import require
from app.actions.rules import Side
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, people_here
from app.web.request import actor

from ..models import Review
from ..queries import get_review

bp = Blueprint("reviews", __name__, url_prefix="/partnerships/<key>/reviews")


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


def opened_review(key: str, public_id: str, verb: Verb = Verb.EDIT) -> tuple[Partnership, Review]:
    """The partnership and one of its reviews, for somebody who may."""
    partnership = opened(key, verb)
    return partnership, get_review(public_id, partnership.id)


def owners_of(partnership: Partnership) -> dict[str, int]:
    """Who may own a promise: public id and row id."""
    return {one.public_id: one.person_id for one in people_here(partnership.id)}


def owner_options(partnership: Partnership) -> list[tuple[str, str]]:
    """The same as a list to choose from."""
    return [(one.public_id, one.words) for one in people_here(partnership.id)]


def sides_of(partnership: Partnership) -> list[tuple[str, str]]:
    """Whose promise it may be, in words."""
    return [
        (Side.PROVIDER.value, "Our side"),
        (Side.PAYER.value, partnership.payer.name),
        (Side.JOINT.value, "Both together"),
    ]

"""The blueprint, and how a page of the plan is opened."""

from __future__ import annotations

from flask import Blueprint, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.request import actor
from app.web.responses import toast

bp = Blueprint("measuring", __name__, url_prefix="/partnerships/<key>/metrics")


def opened(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership, for somebody who may."""
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


def said(key: str, words: str, batch: str) -> None:
    """Tell what was done, with the way back."""
    toast(words, undo=url_for("measuring.undo", key=key, batch_id=batch))

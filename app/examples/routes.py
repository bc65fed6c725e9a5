"""Load the example partnerships, and remove them again."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from app.accounts.rules import Verb
from app.accounts.service import require
from app.web.request import actor, now, today
from app.web.responses import see_other, toast

bp = Blueprint("examples", __name__)


@bp.post("/examples/load")
def load() -> Response:
    """Put the bundled examples in, dated so that they are alive today."""
    from .service import load_examples  # heavy, and hardly ever asked for

    require(actor(), Verb.EDIT)
    report = load_examples(None, shift=True, actor=actor(), now=now(), today=today())
    # An undo must not take away what was there before.
    undo = url_for("examples.remove") if report.loaded and not report.already_there else None
    toast(report.sentence, undo=undo)
    return see_other("home.today")


@bp.post("/examples/remove")
def remove() -> Response:
    """Take every example away, with what was entered in it."""
    from .service import remove_examples

    require(actor(), Verb.EDIT)
    count = remove_examples(actor=actor(), now=now())
    if count:
        words = "One example partnership is" if count == 1 else f"{count} example partnerships are"
        toast(f"{words} gone. Your own entries stayed.", undo=url_for("examples.load"))
    else:
        toast("There are no examples to remove.")
    return see_other("home.today")

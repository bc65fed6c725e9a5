"""Taking an entry out of a list, and putting it back: one pair of addresses for every kind."""

from __future__ import annotations

from flask import Response, url_for

from app.web.request import actor, now
from app.web.responses import see_other, toast

from .. import service
from ..models import Site, SiteContact
from .blueprint import bp, opened


@bp.post("/<kind>/<public_id>/remove")
def remove(key: str, kind: str, public_id: str) -> Response:
    """Take it out, with a way back."""
    partnership = opened(key)
    row = service.remove_entry(kind, public_id, partnership.id, actor=actor(), now=now())
    toast("Taken out.", undo=url_for("outreach.restore", key=key, kind=kind, public_id=public_id))
    return _back(key, kind, row)


@bp.post("/<kind>/<public_id>/restore")
def restore(key: str, kind: str, public_id: str) -> Response:
    """Undo: it stands in the list again."""
    partnership = opened(key)
    row = service.restore_entry(kind, public_id, partnership.id, actor=actor(), now=now())
    toast("Back in the list.")
    return _back(key, kind, row)


def _back(key: str, kind: str, row: object) -> Response:
    """The list the entry belongs to; a contact belongs to its site."""
    if isinstance(row, SiteContact):
        site: Site = row.site
        return see_other("outreach.site", key=key, public_id=site.public_id)
    return see_other(f"outreach.{kind}", key=key)

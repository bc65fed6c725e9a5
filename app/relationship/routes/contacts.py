"""Pages: one person of the other side, when one spoke last, and how often one should."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from .blueprint import bp, opened

PAGE = queries.PAGE


@bp.get("/partnerships/<key>/contacts/<public_id>", endpoint="contact")
def show(key: str, public_id: str) -> Response:
    """Contacts with one person, and the rhythm."""
    return _contact_page(opened(key), public_id)


@bp.post("/partnerships/<key>/contacts/<public_id>/touches", endpoint="create_touch")
def create(key: str, public_id: str) -> Response:
    """Somebody was spoken with, with a way back."""
    partnership = opened(key, Verb.EDIT)
    contact = _contact(partnership, public_id)
    command, form = forms.read_touch(request.form, today())
    if command is None:
        return _contact_page(partnership, public_id, 422, touch=form)
    touch = service.note_touch(
        partnership,
        contact.person_id,
        on=command.on,
        how=command.how,
        note=command.note,
        actor=actor(),
        now=now(),
    )
    undo = url_for("relationship.remove_touch", key=key, public_id=touch.public_id)
    toast(f"Noted. The rhythm with {contact.name} begins anew.", undo=undo)
    return see_other("home.relationship", key=key, anchor="h-touch")


@bp.post("/partnerships/<key>/touches/<public_id>/remove", endpoint="remove_touch")
def remove(key: str, public_id: str) -> Response:
    """Take it away, with a way back."""
    touch = queries.get_touch(public_id, opened(key, Verb.EDIT).id)
    service.remove_touch(touch, actor=actor(), now=now())
    toast("The contact is gone.", undo=url_for("relationship.restore_touch", key=key, public_id=public_id))
    return see_other("relationship.contact", key=key, public_id=touch.person.public_id)


@bp.post("/partnerships/<key>/touches/<public_id>/restore", endpoint="restore_touch")
def restore(key: str, public_id: str) -> Response:
    """Undo."""
    touch = queries.get_touch(public_id, opened(key, Verb.EDIT).id)
    service.restore_touch(touch, actor=actor(), now=now())
    toast("The contact is back.")
    return see_other("relationship.contact", key=key, public_id=touch.person.public_id)


@bp.post("/partnerships/<key>/contacts/<public_id>/rhythm", endpoint="set_rhythm")
def set_rhythm(key: str, public_id: str) -> Response:
    """How often to speak with this person."""
    partnership = opened(key, Verb.EDIT)
    contact = _contact(partnership, public_id)
    command, form = forms.read_rhythm(request.form)
    seen = form.whole("seen")
    if command is None:
        return _contact_page(partnership, public_id, 422, rhythm=form)
    key_contact, rhythm = command
    service.set_rhythm(
        partnership,
        contact.person_id,
        key_contact=key_contact,
        rhythm=rhythm,
        actor=actor(),
        now=now(),
        seen=seen,
    )
    toast("The rhythm is saved.")
    return see_other("relationship.contact", key=key, public_id=public_id)


def _contact(partnership: Partnership, public_id: str) -> queries.ContactRow:
    """Somebody of the other side of this partnership. Raises NotFound."""
    default = queries.stage_rhythm(partnership, today())
    for contact in queries.contacts(partnership.id, default):
        if contact.public_id == public_id:
            return contact
    raise NotFound(f"Nobody of this name works on {partnership.name} for {partnership.payer.name}.")


def _contact_page(partnership: Partnership, public_id: str, status: int = 200, **given: FormData) -> Response:
    contact, offset = _contact(partnership, public_id), list_offset()
    stored = queries.rhythm_of(partnership.id, contact.person_id)
    rows = queries.touches_with(partnership.id, contact.person_id, offset=offset)
    return page(
        "relationship/contact.html",
        status,
        partnership=partnership,
        contact=contact,
        default=queries.stage_rhythm(partnership, today()),
        version=stored.version if stored else 0,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        offset=offset,
        form=next(iter(given.values()), FormData()),
        touch=given.get("touch") or FormData(initial={"on": today().isoformat(), "how": "phone"}),
        rhythm=given.get("rhythm") or forms.rhythm_form(stored),
        ways=forms.HOW_OPTIONS,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

"""Pages: a change that is noted, what it opens, and every change so far."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.catalogue import catalogue
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.partnerships.queries import people_here
from app.partnerships.rules import Side
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import ChangeEvent
from ..rules import FAMILY_WORDS, Proposal, tellers
from .blueprint import bp, opened

PREFILLED = ("kind", "on", "text")


@bp.get("/changes")
def changes(key: str) -> Response:
    """Every change, the newest first; of one family when asked."""
    partnership, offset = opened(key, Verb.SEE), list_offset()
    family = request.args.get("family", "")
    family = family if family in FAMILY_WORDS else ""
    rows = queries.change_events(partnership.id, family=family, limit=queries.LISTED + 1, offset=offset)
    return page(
        "triggers/changes.html",
        partnership=partnership,
        rows=rows[: queries.LISTED],
        more=len(rows) > queries.LISTED,
        offset=offset,
        family=family,
        families=FAMILY_WORDS,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/change")
def change(key: str) -> Response:
    """The form of a change; an address may bring what is known of it."""
    known = {name: request.args.get(name, "") for name in PREFILLED}
    known["on"] = known["on"] or today().isoformat()
    return _change_page(opened(key), FormData(initial=known))


@bp.post("/change")
def add_change(key: str) -> Response:
    """Note a change; it asks for an answer at once."""
    partnership = opened(key)
    found, form = forms.read_change(request.form, [one.id for one in catalogue().event_triggers], today())
    if found is None:
        return _change_page(partnership, form, 422)
    event, batch = service.add_event(partnership, found.kind, found.on, found.text, actor=actor(), now=now())
    service.look(partnership, actor=actor(), now=now(), today=today())
    toast("The change is noted.", undo=url_for("triggers.undo_change", key=key, batch_id=batch))
    return see_other("triggers.opens", key=key, public_id=event)


@bp.post("/change/undo/<batch_id>")
def undo_change(key: str, batch_id: str) -> Response:
    """Take a change back, or bring back one that was taken back; its signal follows."""
    partnership = opened(key)
    found = service.take_event_back(partnership, batch_id, actor=actor(), now=now())
    service.look(partnership, actor=actor(), now=now(), today=today())
    toast("It is as before." if not found.left else "Somebody worked on this change since, so it stays.")
    return see_other("triggers.changes", key=key)


def _change_page(partnership: Partnership, form: FormData, status: int = 200) -> Response:
    kinds = [(one.id, f"{FAMILY_WORDS[one.group]}: {one.title}") for one in catalogue().event_triggers]
    return page("triggers/change.html", status, partnership=partnership, form=form, kinds=kinds)


# --- one change


@bp.get("/changes/<public_id>")
def change_of(key: str, public_id: str) -> Response:
    """One change as it was noted, and what it opened."""
    partnership = opened(key, Verb.SEE)
    event = queries.get_event(partnership.id, public_id)
    known = {"on": event.on.isoformat(), "text": event.text, "answer": event.answer}
    return _one_page(partnership, event, FormData(initial={**known, "seen": str(event.version)}))


@bp.post("/changes/<public_id>")
def save_change(key: str, public_id: str) -> Response:
    """Keep what is written of it."""
    partnership = opened(key)
    event = queries.get_event(partnership.id, public_id)
    facts, form = forms.read_change_facts(request.form, today())
    if facts is None:
        return _one_page(partnership, event, form, 422)
    try:
        batch = service.change_event(
            event, facts.on, facts.text, facts.answer, seen=facts.seen, actor=actor(), now=now()
        )
    except Conflict:
        fresh = queries.get_event(partnership.id, public_id)
        form.values["seen"] = str(fresh.version)
        form.fail("text", f"Somebody saved this since; it now says: {fresh.text} Save again to keep yours.")
        return _one_page(partnership, fresh, form, 409)
    service.look(partnership, actor=actor(), now=now(), today=today())
    toast("The change is saved.", undo=url_for("triggers.undo_change", key=key, batch_id=batch))
    return see_other("triggers.changes", key=key)


@bp.post("/changes/<public_id>/remove")
def remove_change(key: str, public_id: str) -> Response:
    """Take a change back with what it opened, as far as nobody worked on it."""
    partnership = opened(key)
    event = queries.get_event(partnership.id, public_id)
    batch, left = service.remove_event(partnership, event, actor=actor(), now=now())
    service.look(partnership, actor=actor(), now=now(), today=today())
    words = "The change is taken back"
    words += "; what somebody worked on since stays." if left else ", with what it opened."
    toast(words, undo=url_for("triggers.undo_change", key=key, batch_id=batch))
    return see_other("triggers.changes", key=key)


def _one_page(partnership: Partnership, event: ChangeEvent, form: FormData, status: int = 200) -> Response:
    kind = queries.kind_of(event)
    return page(
        "triggers/change_of.html",
        status,
        partnership=partnership,
        event=event,
        title=kind.title if kind else event.kind,
        signal=queries.signal_of(event),
        form=form,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


# --- what it opens


@bp.get("/changes/<public_id>/opens")
def opens(key: str, public_id: str) -> Response:
    """What a change usually opens, ticked; nothing is opened before somebody says so."""
    partnership = opened(key)
    event = queries.get_event(partnership.id, public_id)
    proposal = queries.proposal_for(partnership, event, today())
    if proposal is None or event.opened:
        return see_other("triggers.change_of", key=key, public_id=public_id)
    return _opens_page(partnership, event, proposal, forms.opening_form(proposal))


@bp.post("/changes/<public_id>/opens")
def open_all(key: str, public_id: str) -> Response:
    """Open what is ticked, in one."""
    partnership = opened(key)
    event = queries.get_event(partnership.id, public_id)
    proposal = queries.proposal_for(partnership, event, today())
    if proposal is None:
        return see_other("triggers.change_of", key=key, public_id=public_id)
    wanted, form = forms.read_opening(request.form, proposal, _owners(partnership)[1])
    if wanted is None:
        return _opens_page(partnership, event, proposal, form, 422)
    service.open_from(event, wanted, actor=actor(), now=now(), today=today())
    toast("It is opened.", undo=url_for("triggers.close_all", key=key, public_id=public_id))
    return see_other("triggers.change_of", key=key, public_id=public_id)


@bp.post("/changes/<public_id>/opens/undo")
def close_all(key: str, public_id: str) -> Response:
    """Take back what a change opened."""
    partnership = opened(key)
    event = queries.get_event(partnership.id, public_id)
    found = service.take_opening_back(partnership, event, actor=actor(), now=now())
    toast("It is as before." if not found.left else "It is as before, except for what was worked on since.")
    return see_other("triggers.change_of", key=key, public_id=public_id)


def _owners(partnership: Partnership) -> tuple[tuple[tuple[str, str], ...], dict[str, int]]:
    """Our people on this partnership, for a form and by their public id."""
    ours = [one for one in people_here(partnership.id) if one.side == Side.PROVIDER]
    return tuple((one.public_id, one.name) for one in ours), {one.public_id: one.person_id for one in ours}


def _opens_page(
    partnership: Partnership, event: ChangeEvent, proposal: Proposal, form: FormData, status: int = 200
) -> Response:
    kind = queries.kind_of(event)
    return page(
        "triggers/opens.html",
        status,
        partnership=partnership,
        event=event,
        title=kind.title if kind else event.kind,
        proposal=proposal,
        owners=_owners(partnership)[0],
        tellers=list(tellers(partnership.payer.name).items()),
        form=form,
    )

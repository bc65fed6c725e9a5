"""Promises: the list, a new one, and the tick that marks one done."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import find_by_key, get_by_key, members, partnership_choices
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import back_to, page, partial, see_other, toast, wants_partial

from . import forms, queries, service
from .models import Action
from .rules import Side, Status

bp = Blueprint("actions", __name__)
SHOWS = {"": Status.OPEN, "done": Status.DONE, "dropped": Status.DROPPED}


@bp.get("/actions")
def index() -> Response:
    """What either side promised, of one partnership or of all."""
    key, side, show = (request.args.get(name, "") for name in ("key", "side", "show"))
    partnership = get_by_key(key) if key else None
    offset = list_offset()
    rows = queries.list_actions(
        partnership_id=partnership.id if partnership else None,
        side=side if side in (Side.PROVIDER, Side.PAYER) else "",
        status=SHOWS.get(show, Status.OPEN),
        offset=offset,
    )
    return page(
        "actions/index.html",
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        partnership=partnership,
        side=side,
        show=show if show in SHOWS else "",
        today=today(),
        can_edit=may(actor(), Verb.EDIT),
    )


@bp.get("/actions/new")
def new() -> Response:
    """The form for a promise; for htmx only the owners of the partnership that was chosen."""
    require(actor(), Verb.EDIT)
    partnership = find_by_key(request.args.get("partnership", ""))
    form = FormData(
        initial={"partnership": partnership.key if partnership else "", "side": Side.PROVIDER.value}
    )
    if wants_partial():
        return partial("actions/_owner.html", form=form, owners=_owners(partnership))
    return _form_page(form, partnership, None)


@bp.post("/actions")
def create() -> Response:
    """Note the promise."""
    require(actor(), Verb.EDIT)
    command, form = forms.read_new(request.form)
    if command is None:
        return _form_page(form, find_by_key(form.text("partnership")), None, 422)
    require(actor(), Verb.EDIT, command.partnership.id)
    service.create_action(command.partnership, command.facts, actor=actor(), now=now())
    toast("The action is on the list.")
    return back_to("home.today")


@bp.get("/actions/<public_id>/edit")
def edit(public_id: str) -> Response:
    """The form with what is known."""
    action = _open(public_id)
    return _form_page(forms.action_form(action), action.partnership, action)


@bp.post("/actions/<public_id>")
def update(public_id: str) -> Response:
    """Save what changed."""
    action = _open(public_id)
    facts, form = forms.read_facts(request.form, action.partnership)
    seen = form.whole("seen")
    if facts is None:
        return _form_page(form, action.partnership, action, 422)
    service.update_action(action, facts, actor=actor(), now=now(), seen=seen)
    toast("The action is saved.")
    return see_other("actions.index", key=action.partnership.key)


@bp.post("/actions/<public_id>/complete")
def complete(public_id: str) -> Response:
    """Mark it done, with a way back."""
    action = _open(public_id)
    service.complete_action(action, on=today(), actor=actor(), now=now())
    toast("Action marked done.", undo=url_for("actions.reopen", public_id=public_id))
    return _answer(public_id)


@bp.post("/actions/<public_id>/reopen")
def reopen(public_id: str) -> Response:
    """Undo: it is open again."""
    service.reopen_action(_open(public_id), actor=actor(), now=now())
    toast("The action is open again.")
    return _answer(public_id)


@bp.post("/actions/<public_id>/drop")
def drop(public_id: str) -> Response:
    """Let go of it, with a way back."""
    action = _open(public_id)
    service.drop_action(action, on=today(), actor=actor(), now=now())
    toast("The action is dropped.", undo=url_for("actions.reopen", public_id=public_id))
    return see_other("actions.index", key=action.partnership.key)


def _open(public_id: str) -> Action:
    """The promise of this address, for somebody who may change it."""
    action = queries.get_action(public_id)
    require(actor(), Verb.EDIT, action.partnership_id)
    return action


def _answer(public_id: str) -> Response:
    """The row for htmx, the page one came from for everybody else."""
    if wants_partial():
        return partial(
            "actions/_row.html",
            action=queries.get_row(public_id),
            today=today(),
            can_edit=True,
            at_home=bool(request.form.get("at_home")),
        )
    return back_to("home.today")


def _owners(partnership: Partnership | None) -> list[tuple[str, str]]:
    if partnership is None:
        return []
    return [
        (member.public_id, f"{member.name}, {member.organization}")
        for member in members(partnership.id)
        if member.left_on is None
    ]


def _form_page(
    form: FormData, partnership: Partnership | None, action: Action | None, status: int = 200
) -> Response:
    return page(
        "actions/form.html",
        status,
        form=form,
        partnership=partnership,
        action=action,
        partnerships=partnership_choices() if action is None else (),
        owners=_owners(partnership),
        sides=forms.SIDE_OPTIONS,
        back=request.values.get("next", ""),
    )

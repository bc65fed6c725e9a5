"""A partnership: begun, changed, and who works on it. Moving it from stage to stage stands in `stages`.

The list and the overview show what lies above this slice; they stand in `home`.
"""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.people.queries import get_person, organization_choices, own_provider
from app.people.rules import OrganizationRole
from app.web.formdata import FormData
from app.web.request import actor, house, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .models import Partnership

bp = Blueprint("partnerships", __name__)
LIST = "partnerships.index"  # registered by `home`


@bp.get("/partnerships/new")
def new() -> Response:
    """The form for a partnership to begin with."""
    require(actor(), Verb.EDIT)
    values = {"stage_since": today().isoformat(), "stage": "exploring"}
    own = own_provider()  # never an invented one: its name would come into every paper
    values |= {"provider": own} if own else {"provider_name": house().name}
    return _new_page(FormData(initial=values))


@bp.post("/partnerships")
def create() -> Response:
    """Begin to keep it."""
    require(actor(), Verb.EDIT)
    command, form = forms.read_new(request.form, today())
    if command is None:
        return _new_page(form, 422)
    made = service.create_partnership(
        command.facts,
        command.provider,
        command.payer,
        stage=command.stage,
        since=command.since,
        actor=actor(),
        now=now(),
        today=today(),
    )
    toast(f"{made.name} is in the list.")
    return see_other("home.overview", key=made.key)


def _new_page(form: FormData, status: int = 200) -> Response:
    return page(
        "partnerships/new.html",
        status,
        form=form,
        payers=organization_choices(OrganizationRole.PAYER),
        providers=organization_choices(OrganizationRole.PROVIDER),
        stages=forms.stage_options(),
        **_options(),
    )


def _options() -> dict[str, object]:
    return {
        "lines": forms.line_options(),
        "settings": forms.setting_options(),
        "leads": queries.lead_choices(),
    }


def _open(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    """The partnership of this address, for somebody who may."""
    partnership = queries.get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


@bp.get("/partnerships/<key>/edit")
def edit(key: str) -> Response:
    """The form with what is known."""
    partnership = _open(key)
    return _edit_page(forms.partnership_form(partnership), partnership)


@bp.post("/partnerships/<key>")
def update(key: str) -> Response:
    """Save what changed."""
    partnership = _open(key)
    facts, form = forms.read_facts(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _edit_page(form, partnership, 422)
    service.update_partnership(partnership, facts, actor=actor(), now=now(), seen=seen)
    toast(f"{facts.name} is saved.")
    return see_other("home.overview", key=key)


def _edit_page(form: FormData, partnership: Partnership, status: int = 200) -> Response:
    return page(
        "partnerships/edit.html",
        status,
        form=form,
        partnership=partnership,
        can_delete=may(actor(), Verb.ADMINISTER, partnership.id),
        **_options(),
    )


@bp.post("/partnerships/<key>/delete")
def delete(key: str) -> Response:
    """Delete it with everything in it; only an admin may, after a question."""
    partnership = _open(key, Verb.ADMINISTER)
    service.delete_partnership(partnership, actor=actor(), now=now())
    toast(f"{partnership.name} and everything in it is deleted.")
    return see_other(LIST)


@bp.get("/partnerships/<key>/people")
def members(key: str) -> Response:
    """Who works on it, on both sides."""
    return _members_page(FormData(), _open(key, Verb.SEE))


@bp.post("/partnerships/<key>/people")
def add_member(key: str) -> Response:
    """Put somebody on it."""
    partnership = _open(key)
    person, form = forms.read_member(request.form, partnership)
    if person is None:
        return _members_page(form, partnership, 422)
    lead = bool(form.values["lead"])
    service.add_member(partnership, person, lead=lead, actor=actor(), now=now())
    toast(
        f"{person.name} works on this now.",
        undo=url_for("partnerships.remove_member", key=key, public_id=person.public_id),
    )
    return see_other("partnerships.members", key=key)


@bp.post("/partnerships/<key>/people/<public_id>/lead")
def lead(key: str, public_id: str) -> Response:
    """Make somebody the lead of their side."""
    partnership, person = _open(key), get_person(public_id)
    service.name_lead(partnership, person, actor=actor(), now=now())
    toast(f"{person.name} leads their side.")
    return see_other("partnerships.members", key=key)


@bp.post("/partnerships/<key>/people/<public_id>/remove")
def remove_member(key: str, public_id: str) -> Response:
    """Take somebody off it."""
    partnership, person = _open(key), get_person(public_id)
    service.remove_member(partnership, person, actor=actor(), now=now())
    toast(
        f"{person.name} is off this partnership.",
        undo=url_for("partnerships.bring_back_member", key=key, public_id=public_id),
    )
    return see_other("partnerships.members", key=key)


@bp.post("/partnerships/<key>/people/<public_id>/restore")
def bring_back_member(key: str, public_id: str) -> Response:
    """Undo the removal."""
    partnership, person = _open(key), get_person(public_id)
    service.add_member(partnership, person, actor=actor(), now=now())
    toast(f"{person.name} is back on this partnership.")
    return see_other("partnerships.members", key=key)


def _members_page(form: FormData, partnership: Partnership, status: int = 200) -> Response:
    return page(
        "partnerships/people.html",
        status,
        form=form,
        partnership=partnership,
        people=queries.members(partnership.id),
        possible=queries.possible_members(partnership),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )

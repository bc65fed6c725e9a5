"""Organizations and their people."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .models import Organization, Person
from .rules import OrganizationRole

bp = Blueprint("people", __name__)


@bp.get("/people")
def index() -> Response:
    """Organizations with their people by function."""
    role = request.args.get("role", "")
    role = role if role in list(OrganizationRole) else ""
    shown = queries.list_people(role, list_offset())
    return page("people/index.html", shown=shown, role=role, can_edit=may(actor(), Verb.EDIT))


@bp.get("/organizations/new")
def new_organization() -> Response:
    """The form for an organization."""
    require(actor(), Verb.EDIT)
    return _organization_page(FormData(initial={"role": request.args.get("role", "")}), None)


@bp.post("/organizations")
def create_organization() -> Response:
    """Put it into the list, and go on to its first person."""
    require(actor(), Verb.EDIT)
    facts, form = forms.read_organization(request.form)
    if facts is None:
        return _organization_page(form, None, 422)
    organization = service.create_organization(facts, actor=actor(), now=now())
    toast(f"{organization.name} is in the list.")
    return see_other("people.index", anchor=f"organization-{organization.public_id}")


@bp.get("/organizations/<public_id>/edit")
def edit_organization(public_id: str) -> Response:
    """The form with what is known."""
    require(actor(), Verb.EDIT)
    organization = queries.get_organization(public_id)
    return _organization_page(forms.organization_form(organization), organization)


@bp.post("/organizations/<public_id>")
def update_organization(public_id: str) -> Response:
    """Save what changed."""
    require(actor(), Verb.EDIT)
    organization = queries.get_organization(public_id)
    facts, form = forms.read_organization(request.form)
    seen = form.whole("seen")
    if facts is None:
        return _organization_page(form, organization, 422)
    service.update_organization(organization, facts, actor=actor(), now=now(), seen=seen)
    toast(f"{facts.name} is saved.")
    return see_other("people.index", anchor=f"organization-{public_id}")


@bp.post("/organizations/<public_id>/delete")
def delete_organization(public_id: str) -> Response:
    """Take it off the list."""
    require(actor(), Verb.EDIT)
    organization = queries.get_organization(public_id)
    service.delete_organization(organization, actor=actor(), now=now())
    toast(
        f"{organization.name} is off the list.",
        undo=url_for("people.restore_organization", public_id=public_id),
    )
    return see_other("people.index")


@bp.post("/organizations/<public_id>/restore")
def restore_organization(public_id: str) -> Response:
    """Undo the delete."""
    require(actor(), Verb.EDIT)
    organization = service.restore_organization(public_id, actor=actor(), now=now())
    toast(f"{organization.name} is back.")
    return see_other("people.index")


def _organization_page(form: FormData, organization: Organization | None, status: int = 200) -> Response:
    return page(
        "people/organization.html",
        status,
        form=form,
        organization=organization,
        roles=forms.role_options(),
        kinds=forms.kind_options(),
        delivery_models=forms.model_options(),
    )


@bp.get("/organizations/<public_id>/people/new")
def new(public_id: str) -> Response:
    """The form for somebody who works there."""
    require(actor(), Verb.EDIT)
    form = FormData(initial={"function": request.args.get("function", "")})
    return _person_page(form, queries.get_organization(public_id), None)


@bp.post("/organizations/<public_id>/people")
def create(public_id: str) -> Response:
    """Add the person."""
    require(actor(), Verb.EDIT)
    organization = queries.get_organization(public_id)
    facts, form = forms.read_person(request.form, organization, today())
    if facts is None:
        return _person_page(form, organization, None, 422)
    person = service.create_person(organization, facts, actor=actor(), now=now())
    toast(f"{person.name} is in the list.")
    return see_other("people.index", anchor=f"person-{person.public_id}")


@bp.get("/people/<public_id>/edit")
def edit(public_id: str) -> Response:
    """The form with what is known."""
    require(actor(), Verb.EDIT)
    person = queries.get_person(public_id)
    return _person_page(forms.person_form(person), person.organization, person)


@bp.post("/people/<public_id>")
def update(public_id: str) -> Response:
    """Save what changed."""
    require(actor(), Verb.EDIT)
    person = queries.get_person(public_id)
    facts, form = forms.read_person(request.form, person.organization, today(), person)
    seen = form.whole("seen")
    if facts is None:
        return _person_page(form, person.organization, person, 422)
    leaving = facts.left_on if person.left_on is None and service.has_unfinished(person) else None
    kept = replace(facts, left_on=None) if leaving else facts
    service.update_person(person, kept, actor=actor(), now=now(), seen=seen)
    if leaving is not None:
        return see_other("home.handover", public_id=public_id, left_on=leaving.isoformat())
    toast(f"{facts.name} is saved.")
    if person.left_on is None and facts.left_on is not None:
        return see_other("home.left", public_id=public_id)
    return see_other("people.index", anchor=f"person-{public_id}")


@bp.post("/people/<public_id>/delete")
def delete(public_id: str) -> Response:
    """Take somebody off the list."""
    require(actor(), Verb.EDIT)
    person = queries.get_person(public_id)
    if service.has_unfinished(person):
        return see_other("home.handover", public_id=public_id, delete=1)
    service.delete_person(person, actor=actor(), now=now())
    toast(f"{person.name} is off the list.", undo=url_for("people.restore", public_id=public_id))
    return see_other("people.index")


@bp.post("/people/<public_id>/restore")
def restore(public_id: str) -> Response:
    """Undo the delete."""
    require(actor(), Verb.EDIT)
    person = service.restore_person(public_id, actor=actor(), now=now())
    toast(f"{person.name} is back.")
    return see_other("people.index")


def _person_page(
    form: FormData, organization: Organization, person: Person | None, status: int = 200
) -> Response:
    return page(
        "people/person.html",
        status,
        form=form,
        organization=organization,
        person=person,
        functions=forms.function_options(),
        deputies=queries.person_choices(organization.id, besides=person.id if person else None),
        users=queries.user_choices() if organization.ours else (),
    )

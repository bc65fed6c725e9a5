"""What people type about organizations and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.accounts.models import User
from app.catalogue import catalogue
from app.web.formdata import LONG, FormData, Submitted

from .models import Organization, Person
from .rules import ROLE_WORDS, OrganizationRole, words
from .service import OrganizationFacts, PersonFacts

Pairs = Sequence[tuple[str, str]]


def role_options() -> Pairs:
    """What an organization can be to us."""
    return [(role.value, text) for role, text in ROLE_WORDS.items()]


def kind_options() -> Pairs:
    """The kinds of organization the catalogue knows."""
    return [(kind, words(kind)) for kind in catalogue().organization_kinds]


def model_options() -> Pairs:
    """The delivery models the catalogue knows."""
    return [(model.id, model.label) for model in catalogue().delivery_models]


def function_options() -> Pairs:
    """The functions the catalogue knows."""
    return [(function, words(function)) for function in catalogue().functions]


def read_organization(submitted: Submitted) -> tuple[OrganizationFacts | None, FormData]:
    """What was typed about an organization."""
    form = FormData(submitted)
    facts = OrganizationFacts(
        name=form.text("name", missing="Enter the name of the organization."),
        role=form.choice("role", [role.value for role in OrganizationRole], "Choose what it is to us."),
        kind=form.choice("kind", catalogue().organization_kinds),
        delivery_model=form.choice("delivery_model", [model.id for model in catalogue().delivery_models]),
        ours=form.flag("ours"),
        notes=form.text("notes", limit=LONG),
    )
    if facts.ours and facts.role and facts.role != OrganizationRole.PROVIDER:
        form.fail("ours", "Our own organization is a provider. Choose that above, or untick this box.")
    return (facts if form.ok else None), form


def read_person(
    submitted: Submitted, organization: Organization, today: date, person: Person | None = None
) -> tuple[PersonFacts | None, FormData]:
    """What was typed about somebody at `organization`."""
    form = FormData(submitted)
    name = form.text("name", missing="Enter the name of the person.")
    function = form.choice("function", catalogue().functions)
    title, email, phone = form.text("title"), form.email("email"), form.text("phone", limit=40)
    left_on = form.day("left_on")
    if left_on is not None and left_on > today:
        form.fail("left_on", "Enter the day they left once it has come.")
    facts = PersonFacts(
        name, function, title, email, phone, _deputy(form, organization, person), _user(form), left_on
    )
    return (facts if form.ok else None), form


def _deputy(form: FormData, organization: Organization, person: Person | None) -> int | None:
    text = form.text("deputy")
    if not text:
        return None
    found = Person.get_or_none((Person.public_id == text) & (Person.organization == organization.id))
    if found is None or (person is not None and found.id == person.id):
        form.fail("deputy", "Choose somebody else at the same organization.")
        return None
    return int(found.id)


def _user(form: FormData) -> int | None:
    text = form.text("user")
    if not text:
        return None
    found = User.get_or_none((User.public_id == text) & User.active)
    if found is None:
        form.fail("user", "Choose an account from the list.")
        return None
    return int(found.id)


def organization_form(organization: Organization) -> FormData:
    """The form with what is known."""
    names = ("name", "role", "kind", "delivery_model", "ours", "notes")
    return FormData(initial={name: getattr(organization, name) for name in names})


def person_form(person: Person) -> FormData:
    """The form with what is known."""
    names = ("name", "function", "title", "email", "phone")
    values = {name: getattr(person, name) for name in names}
    values["left_on"] = person.left_on.isoformat() if person.left_on else ""
    values["deputy"] = person.deputy.public_id if person.deputy else ""
    values["user"] = person.user.public_id if person.user else ""
    return FormData(initial=values)

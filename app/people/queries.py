"""Organizations and people, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.core.db import rows
from app.core.errors import NotFound

from .models import Organization, Person
from .rules import OrganizationRole

PAGE = 50
MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody as the list of people shows them."""

    public_id: str
    name: str
    function: str
    title: str
    email: str
    phone: str
    deputy: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization with those of its people who fit on the page."""

    public_id: str
    name: str
    role: str
    kind: str
    ours: bool
    example: bool
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list; `more` says whether another follows."""

    organizations: tuple[OrganizationRow, ...]
    offset: int
    more: bool


def list_people(role: str = "", offset: int = 0) -> PeoplePage:
    """Organizations by name and, inside each, people by function: one page of lines."""
    deputy = Person.alias()
    query = (
        Organization.select(
            Organization.public_id,
            Organization.name,
            Organization.role,
            Organization.kind,
            Organization.ours,
            Organization.example,
            Person.public_id,
            Person.name,
            Person.function,
            Person.title,
            Person.email,
            Person.phone,
            deputy.name,
            Person.left_on,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.organization == Organization.id))
        .join(deputy, JOIN.LEFT_OUTER, on=(Person.deputy == deputy.id))
        .order_by(Organization.name, Organization.id, Person.function, Person.name)
    )
    if role:
        query = query.where(Organization.role == role)
    found = list(rows(query.limit(PAGE + 1).offset(offset)))
    return PeoplePage(tuple(_grouped(found[:PAGE])), offset, len(found) > PAGE)


def _grouped(rows: Sequence[tuple[Any, ...]]) -> Iterable[OrganizationRow]:
    for head, lines in groupby(rows, key=lambda row: row[:6]):
        people = tuple(
            PersonRow(row[6], row[7], row[8], row[9], row[10], row[11], row[12] or "", row[13])
            for row in lines
            if row[6] is not None
        )
        yield OrganizationRow(*(*head, people))


def get_organization(public_id: str) -> Organization:
    """The organization with this id; NotFound where there is none."""
    found = Organization.get_or_none(Organization.public_id == public_id)
    if found is None:
        raise NotFound("This organization is gone, or never was.")
    return found


def get_person(public_id: str) -> Person:
    """The person with this id; NotFound where there is none."""
    found = Person.get_or_none(Person.public_id == public_id)
    if found is None:
        raise NotFound("This person is no longer in the list.")
    return found


def organization_choices(*roles: OrganizationRole) -> tuple[tuple[str, str], ...]:
    """Pairs of public id and name, ours first, for a form."""
    query = Organization.select(Organization.public_id, Organization.name)
    if roles:
        query = query.where(Organization.role.in_(list(roles)))
    return tuple(rows(query.order_by(Organization.ours.desc(), Organization.name).limit(MOST_CHOICES)))


def person_choices(*organization_ids: int, besides: int | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of public id and name of the people who still work there, for a form."""
    query = Person.select(Person.public_id, Person.name).where(
        Person.organization.in_(organization_ids) & Person.left_on.is_null()
    )
    if besides is not None:
        query = query.where(Person.id != besides)
    return tuple(rows(query.order_by(Person.name).limit(MOST_CHOICES)))


def user_choices() -> tuple[tuple[str, str], ...]:
    """Pairs of public id and name of our own people who sign in."""
    query = User.select(User.public_id, User.name).where(User.active).order_by(User.name)
    return tuple(rows(query.limit(MOST_CHOICES)))

"""Organizations and people, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.core.calendar import span_words
from app.core.db import first_row, rows
from app.core.errors import NotFound

from .models import CultureProfile, Organization, Person
from .rules import DECISION_WORDS, DecisionProcess, OrganizationRole, words

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


def own_provider() -> str | None:
    """The public id of the organization that is the house itself, once somebody named it."""
    query = Organization.select(Organization.public_id).where(Organization.ours & ~Organization.example)
    return next((public_id for (public_id,) in rows(query.order_by(Organization.id).limit(1))), None)


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


@dataclass(frozen=True, slots=True)
class ApproverRow:
    """Who must say yes to what, and how long that takes."""

    function: str
    topic: str
    days_needed: int | None

    @property
    def words(self) -> str:
        """As a line of text: finance committee (rates, 3 weeks)."""
        notes = [self.topic] if self.topic else []
        if self.days_needed is not None:
            notes.append(span_words(self.days_needed))
        return self.function + (f" ({', '.join(notes)})" if notes else "")


@dataclass(frozen=True, slots=True)
class CultureRow:
    """How an organization works and decides; everything may be unknown."""

    kind: str = ""
    size: str = ""
    structure_note: str = ""
    decision_process: str = ""
    approvers: tuple[ApproverRow, ...] = ()
    usual_days_to_decide: int | None = None
    fixed_calendars: str = ""
    preferred_modes: tuple[str, ...] = ()
    preferred_note: str = ""
    past_innovations: str = ""
    comfort_with_risk: int | None = None
    priorities_now: str = ""
    pressures_now: str = ""

    @property
    def kind_words(self) -> str:
        """Kind and size: Regional plan, large."""
        return ", ".join(part for part in (words(self.kind) if self.kind else "", self.size) if part)

    @property
    def decision_words(self) -> str:
        """Through how many hands a decision goes, in words; nothing while unknown."""
        if self.decision_process not in list(DecisionProcess):
            return ""
        return DECISION_WORDS[DecisionProcess(self.decision_process)]

    @property
    def usual_words(self) -> str:
        """How long a decision takes, as they say: 6 weeks; nothing while unknown."""
        return "" if self.usual_days_to_decide is None else span_words(self.usual_days_to_decide)

    @property
    def known(self) -> bool:
        """Whether anything beyond the kind was noted."""
        return self != CultureRow(kind=self.kind)


def culture_of(organization_id: int) -> CultureRow:
    """How this organization works and decides [L8 culture]; an empty row while nothing is noted."""
    query = (
        Organization.select(
            Organization.kind,
            CultureProfile.size,
            CultureProfile.structure_note,
            CultureProfile.decision_process,
            CultureProfile.approvers,
            CultureProfile.usual_days_to_decide,
            CultureProfile.fixed_calendars,
            CultureProfile.preferred_modes,
            CultureProfile.preferred_note,
            CultureProfile.past_innovations,
            CultureProfile.comfort_with_risk,
            CultureProfile.priorities_now,
            CultureProfile.pressures_now,
        )
        .join(CultureProfile, JOIN.LEFT_OUTER, on=(CultureProfile.organization == Organization.id))
        .where(Organization.id == organization_id)
    )
    row = first_row(query)
    if row is None:
        raise NotFound("This organization is gone, or never was.")
    if row[1] is None:
        return CultureRow(kind=row[0])
    approvers = tuple(
        ApproverRow(one["function"], one.get("topic", ""), one.get("days_needed")) for one in row[4] or ()
    )
    return CultureRow(*(*row[:4], approvers, *row[5:7], tuple(row[7] or ()), *row[8:]))


def find_culture(organization_id: int) -> CultureProfile | None:
    """The stored profile, or None while nothing is noted."""
    found: CultureProfile | None = CultureProfile.get_or_none(CultureProfile.organization == organization_id)
    return found


def usual_days_to_decide(organization_id: int) -> int | None:
    """Calendar days that the organization says a decision takes; None while it has not said."""
    query = CultureProfile.select(CultureProfile.usual_days_to_decide)
    row = first_row(query.where(CultureProfile.organization == organization_id))
    return row[0] if row else None


def is_invented(example: bool, user_id: int | None) -> bool:
    """Whether somebody came with an example and does not sign in here: never mailed, whatever the address."""
    return bool(example) and user_id is None

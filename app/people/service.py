"""Organizations and people, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.accounts.models import User
from app.core.actor import Actor
from app.core.db import BaseModel, first_row, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import History, change, create, remove

from .models import DESCRIBING, CultureProfile, Organization, Person

MOST_REMEMBERED = 200  # removals that an undo looks through


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """What is known of an organization."""

    name: str
    role: str
    kind: str = ""
    delivery_model: str = ""
    ours: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person. Work contacts only."""

    name: str
    function: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    deputy_id: int | None = None
    user_id: int | None = None
    left_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """The values by column."""
        values = asdict(self)
        values["deputy"], values["user"] = values.pop("deputy_id"), values.pop("user_id")
        return values


@dataclass(frozen=True, slots=True)
class Approver:
    """Who must say yes to what; `days_needed` are calendar days."""

    function: str
    topic: str = ""
    days_needed: int | None = None


@dataclass(frozen=True, slots=True)
class CultureFacts:
    """How an organization works and decides [L8 culture]. Everything may stay unknown."""

    size: str = ""
    structure_note: str = ""
    decision_process: str = ""
    approvers: tuple[Approver, ...] = ()
    usual_days_to_decide: int | None = None
    fixed_calendars: str = ""
    preferred_modes: tuple[str, ...] = ()
    preferred_note: str = ""
    past_innovations: str = ""
    comfort_with_risk: int | None = None
    priorities_now: str = ""
    pressures_now: str = ""

    def columns(self) -> dict[str, Any]:
        """The values by column, lists as they are stored."""
        values = asdict(self)
        values["approvers"] = [asdict(one) for one in self.approvers]
        values["preferred_modes"] = list(self.preferred_modes)
        return values


def create_organization(
    facts: OrganizationFacts, *, actor: Actor, now: datetime, example: bool = False
) -> Organization:
    """Put a new organization into the list."""
    with write():
        return create(Organization, actor=actor, now=now, created_at=now, example=example, **asdict(facts))


def update_organization(
    organization: Organization,
    facts: OrganizationFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Organization:
    """Change what is known; Conflict when somebody saved since version `seen`."""
    with write():
        return change(organization, actor=actor, now=now, seen=seen, **asdict(facts))


def delete_organization(organization: Organization, *, actor: Actor, now: datetime) -> None:
    """Take an organization off the list. Raises RuleViolation while anything hangs on it."""
    with write():
        if _is_used(organization):
            raise RuleViolation(
                f"{organization.name} has people or a partnership. Remove those first, or let it stay."
            )
        for model in DESCRIBING:
            for row in model.select().where(model._meta.fields["organization"] == organization.id):
                remove(row, actor=actor, now=now)
        remove(organization, actor=actor, now=now)


def save_culture(
    organization: Organization, facts: CultureFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> CultureProfile:
    """Note how an organization works; Conflict when somebody saved since version `seen` (0: nothing yet)."""
    with write():
        profile = CultureProfile.get_or_none(CultureProfile.organization == organization.id)
        if profile is None:
            return create(
                CultureProfile,
                actor=actor,
                now=now,
                organization=organization,
                created_at=now,
                **facts.columns(),
            )
        return change(profile, actor=actor, now=now, seen=seen, **facts.columns())


def create_person(
    organization: Organization,
    facts: PersonFacts,
    *,
    actor: Actor,
    now: datetime,
    example: bool = False,
) -> Person:
    """Add somebody who works there."""
    with write():
        _check_deputy(organization.id, None, facts)
        return create(
            Person,
            actor=actor,
            now=now,
            organization=organization,
            created_at=now,
            example=example,
            **facts.columns(),
        )


def update_person(
    person: Person, facts: PersonFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Person:
    """Change what is known; Conflict when somebody saved since version `seen`."""
    with write():
        _check_deputy(person.organization_id, person.id, facts)
        return change(person, actor=actor, now=now, seen=seen, **facts.columns())


def delete_person(person: Person, *, actor: Actor, now: datetime) -> None:
    """Take somebody off the list who was never part of anything.

    Raises RuleViolation for a person with promises, meetings or partnerships: their record keeps
    its owner, and the day they left is what is noted.
    """
    with write():
        if _is_used(person):
            raise RuleViolation(
                f"{person.name} is part of a partnership, a meeting or an action, or stands in for somebody. "
                "Enter the day they left instead; what they promised keeps its owner."
            )
        remove(person, actor=actor, now=now)


def restore_person(public_id: str, *, actor: Actor, now: datetime) -> Person:
    """Undo a delete: the same person, with the same id."""
    with write():
        held = _last_held(Person, public_id)
        links: tuple[tuple[str, type[BaseModel]], ...] = (
            ("organization", Organization),
            ("deputy", Person),
            ("user", User),
        )
        for name, model in links:
            if held[name] is not None and model.get_or_none(model._meta.primary_key == held[name]) is None:
                held[name] = None
        if held["organization"] is None:
            raise RuleViolation("The organization of this person is gone too. Add the person anew.")
        held["left_on"] = date.fromisoformat(held["left_on"]) if held["left_on"] else None
        return create(Person, actor=actor, now=now, **held)


def restore_organization(public_id: str, *, actor: Actor, now: datetime) -> Organization:
    """Undo a delete: the same organization, with the same id and what was noted about it."""
    with write():
        held = _last_held(Organization, public_id)
        organization = create(Organization, actor=actor, now=now, **held)
        profile = _removed_profile(held["id"])
        if profile is not None:
            create(CultureProfile, actor=actor, now=now, **profile)
        return organization


def _removed_profile(organization_id: int) -> dict[str, Any] | None:
    """The profile that went with this organization, from the history."""
    removals = (
        History.select(History.before)
        .where((History.entity == CultureProfile._meta.table_name) & (History.verb == "remove"))
        .order_by(History.id.desc())
        .limit(MOST_REMEMBERED)
    )
    for (held,) in rows(removals):
        if held["organization"] == organization_id:
            return {**held, "created_at": datetime.fromisoformat(held["created_at"])}
    return None


def _last_held(model: type[BaseModel], public_id: str) -> dict[str, Any]:
    """What a deleted row held, from the history. Raises NotFound when it was never deleted."""
    if model.select().where(model._meta.fields["public_id"] == public_id).exists():
        raise NotFound("This was brought back already.")
    removals = (
        History.select(History.before)
        .where((History.entity == model._meta.table_name) & (History.verb == "remove"))
        .order_by(History.id.desc())
        .limit(MOST_REMEMBERED)
    )
    for (held,) in rows(removals):
        if held["public_id"] == public_id:
            return {**held, "created_at": datetime.fromisoformat(held["created_at"])}
    raise NotFound("This was deleted too long ago to bring it back.")


def _is_used(row: BaseModel) -> bool:
    """Whether any table of the house points at this row, those that only describe it aside."""
    return any(
        model.select().where(key == row.get_id()).exists()
        for key, model in row._meta.backrefs.items()
        if model not in DESCRIBING
    )


def has_unfinished(person: Person) -> bool:
    """Whether something open hangs on a person, so that somebody has to take it over when they go.

    Every table whose rows can be open says which are, by `unfinished()`; no slice above is named here.
    """
    return any(
        model.select().where((key == person.id) & model.unfinished()).exists()
        for key, model in Person._meta.backrefs.items()
        if hasattr(model, "unfinished")
    )


def is_used(person: Person) -> bool:
    """Whether anything at all points at a person, so that they cannot be deleted."""
    return _is_used(person)


def _check_deputy(organization_id: int, person_id: int | None, facts: PersonFacts) -> None:
    if facts.deputy_id is None:
        return
    if facts.deputy_id == person_id:
        raise RuleViolation("Nobody stands in for themselves. Choose somebody else as deputy.")
    home = first_row(Person.select(Person.organization).where(Person.id == facts.deputy_id))
    if home is None or home[0] != organization_id:
        raise RuleViolation("Choose a deputy who works at the same organization.")

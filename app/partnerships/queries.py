"""Partnerships, their stages and their people, read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.models import User
from app.catalogue import catalogue
from app.core.db import rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.people.models import Organization, Person

from .models import Membership, Partnership, StageChange
from .rules import (
    Side,
    Stage,
    first_day_problem,
    month_of_stage,
    move_problems,
    product_line_words,
    stages_after,
)

PAGE = 50
MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A partnership by its short name."""

    key: str
    name: str
    stage: str
    example: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """A partnership as lists show it."""

    id: int
    key: str
    name: str
    product_lines: tuple[str, ...]
    setting: str
    stage: str
    stage_since: date
    example: bool

    @property
    def stage_name(self) -> str:
        """The stage in the catalogue's words."""
        return stage_name(self.stage)

    @property
    def lines_words(self) -> str:
        """The product lines in words."""
        return lines_words(self.product_lines)

    def stage_month(self, today: date) -> int:
        """Which month of its stage it is in, counted from 1."""
        return month_of_stage(self.stage_since, today)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list; `more` says whether another follows."""

    rows: tuple[ListRow, ...]
    offset: int
    more: bool


@dataclass(frozen=True, slots=True)
class StageRow:
    """One move from stage to stage."""

    id: int
    from_stage: str
    to_stage: str
    on: date
    reason: str

    @property
    def name(self) -> str:
        """The stage it moved to, in words."""
        return stage_name(self.to_stage)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who works on a partnership."""

    person_id: int
    public_id: str
    name: str
    function: str
    title: str
    email: str
    phone: str
    organization: str
    side: str
    lead: bool
    left_on: date | None
    user_id: int | None

    @property
    def words(self) -> str:
        """Who it is, as a list to choose from says it."""
        return f"{self.name}, {self.organization}"


def lines_words(product_lines: Iterable[str]) -> str:
    """Product lines in words."""
    return ", ".join(product_line_words(line) for line in product_lines)


def stage_name(stage: str) -> str:
    """The stage in the catalogue's words; an id it no longer has is shown as it is."""
    try:
        return catalogue().stage(stage).name
    except KeyError:
        return stage.replace("_", " ").capitalize()


def list_partnership_keys() -> tuple[KeyRow, ...]:
    """Every partnership by name, for the command line."""
    columns = (Partnership.key, Partnership.name, Partnership.stage, Partnership.example)
    query = Partnership.select(*columns).order_by(Partnership.name)
    return tuple(KeyRow(*row) for row in rows(query))


def partnership_choices(*, ended: bool = False) -> tuple[tuple[str, str], ...]:
    """Pairs of key and name, for a form."""
    query = Partnership.select(Partnership.key, Partnership.name)
    if not ended:
        query = query.where(Partnership.stage != Stage.ENDED)
    return tuple(rows(query.order_by(Partnership.name).limit(MOST_CHOICES)))


def find_by_key(key: str) -> Partnership | None:
    """The partnership with this short name, its two organizations at hand, or None."""
    provider, payer = Organization.alias("provider"), Organization.alias("payer")
    return (
        Partnership.select(Partnership, provider, payer)
        .join_from(Partnership, provider, on=Partnership.provider)
        .join_from(Partnership, payer, on=Partnership.payer)
        .where(Partnership.key == key)
        .first()
    )


def get_by_key(key: str) -> Partnership:
    """As `find_by_key`; NotFound where there is none."""
    found = find_by_key(key)
    if found is None:
        raise NotFound("There is no partnership at this address. It may have been deleted.")
    return found


def list_rows(stage: str = "", sort: str = "name", offset: int = 0, most: int = PAGE) -> ListPage:
    """One page of at most so many partnerships, all or of one stage, by name or by stage."""
    rows = _listed(most + 1, offset, stage, of_stage=bool(stage), by_stage=sort == "stage")
    shown = tuple(ListRow(*(*row[:3], tuple(row[3] or ()), *row[4:])) for row in rows[:most])
    return ListPage(shown, offset, len(rows) > most)


@prepared
def _listed(limit: Any, offset: Any, stage: Any, *, of_stage: bool, by_stage: bool) -> Any:
    query = Partnership.select(
        Partnership.id,
        Partnership.key,
        Partnership.name,
        Partnership.product_lines,
        Partnership.setting,
        Partnership.stage,
        Partnership.stage_since,
        Partnership.example,
    )
    if of_stage:
        query = query.where(Partnership.stage == stage)
    order = (Partnership.stage, Partnership.name) if by_stage else (Partnership.name,)
    return query.order_by(*order).limit(limit).offset(offset)


def stage_changes(partnership_id: int) -> tuple[StageRow, ...]:
    """Every move, oldest first."""
    query = (
        StageChange.select(
            StageChange.id, StageChange.from_stage, StageChange.to_stage, StageChange.on, StageChange.reason
        )
        .where(StageChange.partnership == partnership_id)
        .order_by(StageChange.on, StageChange.id)
    )
    return tuple(StageRow(*row) for row in rows(query))


def stage_began(partnership: Partnership) -> StageChange | None:
    """The move with which the present stage began. A return from talks goes on with the stage before them."""
    query = (
        StageChange.select()
        .where((StageChange.partnership == partnership.id) & (StageChange.to_stage == partnership.stage))
        .order_by(StageChange.id.desc())
    )
    first = query.where(StageChange.from_stage != Stage.RENEGOTIATING).first()
    return first or query.first()


def possible_stages(partnership: Partnership) -> tuple[str, ...]:
    """The stages that may follow the present one."""
    came_from = ""
    if partnership.stage == Stage.RENEGOTIATING:
        began = stage_began(partnership)
        came_from = began.from_stage if began else ""
    return stages_after(partnership.stage, catalogue().stage(partnership.stage).may_go_to, came_from)


def stage_neighbors(
    partnership_id: int, change_id: int
) -> tuple[StageChange | None, StageChange, StageChange | None]:
    """The move before this one, the move itself, and the one after it; None where there is none."""
    moves = list(
        StageChange.select().where(StageChange.partnership == partnership_id).order_by(StageChange.id)
    )
    place = next((number for number, move in enumerate(moves) if move.id == change_id), None)
    if place is None:
        raise NotFound("This move is gone, or never was.")
    before = moves[place - 1] if place else None
    after = moves[place + 1] if place + 1 < len(moves) else None
    return before, moves[place], after


def move_hindrances(
    partnership: Partnership, to_stage: str, on: date, reason: str, *, today: date
) -> dict[str, str]:
    """What stands against a move; one sentence by field."""
    return move_problems(
        partnership.stage,
        partnership.stage_since,
        to_stage,
        on,
        reason,
        may_go_to=possible_stages(partnership),
        today=today,
    )


def first_day_hindrance(partnership: Partnership, change_id: int, on: date, *, today: date) -> str:
    """What stands against another first day of a stage: a sentence, or nothing."""
    before, _move, after = stage_neighbors(partnership.id, change_id)
    return first_day_problem(on, before.on if before else None, after.on if after else None, today)


def members(partnership_id: int) -> tuple[MemberRow, ...]:
    """Who works on it: leads first, then by function, on both sides."""
    query = (
        Membership.select(
            Person.id,
            Person.public_id,
            Person.name,
            Person.function,
            Person.title,
            Person.email,
            Person.phone,
            Organization.name,
            Membership.side,
            Membership.lead,
            Person.left_on,
            Person.user,
        )
        .join_from(Membership, Person)
        .join_from(Person, Organization)
        .where(Membership.partnership == partnership_id)
        .order_by(Membership.lead.desc(), Person.function, Person.name)
    )
    return tuple(MemberRow(*row) for row in rows(query))


def people_here(partnership_id: int) -> tuple[MemberRow, ...]:
    """Those of the members who have not left."""
    return tuple(one for one in members(partnership_id) if one.left_on is None)


def possible_members(partnership: Partnership) -> tuple[tuple[str, str], ...]:
    """Pairs of public id and words: people of both organizations who are not on it yet."""
    on_it = Membership.select(Membership.person).where(Membership.partnership == partnership.id)
    query = (
        Person.select(Person.public_id, Person.name, Organization.name)
        .join(Organization)
        .where(
            Person.organization.in_((partnership.provider_id, partnership.payer_id))
            & Person.left_on.is_null()
            & Person.id.not_in(on_it)
        )
        .order_by(Organization.name, Person.name)
        .limit(MOST_CHOICES)
    )
    return tuple((public_id, f"{name}, {where}") for public_id, name, where in rows(query))


def lead_choices() -> tuple[tuple[int, str], ...]:
    """Pairs of id and name of our people who sign in."""
    query = User.select(User.id, User.name).where(User.active).order_by(User.name).limit(MOST_CHOICES)
    return tuple(rows(query))


def side_of(partnership: Partnership, organization_id: int) -> Side | None:
    """The side on which people of this organization work, or None when it has no part."""
    if organization_id == partnership.payer_id:
        return Side.PAYER
    return Side.PROVIDER if organization_id == partnership.provider_id else None

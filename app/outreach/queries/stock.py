"""Champions, material and training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case

from app.core.db import rows
from app.core.errors import NotFound

from ..models import STANDING, Champion, Material, MaterialSent, Site, Training

PAGE = 50


@dataclass(frozen=True, slots=True)
class ChampionRow:
    """Somebody who stands up for the service."""

    public_id: str
    organization: str
    function: str
    name: str
    side: str
    role: str
    since: date | None
    deputy_named: bool
    site: str
    site_public_id: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A piece of material and how it stands with the plan."""

    public_id: str
    title: str
    kind: str
    audience: str
    language: str
    cobranded: bool
    edition: str
    asked_plan_on: date | None
    approved_by_plan_on: date | None
    check_again_on: date | None

    def late(self, today: date) -> bool:
        """Whether its day to be checked again has passed."""
        return self.check_again_on is not None and self.check_again_on < today


@dataclass(frozen=True, slots=True)
class SentRow:
    """A site that has a piece of material."""

    site: str
    site_public_id: str
    sent_on: date


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training, planned or held."""

    public_id: str
    topic: str
    audience: str
    planned_on: date | None
    held_on: date | None
    people_count: int | None
    hours: Decimal | None
    repeat_months: int | None
    note: str

    def late(self, today: date) -> bool:
        """Whether its planned day has passed without it."""
        return self.held_on is None and self.planned_on is not None and self.planned_on < today


def get_champion(public_id: str, partnership_id: int) -> Champion:
    """The champion of this partnership. Raises NotFound."""
    row = Champion.get_or_none((Champion.public_id == public_id) & (Champion.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such champion here.")
    return row


def get_material(public_id: str, partnership_id: int) -> Material:
    """The piece of material of this partnership. Raises NotFound."""
    row = Material.get_or_none((Material.public_id == public_id) & (Material.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such material here.")
    return row


def get_training(public_id: str, partnership_id: int) -> Training:
    """The training of this partnership. Raises NotFound."""
    row = Training.get_or_none((Training.public_id == public_id) & (Training.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such training here.")
    return row


def list_champions(
    partnership_id: int, *, site_id: int | None = None, offset: int = 0, limit: int = PAGE
) -> tuple[ChampionRow, ...]:
    """Champions by organization, those without a deputy first; one row more than fits when there is more."""
    query = (
        Champion.select(
            Champion.public_id,
            Champion.organization,
            Champion.function,
            Champion.name,
            Champion.side,
            Champion.role,
            Champion.since,
            Champion.deputy_named,
            Site.name,
            Site.public_id,
        )
        .join(Site, JOIN.LEFT_OUTER, on=(Champion.site == Site.id))
        .where((Champion.partnership == partnership_id) & (Champion.removed == STANDING))
        .order_by(Champion.deputy_named, Champion.organization, Champion.id)
        .limit(limit + 1)
        .offset(offset)
    )
    if site_id is not None:
        query = query.where(Champion.site == site_id)
    return tuple(ChampionRow(*(*row[:7], bool(row[7]), row[8] or "", row[9] or "")) for row in rows(query))


def list_materials(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[MaterialRow, ...]:
    """Material, what is to be checked first on top; one row more than fits when there is more."""
    query = _materials(partnership_id).order_by(
        Material.check_again_on.asc(nulls="LAST"), Material.title, Material.id
    )
    return _material_rows(query.limit(limit + 1).offset(offset))


def material_for(partnership_id: int, audience: str, *, limit: int = 10) -> tuple[MaterialRow, ...]:
    """Material for one audience, by title."""
    query = _materials(partnership_id).where(Material.audience == audience)
    return _material_rows(query.order_by(Material.title, Material.id).limit(limit))


def material_to_leave(partnership_id: int, *, limit: int = 10) -> tuple[MaterialRow, ...]:
    """What a visit to a referrer leaves behind: for referrers first, then what they hand to families."""
    query = _materials(partnership_id).where(Material.audience.in_(("referrers", "families")))
    ordered = query.order_by(Material.audience.desc(), Material.title, Material.id)
    return _material_rows(ordered.limit(limit))


def program_sheet_material(partnership_id: int, kind: str) -> MaterialRow | None:
    """The entry of a program sheet: the one the plan approved last, else the newest that is not approved."""
    query = _materials(partnership_id).where(Material.kind == kind)
    ordered = query.order_by(Material.approved_by_plan_on.desc(nulls="LAST"), Material.id.desc())
    found = _material_rows(ordered.limit(1))
    return found[0] if found else None


def material_left_at(site_id: int) -> frozenset[str]:
    """The public ids of what a site has already."""
    query = MaterialSent.select(Material.public_id).join(Material).where(MaterialSent.site == site_id)
    return frozenset(row[0] for row in rows(query))


def sent_to(material_id: int) -> tuple[SentRow, ...]:
    """Which sites have it, the newest first."""
    query = (
        MaterialSent.select(Site.name, Site.public_id, MaterialSent.sent_on)
        .join(Site)
        .where(MaterialSent.material == material_id)
        .order_by(MaterialSent.sent_on.desc(), Site.name)
        .limit(PAGE)
    )
    return tuple(SentRow(*row) for row in rows(query))


def list_trainings(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[TrainingRow, ...]:
    """Planned ones by day, then those that were held, newest first."""
    held: Any = Case(None, [(Training.held_on.is_null(), 0)], 1)
    query = (
        Training.select(
            Training.public_id,
            Training.topic,
            Training.audience,
            Training.planned_on,
            Training.held_on,
            Training.people_count,
            Training.hours,
            Training.repeat_months,
            Training.note,
        )
        .where((Training.partnership == partnership_id) & (Training.removed == STANDING))
        .order_by(held, Training.held_on.desc(), Training.planned_on.asc(nulls="LAST"), Training.id)
        .limit(limit + 1)
        .offset(offset)
    )
    return tuple(TrainingRow(*row) for row in rows(query))


def _materials(partnership_id: int) -> Any:
    return Material.select(
        Material.public_id,
        Material.title,
        Material.kind,
        Material.audience,
        Material.language,
        Material.cobranded,
        Material.edition,
        Material.asked_plan_on,
        Material.approved_by_plan_on,
        Material.check_again_on,
    ).where((Material.partnership == partnership_id) & (Material.removed == STANDING))


def _material_rows(query: Any) -> tuple[MaterialRow, ...]:
    return tuple(MaterialRow(*(*row[:5], bool(row[5]), *row[6:])) for row in rows(query))

"""Champions, material and training, written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from app.core.actor import Actor
from app.core.calendar import add_months
from app.core.db import hold, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import Champion, Material, MaterialSent, Site, Training


@dataclass(frozen=True, slots=True)
class ChampionFacts:
    """Somebody who stands up for the service. `site` is an id."""

    organization: str
    function: str
    side: str
    role: str
    name: str = ""
    site: int | None = None
    since: date | None = None
    deputy_named: bool = False


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """A piece of material."""

    title: str
    kind: str
    audience: str
    language: str = "English"
    cobranded: bool = False
    edition: str = ""
    asked_plan_on: date | None = None
    approved_by_plan_on: date | None = None
    check_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """A training that is planned."""

    topic: str
    audience: str
    planned_on: date | None = None
    repeat_months: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """How a training went: counts and hours."""

    held_on: date
    people_count: int | None = None
    hours: Decimal | None = None


def create_champion(
    partnership: Partnership, facts: ChampionFacts, *, actor: Actor, now: datetime
) -> Champion:
    """Name a champion [L1 foundation]."""
    with write():
        return create(
            Champion, actor=actor, now=now, partnership=partnership, created_at=now, **asdict(facts)
        )


def update_champion(
    champion: Champion, facts: ChampionFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Champion:
    """Change what is known. Conflict when somebody saved since `seen`."""
    with write():
        return change(champion, actor=actor, now=now, seen=seen, **asdict(facts))


def create_material(
    partnership: Partnership, facts: MaterialFacts, *, actor: Actor, now: datetime
) -> Material:
    """Enter a piece of material [L3 education]."""
    with write():
        return create(
            Material, actor=actor, now=now, partnership=partnership, created_at=now, **asdict(facts)
        )


def update_material(
    material: Material, facts: MaterialFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Material:
    """Change what is known. Conflict when somebody saved since `seen`."""
    with write():
        return change(material, actor=actor, now=now, seen=seen, **asdict(facts))


def send_material(
    material: Material, site_ids: Collection[str], *, on: date, actor: Actor, now: datetime
) -> int:
    """Note that sites of the same partnership got it; returns how many had not. Raises NotFound."""
    with write():
        wanted = set(site_ids)
        query = Site.select(Site.id, Site.public_id).where(
            Site.public_id.in_(sorted(wanted)) & (Site.partnership == material.partnership_id)
        )
        found = {public_id: site_id for site_id, public_id in rows(query)}
        if wanted - found.keys():
            raise NotFound("One of these sites is not on this partnership.")
        had = {
            site_id
            for (site_id,) in rows(
                MaterialSent.select(MaterialSent.site).where(MaterialSent.material == material)
            )
        }
        new = [site_id for site_id in sorted(found.values()) if site_id not in had]
        for site_id in new:
            create(MaterialSent, actor=actor, now=now, material=material, site=site_id, sent_on=on)
        return len(new)


def create_training(
    partnership: Partnership, facts: TrainingFacts, *, actor: Actor, now: datetime
) -> Training:
    """Plan a training."""
    with write():
        return create(
            Training, actor=actor, now=now, partnership=partnership, created_at=now, **asdict(facts)
        )


def update_training(
    training: Training, facts: TrainingFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Training:
    """Change the plan. Conflict when somebody saved since `seen`."""
    with write():
        return change(training, actor=actor, now=now, seen=seen, **asdict(facts))


def hold_training(
    training: Training, facts: HeldFacts, *, actor: Actor, now: datetime, today: date
) -> Training:
    """Note that it was held; one that repeats is planned anew. Raises RuleViolation."""
    with write():
        if facts.held_on > today:
            raise RuleViolation("A training that has not taken place yet cannot be marked as held.")
        if hold(training).held_on is not None:
            raise RuleViolation("This training is marked as held already.")
        row = change(training, actor=actor, now=now, **asdict(facts))
        if row.repeat_months:
            create(
                Training,
                actor=actor,
                now=now,
                partnership=row.partnership_id,
                topic=row.topic,
                audience=row.audience,
                planned_on=add_months(facts.held_on, row.repeat_months),
                repeat_months=row.repeat_months,
                follows=row,
                created_at=now,
            )
        return row


def take_back_held(training: Training, *, actor: Actor, now: datetime) -> Training:
    """Undo: it is ahead again, and the repeat that it brought is gone unless that was held too."""
    with write():
        follower = Training.get_or_none((Training.follows == training) & Training.held_on.is_null())
        if follower is not None:
            change(follower, actor=actor, now=now, removed=True)
        return change(training, actor=actor, now=now, held_on=None, people_count=None, hours=None)

"""What every collector reads, and how it makes an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.prepared import prepared
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage

from ...rules import DueItem, Kind

TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What a line of a digest says about its partnership, as of a day."""

    key: str
    name: str
    lead_id: int | None
    public_id: str
    has_ended: bool
    notice_given: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What every collector needs: the days, all partnerships, and their terms of today."""

    today: date
    until: date
    partnerships: Mapping[int, PartnershipFacts]
    terms: Mapping[int, Mapping[str, Any]]


def partnerships(today: date) -> dict[int, PartnershipFacts]:
    """Every partnership by id."""
    return {
        row_id: PartnershipFacts(
            key=key,
            name=name,
            lead_id=lead,
            public_id=public_id,
            has_ended=stage == Stage.ENDED and since <= today,
            notice_given=notice is not None and notice <= today,
        )
        for row_id, key, name, lead, public_id, stage, since, notice in _partnerships()
    }


@prepared
def _partnerships() -> Any:
    p = Partnership
    return p.select(p.id, p.key, p.name, p.lead, p.public_id, p.stage, p.stage_since, p.notice_given_on)


def item(
    kind: Kind,
    thing: str,
    on: date,
    title: str,
    partnership_id: int,
    home: PartnershipFacts,
    path: str,
    tell: tuple[tuple[int, ...], ...],
) -> DueItem:
    return DueItem(kind, thing, on, short(title), partnership_id, home.name, path, tell)


def short(title: str) -> str:
    if len(title) <= TITLE_LENGTH and "\n" not in title:
        return title
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def lead_of(home: PartnershipFacts) -> tuple[tuple[int, ...], ...]:
    return () if home.lead_id is None else ((home.lead_id,),)


def owned(owner: int | None, user_id: int | None, home: PartnershipFacts) -> tuple[tuple[int, ...], ...]:
    """The owner; for somebody who does not sign in here, our lead, who can ask."""
    if owner is None:
        return ()
    return lead_of(home) if user_id is None else ((user_id,), *lead_of(home))

"""What every collector reads, and how it makes an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from app.core.prepared import prepared
from app.dates.queries import KeyDate, dates_of_all
from app.organization.queries import days_off, house_facts
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.reviews.queries import ReviewDue, reviews_due
from app.terms.queries import term_end
from app.web.request import HouseFacts

from ...rules import DueItem, Kind
from . import sources
from .columns import Dated

TITLE_LENGTH = 160
PACKETS_AHEAD = timedelta(days=30)  # more than a packet goes out before its review
AROUND = timedelta(days=40)  # days off are read so far back


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What a line of a digest says about its partnership, as of a day."""

    key: str
    name: str
    lead_id: int | None
    public_id: str
    has_ended: bool
    notice_given: bool


@dataclass(frozen=True)  # without slots, so that what several collectors ask for is read once
class Facts:
    """What every collector needs: the days, all partnerships, and their terms of today."""

    today: date
    until: date
    partnerships: Mapping[int, PartnershipFacts]
    terms: Mapping[int, Mapping[str, Any]]

    @cached_property
    def dated(self) -> Mapping[str, list[Dated]]:
        """The rows of `sources`, by the name of their part."""
        return sources.read(self.today, self.until)

    def running(self, part: str) -> Iterator[tuple[Dated, PartnershipFacts]]:
        """The rows of a part whose partnership has not ended."""
        for row in self.dated[part]:
            home = self.partnerships[row.home]
            if not home.has_ended:
                yield row, home

    def ahead(self, on: date) -> bool:
        """Whether a day lies from today on, as far as is asked for."""
        return self.today <= on <= self.until

    def in_term(self, partnership_id: int, on: date) -> bool:
        """Whether the term of an agreement still runs on a day, as far as its end is known."""
        end = term_end(self.terms.get(partnership_id, {}), self.today)
        return end is None or on <= end.on

    @cached_property
    def house(self) -> HouseFacts:
        """Our own calendar."""
        return house_facts()

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        """Our days off around these days."""
        changes = [(row.on, row.words, row.more) for row in self.dated["off"] if row.on is not None]
        return days_off(self.house.holidays, changes, self.today - AROUND, self.until + AROUND)

    @cached_property
    def reviews(self) -> tuple[ReviewDue, ...]:
        """Reviews that are due, and those whose packet is."""
        horizon = (self.until + PACKETS_AHEAD - self.today).days
        return reviews_due(self.today, horizon, terms=self.terms)

    @cached_property
    def key_dates(self) -> Mapping[int, tuple[KeyDate, ...]]:
        """The key dates of every agreement that runs."""
        running = {
            one: terms
            for one, terms in self.terms.items()
            if one in self.partnerships and not self.partnerships[one].has_ended
        }
        return dates_of_all(running, self.today, self.house) if running else {}


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


def page(
    kind: Kind,
    row: Dated,
    home: PartnershipFacts,
    title: str,
    path: str,
    *,
    on: date | None = None,
    thing: str = "",
) -> DueItem:
    """The item of a row of `sources`; `path` begins at the partnership's own address, or at the root.

    Its day and thing are the row's where no others are named.
    """
    where = path if path.startswith("/") else f"/partnerships/{home.key}/{path}"
    tell = lead_of(home) if row.owner is None else owned(row.owner, row.user, home)
    return item(kind, thing or row.thing or home.public_id, on or row.day, title, row.home, home, where, tell)


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

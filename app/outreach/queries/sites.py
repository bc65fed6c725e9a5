"""Referring sites: lists, one site, and the counts of quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from app.core.db import rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.partnerships.models import Partnership
from app.people.models import Person

from ..models import GONE, STANDING, Champion, Site, SiteContact, SiteCount, TieChange
from ..rules import TIE_WORDS, Tie, due_by, is_due, last_quarters, quiet_before

PAGE = 50
MOST_CHOICES = 150
MOST_COUNTED = 500
QUARTERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """Which sites a list is asked for; empty fields ask for nothing."""

    tie: str = ""
    quiet_days: int | None = None
    no_champion: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as lists show it. `referrals` are those of the two newest quarters, None when not entered."""

    id: int
    public_id: str
    name: str
    group: str
    place: str
    tie: str
    last_visit_on: date | None
    next_visit_on: date | None
    no_visit_reason: str
    visitor: str
    referrals: int | None = None
    champion: bool = False

    @property
    def tie_words(self) -> str:
        """The strength of the tie in words."""
        return TIE_WORDS[Tie(self.tie)] if self.tie in list(Tie) else self.tie

    def due(self, today: date) -> bool:
        """Whether a visit is due."""
        return is_due(self.next_visit_on, today)


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How the sites stand in one line; counted up to 501."""

    sites: int
    refer: int
    due: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to ask for at a site."""

    public_id: str
    name: str
    function: str
    phone: str
    email: str


def get_site(public_id: str, partnership_id: int) -> Site:
    """The site of this partnership. Raises NotFound."""
    row = Site.get_or_none((Site.public_id == public_id) & (Site.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such site here.")
    return row


def get_contact(public_id: str, partnership_id: int) -> SiteContact:
    """The contact of a site of this partnership. Raises NotFound."""
    row = (
        SiteContact.select(SiteContact)
        .join(Site)
        .where((SiteContact.public_id == public_id) & (Site.partnership == partnership_id))
        .first()
    )
    if row is None:
        raise NotFound("There is no such contact here.")
    return row


def list_sites(
    partnership_id: int, wanted: SiteFilter, today: date, *, offset: int = 0, limit: int = PAGE
) -> tuple[SiteRow, ...]:
    """Sites by name with their newest counts; one more than fits is returned when there is more."""
    found = _listed(
        partnership_id,
        limit + 1,
        offset,
        wanted.tie,
        quiet_before(today, wanted.quiet_days or 0),
        removed=wanted.removed,
        of_tie=bool(wanted.tie),
        quiet=bool(wanted.quiet_days),
        no_champion=wanted.no_champion,
    )
    return _with_facts(found, today)


@prepared
def _listed(
    partnership_id: Any,
    limit: Any,
    offset: Any,
    tie: Any,
    before: Any,
    *,
    removed: bool,
    of_tie: bool,
    quiet: bool,
    no_champion: bool,
) -> Any:
    query = _sites(partnership_id, removed=removed)
    if of_tie:
        query = query.where(Site.tie == tie)
    if quiet:
        query = query.where(Site.last_visit_on.is_null() | (Site.last_visit_on < before))
    if no_champion:
        named = Champion.select(Champion.id).where(
            (Champion.site == Site.id) & (Champion.removed == STANDING)
        )
        query = query.where(~fn.EXISTS(named))
    return query.order_by(Site.name, Site.id).limit(limit).offset(offset)


def visits_due(partnership_id: int, today: date, *, limit: int = 5) -> tuple[SiteRow, ...]:
    """Sites whose visit is due, the longest overdue first."""
    query = _sites(partnership_id).where(Site.next_visit_on <= due_by(today))
    return tuple(SiteRow(*(*row[:9], row[9] or "")) for row in rows(_by_visit(query).limit(limit)))


def site_to_visit(partnership_id: int, day: date) -> Site | None:
    """The site with the next visit on or after the day, else the one longest without a visit."""
    ours = (Site.partnership == partnership_id) & (Site.removed == STANDING)
    ahead = Site.select().where(ours & (Site.next_visit_on >= day))
    found = ahead.order_by(Site.next_visit_on, Site.name, Site.id).first()
    longest = (Site.last_visit_on.asc(nulls="FIRST"), Site.name, Site.id)
    return found or Site.select().where(ours).order_by(*longest).first()


def site_counts(partnership_id: int, today: date) -> SiteCounts:
    """How many sites there are, how many referred in the two newest quarters, how many visits are due."""
    return SiteCounts(*_counted(partnership_id, last_quarters(today)[0], due_by(today))[0])


@prepared
def _counted(partnership_id: Any, since: Any, due: Any) -> Any:
    ours = (Site.partnership == partnership_id) & (Site.removed == STANDING)
    refer = SiteCount.select(SiteCount.id).where(
        (SiteCount.site == Site.id) & (SiteCount.quarter_on >= since) & (SiteCount.referrals > 0)
    )

    def counted(condition: Any) -> Any:
        few = Site.select(Site.id).where(condition).limit(MOST_COUNTED + 1).alias("few")
        return few.select_from(fn.COUNT(few.c.id))

    parts = (counted(ours), counted(ours & fn.EXISTS(refer)), counted(ours & (Site.next_visit_on <= due)))
    return Partnership.select(*parts).where(Partnership.id == partnership_id)


def site_choices(partnership_id: int, besides: Site | None = None) -> list[tuple[str, str]]:
    """Pairs of public id and name for a form; the one that is chosen already is among them."""
    query = Site.select(Site.public_id, Site.name).where(
        (Site.partnership == partnership_id) & (Site.removed == STANDING)
    )
    found = list(rows(query.order_by(Site.name, Site.id).limit(MOST_CHOICES)))
    if besides is not None and all(one[0] != besides.public_id for one in found):
        found.append((besides.public_id, besides.name))
    return [(public_id, name) for public_id, name in found]


def site_contacts(site_id: int) -> tuple[ContactRow, ...]:
    """Whom to ask for, by function."""
    query = (
        SiteContact.select(
            SiteContact.public_id,
            SiteContact.name,
            SiteContact.function,
            SiteContact.phone,
            SiteContact.email,
        )
        .where((SiteContact.site == site_id) & (SiteContact.removed == STANDING))
        .order_by(SiteContact.function, SiteContact.name, SiteContact.id)
        .limit(PAGE)
    )
    return tuple(ContactRow(*row) for row in rows(query))


def tie_history(site_id: int) -> tuple[tuple[date, str], ...]:
    """How strong the tie was from which day on, newest first: (day, words)."""
    query = (
        TieChange.select(TieChange.on, TieChange.tie)
        .where(TieChange.site == site_id)
        .order_by(TieChange.on.desc(), TieChange.id.desc())
        .limit(PAGE)
    )
    return tuple((on, TIE_WORDS[Tie(tie)]) for on, tie in rows(query))


def quarters_of(site_id: int) -> tuple[tuple[date, int], ...]:
    """The referrals of the newest quarters that were entered, newest first."""
    query = (
        SiteCount.select(SiteCount.quarter_on, SiteCount.referrals)
        .where(SiteCount.site == site_id)
        .order_by(SiteCount.quarter_on.desc())
        .limit(QUARTERS_SHOWN)
    )
    return tuple(rows(query))


def counts_of(site_id: int, quarters: Sequence[date]) -> dict[date, int]:
    """The referrals of the quarters named; what was not entered is absent."""
    query = SiteCount.select(SiteCount.quarter_on, SiteCount.referrals).where(
        (SiteCount.site == site_id) & SiteCount.quarter_on.in_(list(quarters))
    )
    return dict(rows(query))


def _sites(partnership_id: int, *, removed: bool = False) -> Any:
    gone = Site.removed == (GONE if removed else STANDING)
    return (
        Site.select(
            Site.id,
            Site.public_id,
            Site.name,
            Site.group,
            Site.place,
            Site.tie,
            Site.last_visit_on,
            Site.next_visit_on,
            Site.no_visit_reason,
            Person.name,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Site.visitor == Person.id))
        .where((Site.partnership == partnership_id) & gone)
    )


def _by_visit(query: Any) -> Any:
    return query.order_by(Site.next_visit_on.asc(nulls="LAST"), Site.name, Site.id)


def _with_facts(found: list[tuple[Any, ...]], today: date) -> tuple[SiteRow, ...]:
    """The same rows with their counts and champions: one more statement for each."""
    ids = [row[0] for row in found]
    if not ids:
        return ()
    sent = {site_id: int(total) for site_id, total in _sent(tuple(ids), last_quarters(today)[0])}
    champions = {site_id for (site_id,) in _championed(tuple(ids))}
    return tuple(SiteRow(*(*row[:9], row[9] or "", sent.get(row[0]), row[0] in champions)) for row in found)


@prepared
def _sent(ids: Any, since: Any) -> Any:
    query = SiteCount.select(SiteCount.site, fn.SUM(SiteCount.referrals))
    return query.where(SiteCount.site.in_(ids) & (SiteCount.quarter_on >= since)).group_by(SiteCount.site)


@prepared
def _championed(ids: Any) -> Any:
    return Champion.select(Champion.site).where(Champion.site.in_(ids) & (Champion.removed == STANDING))

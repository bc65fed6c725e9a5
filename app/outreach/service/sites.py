"""Referring sites, their contacts and their counts, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Partnership

from ..models import Site, SiteContact, SiteCount, TieChange
from ..rules import Tie, lacks_next_date, quarter_of


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A place that refers or could. `organization` and `visitor` are ids."""

    name: str
    organization: int | None = None
    group: str = ""
    place: str = ""
    tie: str = Tie.NONE
    relation: str = ""
    before: str = ""
    barriers: tuple[str, ...] = ()
    barriers_note: str = ""
    languages: str = ""
    next_visit_on: date | None = None
    no_visit_reason: str = ""
    visitor: int | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A work contact at a site."""

    name: str
    function: str = ""
    phone: str = ""
    email: str = ""


def create_site(partnership: Partnership, facts: SiteFacts, *, on: date, actor: Actor, now: datetime) -> Site:
    """Enter a site; the tie as it is on `on` begins its history. Raises RuleViolation."""
    _check(facts)
    with write():
        row = create(Site, actor=actor, now=now, partnership=partnership, created_at=now, **_columns(facts))
        create(TieChange, actor=actor, now=now, site=row, on=on, tie=facts.tie)
        return row


def update_site(
    site: Site, facts: SiteFacts, *, on: date, actor: Actor, now: datetime, seen: int | None = None
) -> Site:
    """Change a site; a new tie is kept with its day. Conflict when somebody saved since `seen`."""
    _check(facts)
    with write():
        was = site.tie
        row = change(site, actor=actor, now=now, seen=seen, **_columns(facts))
        if was != facts.tie:
            create(TieChange, actor=actor, now=now, site=row, on=on, tie=facts.tie)
        return row


def _check(facts: SiteFacts) -> None:
    if lacks_next_date(facts.next_visit_on, facts.no_visit_reason):
        raise RuleViolation("Set the next visit, or say why there is none.")


def _columns(facts: SiteFacts) -> dict[str, object]:
    columns = asdict(facts)
    return {**columns, "barriers": list(facts.barriers)}


def set_count(site: Site, quarter_on: date, referrals: int | None, *, actor: Actor, now: datetime) -> None:
    """Note how many referrals came in the quarter that holds `quarter_on`; None: not known after all."""
    with write():
        quarter = quarter_of(quarter_on)
        row = SiteCount.get_or_none((SiteCount.site == site) & (SiteCount.quarter_on == quarter))
        if row is None:
            if referrals is not None:
                create(SiteCount, actor=actor, now=now, site=site, quarter_on=quarter, referrals=referrals)
        elif referrals is None:
            remove(row, actor=actor, now=now)
        else:
            change(row, actor=actor, now=now, referrals=referrals)


def add_contact(site: Site, facts: ContactFacts, *, actor: Actor, now: datetime) -> SiteContact:
    """Note whom to ask for at a site: work contacts only."""
    with write():
        return create(SiteContact, actor=actor, now=now, site=site, created_at=now, **asdict(facts))

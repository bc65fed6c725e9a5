"""The log of visits and teaching, written; a site's dates follow from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from app.core.actor import Actor
from app.core.db import first_row, write
from app.core.errors import RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import STANDING, Activity, Site
from ..rules import VISITS, Led, lacks_next_date, with_new


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What was done. `hours` are our side's, with travel; `site` is an id."""

    on: date
    kind: str
    site: int | None = None
    topics: tuple[str, ...] = ()
    audience_count: int | None = None
    hours: Decimal | None = None
    led_by: str = Led.PROVIDER
    follow_up_on: date | None = None
    no_follow_up_reason: str = ""
    barriers: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    note: str = ""


def log_activity(partnership: Partnership, facts: ActivityFacts, *, actor: Actor, now: datetime) -> Activity:
    """Note a visit or talk; the site gets its next date and what was heard there [L3 education]."""
    _check(facts)
    with write():
        row = create(
            Activity, actor=actor, now=now, partnership=partnership, created_at=now, **_columns(facts)
        )
        _tell_site(row, None, actor, now)
        return row


def update_activity(
    activity: Activity, facts: ActivityFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Activity:
    """Change an entry of the log; its site learns what is new in it. Conflict when somebody saved since."""
    _check(facts)
    with write():
        row = change(activity, actor=actor, now=now, seen=seen, **_columns(facts))
        moved = activity.site_id != row.site_id
        if activity.site_id is not None and moved:
            refresh_last_visit(Site.get_by_id(activity.site_id), actor=actor, now=now)
        _tell_site(row, None if moved else activity, actor, now)
        return row


def refresh_last_visit(site: Site, *, actor: Actor, now: datetime) -> Site:
    """Let the day of the last visit follow from the log. Called inside a `write()`."""
    newest = Activity.select(fn.MAX(Activity.on)).where(
        (Activity.site == site) & (Activity.removed == STANDING) & Activity.kind.in_(sorted(VISITS))
    )
    found = first_row(newest)
    return change(site, actor=actor, now=now, last_visit_on=found[0] if found else None)


def _tell_site(activity: Activity, before: Activity | None, actor: Actor, now: datetime) -> None:
    """What the site learns from an entry; of one it knew `before` only what is new."""
    if activity.site_id is None or activity.removed:
        return
    site = refresh_last_visit(Site.get_by_id(activity.site_id), actor=actor, now=now)
    known = (before.barriers or []) if before else []
    heard = [one for one in activity.barriers or [] if one not in known]
    changes: dict[str, Any] = {"barriers": with_new(site.barriers or [], heard)}
    later = Activity.select().where(
        (Activity.site == site) & (Activity.removed == STANDING) & (Activity.on > activity.on)
    )
    if not (before and _ahead(before) == _ahead(activity)) and not later.exists():
        changes |= {
            "next_visit_on": activity.follow_up_on,
            "no_visit_reason": "" if activity.follow_up_on else activity.no_follow_up_reason,
        }
    change(site, actor=actor, now=now, **changes)


def _ahead(activity: Activity) -> tuple[date | None, str]:
    return (activity.follow_up_on, activity.no_follow_up_reason)


def _check(facts: ActivityFacts) -> None:
    if facts.site is not None and lacks_next_date(facts.follow_up_on, facts.no_follow_up_reason):
        raise RuleViolation("Set the next date for this site, or say why there is none.")


def _columns(facts: ActivityFacts) -> dict[str, object]:
    columns = asdict(facts)
    return {**columns, "topics": list(facts.topics), "barriers": list(facts.barriers)}

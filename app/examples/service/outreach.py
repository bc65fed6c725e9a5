"""The referral plan of an example becomes rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.examples.service.bulk import insert, insert_named
from app.examples.story.outreach import ENDED
from app.examples.story.outreach_records import StoryMaterial, StoryOutreach, StorySite, StoryVisit
from app.outreach.models import (
    Activity,
    Champion,
    Material,
    MaterialSent,
    ReferralPlan,
    Site,
    SiteContact,
    SiteCount,
    Strategy,
    TieChange,
    Training,
)
from app.outreach.queries import method
from app.outreach.rules import VISITS, look_again

SITES_WITH_MATERIAL = 3
Row = dict[str, Any]


def store_outreach(told: StoryOutreach, people: Mapping[str, int], stamped: Row) -> None:
    """Everything of one partnership; `stamped` holds its id and the moment."""
    sites = insert_named(Site, {one.name: stamped | _site(one, people) for one in told.sites})
    hung = [(one, {"site": sites[one.name]}) for one in told.sites]
    moment = {"created_at": stamped["created_at"]}
    insert(TieChange, [at | {"on": on, "tie": tie} for one, at in hung for on, tie in _ties(one)], {})
    insert(
        SiteContact, [at | {"name": one.contact, "function": one.place.function} for one, at in hung], moment
    )
    counts = [(at, on, count) for one, at in hung for on, count in one.counts]
    insert(SiteCount, [at | {"quarter_on": on, "referrals": count} for at, on, count in counts], {})
    insert(Activity, [at | _visit(visit) for one, at in hung for visit in one.visits], stamped)
    insert(Champion, [at | _champion(one) for one, at in hung if one.champion], stamped)
    insert(Strategy, _strategies(told, people), stamped)
    _material(told, list(sites.values()), stamped)
    insert(Training, _trainings(told), stamped)
    if told.revisited_on is not None:
        days = {"revisited_on": told.revisited_on, "look_again_on": look_again(told.revisited_on)}
        insert(ReferralPlan, [days], stamped)


def _site(one: StorySite, people: Mapping[str, int]) -> Row:
    visited = [visit.on for visit in one.visits if visit.kind in VISITS]
    newest = one.visits[-1] if one.visits else None
    next_on = newest.follow_up_on if newest else None
    return {
        "name": one.name,
        "group": one.place.group,
        "tie": one.place.tie,
        "relation": "external",
        "before": one.place.before,
        "barriers": list(one.place.barriers),
        "languages": one.place.languages,
        "last_visit_on": max(visited, default=None),
        "next_visit_on": next_on,
        "no_visit_reason": "" if next_on else (newest.reason if newest else ENDED),
        "visitor": people[one.visitor],
    }


def _ties(one: StorySite) -> list[tuple[Any, str]]:
    return [(one.known_since, one.place.tie_before), (one.tie_since, one.place.tie)]


def _visit(visit: StoryVisit) -> Row:
    return {
        "on": visit.on,
        "kind": visit.kind,
        "topics": list(visit.topics),
        "audience_count": visit.audience_count,
        "hours": visit.hours,
        "led_by": visit.led_by,
        "follow_up_on": visit.follow_up_on,
        "no_follow_up_reason": visit.reason,
        "answers": dict(visit.answers),
    }


def _champion(one: StorySite) -> Row:
    return {
        "organization": one.name,
        "function": one.champion,
        "name": one.contact,
        "side": "referrer",
        "role": "clinical_champion",
        "since": one.tie_since,
        "deputy_named": one.deputy_named,
    }


def _strategies(told: StoryOutreach, people: Mapping[str, int]) -> list[Row]:
    known = {one.id: one.label for one in method().strategies}
    return [
        {
            "side": one.side,
            "catalogue_id": one.catalogue_id,
            "title": known[one.catalogue_id],
            "owner": people[one.owner],
            "every_weeks": one.every_weeks,
            "status": one.status,
            "last_done_on": one.last_done_on,
            "next_due_on": one.next_due_on,
        }
        for one in told.strategies
    ]


def _material(told: StoryOutreach, sites: list[int], stamped: Row) -> None:
    by_name = {f"{one.title}|{one.language}": one for one in told.material}
    stored = insert_named(Material, {name: stamped | _sheet(one) for name, one in by_name.items()})
    sent = [
        {"material": stored[name], "site": site, "sent_on": one.approved_on}
        for name, one in by_name.items()
        if one.approved_on is not None
        for site in sites[:SITES_WITH_MATERIAL]
    ]
    insert(MaterialSent, sent, {})


def _sheet(one: StoryMaterial) -> Row:
    return {
        "title": one.title,
        "kind": one.kind,
        "audience": one.audience,
        "language": one.language,
        "cobranded": one.cobranded,
        "edition": "1",
        "asked_plan_on": one.asked_on,
        "approved_by_plan_on": one.approved_on,
        "check_again_on": one.check_again_on,
    }


def _trainings(told: StoryOutreach) -> list[Row]:
    return [
        {
            "topic": one.topic,
            "audience": one.audience,
            "planned_on": one.planned_on,
            "held_on": one.held_on,
            "people_count": one.people_count,
            "repeat_months": one.repeat_months,
        }
        for one in told.trainings
    ]

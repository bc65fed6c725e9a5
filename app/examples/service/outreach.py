"""The referral plan of an example becomes rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.fields import new_public_id
from app.examples.story.outreach import ENDED
from app.examples.story.outreach_records import StoryOutreach, StorySite
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

Row = dict[str, Any]


def store_outreach(told: StoryOutreach, people: Mapping[str, int], stamped: Row) -> None:
    """Everything of one partnership; `stamped` holds its id and the moment."""
    sites = {one.name: _site(one, people, stamped) for one in told.sites}
    _strategies(told, people, stamped)
    for one in told.material:
        row = Material.create(
            **stamped,
            title=one.title,
            kind=one.kind,
            audience=one.audience,
            language=one.language,
            cobranded=one.cobranded,
            edition="1",
            asked_plan_on=one.asked_on,
            approved_by_plan_on=one.approved_on,
            check_again_on=one.check_again_on,
        )
        if one.approved_on is not None:
            sent = [
                {"material": row, "site": sites[site.name], "sent_on": one.approved_on}
                for site in told.sites[:3]
            ]
            MaterialSent.insert_many(sent).execute()
    for training in told.trainings:
        Training.create(
            **stamped,
            topic=training.topic,
            audience=training.audience,
            planned_on=training.planned_on,
            held_on=training.held_on,
            people_count=training.people_count,
            repeat_months=training.repeat_months,
        )
    if told.revisited_on is not None:
        again = look_again(told.revisited_on)
        ReferralPlan.create(**stamped, revisited_on=told.revisited_on, look_again_on=again)


def _strategies(told: StoryOutreach, people: Mapping[str, int], stamped: Row) -> None:
    known = {one.id: one.label for one in method().strategies}
    rows = [
        {
            **stamped,
            "public_id": new_public_id(),
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
    Strategy.insert_many(rows).execute()


def _site(one: StorySite, people: Mapping[str, int], stamped: Row) -> int:
    """The id of a site that was stored with all that hangs on it."""
    visited = [visit.on for visit in one.visits if visit.kind in VISITS]
    newest = one.visits[-1] if one.visits else None
    next_on = newest.follow_up_on if newest else None
    row = Site.create(
        **stamped,
        name=one.name,
        group=one.place.group,
        tie=one.place.tie,
        relation="external",
        before=one.place.before,
        barriers=list(one.place.barriers),
        languages=one.place.languages,
        last_visit_on=max(visited, default=None),
        next_visit_on=next_on,
        no_visit_reason="" if next_on else (newest.reason if newest else ENDED),
        visitor=people[one.visitor],
    )
    ties = [(one.known_since, one.place.tie_before), (one.tie_since, one.place.tie)]
    TieChange.insert_many([{"site": row, "on": on, "tie": tie} for on, tie in dict.fromkeys(ties)]).execute()
    moment = {"site": row, "created_at": stamped["created_at"]}
    SiteContact.create(**moment, name=one.contact, function=one.place.function)
    if one.counts:
        counts = [{"site": row, "quarter_on": on, "referrals": count} for on, count in one.counts]
        SiteCount.insert_many(counts).execute()
    _visits(one, row, stamped)
    if one.champion:
        Champion.create(
            **stamped,
            site=row,
            organization=one.name,
            function=one.champion,
            name=one.contact,
            side="referrer",
            role="clinical_champion",
            since=one.tie_since,
            deputy_named=one.deputy_named,
        )
    site_id: int = row.get_id()
    return site_id


def _visits(one: StorySite, row: Site, stamped: Row) -> None:
    for visit in one.visits:
        Activity.create(
            **stamped,
            site=row,
            on=visit.on,
            kind=visit.kind,
            topics=list(visit.topics),
            audience_count=visit.audience_count,
            hours=visit.hours,
            led_by=visit.led_by,
            follow_up_on=visit.follow_up_on,
            no_follow_up_reason=visit.reason,
            answers=dict(visit.answers),
        )

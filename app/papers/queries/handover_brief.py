"""The facts of a handover brief: what somebody who takes over a partnership has to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.actions.queries import ActionRow, open_actions
from app.actions.rules import Side as ActionSide
from app.catalogue import catalogue
from app.core.db import rows
from app.dates.queries import dates_of_all, notice_words
from app.dates.rules import ahead
from app.documents import formats
from app.drafts.models import AmendedTerm, Amendment
from app.drafts.queries import differences_from_others
from app.drafts.rules import AmendmentStatus
from app.meetings.queries import meetings_of
from app.metrics.queries import latest_month
from app.milestones.queries import list_milestones
from app.organization.queries import house_facts
from app.partnerships.models import Partnership
from app.partnerships.queries import MemberRow, lines_words, people_here, stage_name
from app.partnerships.rules import Side
from app.people.queries import culture_of
from app.people.rules import words as as_words
from app.relationship.queries import concern_overview, contacts
from app.reviews.queries import reviews_due
from app.terms.queries import definitions, shown_value, terms_in_force
from app.triggers.queries import open_signals

from ..rules.handover_brief import HandoverFacts, Somebody, Standing, next_dates

WHY = ("S02.payer_aims", "S02.provider_aims", "S02.success_signs")
RATE, START, END = "S21.rate_home", "S03.start_date", "S03.end_date"
MOST_ODD, MOST_REASONS, MOST_DIFFERING, MOST_OPEN, MOST_WATCHED, MOST_PEOPLE = 6, 3, 4, 4, 4, 10
NO_REASON = "Changed by an amendment; no reason is noted."
REVIEW_DAYS = 400


def handover_facts(partnership: Partnership, on: date) -> HandoverFacts:
    """What holds on a day, about twenty statements."""
    terms = terms_in_force(partnership.id, on)
    actions = open_actions(partnership.id)
    return HandoverFacts(
        partnership=partnership.name,
        standing=_standing(partnership, terms, on),
        why=_said(terms),
        changed=_changed(partnership.id, terms),
        differs=differences_from_others(partnership, on)[:MOST_DIFFERING],
        people=_people(partnership),
        habits=_habits(partnership.payer_id),
        ours=_promises(actions, on, ActionSide.PROVIDER, ActionSide.JOINT),
        theirs=_promises(actions, on, ActionSide.PAYER),
        signals=tuple(
            (one.title, f"{one.words.rstrip('.')}, since {formats.day(one.fired_on)}")
            for one in open_signals(partnership.id, on)[:MOST_WATCHED]
        ),
        concerns=_concerns(partnership.id, on),
        dates=_dates(partnership, terms, on),
    )


def _standing(partnership: Partnership, terms: Mapping[str, Any], on: date) -> Standing:
    month = latest_month(partnership.id, on)
    return Standing(
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        lines=lines_words(partnership.product_lines or ()),
        stage=stage_name(partnership.stage),
        stage_since=partnership.stage_since,
        area=partnership.service_area,
        began=_day(terms, START),
        ends=_day(terms, END),
        rate_cents=terms.get(RATE),
        notice=notice_words(terms),
        month=f"{month.month_on:%B %Y}" if month else "",
        patients=month.census_end if month else None,
    )


def _day(terms: Mapping[str, Any], key: str) -> date | None:
    found = terms.get(key)
    return found if isinstance(found, date) else None


def _said(terms: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    known = definitions()
    return tuple((known[key].label, shown_value(key, terms[key])) for key in WHY if key in terms)


def _changed(
    partnership_id: int, terms: Mapping[str, Any]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What signed amendments changed, by the reason that was noted; the newest one of a term counts."""
    signed = AmendmentStatus.SIGNED.value
    query = (
        AmendedTerm.select(AmendedTerm.key, AmendedTerm.because, Amendment.reason)
        .join(Amendment)
        .where((Amendment.partnership == partnership_id) & (Amendment.status == signed))
        .order_by(Amendment.number)
    )
    reasons = {key: because or reason or NO_REASON for key, because, reason in rows(query)}
    known = definitions()
    found: dict[str, list[tuple[str, str]]] = {}
    for key, reason in reasons.items():
        if key in known and key in terms:
            found.setdefault(reason, []).append((known[key].label, shown_value(key, terms[key])))
    return tuple((reason, tuple(told[:MOST_ODD])) for reason, told in found.items())[:MOST_REASONS]


def _people(partnership: Partnership) -> tuple[Somebody, ...]:
    last = {one.person_id: one.last_on for one in contacts(partnership.id, None)}
    there = people_here(partnership.id)
    ordered = sorted(there, key=lambda one: (one.side != Side.PAYER, not one.lead, one.name))
    return tuple(_somebody(one, last.get(one.person_id)) for one in ordered[:MOST_PEOPLE])


def _somebody(one: MemberRow, last_on: date | None) -> Somebody:
    work, theirs = one.title or as_words(one.function), one.side == Side.PAYER
    return Somebody(one.name, work, one.phone, one.email, last_on, one.lead, theirs)


def _habits(payer_id: int) -> tuple[tuple[str, str], ...]:
    """How the plan decides, and how it likes to hear from others [L8 culture]."""
    culture = culture_of(payer_id)
    modes = {one.id: as_words(one.id) for one in catalogue().meeting_modes}
    talk = formats.joined(modes.get(one, one).lower() for one in culture.preferred_modes)
    takes = f"usually {culture.usual_words}" if culture.usual_words else ""
    steps = "; ".join(one.words for one in culture.approvers)
    noted = (
        ("To talk and write", _in_one(talk, culture.preferred_note)),
        ("To decide", _in_one(culture.decision_words, takes, steps, culture.fixed_calendars)),
        ("On their mind now", _in_one(culture.priorities_now, culture.pressures_now)),
    )
    return tuple((label, text) for label, text in noted if text)


def _in_one(*parts: str) -> str:
    """Several notes as short sentences on one line."""
    told = [part.rstrip(".") for part in parts if part]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in told)


def _promises(actions: tuple[ActionRow, ...], on: date, *sides: str) -> tuple[str, ...]:
    """Each promise with who made it and by when, the earliest first."""
    mine = [one for one in actions if one.side in sides]
    told = [f"{one.text} ({one.owner or 'nobody yet'}, {_by(one.due_on, on)})" for one in mine[:MOST_OPEN]]
    return (*told, f"And {len(mine) - MOST_OPEN} more.") if len(mine) > MOST_OPEN else tuple(told)


def _by(due_on: date | None, on: date) -> str:
    """By November 23; the year stands there where it is another one."""
    if due_on is None:
        return "no day"
    return f"by {due_on:%B} {due_on.day}" + (f", {due_on.year}" if due_on.year != on.year else "")


def _concerns(partnership_id: int, on: date) -> tuple[tuple[str, str], ...]:
    """Concerns that are open, with how long and whether they were spoken of."""
    found = (one for one in concern_overview(partnership_id, settled=0) if one.resolved_on is None)
    return tuple(
        (
            one.area_words,
            f"{one.text.rstrip('.')}. Open for {one.days_open(on)} days, "
            + (f"spoken of on {formats.day(one.told_on)}." if one.told_on else "not spoken of yet."),
        )
        for one in found
    )[:MOST_OPEN]


def _dates(partnership: Partnership, terms: Mapping[str, Any], on: date) -> tuple[tuple[date, str], ...]:
    house = house_facts()
    key_dates = ahead(dates_of_all({partnership.id: terms}, on, house)[partnership.id], on)
    found = [(one.on, one.label) for one in key_dates if one.on >= on]
    found += [(one.on, one.name) for one in meetings_of(partnership.id, today=on, past=False)[:3]]
    due = reviews_due(on, REVIEW_DAYS, partnership.id, terms={partnership.id: terms})
    found += [(one.due_on, "Review") for one in due if one.due_on >= on]
    steps = list_milestones(partnership.id, open_only=True, limit=MOST_OPEN)
    found += [(one.due_on, one.title) for one in steps if one.due_on and one.due_on >= on]
    return next_dates(found)

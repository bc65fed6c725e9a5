"""What the two sides wait for from each other: concerns, contacts, decisions, answers, signals, needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from app.catalogue import catalogue
from app.catalogue.triggers import RelationshipTrigger
from app.core.calendar import add_months
from app.information.queries import item_label
from app.partnerships.rules import Side
from app.relationship.rules import AREA_WORDS, Area

from ...rules import DueItem, Kind, short_date
from .columns import day_of
from .facts import Facts, page
from .sources import CONCERN_RULE

YEARLY_NEEDS = "TD06"
ASSESSED_WITHIN = timedelta(days=30)  # of the day an assessment was asked for [ours]


def concerns(facts: Facts) -> Iterable[DueItem]:
    """The next step of a concern; without one, the day from which it is open too long [L8 behaviors].

    Its text stays in the program: a mail may be read over a shoulder.
    """
    rule = catalogue().trigger(CONCERN_RULE)
    assert isinstance(rule, RelationshipTrigger)  # noqa: S101 - the catalogue's own
    for row, home in facts.running("concern"):
        area, _, own = row.words.partition(" ")
        about = "a concern" if area == Area.OTHER else f"a concern about {_area(area)}"
        on, title = row.on, f"Next step for {about}"
        opened = day_of(row.more)
        if on is None and opened is not None and not row.number:
            days = int((json.loads(own) if own else {}).get("days", rule.settings["days"]))
            on = opened + timedelta(days=days)
            title = f"{about[:1].upper()}{about[1:]} has been open since {short_date(opened)}"
        if on is not None and on <= facts.until:
            yield page(Kind.CONCERN, row, home, title, f"/concerns/{row.thing}", on=on)


def _area(area: str) -> str:
    return AREA_WORDS[Area(area)].lower() if area in list(Area) else area


def contacts(facts: Facts) -> Iterable[DueItem]:
    """Whom to speak with next, where somebody set how often; the usual rhythm only colors a list."""
    for row, home in facts.running("contact"):
        known = [on for on in (row.on, day_of(row.more)) if on is not None]
        if not known:
            continue
        on = max(known) + timedelta(days=row.number)
        if on <= facts.until:
            person = row._replace(owner=None)
            thing, path = f"{row.thing}-{row.owner}", f"contacts/{row.thing}"
            yield page(Kind.CONTACT, person, home, f"Speak with {row.words}", path, on=on, thing=thing)


def decisions(facts: Facts) -> Iterable[DueItem]:
    """What was asked of a side for decision, by the day an answer was expected."""
    for row, home in facts.running("decision"):
        first = "Decide" if row.more == Side.PROVIDER else "Ask for the decision"
        yield page(Kind.DECISION, row, home, f"{first}: {row.words}", "decision-requests")


def information(facts: Facts) -> Iterable[DueItem]:
    """What the other side was asked for, by the day it was wanted."""
    for row, home in facts.running("information"):
        thing, path = f"{home.public_id}-{row.words}", f"information/items/{row.words}"
        title = f"Answer wanted: {item_label(row.words)}"
        yield page(Kind.INFORMATION, row, home, title, path, thing=thing)


def watched(facts: Facts) -> Iterable[DueItem]:
    """Signals that somebody watches ask again."""
    for row, home in facts.running("watch"):
        title = f"You watch this signal: {catalogue().trigger(row.words).title}"
        yield page(Kind.WATCH, row, home, title, f"signals/{row.thing}")


def assessments(facts: Facts) -> Iterable[DueItem]:
    """The needs assessment that was asked for, else the yearly one [T5 sustainability]."""
    under_way = set()
    for row, home in facts.running("assessing"):
        under_way.add(row.home)
        on = row.day + ASSESSED_WITHIN
        if on <= facts.until:
            title = f"Finish the needs assessment asked for on {short_date(row.day)}"
            yield page(Kind.ASSESSMENT, row, home, title, "readiness", on=on)
    months = _months_between()
    for row, home in facts.running("assessed"):
        again = None if row.on is None else add_months(row.on, months)
        if again is not None and again <= facts.until and row.home not in under_way:
            title = "Assess the needs of both sides again"
            yield page(Kind.ASSESSMENT, row, home, title, "readiness", on=again)


def _months_between() -> int:
    rule = next(one for one in catalogue().date_rules if one.id == YEARLY_NEEDS)
    return rule.offsets_months[0]

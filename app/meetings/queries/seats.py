"""Who comes to the meetings of a series, and what a stage proposes, read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN

from app.catalogue import catalogue
from app.core.db import rows
from app.organization.queries import holidays_between
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Side
from app.people.models import Organization, Person

from ..models import MeetingSeries, SeriesSeat
from ..rules import MODE_WORDS, Mode, SeatFacts, functions_of, proposed_day, weeks_words
from .meetings import last_day_before
from .series import series_of

OWN_STAFF = "provider_staff"


def first_proposed_day(partnership_id: int, kind: str, weeks: int | None, *, today: date) -> date:
    """The day to propose for the first meeting of a new series: in the beat of the last one of its kind."""
    far = today + timedelta(days=400)
    last_on = last_day_before(partnership_id, kind, far)
    return proposed_day(last_on, weeks, today=today, holidays=holidays_between(today, far))


@dataclass(frozen=True, slots=True)
class SeriesProposal:
    """A series that the catalogue suggests for a stage; nothing is stored yet."""

    kind: str
    name: str
    words: str  # every 2 weeks
    interval: int  # weeks
    mode: str
    minutes: int
    exists_already: bool

    @property
    def mode_words(self) -> str:
        """Video, phone, in person."""
        return MODE_WORDS.get(Mode(self.mode), self.mode)


def propose_series(partnership: Partnership, stage: str, *, today: date) -> tuple[SeriesProposal, ...]:
    """The kinds that meet in a stage which begins now, each with the catalogue's rhythm."""
    present = {one.kind for one in series_of(partnership.get_id(), today=today)}
    found = []
    for kind in catalogue().meeting_kinds:
        weeks = kind.weeks_between(stage)
        if weeks is not None:
            words, exists = weeks_words(weeks), kind.id in present
            found.append(
                SeriesProposal(
                    kind.id, kind.name, words, weeks, kind.preferred_mode, kind.length_minutes, exists
                )
            )
    return tuple(found)


def seats_of(series_ids: Collection[int]) -> dict[int, tuple[SeatFacts, ...]]:
    """Who comes to the meetings of some series, our side first; empty posts among them."""
    deputy, provider, payer = Person.alias(), Organization.alias(), Organization.alias()
    seat = SeriesSeat
    query = (
        seat.select(
            seat.series,
            seat.side,
            seat.function,
            seat.person,
            Person.name,
            deputy.name,
            Person.left_on,
            provider.name,
            payer.name,
        )
        .join_from(seat, MeetingSeries)
        .join_from(MeetingSeries, Partnership)
        .join_from(Partnership, provider, on=(Partnership.provider == provider.id))
        .join_from(Partnership, payer, on=(Partnership.payer == payer.id))
        .join_from(seat, Person, JOIN.LEFT_OUTER, on=(seat.person == Person.id))
        .join_from(Person, deputy, JOIN.LEFT_OUTER, on=(Person.deputy == deputy.id))
        .where(seat.series.in_(list(series_ids)))
        .order_by(seat.side.desc(), seat.id)
    )
    found: dict[int, list[SeatFacts]] = defaultdict(list)
    for series_id, side, function, person_id, name, stands_in, left_on, ours, theirs in (
        rows(query) if series_ids else ()
    ):
        organization = ours if side == Side.PROVIDER else theirs
        facts = SeatFacts(side, function, organization, person_id, name or "", stands_in or "", bool(left_on))
        found[series_id].append(facts)
    return {series_id: tuple(each) for series_id, each in found.items()}


def proposed_seats(partnership: Partnership, kind: str) -> tuple[SeatFacts, ...]:
    """Who would come to a kind of meeting: for each side each function, with its first member or nobody.

    To a briefing of our own people come all of them.
    """
    query = (
        Membership.select(Membership.side, Person.function, Person.id, Person.name)
        .join(Person)
        .where((Membership.partnership == partnership) & Person.left_on.is_null())
        .order_by(Membership.lead.desc(), Person.name)
    )
    members = list(rows(query))
    names = {Side.PROVIDER.value: partnership.provider.name, Side.PAYER.value: partnership.payer.name}
    participants = catalogue().meeting_kind(kind).participants
    if OWN_STAFF in participants:
        ours = [one for one in members if one[0] == Side.PROVIDER]
        return tuple(SeatFacts(side, "", names[side], person_id, name) for side, _, person_id, name in ours)
    holders: dict[tuple[str, str], tuple[int, str]] = {}
    for side, function, person_id, name in members:
        holders.setdefault((side, function), (person_id, name))
    nobody = (None, "")
    return tuple(
        SeatFacts(side, function, organization, *holders.get((side, function), nobody))
        for side, organization in names.items()
        for function in functions_of(participants)
    )

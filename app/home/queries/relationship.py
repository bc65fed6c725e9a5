"""How the two sides get on, on one page: pulse, concerns, contacts, fit, and how the partner works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from peewee import fn

from app.actions import queries as actions
from app.charts.scales import NARROW, WIDE, Frame, LineChart, line_chart
from app.core.calendar import add_months, span_words
from app.core.db import rows
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import kind_name
from app.meetings.rules import Status as MeetingStatus
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Side, Stage
from app.people.queries import CultureRow, culture_of
from app.relationship import queries as relations
from app.relationship.queries import ConcernRow, ContactRow, DecisionRow, FitView, PulseRow, SignRow

from ..rules import RelationFacts, relation_words

LOWEST, HIGHEST = 1, 5  # of a pulse
CHARTED = 12
SETTLED_SHOWN = 10
SIGNS_SHOWN = 6
MOST_PLANNED = 200
PRESENT = ("", "here")  # of a held meeting whose attendance nobody noted, all who were asked count


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """The next meeting to which somebody is asked."""

    kind: str
    on: date
    starts_at: time

    @property
    def name(self) -> str:
        """Its kind in words."""
        return kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the other side with the last contact of any kind and the next planned one."""

    row: ContactRow
    meeting: PlannedMeeting | None


@dataclass(frozen=True, slots=True)
class RelationshipView:
    """Everything on the relationship page of one partnership."""

    lede: str
    pulses: tuple[PulseRow, ...]
    pulse_words: str
    pulse_due_on: date | None
    charts: tuple[LineChart, ...]
    open: tuple[ConcernRow, ...]
    settled: tuple[ConcernRow, ...]
    more_concerns: bool
    contacts: tuple[Contact, ...]
    others: tuple[Contact, ...]
    culture: CultureRow
    measured: str
    mirror: actions.Mirror
    waiting: tuple[DecisionRow, ...]
    pattern: str
    fit: FitView
    signs: tuple[SignRow, ...]


def relationship_view(partnership: Partnership, today: date) -> RelationshipView:
    """Thirteen statements, whatever the number of rows."""
    pilot_since = relations.pilot_since(partnership.id)
    pulses = relations.pulses(partnership.id, limit=CHARTED)
    concerns = relations.concern_overview(partnership.id, settled=SETTLED_SHOWN)
    still = tuple(row for row in concerns if row.resolved_on is None)
    people = _contacts(partnership, pilot_since, today)
    waiting = relations.open_decisions(partnership.id)
    measured = relations.measured_days_to_decide(partnership.payer_id)
    facts = RelationFacts(
        partner=partnership.payer.name,
        ours=pulses[0].provider_mean if pulses else None,
        theirs=pulses[0].payer_mean if pulses else None,
        concerns=tuple((row.days_open(today), row.told_on) for row in still),
        silent=tuple(
            (one.row.name, one.row.silent_days(today)) for one in people if one.row.silence(today) == "red"
        ),
        waiting_late=sum(row.late(today) for row in waiting),
    )
    return RelationshipView(
        lede=relation_words(facts),
        pulses=pulses,
        pulse_words=relations.pulse_finding(pulses, partnership.payer.name),
        pulse_due_on=relations.pulse_due_on(pulses, pilot_since) if _asks(partnership) else None,
        charts=_charts(pulses, partnership.payer.name),
        open=still[: relations.PAGE],
        settled=tuple(row for row in concerns if row.resolved_on is not None),
        more_concerns=len(still) > relations.PAGE,
        contacts=tuple(one for one in people if one.row.rhythm is not None),
        others=tuple(one for one in people if one.row.rhythm is None),
        culture=culture_of(partnership.payer_id),
        measured="" if measured is None else span_words(measured),
        mirror=actions.mirror(partnership.id, today=today),
        waiting=waiting,
        pattern=relations.question_pattern(partnership.id, today),
        fit=relations.fit_view(partnership.id),
        signs=relations.signs_seen(partnership.id, limit=SIGNS_SHOWN),
    )


def _asks(partnership: Partnership) -> bool:
    """Whether the pulse is still asked for."""
    return partnership.stage != Stage.ENDED


def _charts(pulses: tuple[PulseRow, ...], partner: str) -> tuple[LineChart, ...]:
    """The same lines for a wide and a narrow screen; none before a second day."""
    if len(pulses) < 2:
        return ()
    oldest_first = pulses[::-1]
    series = (
        ("We", [row.provider_mean for row in oldest_first]),
        (partner.split()[0], [row.payer_mean for row in oldest_first]),
    )
    days = [row.on for row in oldest_first]

    def drawn(frame: Frame) -> LineChart:
        return line_chart(days, series, low=LOWEST, high=HIGHEST, frame=frame)

    return (drawn(WIDE), drawn(NARROW))


def _contacts(partnership: Partnership, pilot_since: date | None, today: date) -> tuple[Contact, ...]:
    """Who waits longest for a word stands first; who has a rhythm before who has none."""
    default = relations.rhythm_for(
        partnership.stage, first_pilot_year=pilot_since is None or today < add_months(pilot_since, 12)
    )
    met, planned = _last_met(partnership.id, today), _planned(partnership.id, today)
    found = [
        Contact(row.after(met.get(row.person_id)), planned.get(row.person_id))
        for row in relations.contacts(partnership.id, default)
    ]
    order = {"red": 0, "amber": 1, "none": 2}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.row.rhythm is None,
                order[one.row.silence(today)],
                one.row.speak_by or date.min,
                one.row.name,
            ),
        )
    )


def _last_met(partnership_id: int, today: date) -> dict[int, date]:
    """The latest meeting that was held with each person of the other side present."""
    query = (
        Attendance.select(Attendance.person, fn.MAX(Meeting.on))
        .join(Meeting)
        .where(
            (Meeting.partnership == partnership_id)
            & (Meeting.status == MeetingStatus.HELD)
            & (Meeting.on <= today)
            & Attendance.came.in_(PRESENT)
            & Attendance.person.in_(_theirs(partnership_id))
        )
        .group_by(Attendance.person)
    )
    return {person: date.fromisoformat(on) if isinstance(on, str) else on for person, on in rows(query)}


def _planned(partnership_id: int, today: date) -> dict[int, PlannedMeeting]:
    """The next planned meeting to which each person of the other side is asked."""
    query = (
        Attendance.select(Attendance.person, Meeting.kind, Meeting.on, Meeting.starts_at)
        .join(Meeting)
        .where(
            (Meeting.partnership == partnership_id)
            & (Meeting.status == MeetingStatus.PLANNED)
            & (Meeting.on >= today)
            & Attendance.person.in_(_theirs(partnership_id))
        )
        .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
        .limit(MOST_PLANNED)
    )
    found: dict[int, PlannedMeeting] = {}
    for person, kind, on, starts_at in rows(query):
        found.setdefault(person, PlannedMeeting(kind, on, starts_at))
    return found


def _theirs(partnership_id: int) -> object:
    return Membership.select(Membership.person).where(
        (Membership.partnership == partnership_id) & (Membership.side == Side.PAYER)
    )

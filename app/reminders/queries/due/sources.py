"""What lies behind the dates of most kinds, in one statement: however many kinds, one question.

Each part is a function of its own that selects the same eight columns; `read` hands its rows over by the
name of the part. A part asks for what was open on a day, which may be long ago.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from app.assessments.models import Assessment, ConnectingResource
from app.balance.models import Adjustment
from app.balance.rules import Outcome
from app.core.db import db
from app.core.prepared import prepared
from app.drafts.models import Amendment
from app.drafts.rules import AmendmentStatus
from app.information.models import InformationItem
from app.information.rules import Status as Asked
from app.measuring.models import MetricsReport, PlannedMetric
from app.measuring.rules import INTERNAL
from app.meetings.models import Attendance, CommunicationPlan, Meeting
from app.meetings.rules import Came, Status
from app.metrics.models import Assumption, DataMonth
from app.milestones.models import Milestone
from app.organization.models import HolidayChange
from app.outreach.models import STANDING, Activity, Material, ReferralPlan, Site, Strategy, Training
from app.outreach.rules import StrategyStatus
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Side
from app.people.models import Person
from app.relationship.models import Concern, DecisionRequest, Touch, TouchRhythm
from app.triggers.models import RuleChoice, Signal
from app.triggers.rules import Answer

from .columns import COLUMNS, NO_ID, NO_TEXT, Dated, Days, as_text, day_of, later_than, one_value, row_of

CONCERN_RULE = "TR03"
MONTHS_READ = 4  # the newest of each partnership; older gaps were told in their time
SETTLED_DAYS = 14  # so long before a meeting its agenda can be due, days off counted
WRITTEN_DAYS = 30  # minutes that are missing after that are not asked for any more
REPORTED_DAYS = 500  # further back no report is due


def read(today: date, until: date) -> Mapping[str, list[Dated]]:
    """The rows of every part by its name: one statement."""
    spans = (until + timedelta(days=SETTLED_DAYS), today - timedelta(days=WRITTEN_DAYS))
    found: dict[str, list[Dated]] = {name: [] for name in PARTS}
    for what, thing, home, on, *rest in _all(today, until, *spans, today - timedelta(days=REPORTED_DAYS)):
        found[what].append(Dated(what, thing, home, day_of(on), *rest))
    return found


@prepared
def _all(today: Any, until: Any, settled: Any, written: Any, reported: Any) -> Any:
    days = Days(today, until, settled, written, reported)
    parts = [part(days) for part in PARTS.values()]
    together = parts[0]
    for part in parts[1:]:
        together += part
    found = together.alias("found")
    return Select((found,), [getattr(found.c, name) for name in COLUMNS]).bind(db)


# --- what people have promised


def milestones(days: Days) -> Any:
    """Steps that were open."""
    m = Milestone
    columns = row_of(
        "milestone", m.public_id, m.partnership, m.due_on, m.title, owner=m.owner, user=Person.user
    )
    query = m.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(m.owner == Person.id))
    standing = later_than(m.done_on, days.today) & later_than(m.dropped_on, days.today)
    return query.where(standing & (m.due_on <= days.until))


def checks(days: Days) -> Any:
    """Adjustments that are still tried."""
    a = Adjustment
    columns = row_of("check", a.public_id, a.partnership, a.check_on, a.what_changed)
    tried = (a.outcome == Outcome.OPEN.value) & (a.on <= days.today)
    return a.select(*columns).where(tried & (a.check_on <= days.until))


# --- meetings


def agendas(days: Days) -> Any:
    """Meetings ahead, with the moment their agenda was published; one held without any needed none."""
    m = Meeting
    columns = row_of("agenda", m.public_id, m.partnership, m.on, m.kind, more=as_text(m.published_at))
    held_since = (m.status == Status.HELD.value) & (m.on > days.today) & m.published_at.is_null(False)
    ahead = (m.status == Status.PLANNED.value) | held_since
    return m.select(*columns).where(ahead & m.on.between(days.today, days.settled))


def minutes(days: Days) -> Any:
    """Meetings that were held lately, with the moment their minutes were finished."""
    m = Meeting
    columns = row_of("minutes", m.public_id, m.partnership, m.on, m.kind, more=as_text(m.finished_at))
    return m.select(*columns).where((m.status == Status.HELD.value) & m.on.between(days.written, days.today))


def days_off(_days: Days) -> Any:
    """Our own days off, and the holidays on which we work."""
    h = HolidayChange
    return h.select(*row_of("off", NO_TEXT, NO_ID, h.on, h.name, more=h.kind))


# --- numbers and reports


def months(_days: Days) -> Any:
    """The newest months with numbers of each partnership."""
    p, d, m = Partnership, DataMonth, DataMonth.alias("newest")
    newest = m.select(fn.MAX(m.month) - MONTHS_READ).where(m.partnership == p.id)
    columns = row_of("month", p.public_id, p.id, d.month_on)
    return p.select(*columns).join(d, on=(d.partnership == p.id)).where(d.month > newest)


def measured(days: Days) -> Any:
    """How often metrics that go to the plan are gathered: the day from which on, and the length."""
    m = PlannedMetric
    starts = fn.MIN(fn.COALESCE(m.starts_on, date.min))
    columns = row_of("measured", NO_TEXT, m.partnership, starts, m.frequency)
    goes = (m.purpose != INTERNAL) & (as_text(m.shared_with) ** "%payer%")
    query = m.select(*columns).where(goes & later_than(m.retired_on, days.today))
    return query.group_by(m.partnership, m.frequency)


def reported(days: Days) -> Any:
    """Periods for which a report was written, with the moment."""
    r = MetricsReport
    columns = row_of(
        "reported", r.public_id, r.partnership, r.period_on, more=as_text(r.changed_at), number=r.months
    )
    return r.select(*columns).where(r.period_on >= days.reported)


def plan_data(days: Days) -> Any:
    """Data that the plan is to send, with the period it is for."""
    r = MetricsReport
    columns = row_of(
        "plan_data", r.public_id, r.partnership, r.wanted_by, more=as_text(r.period_on), number=r.months
    )
    return r.select(*columns).where(r.wanted_by.between(days.today, days.until))


def assumptions(days: Days) -> Any:
    """Figures that were assumed, with the day to look at them again."""
    a = Assumption
    columns = row_of("assumption", NO_TEXT, a.partnership, a.check_on, a.fact)
    return a.select(*columns).where(a.check_on.between(days.today, days.until))


# --- what both sides need and asked of each other


def assessed(days: Days) -> Any:
    """When the needs of a partnership were last assessed."""
    a = Assessment
    columns = row_of("assessed", NO_TEXT, a.partnership, fn.MAX(a.finished_on))
    return a.select(*columns).where(a.finished_on <= days.today).group_by(a.partnership)


def assessing(days: Days) -> Any:
    """Assessments that were asked for and not finished."""
    a = Assessment
    columns = row_of("assessing", a.public_id, a.partnership, a.asked_on)
    return a.select(*columns).where((a.asked_on <= days.today) & later_than(a.finished_on, days.today))


def resources(days: Days) -> Any:
    """Resources whose funding ends."""
    r = ConnectingResource
    columns = row_of("funding", r.public_id, r.partnership, r.funding_until, r.resource)
    ends = r.funding_until.between(days.today, days.until)
    return r.select(*columns).where((r.removed == STANDING) & ends)


def concerns(days: Days) -> Any:
    """Concerns that were open: when raised and the next step, and how the partnership wants the rule."""
    c, rule = Concern, RuleChoice
    columns = row_of(
        "concern",
        c.public_id,
        c.partnership,
        c.next_step_on,
        c.area + SQL("' '") + fn.COALESCE(as_text(rule.numbers), ""),
        more=as_text(c.opened_on),
        owner=c.owner,
        user=Person.user,
        number=Case(None, [(~rule.watched, 1)], 0),
    )
    own = (rule.partnership == c.partnership) & (rule.trigger == CONCERN_RULE)
    query = c.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(c.owner == Person.id))
    query = query.join_from(c, rule, JOIN.LEFT_OUTER, on=own)
    return query.where((c.opened_on <= days.today) & later_than(c.resolved_on, days.today))


def contacts(days: Days) -> Any:
    """People whose rhythm somebody set, with the last word and the last meeting."""
    r, t, a, m = TouchRhythm, Touch, Attendance, Meeting
    spoken = one_value(t, fn.MAX(t.on)).where(
        (t.partnership == r.partnership) & (t.person == r.person) & ~t.removed & (t.on <= days.today)
    )
    met = (
        one_value(a, fn.MAX(m.on))
        .join(m)
        .where(
            (a.person == r.person)
            & (m.partnership == r.partnership)
            & (m.status == Status.HELD.value)
            & (m.on <= days.today)
            & a.came.in_((Came.UNKNOWN.value, Came.HERE.value))
        )
    )
    columns = row_of(
        "contact",
        Person.public_id,
        r.partnership,
        spoken,
        Person.name,
        more=met,
        owner=r.id,
        number=r.ideal_days,
    )
    seat = (Membership.person == r.person) & (Membership.partnership == r.partnership)
    query = r.select(*columns).join(Person, on=(r.person == Person.id))
    query = query.join_from(r, Membership, on=seat & (Membership.side == Side.PAYER.value))
    key = r.key_contact & r.ideal_days.is_null(False)
    return query.where(key & later_than(Person.left_on, days.today))


def decisions(days: Days) -> Any:
    """Decisions that were asked for, with the side that decides."""
    d = DecisionRequest
    columns = row_of("decision", d.public_id, d.partnership, d.expected_on, d.question, more=d.side)
    asked = ~d.removed & (d.asked_on <= days.today)
    waits = later_than(d.decided_on, days.today)
    return d.select(*columns).where(asked & waits & (d.expected_on <= days.until))


def information(days: Days) -> Any:
    """What was asked of the other side and not answered."""
    i = InformationItem
    columns = row_of("information", NO_TEXT, i.partnership, i.wanted_by_on, i.item)
    waits = (i.status == Asked.ASKED.value) | (i.answered_on > days.today)
    asked = i.asked_on.is_null() | (i.asked_on <= days.today)
    return i.select(*columns).where(waits & asked & (i.wanted_by_on <= days.until))


def watched(days: Days) -> Any:
    """Signals that somebody watches."""
    s = Signal
    columns = row_of("watch", s.public_id, s.partnership, s.ask_again_on, s.trigger)
    watches = (s.answer == Answer.WATCH.value) & (s.answered_on <= days.today)
    still = later_than(s.closed_on, days.today) & later_than(s.withdrawn_on, days.today)
    return s.select(*columns).where(watches & still & (s.ask_again_on <= days.until))


# --- referrals


def visits(days: Days) -> Any:
    """Sites with the next visit."""
    s = Site
    columns = row_of(
        "visit", s.public_id, s.partnership, s.next_visit_on, s.name, owner=s.visitor, user=Person.user
    )
    query = s.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(s.visitor == Person.id))
    return query.where((s.removed == STANDING) & (s.next_visit_on <= days.until))


def strategies(days: Days) -> Any:
    """Strategies with the day on which they are done next."""
    s = Strategy
    columns = row_of(
        "strategy", s.public_id, s.partnership, s.next_due_on, s.title, owner=s.owner, user=Person.user
    )
    query = s.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(s.owner == Person.id))
    working = s.status.in_((StrategyStatus.PLANNED.value, StrategyStatus.ACTIVE.value))
    return query.where(working & (s.next_due_on <= days.until))


def follow_ups(days: Days) -> Any:
    """Days to follow up on what took place at no site; a site keeps its own next visit."""
    a = Activity
    columns = row_of("follow_up", a.public_id, a.partnership, a.follow_up_on, as_text(a.kind))
    ahead = a.follow_up_on.between(days.today, days.until)
    return a.select(*columns).where((a.removed == STANDING) & a.site.is_null() & ahead)


def trainings(days: Days) -> Any:
    """Trainings that are planned."""
    t = Training
    columns = row_of("training", t.public_id, t.partnership, t.planned_on, t.topic)
    waits = (t.removed == STANDING) & later_than(t.held_on, days.today)
    return t.select(*columns).where(waits & (t.planned_on <= days.until))


def materials(days: Days) -> Any:
    """Material with the day to check it again."""
    m = Material
    columns = row_of("material", m.public_id, m.partnership, m.check_again_on, m.title)
    return m.select(*columns).where((m.removed == STANDING) & (m.check_again_on <= days.until))


# --- plans and papers


def talked_over(days: Days) -> Any:
    """Communication plans with the day to look at them again."""
    c = CommunicationPlan
    columns = row_of("communication", NO_TEXT, c.partnership, c.look_again_on)
    return c.select(*columns).where(c.look_again_on <= days.until)


def referrals(days: Days) -> Any:
    """Referral plans with the day to look at them again."""
    r = ReferralPlan
    columns = row_of("referrals", NO_TEXT, r.partnership, r.look_again_on)
    return r.select(*columns).where(r.look_again_on <= days.until)


def amendments(days: Days) -> Any:
    """Signed amendments with the day to look at what they changed."""
    a = Amendment
    columns = row_of("amendment", a.public_id, a.partnership, a.recheck_on, number=a.number)
    signed = (a.status == AmendmentStatus.SIGNED.value) & (a.signed_on <= days.today)
    return a.select(*columns).where(signed & a.recheck_on.between(days.today, days.until))


PARTS: Mapping[str, Callable[[Days], Any]] = {
    "milestone": milestones,
    "check": checks,
    "agenda": agendas,
    "minutes": minutes,
    "off": days_off,
    "month": months,
    "measured": measured,
    "reported": reported,
    "plan_data": plan_data,
    "assumption": assumptions,
    "assessed": assessed,
    "assessing": assessing,
    "funding": resources,
    "concern": concerns,
    "contact": contacts,
    "decision": decisions,
    "information": information,
    "watch": watched,
    "visit": visits,
    "strategy": strategies,
    "follow_up": follow_ups,
    "training": trainings,
    "material": materials,
    "communication": talked_over,
    "referrals": referrals,
    "amendment": amendments,
}

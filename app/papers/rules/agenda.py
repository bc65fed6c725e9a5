"""What stands on an agenda, and in which order. Pure: facts in, an agenda or a document out.

M1 of the paper list [T5 sustainability]: follow-up first, then the kind's standing topics, then what
people added, then decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from app.metrics.rules import HIDDEN_UP_TO, shown_to_others

MILESTONE_WEEKS = 8
SOON_WEEKS = 2
MOST_SUGGESTED = 8
WITH_NUMBERS = frozenset({"operations", "joint_review", "executive"})
ABOUT_AIMS = frozenset({"core_planning", "executive"})


@dataclass(frozen=True, slots=True)
class Promise:
    """An open action, as the agenda lists it."""

    text: str
    owner: str
    side: str  # payer, provider, joint
    due_on: date | None
    late_days: int
    public_id: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its minutes: a standing topic, one that somebody added, or a decision that is wanted."""

    text: str
    minutes: int
    asked_by: str = ""
    approver: str = ""
    id: int | None = None
    private: bool = False
    kind: str = "topic"
    standing: bool = False
    spoken_only: bool = False
    carried_from_on: date | None = None
    carried_times: str = ""

    @property
    def carried_words(self) -> str:
        """Where the line comes from: carried from May 12, third time. Nothing for a new one."""
        day = self.carried_from_on
        if day is None:
            return ""
        return f"carried from {day:%B} {day.day}" + (f", {self.carried_times}" if self.carried_times else "")


@dataclass(frozen=True, slots=True)
class FirstSheet:
    """What the first agenda with a partner adds, with room to write [L1 questions].

    `aims` are questions with what we and what they answered so far; of the rest only what is still missing.
    """

    aims: tuple[tuple[str, str, str], ...]
    from_payer: tuple[str, ...]
    from_provider: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line that open work proposes: its words, and where they come from."""

    text: str
    source: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside what was expected, both as they are printed."""

    label: str
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that falls due soon."""

    title: str
    due_on: date
    lead: str


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody who comes."""

    name: str
    function: str
    organization: str
    side: str
    deputy: str
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The counts of the latest data month; None is unknown. S28 says up to where the partner reads none."""

    month_on: date
    census: int | None
    forecast_census: int | None
    referrals: int | None
    forecast_referrals: int | None
    declined: int | None
    auth_days: Decimal | None
    hidden_up_to: int = HIDDEN_UP_TO


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """Everything an agenda is made of."""

    partnership: str
    provider: str
    payer: str
    kind: str
    kind_name: str
    aim: str
    privacy_note: str
    on: date
    starts_at: time
    minutes: int
    mode: str
    place: str
    link: str
    people: tuple[Attendant, ...]
    promises: tuple[Promise, ...]
    topics: tuple[Line, ...]
    decisions: tuple[Line, ...]
    changes: tuple[str, ...]
    concerns: tuple[str, ...]
    milestones: tuple[Step, ...]
    month: MonthFigures | None
    next_on: date | None
    next_name: str
    first: FirstSheet | None = None
    differences: tuple[str, ...] = ()  # aims that both sides see differently and somebody wants to talk about


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda as a page or a paper shows it."""

    facts: AgendaFacts
    ours: tuple[Attendant, ...]
    theirs: tuple[Attendant, ...]
    promises: tuple[Promise, ...]
    topics: tuple[Line, ...]
    decisions: tuple[Line, ...]
    figures: tuple[Figure, ...]
    planned_minutes: int

    @property
    def milestones_until(self) -> date:
        """The last day of the milestones that are listed; late ones stand before it."""
        return self.facts.on + timedelta(weeks=MILESTONE_WEEKS)

    @property
    def over_by(self) -> int:
        """Minutes by which the topics outrun the meeting; 0 when they fit."""
        return max(self.planned_minutes - self.facts.minutes, 0)

    @property
    def fit(self) -> str:
        """The minutes of all lines against the length of the meeting, in words."""
        if self.over_by:
            more = f"{self.over_by} more than the meeting has"
            return f"{self.planned_minutes} minutes are planned, {more}."
        free = self.facts.minutes - self.planned_minutes
        rest = f"{free} stay free" if free else "none stays free"
        return f"{self.planned_minutes} of {self.facts.minutes} minutes are planned, {rest}."


def compose_agenda(facts: AgendaFacts, *, partner_copy: bool = False) -> Agenda:
    """Choose and order what the agenda shows; private lines and small counts stay out of a partner copy."""
    topics = tuple(line for line in facts.topics if not (partner_copy and line.private))
    decisions = tuple(line for line in facts.decisions if not (partner_copy and line.private))
    late_first = sorted(facts.promises, key=lambda p: (-p.late_days, p.due_on or date.max, p.owner, p.text))
    figures = (
        figures_at_a_glance(facts.month, partner_copy=partner_copy) if facts.kind in WITH_NUMBERS else ()
    )
    return Agenda(
        facts,
        tuple(p for p in facts.people if p.side == "provider"),
        tuple(p for p in facts.people if p.side != "provider"),
        tuple(late_first),
        topics,
        decisions,
        figures,
        sum(line.minutes for line in (*topics, *decisions)),
    )


def suggestions(facts: AgendaFacts) -> tuple[Suggestion, ...]:
    """What open work would put on the agenda: late promises, milestones near, concerns, aims that differ."""
    soon = facts.on + timedelta(weeks=SOON_WEEKS)
    found = [
        *(Suggestion(p.text, f"{_days(p.late_days)} late", p.private) for p in facts.promises if p.late_days),
        *(Suggestion(one.title, "milestone near") for one in facts.milestones if one.due_on <= soon),
        *(Suggestion(text, "concern") for text in facts.concerns),
        *(Suggestion(text, "seen differently by both sides") for text in facts.differences),
    ]
    there = {line.text.casefold() for line in (*facts.topics, *facts.decisions)}
    fresh = {one.text: one for one in found if one.text.casefold() not in there}
    return tuple(fresh.values())[:MOST_SUGGESTED]


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def figures_at_a_glance(month: MonthFigures | None, *, partner_copy: bool) -> tuple[Figure, ...]:
    """The numbers of the latest month against the forecast [T5 examples]; unknown stays unknown."""
    if month is None:
        return ()

    hidden_up_to = month.hidden_up_to if partner_copy else 0

    def shown(figure: str, count: int | None) -> str:
        return "not known yet" if count is None else shown_to_others(figure, count, hidden_up_to)

    def forecast(count: int | None) -> str:
        return "" if count is None else str(count)

    days = "not known yet"
    if month.auth_days is not None:
        days = f"{round(month.auth_days, 1).normalize():f} business days"
    return (
        Figure(
            "Enrolled at the end of the month",
            shown("census_end", month.census),
            forecast(month.forecast_census),
        ),
        Figure("Referrals", shown("referrals", month.referrals), forecast(month.forecast_referrals)),
        Figure("Declined", shown("declined", month.declined), ""),
        Figure("Authorizations, mean time", days, ""),
    )

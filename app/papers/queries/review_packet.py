"""The parts of the packet of a review, from everything that is entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.assessments.queries import last_assessed_on, open_assessment, unknowns
from app.assessments.rules import is_due
from app.balance.queries import Pair, adjustments, rating_rounds, ratings, topics
from app.charts.series import PAPER
from app.charts.told import Told
from app.core.calendar import add_months, day_words, month_start
from app.core.errors import NotFound
from app.costs.queries import sets_of
from app.measuring.queries import PLANNED_VISITS
from app.measuring.rules import newest_over
from app.metrics.queries import MonthFigures, caseload_chart, figures_from
from app.metrics.queries import months as every_row
from app.metrics.rules import hidden_up_to, months_for_others
from app.partnerships.models import Partnership
from app.relationship.queries import concerns, pulses
from app.reviews.models import Review
from app.reviews.queries import (
    cost_of,
    guests_of,
    kind_words,
    review_before,
    signals_in,
    sufficiency_steps,
    usual_guests,
    worksheet,
)
from app.reviews.rules import CLOSING, Kind, conclusion_words
from app.terms.queries import terms_in_force
from app.triggers.queries import SignalRow, change_events, levers_of, signals_of
from app.triggers.rules import Answer

from ..rules import review_packet as packet
from ..rules.parts import Part, Row
from ..rules.small_counts import hidden_columns
from .metrics_report import metrics_report_facts

USUAL_MONTHS, MOST_MONTHS, QUARTER = 6, 18, 3
ANSWERED = {Answer.REVIEW: "into a review", Answer.WATCH: "watched", Answer.DISMISS: "set aside"}
NOBODY = Pair(None, None)
SUFFICIENCY = "RQ-P6"  # its answer says what a patient month costs
COST_GUESS = "projected_versus_actual_cost"
NO_HIDING: Mapping[str, str | None] = {}


@dataclass(frozen=True, slots=True)
class PacketFacts:
    """The packet: its title, its parts in order, and the picture of the caseload."""

    title: str
    parts: tuple[Part, ...]
    chart: Told | None


def packet_facts(partnership: Partnership, review: Review, today: date, *, partner_copy: bool) -> PacketFacts:
    """Everything of the packet as of a day [L7 balance] [L5 negotiation] [T5 sustainability]."""
    on = review.planned_on or review.due_on
    terms = terms_in_force(partnership.id, min(on, today))
    months = _months(partnership, review, min(review.held_on or today, today))
    shown = [(one.month_on, one.values) for one in months]
    hidden = _hidden(months, hidden_up_to(terms)) if partner_copy else [NO_HIDING for _one in months]
    few = hidden_columns([one.values for one in months], (), hidden_up_to(terms)) if partner_copy else ()
    cost, shares = cost_of(review, today), review.shares_cost or not partner_copy
    chart = _chart(partnership, months, hidden)
    told = _told(review, partner_copy=partner_copy)
    sides = (partnership.provider.name, partnership.payer.name)
    sheet = worksheet(review)
    worries = _concerns(partnership, review.held_on or today, partner_copy=partner_copy)
    parts = [
        _cover(partnership, review, on, months, _called(review, partner_copy=partner_copy)),
        packet.balance_part(_marks(partnership, review, today), *sides),
        _guessed(partnership, shares=shares),
        packet.funnel_part(shown, hidden),
        Part("Caseload against forecast", pictured=chart is not None),
        packet.care_part(
            shown, _fraction(terms.get(PLANNED_VISITS)), _plans(partnership) if shares else None, few
        ),
        *([packet.money_part(cost.found, _running(months), cost.first, cost.last)] if shares else ()),
        *_outcomes(partnership, min(on, today), partner_copy=partner_copy),
        packet.signals_part(_signals(review, today, partner_copy=partner_copy), with_words=not partner_copy),
        packet.together_part(shown, _pulse(partnership, review.held_on or today), worries),
        _changes(partnership, review, today, partner_copy=partner_copy),
        packet.worksheet_parts([one for one in sheet if one.name != CLOSING], told),
        packet.levers_part(_levers(partnership), partner_copy=partner_copy),
        *([_sufficiency(review, cost.found)] if shares and _called_for(review) else ()),
        *(
            packet.worksheet_parts([one], told, "At the close of the pilot")
            for one in sheet
            if one.name == CLOSING
        ),
        _decision(partnership, review),
    ]
    title = f"{kind_words(review)}, {day_words(on)}"
    return PacketFacts(title, tuple(parts), chart)


def _levers(partnership: Partnership) -> list[tuple[str, str, str]]:
    return [(one.label, one.state_words, one.note) for one in levers_of(partnership.id) if one.state]


def _cover(
    partnership: Partnership,
    review: Review,
    on: date,
    months: tuple[MonthFigures, ...],
    signals: list[str],
) -> Part:
    guests = "\n".join(one.words for one in guests_of(review.id))
    usual = ", ".join(usual_guests())
    why = [review.why if review.why.endswith((".", "?", "!")) else f"{review.why}."] if review.why else []
    why += signals
    if not why:
        why = ["Its date has come."]
    facts = (
        ("Kind", kind_words(review)),
        ("Takes place on", day_words(on)),
        (
            "Looks at",
            packet.looks_at(review.period_from, review.period_until, [one.month_on for one in months]),
        ),
        ("Who takes part", guests or f"to be named; usually {usual}"),
    )
    return packet.cover_part(facts, why)


def _months(partnership: Partnership, review: Review, until: date) -> tuple[MonthFigures, ...]:
    """The complete months it looks at: as was set, else since the review before, else half a year."""
    before = review_before(review)
    usual = add_months(month_start(until), -USUAL_MONTHS)
    since = review.period_from or (
        min(month_start(before.held_on), usual) if before and before.held_on else usual
    )
    found = [
        one
        for one in figures_from(partnership.id, month_start(since))
        if add_months(one.month_on, 1) <= until
        and (review.period_until is None or one.month_on <= review.period_until)
    ]
    return tuple(found[-MOST_MONTHS:])


def _hidden(months: tuple[MonthFigures, ...], up_to: int) -> list[Mapping[str, str | None]]:
    return list(months_for_others([(one.month_on, one.values) for one in months], up_to))


def _chart(
    partnership: Partnership, months: tuple[MonthFigures, ...], hidden: list[Mapping[str, str | None]]
) -> Told | None:
    """The caseload as a picture; none where one of its points may not be told."""
    if not months or any(words.get("census_end") for words in hidden):
        return None
    wanted = {one.month_on for one in months}
    rows = [one for one in every_row(partnership.id) if one.month_on in wanted]
    return caseload_chart(rows, frames=PAPER) if rows else None


def _running(months: tuple[MonthFigures, ...]) -> Any:
    return months[-1].values.get("running_margin_cents") if months else None


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _plans(partnership: Partnership) -> Mapping[str, Fraction]:
    """The contacts that the current set of costs plans; none while no set is kept."""
    current = next(iter(sets_of(partnership.id)), None)
    return packet.planned_contacts(current.case.inputs) if current is not None else {}


def _outcomes(partnership: Partnership, today: date, *, partner_copy: bool) -> list[Part]:
    """What was agreed to be measured, as the metrics report says it; nothing while nothing is agreed."""
    period = newest_over(today, QUARTER)
    try:
        facts = metrics_report_facts(partnership, period, today, partner_copy=partner_copy)
    except NotFound:
        return []
    sections = (*facts.sections, facts.experience)
    tables = tuple(
        Part(
            one.title,
            heads=("Metric", "This period", "Period before", "Since before", "Target"),
            shares=(30, 21, 21, 12, 16),
            rows=tuple(one.rows),
        )
        for one in sections
        if one.rows
    )
    note = "Under 30 cases a percentage says little; the count stands beside it."
    return [Part(f"Outcomes and other metrics, {facts.period}", lines=(note,), parts=tables)]


def _signals(review: Review, today: date, *, partner_copy: bool) -> list[Row]:
    """Those on its list, and whatever else stood since the review before."""
    before, until = review_before(review), review.held_on or today
    since = before.held_on if before and before.held_on else date.min
    listed = signals_in(review.id)
    there = {one.public_id for one in listed}
    others = (
        one
        for one in signals_of(review.partnership_id)
        if one.public_id not in there
        and one.fired_on <= until
        and one.withdrawn_on is None
        and (one.fired_on > since or one.closed_on is None or one.closed_on > since)
    )
    shown = (one for one in (*listed, *others) if not partner_copy or _is_shared(one, review))
    return [_signal(one, partner_copy=partner_copy) for one in shown]


def _is_shared(one: SignalRow, review: Review) -> bool:
    return not one.is_relationship and (not one.tells_cost or review.shares_cost)


def _called(review: Review, *, partner_copy: bool) -> list[str]:
    """What called for it: the signals on its list, by name."""
    listed = signals_in(review.id)
    return [f"{one.title}." for one in listed if not partner_copy or _is_shared(one, review)]


def _signal(one: SignalRow, *, partner_copy: bool) -> Row:
    """For the partner without its words: the numbers in them may be small counts."""
    over = day_words(one.closed_on) if one.closed_on else "open"
    answered = next((words for key, words in ANSWERED.items() if key == one.answer), "")
    rest = (day_words(one.fired_on), over, answered)
    return (one.title, *rest) if partner_copy else (one.title, one.words, *rest)


def _pulse(partnership: Partnership, until: date) -> tuple[str, ...]:
    known = (one for one in pulses(partnership.id) if one.on <= until)
    one = next(known, None)
    if one is None:
        return ()
    means = ((partnership.provider.name, one.provider_mean), (partnership.payer.name, one.payer_mean))
    said = ", ".join(f"{name} {mean:.1f}" for name, mean in means if mean is not None)
    return (f"Pulse of {day_words(one.on)}, 1 to 5: {said}.",) if said else ()


def _concerns(partnership: Partnership, today: date, *, partner_copy: bool) -> tuple[str, ...]:
    return tuple(one.text for one in concerns(partnership.id, open_on=today, sharable_only=partner_copy))


def _changes(partnership: Partnership, review: Review, today: date, *, partner_copy: bool) -> Part:
    """Changes and adjustments since; our words on a change stay ours."""
    before = review_before(review)
    since, until = (before.held_on if before else None), review.held_on or today
    events = change_events(partnership.id, since=since, until=until)
    bullets = [
        f"{day_words(one.on)}: {one.title}." + ("" if partner_copy else f" {one.text}") for one in events
    ]
    for one in adjustments(partnership.id, since):
        if one.on > until:
            continue
        seen = f" {one.effect_seen}" if one.effect_seen else ""
        what, outcome = one.what_changed.rstrip("."), one.outcome_words.capitalize()
        bullets.append(f"{day_words(one.on)}, tried: {what}. {outcome}.{seen}")
    assessed = last_assessed_on(partnership.id)
    asked = open_assessment(partnership.id) is not None or is_due(assessed, today)
    if asked and review.held_on is None:
        bullets.append("The needs assessment is due again.")
    title = "What has changed since the last review"
    return Part(title, bullets=tuple(bullets), empty="No change was noted.")


def _marks(partnership: Partnership, review: Review, today: date) -> tuple[packet.Marks, ...]:
    """How both sides rated each topic at the review and at the time before [L7 balance]."""
    until = review.held_on or today
    rounds = rating_rounds([one for one in ratings(partnership.id) if one.on <= until])
    now, before = (rounds[at] if at < len(rounds) else NOBODY for at in (0, 1))
    return tuple((one.title, *now.marks(one.id), *before.marks(one.id)) for one in topics()) if rounds else ()


def _told(review: Review, *, partner_copy: bool) -> packet.Told:
    """The partner's copy tells no answer before the session, and of cost only what is shared."""

    def told(ident: str) -> bool:
        return review.held_on is not None and (ident != SUFFICIENCY or review.shares_cost)

    return packet.Told(told, actions=False) if partner_copy else packet.Told(lambda _ident: True)


def _guessed(partnership: Partnership, *, shares: bool) -> Part:
    """Where forecasts and facts differ [T5 sustainability]; what care costs only where it is shared."""
    told = (one for one in unknowns(partnership.id) if shares or one.item != COST_GUESS)
    rows = [(one.label, one.guess, one.truth) for one in told if one.guess or one.truth]
    heads = ("What hardly anyone forecasts well", "Our guess", "How it is")
    return Part("Guesses and truths", heads=heads, shares=(30, 35, 35), rows=tuple(rows))


def _called_for(review: Review) -> bool:
    written = any(one.answer for one in sufficiency_steps(review.id))
    return written or bool(review.conclusion) or review.kind == Kind.SUFFICIENCY


def _sufficiency(review: Review, found: Any) -> Part:
    steps = [(one.text, one.answer) for one in sufficiency_steps(review.id)]
    return packet.sufficiency_part(steps, found, conclusion_words(review.conclusion))


def _decision(partnership: Partnership, review: Review) -> Part:
    decided = day_words(review.decided_on) if review.decided_on else ""
    if review.decided_by:
        decided += f", {review.decided_by}"
    signers = (partnership.provider.name, partnership.payer.name)
    return packet.decision_part(review.decision, review.reasons, decided, review.next_on, signers)

"""The facts of the operational and financial plan: put together from everything that is entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.assessments.queries import shown_assessment
from app.core.errors import NotFound
from app.design import queries as design
from app.documents.formats import day
from app.drafts.queries import open_terms
from app.drafts.rules import QUALIFIES
from app.measuring.queries import PlanRow, plan
from app.measuring.rules import FREQUENCIES, Value, goes_to_payer, hides, shared_words, shown_number
from app.metrics.queries import register
from app.metrics.rules import hidden_up_to
from app.outreach.queries import list_strategies
from app.partnerships.models import Partnership
from app.relationship.queries import open_decisions
from app.terms.queries import definitions, shown_value, terms_in_force
from app.terms.values import show

from ..rules.costs import Row, Sheet
from ..rules.operational_plan import Chapter, OperationalPlanFacts, Pair
from .costs import cost_facts
from .gap_worksheet import resources_of, worksheet_facts

Terms = Mapping[str, Any]
OUR_HOURS = ("drive", "reporting_hours")
WHO = {"provider": "the provider", "payer": "the payer", "both": "both", "third_party": "a third party"}
PURPOSE = (
    "S02.palliative_care_description",
    "S02.program_aim",
    "S02.payer_aims",
    "S02.provider_aims",
    "S02.success_signs",
)
POPULATION = (*QUALIFIES, "S06.strictness_note", "S07.who_decides", "S07.decision_days")
VOLUME = ("S10.capacity", "S10.volume_form", "S10.low_volume_rule", "S10.high_volume_rule")
FORECASTS = ("S10.forecast_referrals", "S10.forecast_census", "S10.low_case", "S10.high_case")
FINDING = ("S08.ways", "S08.list_interval", "S08.first_sites", "S08.embedded_sites", "S09.cobranding_allowed")
SERVICES = (
    "S11.services",
    "S11.optional_services",
    "S11.not_included",
    "S12.disciplines",
    "S13.minimum_rule",
    "S14.modalities",
    "S12.new_staff_support",
)
SERVICE_TABLES = ("S11.outcome_links", "S13.tiers", "S12.minimum_training", "S15.role_table")
PAYMENT = ("S21.rate_home", "S21.rate_facility", "S22.layers", "S24.amount", "S24.ends_when", "S25.kind")
PILOT = (
    "S03.start_date",
    "S03.pilot_months",
    "S03.pilot_ends_on",
    "S03.pilot_measures",
    "S27.hours_estimate",
)
HELP = ("S34.data_and_staff_help", "S33.repeat_events")
TALKING = ("S29.review_months", "S29.annual_data_review", "S30.event_triggers", "S32.urgent_reply_days")


def operational_plan_facts(partnership: Partnership, on: date, *, partner_copy: bool) -> OperationalPlanFacts:
    """What was worked out until a day; what the provider keeps to itself stays out of a partner's copy."""
    terms = terms_in_force(partnership.id, on)
    chapters = (
        Chapter("Purpose", _said(terms, PURPOSE)),
        Chapter("Population", _said(terms, POPULATION), _tables(terms, ("S20.outcomes",))),
        Chapter(
            "Volume", _said(terms, VOLUME), _tables(terms, FORECASTS), _rests_on(partnership.id, partner_copy)
        ),
        _finding(partnership.id, terms),
        Chapter("Services, team and roles", _said(terms, SERVICES), _tables(terms, SERVICE_TABLES)),
        Chapter("How the work runs", _processes(partnership.id)),
        _money(partnership, terms, partner_copy),
        _metrics(partnership.id, terms, on, partner_copy),
        _readiness(partnership, terms),
        Chapter(
            "Communication, reviews, and what reopens the talk",
            _said(terms, TALKING),
            _tables(terms, ("S31.meetings", "S30.triggers", "S32.ladder")),
        ),
    )
    return OperationalPlanFacts(
        partnership=partnership.name,
        provider=str(terms.get("S01.provider_name") or partnership.provider.name),
        payer=str(terms.get("S01.payer_name") or partnership.payer.name),
        chapters=chapters,
        open_points=open_terms(terms),
        decisions=tuple(one.question for one in open_decisions(partnership.id)),
    )


def _said(terms: Terms, keys: Sequence[str]) -> tuple[Pair, ...]:
    known = definitions()
    return tuple(
        (known[key].label, shown_value(key, terms[key])) for key in keys if key in known and key in terms
    )


def _tables(terms: Terms, keys: Sequence[str]) -> tuple[Sheet, ...]:
    """Terms that are tables, under their labels and the headings of their columns."""
    return tuple(_table(key, terms[key]) for key in keys if terms.get(key))


def _table(key: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    one = definitions()[key]
    used = {name: column for name, column in one.columns.items() if any(row.get(name) for row in rows)}
    cells = tuple(
        tuple(show(column, row[name]) if row.get(name) else "" for name, column in used.items())
        for row in rows
    )
    return Sheet(one.label, tuple(column.label for column in used.values()), cells)


def _rests_on(partnership_id: int, partner_copy: bool) -> tuple[str, ...]:
    """What was assumed, as far as it was written down; what came of it, and our own hours, are for us."""
    found = register(partnership_id)
    if partner_copy:
        return tuple(f"{one.assumed_words}." for one in found if one.fact.id not in OUR_HOURS)
    return tuple(one.words for one in found)


def _finding(partnership_id: int, terms: Terms) -> Chapter:
    rows: tuple[Row, ...] = tuple(
        (one.title, WHO.get(one.side, one.side), one.owner, one.rhythm)
        for one in list_strategies(partnership_id)
        if not one.dropped
    )
    heads = ("Way", "Side", "Person", "How often")
    sheet = Sheet("Who does what", heads, rows)
    tables = _tables(terms, ("S09.activities", "S07.steps"))
    return Chapter("Finding patients and teaching referrers", _said(terms, FINDING), (sheet, *tables))


def _readiness(partnership: Partnership, terms: Terms) -> Chapter:
    """Gaps with who fills them and the resources around the team, agreed ones first [T5 gaps]."""
    tables = _tables(terms, ("S33.gap_table", "S34.plan_resources", "S34.community_links"))
    known = shown_assessment(partnership.get_id())
    found = worksheet_facts(partnership, known) if known else None
    gaps: tuple[Row, ...] = tuple(
        (one.label, one.strategy, one.who, ", ".join(one.people), day(one.due_on) if one.due_on else "open")
        for group in (found.groups if found else ())
        for one in group.lines
        if one.is_gap
    )
    lines = (f"The newest needs assessment is of {day(found.on)}.",) if found else ()
    heads = ("Gap", "What would help", "Who fills it", "Person", "Date")
    around: tuple[Row, ...] = tuple(
        (one.name, one.need, one.known_by, one.use) for one in resources_of(partnership)
    )
    sheets = (
        Sheet("Gaps of the needs assessment", heads, gaps),
        Sheet("Connecting resources", ("Resource", "Need", "Known by", "Use"), around),
    )
    return Chapter("Readiness: gaps, helpers, resources", _said(terms, HELP), (*tables, *sheets), lines)


def _processes(partnership_id: int) -> tuple[Pair, ...]:
    """Each process card in a line: the fields that are filled."""
    held = {name: one.value for name, one in design.answers(partnership_id).items()}
    found = []
    for card in design.cards():
        filled = held.get(card.id, {})
        parts = [f"{label}: {filled[name]}" for name, label in card.fields if filled.get(name)]
        if parts:
            found.append((card.name, ". ".join(parts)))
    return tuple(found)


def _money(partnership: Partnership, terms: Terms, partner_copy: bool) -> Chapter:
    """Cost beside payment as in the summary M11; what is ours alone stays with us."""
    title = "Cost, payment and the start"
    try:
        costs = cost_facts(partnership, None)
    except NotFound:
        return Chapter(title, _said(terms, PAYMENT))
    shared = (costs.parts, costs.volumes)
    invented = ("The numbers are invented: they show only how it will look.",) if costs.invented else ()
    if partner_copy:
        even = (f"It breaks even at {costs.even_at}.",) if costs.even_at else ()
        return Chapter(title, _said(terms, PAYMENT), shared, (*invented, costs.offer, *even))
    ours = (costs.offer, costs.even, costs.team, costs.start_words)
    return Chapter(
        title,
        _said(terms, PAYMENT),
        (*shared, costs.steps, costs.start),
        (*invented, *(one for one in ours if one)),
    )


def _metrics(partnership_id: int, terms: Terms, on: date, partner_copy: bool) -> Chapter:
    highest = hidden_up_to(terms) if partner_copy else 0
    rows = tuple(
        _metric(row, highest)
        for row in plan(partnership_id, on)
        if not partner_copy or goes_to_payer(row.metric)
    )
    heads = ("Metric", "Gathers", "Reports", "How often", "Target", "Before")
    tables = (Sheet("Metrics", heads, rows), *_tables(terms, ("S37.elements",)))
    return Chapter("Metrics and the pilot", _said(terms, PILOT), tables)


def _metric(row: PlanRow, highest: int) -> Row:
    metric, before = row.metric, ""
    if row.baseline is not None:
        base = Value(row.baseline)
        small = hides(metric, "", base, highest)
        before = shared_words(metric, "", base, highest) if small else shown_number(metric.unit, row.baseline)
    return (
        metric.name,
        WHO.get(metric.gathers, "open"),
        WHO.get(metric.reports, "open"),
        FREQUENCIES[metric.frequency],
        row.target_words or "none",
        before,
    )

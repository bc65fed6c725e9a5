"""The facts of a staff briefing: the terms in force, training that is planned, and the other contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.documents import formats
from app.drafts.queries import differences_from_others
from app.drafts.rules import QUALIFIES
from app.outreach.queries import list_trainings, method
from app.partnerships.models import Partnership
from app.terms.queries import definitions, shown_value, terms_in_force

from ..rules.briefing import BriefingFacts, Pair

GIVEN = ("S11.services", "S11.optional_services", "S11.not_included", "S13.minimum_rule", "S12.disciplines")
REPORTS = ("S28.report_due_days", "S28.format", "S27.reporting_hours_cap")
CONTACTS = ("S01.provider_lead", "S01.payer_lead", "S01.rapid_contact_payer", "S16.escalation_contact")
NIGHT = ("S17.who_answers", "S17.hours", "S17.callback_minutes", "S17.visit_at_night")
OURS = "our_staff"


def briefing_facts(partnership: Partnership, on: date) -> BriefingFacts:
    """What holds on a day; names are the contract's where it has them."""
    terms = terms_in_force(partnership.id, on)
    return BriefingFacts(
        partnership=partnership.name,
        provider=str(terms.get("S01.provider_name") or partnership.provider.name),
        payer=str(terms.get("S01.payer_name") or partnership.payer.name),
        qualifies=_said(terms, QUALIFIES),
        given=_said(terms, GIVEN),
        tiers=tuple(
            (
                str(row.get("tier", "")),
                formats.joined(row.get("disciplines") or ()),
                str(row.get("contacts") or ""),
                str(row.get("use", "")),
            )
            for row in terms.get("S13.tiers") or ()
        ),
        differs=differences_from_others(partnership, on),
        reports=_said(terms, REPORTS),
        metrics=tuple(
            (str(row.get("metric", "")), str(row.get("gathers", "")), str(row.get("frequency", "")))
            for row in terms.get("S27.metrics") or ()
        ),
        training=_training(partnership.id),
        call=(*_said(terms, CONTACTS), *_said(terms, NIGHT)),
    )


def _said(terms: Mapping[str, Any], keys: Sequence[str]) -> tuple[Pair, ...]:
    """The label and the value in words of every term that is settled."""
    known = definitions()
    return tuple(
        (known[key].label, shown_value(key, terms[key])) for key in keys if key in known and key in terms
    )


def _training(partnership_id: int) -> tuple[Pair, ...]:
    """What our own staff is still to be taught, by day."""
    due = [
        one
        for one in list_trainings(partnership_id)
        if one.audience == OURS and one.held_on is None and one.planned_on is not None
    ]
    ordered = sorted(due, key=lambda one: (one.planned_on or date.max, one.topic))
    return tuple(
        (next(iter(method().topic_words((one.topic,))), one.topic), formats.day(one.planned_on))
        for one in ordered
        if one.planned_on
    )

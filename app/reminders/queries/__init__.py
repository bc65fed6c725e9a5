"""What is due, who is told and what was told already: each kind in one bulk query."""

from __future__ import annotations

from .audience import Audience, answers, audience, find_preference, lead_times, longest_lead, wishes_of
from .due import PartnershipFacts, due_items, partnerships
from .plan import PLAN_DAYS, Plan, Planned, SheetRow, planned_digests, sheet, together
from .strays import Stray, stray_digests
from .thing import Receipt, find_thing, receipts
from .told import ToldRow, carried_by, run_days, told_leads

__all__ = [
    "PLAN_DAYS",
    "Audience",
    "PartnershipFacts",
    "Plan",
    "Planned",
    "Receipt",
    "SheetRow",
    "Stray",
    "ToldRow",
    "answers",
    "audience",
    "carried_by",
    "due_items",
    "find_preference",
    "find_thing",
    "lead_times",
    "longest_lead",
    "partnerships",
    "planned_digests",
    "receipts",
    "run_days",
    "sheet",
    "stray_digests",
    "together",
    "told_leads",
    "wishes_of",
]

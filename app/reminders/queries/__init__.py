"""What is due, who is told and what was told already: each kind in one bulk query."""

from __future__ import annotations

from .audience import Audience, audience, lead_times
from .due import due_items, partnerships
from .plan import PLAN_DAYS, Plan, SheetRow, planned_digests, sheet
from .told import ToldRow, carried_by, told_leads

__all__ = [
    "PLAN_DAYS",
    "Audience",
    "Plan",
    "SheetRow",
    "ToldRow",
    "audience",
    "carried_by",
    "due_items",
    "lead_times",
    "partnerships",
    "planned_digests",
    "sheet",
    "told_leads",
]

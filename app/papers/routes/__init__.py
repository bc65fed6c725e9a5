"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import (
    agenda,
    briefing,
    costs,
    decisions,
    design,
    ending,
    handover_brief,
    metrics_report,
    minutes,
    operational_plan,
    outreach,
    parking,
    rating_sheet,
    readiness,
    renewals,
    request_letter,
    returned,
    reviews,
    sending,
    talk_guide,
)
from .blueprint import bp

__all__ = [
    "agenda",
    "bp",
    "briefing",
    "costs",
    "decisions",
    "design",
    "ending",
    "handover_brief",
    "metrics_report",
    "minutes",
    "operational_plan",
    "outreach",
    "parking",
    "rating_sheet",
    "readiness",
    "renewals",
    "request_letter",
    "returned",
    "reviews",
    "sending",
    "talk_guide",
]

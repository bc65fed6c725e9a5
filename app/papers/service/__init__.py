"""Papers as Word files. Nothing is stored: a paper is made anew from what is entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.web.request import HouseFacts

from .agenda import agenda_paper
from .briefing import briefing_paper
from .costs import change_paper, cost_paper
from .design import design_paper
from .ending import ending_paper
from .gap_worksheet import gap_worksheet_paper
from .handover_brief import handover_brief_paper
from .lineage import lineage_paper
from .made import MadeFile, Wanted
from .metrics_report import metrics_report_paper
from .minutes import minutes_paper
from .operational_plan import operational_plan_paper
from .program_sheet import program_sheet_paper
from .rating_sheet import rating_sheet_paper
from .renewals import all_renewals_paper, renewals_paper
from .request_letter import request_letter_paper
from .review_packet import packet_paper
from .talk_guide import talk_guide_paper
from .visit_sheet import visit_sheet_paper

__all__ = ["ALL", "PAPERS", "MadeFile", "Wanted", "make_paper", "make_paper_of_all"]
ALL = "all"  # stands for every partnership where a paper spans them


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: its name, and who makes it."""

    words: str
    make: Callable[[Partnership, Wanted], MadeFile]


PAPERS = {
    "M1": Paper("Meeting agenda", agenda_paper),
    "M2": Paper("Minutes", minutes_paper),
    "M3": Paper("Review packet", packet_paper),
    "M5": Paper("Gap analysis worksheet", gap_worksheet_paper),
    "M6": Paper("Metrics report", metrics_report_paper),
    "M7": Paper("Renewal and notice calendar", renewals_paper),
    "M8": Paper("Information request letter", request_letter_paper),
    "M9": Paper("Referrer visit sheet", visit_sheet_paper),
    "M10": Paper("Working papers for service design", design_paper),
    "M11": Paper("Cost of care and payment", cost_paper),
    "M12": Paper("Staff briefing", briefing_paper),
    "M14": Paper("Lessons note and papers of an end", ending_paper),
    "M15": Paper("Concern talk guide", talk_guide_paper),
    "M16": Paper("Operational and financial plan", operational_plan_paper),
    "M17": Paper("Program sheet", program_sheet_paper),
    "M19": Paper("Lineage", lineage_paper),
    "M18": Paper("Handover brief", handover_brief_paper),
    "M20": Paper("Change, priced", change_paper),
    "M22": Paper("Balance rating sheet", rating_sheet_paper),
}


def make_paper(
    partnership: Partnership, kind: str, *, of: str | None = None, as_of: date, partner_copy: bool = False
) -> MadeFile:
    """The paper of this kind. Raises RuleViolation for an unknown kind, NotFound with nothing to print."""
    if kind not in PAPERS:
        known = ", ".join(f"{name} ({paper.words.lower()})" for name, paper in PAPERS.items())
        raise RuleViolation(f"There is no paper {kind} yet. Papers are: {known}.")
    return PAPERS[kind].make(partnership, Wanted(as_of, of, partner_copy))


def make_paper_of_all(
    kind: str, house: HouseFacts, *, of: str | None = None, as_of: date, partner_copy: bool = False
) -> MadeFile:
    """The paper that spans all partnerships. Raises RuleViolation for any other."""
    if kind != "M7" or of is not None:
        raise RuleViolation(
            "Only M7 spans all partnerships, and it takes no --of. Name a partnership for others."
        )
    return all_renewals_paper(house, as_of, partner_copy=partner_copy)

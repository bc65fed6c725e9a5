"""M6, the metrics report to the payer, as a Word file."""

from __future__ import annotations

from app.core.errors import NotFound
from app.documents.formats import file_name
from app.measuring.rules import newest_over, period_from
from app.partnerships.models import Partnership

from ..paper.metrics_report import metrics_report_document
from ..queries.metrics_report import metrics_report_facts
from .made import MadeFile, Wanted

USUAL = 3  # months


def metrics_report_paper(partnership: Partnership, wanted: Wanted) -> MadeFile:
    """The report of the period that is named (2026-Q3, 2026-09, 2026-H1, 2026), else of the last quarter.

    Raises NotFound for an odd period, or while nothing is agreed.
    """
    from app.documents.writer import write

    period = period_from(wanted.of) if wanted.of else newest_over(wanted.as_of, USUAL)
    if period is None or period.after > wanted.as_of:
        raise NotFound("There is no such period, or it is not over yet. Name one like 2026-Q3 or 2026-09.")
    facts = metrics_report_facts(partnership, period, wanted.as_of, partner_copy=wanted.partner_copy)
    document = metrics_report_document(
        facts, draft_id=partnership.public_id, made_on=wanted.as_of, partner_copy=wanted.partner_copy
    )
    side = "partner" if wanted.partner_copy else "internal"
    return MadeFile(write(document), file_name(f"{partnership.name}, metrics report, {period.code}, {side}"))

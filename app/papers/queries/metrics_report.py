"""The facts of the metrics report, from the plan and what stands beside it."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound
from app.documents import formats
from app.measuring.queries import PlanRow, report_facts
from app.measuring.rules import GROUPS, Period, hides, shared_words, value_words
from app.metrics.rules import hidden_up_to
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force

from ..rules.metrics_report import MetricsReportFacts, Row, Section

EXPERIENCE = "experience"
START, CONTACT = "S03.start_date", "S01.provider_lead"


def metrics_report_facts(
    partnership: Partnership, period: Period, today: date, *, partner_copy: bool
) -> MetricsReportFacts:
    """A period as it is reported. Raises NotFound while nothing is agreed."""
    found = report_facts(partnership, period, today)
    if not found.rows:
        raise NotFound("No metric is agreed with the plan yet, so there is nothing to report.")
    terms = terms_in_force(partnership.id, today)
    start, highest = terms.get(START), hidden_up_to(terms)
    sections = {
        name: Section(
            title,
            tuple(_row(row, highest, partner_copy) for row in found.rows if row.group == name),
        )
        for name, title in GROUPS.items()
    }
    kept = found.kept
    return MetricsReportFacts(
        partnership=partnership.name,
        provider=str(terms.get("S01.provider_name") or partnership.provider.name),
        payer=str(terms.get("S01.payer_name") or partnership.payer.name),
        period=period.words,
        contract=f"In force since {formats.day(start)}" if isinstance(start, date) and start <= today else "",
        contact=(kept.contact if kept else "")
        or (formats.contact(terms[CONTACT]) if CONTACT in terms else ""),
        missing_months=tuple(f"{on:%B %Y}" for on in found.missing_months),
        missing=found.missing,
        sections=tuple(one for name, one in sections.items() if one.rows and name != EXPERIENCE),
        experience=sections[EXPERIENCE],
        done=kept.done if kept else "",
        wanted=tuple(line for line in (kept.wanted if kept else "").splitlines() if line.strip()),
        wanted_by=formats.day(kept.wanted_by) if kept and kept.wanted_by else "",
        hours=f"{kept.hours.normalize():f}" if kept and kept.hours is not None else "",
        definitions=tuple((row.metric.name, row.meaning) for row in found.rows if row.meaning),
        highest_hidden=highest,
    )


def _row(row: PlanRow, highest: int, partner_copy: bool) -> Row:
    unit, values = row.metric.unit, (row.now.value, row.before.value)
    if not partner_copy:
        told, moved = [value_words(unit, one) for one in values], row.trend
    else:
        told = [shared_words(row.item, unit, one, highest) for one in values]
        moved = "not shown" if any(hides(row.item, unit, one, highest) for one in values) else row.trend
    note = f" ({row.now.value.known} of {row.now.value.months} months)" if row.now.value.partial else ""
    return (row.metric.name, told[0] + note, told[1], moved, row.target_words or "none")

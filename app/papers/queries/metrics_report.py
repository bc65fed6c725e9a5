"""The facts of the metrics report, from the plan and what stands beside it."""

from __future__ import annotations

from datetime import date

from app.core.errors import NotFound
from app.documents import formats
from app.measuring.queries import PlanRow, ReportFacts, report_facts
from app.measuring.rules import GROUPS, Period, hides, shared_words, value_words
from app.metrics.rules import hidden_up_to
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force

from ..rules.metrics_report import MetricsReportFacts, Row, Section
from ..rules.small_counts import hidden_columns

Hidden = tuple[frozenset[str], ...]
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
    hidden = _hidden(found, highest) if partner_copy else None
    sections = {
        name: Section(
            title,
            tuple(
                _row(row) if hidden is None else _shared_row(row, highest, hidden)
                for row in found.rows
                if row.group == name
            ),
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
        definitions=tuple((row.metric.name, meaning) for row in found.rows if (meaning := _meaning(row))),
        highest_hidden=highest,
    )


def _meaning(row: PlanRow) -> str:
    meaning = row.meaning.rstrip(".") + "." if row.meaning else ""
    return f"{meaning} {row.comparison}".strip()


def _hidden(found: ReportFacts, highest: int) -> Hidden:
    """The monthly figures that must not be told, of the period and of the one before."""
    counting = [row for row in found.rows if row.metric.counts_patients]
    now = [(row.item, row.now.value) for row in counting]
    before = [(row.item, row.before.value) for row in counting]
    return tuple(
        hidden_columns([found.months[on] for on in period.month_starts if on in found.months], told, highest)
        for period, told in ((found.period, now), (found.period.before, before))
    )


def _row(row: PlanRow) -> Row:
    now, before = (value_words(row.metric.unit, one.value) for one in (row.now, row.before))
    return (row.metric.name, now + _known_of(row), before, row.trend, row.target_words or "none")


def _shared_row(row: PlanRow, highest: int, hidden: Hidden) -> Row:
    """What the plan may read: neither a small count nor what would tell it."""
    each = tuple(zip((row.now.value, row.before.value), hidden, strict=True))
    now, before = (shared_words(row.metric, row.item, one, highest, columns) for one, columns in each)
    is_hidden = any(hides(row.metric, row.item, one, highest, columns) for one, columns in each)
    moved = "not shown" if is_hidden else row.trend
    return (row.metric.name, now + _known_of(row), before, moved, row.target_words or "none")


def _known_of(row: PlanRow) -> str:
    value = row.now.value
    return f" ({value.known} of {value.months} months)" if value.partial else ""

"""The metrics report: what was agreed, with what is missing; a partner sees no small count."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.errors import NotFound
from app.documents.lint import lint_docx
from app.measuring.models import MetricsReport, PlannedMetric
from app.measuring.queries import get_item, start_values
from app.metrics.models import DataMonth
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.factories import make_organization, make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", payer=make_organization(name="Ordway"))
    for month, talks, visits in ((7, 8, 12), (8, 9, 15), (9, 10, 16)):
        figures = {"acp_discussed": talks, "new_enrolled": 20, "ed_visits": visits, "patient_months": 100}
        home = {"partnership": made, "month": month - 6, "month_on": date(2026, month, 1)}
        DataMonth.create(**home, **figures, declined=1, referrals=30, ineligible=5, changed_at=NOW)
    for item, purpose in (
        ("PP01", "contract"),
        ("FU06", "contract"),
        ("BA04", "contract"),
        ("XP01", "joint_learning"),
        ("BA03", "internal_quality"),
    ):
        stamps = {"created_at": NOW, "changed_at": NOW}
        facts = {**start_values(get_item(item)), "purpose": purpose}
        PlannedMetric.create(partnership=made, item=item, **facts, **stamps)
    return made


def text(partnership: Partnership, *, of: str | None = "2026-Q3", partner: bool = False) -> str:
    made = make_paper(partnership, "M6", of=of, as_of=TODAY, partner_copy=partner)
    found = open_docx(BytesIO(made.data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_the_report_holds_what_was_agreed_and_what_is_missing(bay: Partnership) -> None:
    home = {"partnership": bay, "period_on": date(2026, 7, 1), "months": 3, "changed_at": NOW}
    words = {"done": "Two clinics were visited.", "wanted": "Hospital days\nCost of care", "contact": "Elena"}
    MetricsReport.create(**home, **words, wanted_by=date(2026, 12, 15), hours=5)
    told = text(bay)
    for words_there in (
        "Metrics report, July to September 2026",
        "45 percent (27 of 60)",
        "14.3 in 100 patient months (43 of 300)",
        "No value yet: Patient experience.",
        "Two clinics were visited.",
        "What we ask of the plan, by December 15, 2026",
        "Hospital days",
        "Elena",
        "Share of patients with a recorded talk",
    ):
        assert words_there in told
    assert "Ineligible referrals" not in told  # our own quality work


def test_a_partner_sees_no_small_count_nor_what_would_tell_it(bay: Partnership) -> None:
    told, theirs = text(bay), text(bay, partner=True)
    assert "4 percent (3 of 75)" in told
    assert "(3 of 75)" not in theirs and "not shown, few cases" in theirs
    assert "45 percent (27 of 60)" in theirs
    assert "A count of patients from 1 through 10 is not shown" in theirs


def test_without_metrics_or_with_an_odd_period_it_is_said(bay: Partnership, editor: SignedIn) -> None:
    for odd in ("2027-Q1", "soon", "2026-Q9"):
        with pytest.raises(NotFound, match="no such period"):
            text(bay, of=odd)
    other = make_partnership(key="other", name="Other")
    with pytest.raises(NotFound, match="No metric is agreed"):
        text(other)
    assert editor.get("/partnerships/other/metrics/report.docx").status_code == 404


def test_the_file_is_sound_and_comes_from_the_page(
    bay: Partnership, editor: SignedIn, tmp_path: Path
) -> None:
    page = editor.get("/partnerships/bay/metrics/report").text
    for copy in ("", "&amp;copy=partner"):
        address = f"/partnerships/bay/metrics/report.docx?of=2026-Q3{copy}"
        assert address in page
        answer = editor.get(address.replace("&amp;", "&"))
        path = tmp_path / "m6.docx"
        path.write_bytes(answer.data)
        assert [*validate(path), *(str(one) for one in lint_docx(answer.data))] == []

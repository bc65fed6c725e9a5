"""The metrics report: what was agreed, with what is missing; a partner sees no small count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.documents.lint import lint_docx
from app.measuring.models import MetricsReport, MetricValue, PlannedMetric
from app.measuring.queries import get_item, start_values
from app.metrics.models import DataMonth
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
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


def agreed(partnership: Partnership, item: str, **facts: Any) -> PlannedMetric:
    told = {**start_values(get_item(item) if item else None), "name": item, "created_at": NOW, **facts}
    return PlannedMetric.create(partnership=partnership, item=item, **told, changed_at=NOW)


def typed(metric: PlannedMetric, on: date = date(2026, 7, 1), **facts: Any) -> None:
    MetricValue.create(metric=metric, period_on=on, changed_at=NOW, **facts)


@pytest.fixture
def sun(app: Any) -> Partnership:
    """A partnership without metrics and months."""
    return make_partnership(key="sun", name="Sunmere / Hill", payer=make_organization(name="Sunmere"))


def month(partnership: Partnership, number: int, **figures: Any) -> None:
    home = {"partnership": partnership, "month": number - 6, "month_on": date(2026, number, 1)}
    DataMonth.create(**home, **figures, changed_at=NOW)


def row_of(told: str, name: str) -> list[str]:
    """Value, value before, movement and target of a metric."""
    lines = told.split("\n")
    at = lines.index(name)
    return lines[at + 1 : at + 5]


def test_a_hidden_count_does_not_follow_from_the_other_rows(sun: Partnership) -> None:
    for number in (7, 8, 9):
        month(sun, number, referrals=20, ineligible=2, declined=5)
    for item in ("OP01", "BA03", "BA04"):
        agreed(sun, item)
    ours, theirs = text(sun), text(sun, partner=True)
    assert row_of(ours, "BA04")[0] == "27.8 percent (15 of 54)"
    assert row_of(theirs, "OP01")[0] == "60"
    assert row_of(theirs, "BA03")[0] == row_of(theirs, "BA04")[0] == "not shown, few cases"
    assert "54" not in theirs


def test_a_hidden_count_does_not_follow_from_typed_rows(sun: Partnership) -> None:
    typed(agreed(sun, "OP01", frequency="quarterly"), value=60)
    typed(agreed(sun, "BA04", frequency="quarterly"), value=Decimal("27.7778"), count=15, out_of=54)
    theirs = text(sun, partner=True)
    assert row_of(theirs, "OP01")[0] == "60"
    assert row_of(theirs, "BA04")[0] == "not shown, few cases"


def test_a_caseload_that_a_sum_would_give_away_is_hidden_too(sun: Partnership) -> None:
    ends = {"census_start": 40, "census_end": 52, "hospice_transfers": 0, "other_exits": 0}
    month(sun, 9, **ends, new_enrolled=15, deaths=3, forecast_census=50, acp_discussed=15)
    for item in ("BA01", "PP01", "EL01"):
        agreed(sun, item)
    theirs = text(sun, of="2026-09", partner=True)
    assert row_of(theirs, "EL01")[0] == "not shown, few cases"
    shown = [row_of(theirs, name)[0] for name in ("BA01", "PP01")]
    assert "not shown, few cases" in shown, "else 40 and 15 less 52 would be three deaths"


def test_so_few_patient_months_are_not_told(sun: Partnership) -> None:
    month(sun, 9, admissions=0, ed_visits=12, patient_months=4, encounters=30)
    for item in ("FU02", "FU06", "SD01"):
        agreed(sun, item)
    assert row_of(text(sun), "FU02")[0] == "0 in 100 patient months (0 of 4) (1 of 3 months)"
    theirs = text(sun, partner=True)
    for item in ("FU02", "FU06", "SD01"):
        assert row_of(theirs, item)[0].startswith("not shown, few cases")
    assert "of 4" not in theirs


def test_a_spread_is_shown_or_hidden_whole(sun: Partnership) -> None:
    small = agreed(sun, "", unit="distribution", name="By place")
    typed(small, words="All: 20\nHome: 17\nHospital: 3\nTeam B/C: 3,4\nHospice two")
    large = agreed(sun, "", unit="distribution", name="By clinic")
    typed(large, words="Clinic 2: 14; Clinic 3: 25")
    theirs = text(sun, partner=True)
    assert row_of(theirs, "By place")[0] == "not shown, few cases"
    assert row_of(theirs, "By clinic")[0] == "Clinic 2: 14; Clinic 3: 25"


def test_what_counts_no_patients_is_never_hidden(sun: Partnership) -> None:
    typed(agreed(sun, "RL05", frequency="quarterly"), value=3)
    typed(agreed(sun, "", unit="count", name="Trainings", counts_patients=False), value=2)
    typed(agreed(sun, "", unit="count", name="Deaths at home"), value=2)
    theirs = text(sun, partner=True)
    assert row_of(theirs, "RL05")[0] == "3" and row_of(theirs, "Trainings")[0] == "2"
    assert row_of(theirs, "Deaths at home")[0] == "under 11"


def test_where_every_count_is_agreed_to_be_shown_nothing_is_hidden(sun: Partnership) -> None:
    month(sun, 9, referrals=20, ineligible=2, declined=5)
    agreed(sun, "BA04")
    set_terms(sun, {"S28.small_counts_shown": True}, effective_on=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    assert row_of(text(sun, of="2026-09", partner=True), "BA04")[0] == "27.8 percent (5 of 18)"


def test_the_period_before_tells_no_small_count_either(sun: Partnership) -> None:
    month(sun, 8, referrals=20, ineligible=2, declined=11)
    month(sun, 9, referrals=60, ineligible=20, declined=20)
    agreed(sun, "BA04")
    assert row_of(text(sun, of="2026-09"), "BA04")[:2] == ["50 percent (20 of 40)", "61.1 percent (11 of 18)"]
    theirs = row_of(text(sun, of="2026-09", partner=True), "BA04")
    assert theirs[:3] == ["50 percent (20 of 40)", "not shown, few cases", "not shown"]


def test_metrics_of_other_rhythms_are_told_for_the_period_of_the_report_only(sun: Partnership) -> None:
    monthly = agreed(sun, "", unit="count", frequency="monthly", name="Calls")
    for number, value in ((7, 100), (8, 200), (9, 300)):
        typed(monthly, date(2026, number, 1), value=value)
    yearly = agreed(sun, "", unit="count", frequency="yearly", name="Trainings")
    typed(yearly, date(2025, 1, 1), value=900)
    told = text(sun)
    assert row_of(told, "Calls")[0] == "600"
    assert row_of(told, "Trainings")[0] == "not known"
    assert row_of(text(sun, of="2026-07"), "Calls")[0] == "100"
    assert "900" not in text(sun, of="2025-Q1") and "900" in text(sun, of="2025")


def test_only_what_the_plan_receives_goes_to_it(sun: Partnership) -> None:
    month(sun, 9, running_margin_cents=-1234500, total_cost_cents=5000000, patient_months=20)
    agreed(sun, "OP01")
    for item in ("BA08", "BA10"):
        agreed(sun, item)
        agreed(sun, item, name=f"{item} alone", purpose="contract")
    told = text(sun, partner=True)
    assert "12,345" not in told and "BA08" not in told and "BA10" not in told


def test_a_metric_retired_since_stands_in_the_report_of_its_time(sun: Partnership) -> None:
    typed(agreed(sun, "", name="Calls", retired_on=TODAY), value=75, count=30, out_of=40)
    agreed(sun, "", name="Later", starts_on=date(2027, 1, 1))
    assert row_of(text(sun), "Calls")[0] == "75 percent (30 of 40)"
    assert "Later" not in text(sun) and "Everything that was agreed is here." in text(sun)


def test_only_numbers_that_are_needed_are_missing(sun: Partnership) -> None:
    typed(agreed(sun, "", name="Calls"), value=75, count=30, out_of=40)
    assert "Numbers are missing" not in text(sun)
    agreed(sun, "PP01")
    for number in (7, 8, 9):
        month(sun, number, new_enrolled=20, acp_discussed=None if number == 8 else 12)
    assert "Numbers are missing for August 2026." in text(sun)


def test_how_a_metric_is_compared_stands_in_its_definition(sun: Partnership) -> None:
    compared = {"comparison": "before_after", "months_before": 12, "months_after": 6, "calculates": "payer"}
    agreed(sun, "FU06", **compared)
    assert (
        "Compared with the same patients before, 12 months before and 6 months after, worked out by the plan."
    ) in text(sun)


def test_without_metrics_or_with_an_odd_period_it_is_said(bay: Partnership, editor: SignedIn) -> None:
    for odd in ("2027-Q1", "soon", "2026-Q9", "0001-Q1", "0001"):
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

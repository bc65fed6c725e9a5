"""The operational and financial plan is put together from what is entered; a partner's copy keeps secrets."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.costs.queries import known_of, typical
from app.costs.rules import Case
from app.costs.service import begin
from app.documents.lint import lint_docx
from app.measuring.models import PlannedMetric
from app.measuring.queries import get_item, start_values
from app.metrics.models import Assumption, DataMonth
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.factories import make_organization, make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)
CHAPTERS = (
    "1. Purpose",
    "2. Population",
    "3. Volume",
    "4. Finding patients and teaching referrers",
    "5. Services, team and roles",
    "6. How the work runs",
    "7. Cost, payment and the start",
    "8. Metrics and the pilot",
    "9. Readiness: gaps, helpers, resources",
    "10. Communication, reviews, and what reopens the talk",
    "11. Open points, decisions, acceptance",
)


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", payer=make_organization(name="Ordway"))
    terms = {
        "S02.provider_aims": ["early referrals"],
        "S10.forecast_census": [{"id": "a", "from_month": 1, "patients": 4}],
        "S27.hours_estimate": 8,
    }
    set_terms(made, terms, effective_on=TODAY, actor=SYSTEM, now=NOW)
    raw = {**typical(known_of(made.id, TODAY)), "patients": "30"}
    raw["payment_terms"] = {"case_rate": "900", "assessment_fee": "220"}
    begin(made, Case(raw, ("case_rate", "assessment_fee"), {}), "", actor=SYSTEM, now=NOW)
    for item, purpose in (("PP01", "contract"), ("BA03", "internal_quality")):
        stamps = {"created_at": NOW, "changed_at": NOW}
        facts = {**start_values(get_item(item)), "purpose": purpose}
        PlannedMetric.create(partnership=made, item=item, **facts, **stamps)
    baselines = {
        "Deaths at home": ("count", 3),
        "Talks before": ("percent", 40),
        "Visits before": ("count", 60),
    }
    for name, (unit, baseline) in baselines.items():
        own = {**start_values(None), "name": name, "unit": unit, "baseline": baseline}
        PlannedMetric.create(partnership=made, **own, created_at=NOW, changed_at=NOW)
    for month in (8, 9, 10):
        home = {"partnership": made, "month": month - 7, "month_on": date(2026, month, 1)}
        DataMonth.create(**home, new_enrolled=3, census_end=7, reporting_hours=9, changed_at=NOW)
    for fact, value in (("enrolled", 6), ("caseload", 12), ("reporting_hours", 4), ("drive", 35)):
        Assumption.create(partnership=made, fact=fact, value=value, tolerance=20, changed_at=NOW)
    return made


def text(partnership: Partnership, *, partner: bool = False) -> str:
    made = make_paper(partnership, "M16", as_of=TODAY, partner_copy=partner)
    found = open_docx(BytesIO(made.data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_every_chapter_is_there_and_an_empty_one_says_so(bay: Partnership) -> None:
    told = text(bay)
    for title in CHAPTERS:
        assert title in told
    assert told.count("Not settled yet.") == 6
    for words in ("early referrals", "Ineligible referrals", "Advance care planning discussed", "Still open"):
        assert words in told
    assert "For Ordway: name, function, day" in told


def test_a_partners_copy_holds_no_private_figure_and_no_work_of_our_own(bay: Partnership) -> None:
    ours, theirs = text(bay), text(bay, partner=True)
    for words in ("Payments compared", "Ineligible referrals", "You break even"):
        assert words in ours and words not in theirs
    assert "It breaks even at" in theirs and "A month at different volumes" in theirs


def test_a_partners_copy_says_what_was_assumed_and_not_what_came_of_it(bay: Partnership) -> None:
    ours, theirs = text(bay), text(bay, partner=True)
    assert "Caseload: 12 assumed, 7 now: 42 percent less." in ours
    assert "Hours for reports: 4 assumed, 9 now" in ours
    assert "Caseload: 12 assumed." in theirs and "Newly enrolled: 6 assumed." in theirs
    for words in ("7 now", "3 now", "percent less", "Hours for reports", "Drive for a home visit"):
        assert words not in theirs


def test_a_partners_copy_tells_no_small_number_of_the_time_before(bay: Partnership) -> None:
    def before(told: str, name: str) -> str:
        lines = told.split("\n")
        return lines[lines.index(name) + 5]

    ours, theirs = text(bay), text(bay, partner=True)
    assert before(ours, "Deaths at home") == "3" and before(theirs, "Deaths at home") == "under 11"
    for name, value in (("Talks before", "40"), ("Visits before", "60")):
        assert before(theirs, name) == value


def test_a_metric_that_the_plan_does_not_receive_stays_out_of_its_copy(bay: Partnership) -> None:
    own = {**start_values(None), "name": "Only for us", "shared_with": ["provider"]}
    PlannedMetric.create(partnership=bay, **own, created_at=NOW, changed_at=NOW)
    assert "Only for us" in text(bay) and "Only for us" not in text(bay, partner=True)


def test_with_nothing_entered_the_plan_is_a_list_of_what_to_settle(app: Any) -> None:
    told = text(make_partnership(key="new", name="New / Plan"))
    assert told.count("Not settled yet.") == 10
    assert "Still open" in told


def test_the_files_are_sound_and_come_from_the_page(
    bay: Partnership, editor: SignedIn, tmp_path: Path
) -> None:
    page = editor.get("/partnerships/bay/design").text
    for copy in ("", "?copy=partner"):
        address = f"/partnerships/bay/operational-plan.docx{copy}"
        assert f'href="{address}"' in page
        answer = editor.get(address)
        path = tmp_path / "m16.docx"
        path.write_bytes(answer.data)
        assert [*validate(path), *(str(one) for one in lint_docx(answer.data))] == []

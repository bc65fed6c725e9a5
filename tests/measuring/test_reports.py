"""A report of a period: what was typed for it, what follows from it, and what is missing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from app.core.actor import SYSTEM
from app.measuring.models import MetricsReport, PlannedMetric
from app.measuring.queries import PLANNED_VISITS, report_facts
from app.measuring.rules import Period, period_from
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.measuring.made import TODAY, URL, add, typed


def shown(bay: Partnership, code: str) -> dict[str, str]:
    period = period_from(code)
    assert period is not None
    return {row.metric.name: row.words for row in report_facts(bay, period, TODAY).rows}


def test_a_value_is_told_only_for_the_time_for_which_it_was_typed(bay: Partnership, editor: SignedIn) -> None:
    count = {"unit": "count", "low": ""}
    monthly = add(editor, "own", name="Calls by month", frequency="monthly", **count)
    quarterly = add(editor, "own", name="Calls by quarter", **count)
    mean = add(editor, "own", name="Days by month", unit="days", low="", frequency="monthly")
    for number, value in ((7, "100"), (8, "200"), (9, "300")):
        typed(editor, monthly, f"2026-0{number}-01", value=value)
        typed(editor, mean, f"2026-0{number}-01", value="4")
    typed(editor, quarterly, "2026-07-01", value="700")
    assert shown(bay, "2026-Q3") == {
        "Calls by month": "600",
        "Calls by quarter": "700",
        "Days by month": "not known",
    }
    assert shown(bay, "2026-07")["Calls by month"] == "100"
    assert shown(bay, "2026-07")["Calls by quarter"] == "not known"
    page = re.sub(r"<[^>]*>", " ", editor.get(f"{URL}/report?of=2026-07").text)  # ids hold digits too
    assert not re.search(r"\b700\b", page) and "1 metric has no value" in page


def test_typed_shares_of_months_make_a_quarter_and_what_is_missing_is_said(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor, "own", name="Calls", frequency="monthly")
    typed(editor, row, "2026-07-01", count="10", out_of="20")
    typed(editor, row, "2026-09-01", count="30", out_of="30")
    facts = report_facts(bay, Period(date(2026, 7, 1), 3), TODAY)
    assert facts.rows[0].words == "80 percent (40 of 50)"
    assert facts.rows[0].now.value.partial
    assert facts.missing_months == (date(2026, 8, 1),)
    assert "numbers are missing for August 2026" in editor.get(f"{URL}/report?of=2026-Q3").text


def test_a_typed_month_stands_within_the_quarter_of_the_monthly_numbers(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor, frequency="monthly")
    typed(editor, row, "2026-07-01", count="10", out_of="10")
    assert shown(bay, "2026-Q3") == {"Talks held": "76.7 percent (23 of 30)"}


def test_the_planned_visits_are_those_of_the_month(bay: Partnership, editor: SignedIn) -> None:
    for on, visits in ((date(2026, 1, 1), 2), (date(2026, 10, 1), 4)):
        set_terms(bay, {PLANNED_VISITS: Decimal(visits)}, effective_on=on, actor=SYSTEM, now=NOW)
    DataMonth.update(encounters=80, patient_months=40).where(DataMonth.month == 3).execute()
    add(editor, "BA11", name="Visits against plan", frequency="monthly")
    assert shown(bay, "2026-09")["Visits against plan"] == "100 percent (80 of 80)"


def test_an_old_month_is_never_the_end_of_a_period(bay: Partnership, editor: SignedIn) -> None:
    DataMonth.update(census_end=40, forecast_census=40).where(DataMonth.month == 1).execute()
    add(editor, "BA01", name="Caseload against forecast")
    assert shown(bay, "2026-Q3")["Caseload against forecast"] == "not known"
    DataMonth.update(census_end=30, forecast_census=40).where(DataMonth.month == 3).execute()
    assert shown(bay, "2026-Q3")["Caseload against forecast"] == "75 percent (30 of 40)"


def test_only_what_an_agreed_metric_needs_is_missing(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor, "own", name="Calls")
    typed(editor, row, "2026-01-01", count="30", out_of="40")
    assert "everything that was agreed is here" in editor.get(f"{URL}/report?of=2026-Q1").text
    add(editor)
    DataMonth.update(acp_discussed=None).where(DataMonth.month == 2).execute()
    page = editor.get(f"{URL}/report?of=2026-Q3").text
    assert "numbers are missing for August 2026" in page and "July 2026." not in page


def test_a_report_holds_what_was_gathered_in_its_period(bay: Partnership, editor: SignedIn) -> None:
    gone = add(editor)
    editor.post(f"{URL}/{gone.public_id}/retire", data={})
    add(editor, "own", name="Later", starts_on="2027-01-01")
    add(editor, "own", name="Begun in between", starts_on="2026-08-15")
    assert shown(bay, "2026-Q3") == {"Talks held": "60 percent (18 of 30)", "Begun in between": "not known"}
    assert "everything that was agreed is here" in editor.get(f"{URL}/report?of=2026-Q3").text
    PlannedMetric.update(retired_on=date(2026, 7, 1)).where(PlannedMetric.id == gone.id).execute()
    assert "Talks held" not in shown(bay, "2026-Q3")


def test_what_the_plan_does_not_receive_stays_out_of_its_report(bay: Partnership, editor: SignedIn) -> None:
    add(editor, shared_with=["provider"])
    editor.get(URL)
    page = editor.get(f"{URL}/report?of=2026-Q3").text
    assert "Talks held" not in page and "no metric is agreed with the plan yet" in page


@pytest.mark.parametrize("code", ["0001", "0001-Q1", "1899"])
def test_a_year_before_there_were_contracts_is_no_failure(
    bay: Partnership, editor: SignedIn, code: str
) -> None:
    row = add(editor)
    assert "July to September 2026" in editor.get(f"{URL}/report?of={code}").text
    assert editor.get(f"{URL}/{row.public_id}/values/{code[:4]}-01-01").status_code == 404
    assert editor.get(f"{URL}/report.docx?of={code}").status_code == 404


def test_a_report_keeps_its_words_and_two_who_write_lose_nothing(bay: Partnership, editor: SignedIn) -> None:
    add(editor)
    page = editor.get(f"{URL}/report").text
    assert "July to September 2026: everything that was agreed is here." in page
    sent = {
        "done": "Two clinics were visited.",
        "wanted": "Hospital days\nER visits",
        "wanted_by": "2026-12-15",
    }
    editor.post(f"{URL}/report?of=2026-Q3", data={**sent, "seen": "0"})
    assert MetricsReport.get().wanted == "Hospital days\nER visits"
    late = editor.post(f"{URL}/report?of=2026-Q3", data={"done": "Other words", "seen": "0"})
    assert late.status_code == 409 and "Somebody saved this report since." in late.text
    assert "Other words" in late.text
    wrong = editor.post(f"{URL}/report?of=2026-Q3", data={"wanted_by": "2026-12-15", "seen": "1"})
    assert "What is due from the plan by that day?" in wrong.text
    assert "numbers are missing for January 2026" in editor.get(f"{URL}/report?of=2026-Q1").text
    assert editor.get(f"{URL}/report?of=2031").status_code == 200

"""The metrics plan in the browser: chosen, filled, compared with the contract, retired, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.batches import Batch
from app.measuring.models import MetricsReport, MetricValue, PlannedMetric
from app.measuring.queries import PLANNED_VISITS, get_item, plan, report_facts, start_values
from app.measuring.rules import Period, for_contract, period_from
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from app.terms.models import Term
from app.terms.queries import terms_in_force
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/metrics"
TALKS = {
    "name": "Talks held",
    "unit": "percent",
    "direction": "higher_better",
    "frequency": "quarterly",
    "purpose": "contract",
    "collectable": "yes",
    "gathers": "provider",
    "reports": "provider",
    "hours": "6",
    "low": "70",
    "shared_with": ["provider", "payer"],
}


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", stage="contracting")
    for month in (7, 8, 9):
        DataMonth.create(
            partnership=made,
            month=month - 6,
            month_on=date(2026, month, 1),
            new_enrolled=10,
            acp_discussed=month - 2,
            changed_at=NOW,
        )
    return made


def add(editor: SignedIn, item: str = "PP01", **typed: Any) -> PlannedMetric:
    answer = editor.post(f"{URL}/new/{item}", data=TALKS | typed)
    assert answer.status_code == 303, answer.text
    return PlannedMetric.select().order_by(PlannedMetric.id.desc()).get()


def typed(editor: SignedIn, row: PlannedMetric, on: str, **facts: str) -> None:
    answer = editor.post(f"{URL}/{row.public_id}/values/{on}", data={"seen": "0", **facts})
    assert answer.status_code == 303, answer.text


def take_back(editor: SignedIn) -> str:
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    return editor.post(f"{URL}/undo/{newest}", follow_redirects=True).text


def test_a_metric_of_the_list_is_chosen_and_the_monthly_numbers_fill_it(
    bay: Partnership, editor: SignedIn
) -> None:
    assert "Nothing is agreed yet." in editor.get(URL).text
    chooser = editor.get(f"{URL}/new").text
    assert "Advance care planning discussed" in chooser and "from the monthly numbers" in chooser
    form = editor.get(f"{URL}/new/PP01").text
    assert 'value="Advance care planning discussed"' in form
    row = add(editor)
    page = editor.get(URL).text
    assert "60 percent (18 of 30)" in page and "outside" in page
    assert "1 metric, about 2 hours a month. 1 lies outside the target." in page
    told = editor.get(f"{URL}/{row.public_id}").text
    assert "July to September 2026: 60 percent (18 of 30), outside the target" in told
    assert "the monthly numbers" in told


def test_a_metric_of_ones_own_gets_a_value_that_can_be_corrected_and_emptied(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor, "own", name="Calls back in an hour")
    address = f"{URL}/{row.public_id}/values/2026-07-01"
    assert "Of how many" in editor.get(address).text
    editor.post(address, data={"count": "30", "out_of": "40", "note": "one site", "seen": "0"})
    kept = MetricValue.get()
    assert (kept.value, kept.count, kept.out_of, kept.note) == (75, 30, 40, "one site")
    assert editor.post(address, data={"count": "1", "out_of": "4", "seen": "0"}).status_code == 409
    editor.post(address, data={"value": "80.5", "seen": "1"})
    kept = MetricValue.get()
    assert (kept.value, kept.count) == (Decimal("80.5"), None)
    editor.post(address, data={"seen": "2"})
    assert not MetricValue.select().exists()
    take_back(editor)
    assert MetricValue.get().value == Decimal("80.5")


def test_two_periods_are_drawn_against_the_target_and_one_alone_is_not(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor, "own", name="Calls back in an hour", low="70", high="")
    address = f"{URL}/{row.public_id}"
    editor.post(f"{address}/values/2026-07-01", data={"value": "75", "seen": "0"})
    assert '<svg class="chart"' not in editor.get(address).text
    editor.post(f"{address}/values/2026-01-01", data={"value": "60", "seen": "0"})
    page = editor.get(address).text
    assert ">Target at least 70%</text>" in page and "> 75%</text>" in page
    assert "<desc" in page and "polyline" not in page, "the quarter between them is a gap"


def test_what_is_typed_takes_the_place_of_the_monthly_numbers(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor)
    address = f"{URL}/{row.public_id}/values/2026-07-01"
    assert "The monthly numbers give 60 percent (18 of 30)." in editor.get(address).text
    editor.post(address, data={"count": "24", "out_of": "30", "seen": "0"})
    assert plan(bay.id, TODAY)[0].words == "80 percent (24 of 30)"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Name the metric."),
        ({"unit": "furlongs"}, "Choose one of the answers in the list."),
        ({"low": "90", "high": "80"}, "The upper mark lies under the lower one."),
        ({"low": "-5"}, "A percentage is zero or more."),
        ({"unit": "mean_1_to_5", "low": "7"}, "On a scale from 1 to 5 enter a number from 1 to 5."),
        ({"unit": "distribution"}, "A number for each kind has no single mark."),
        ({"low": "7,5.x"}, "Enter a number, like 6 or 6.5."),
        ({"months_before": "3"}, "Enter a number from 6 to 12."),
        ({"hours": "-1"}, "Enter a number, like 6 or 6.5."),
    ],
)
def test_what_cannot_be_meant_is_named_and_kept(
    bay: Partnership, editor: SignedIn, sent: dict[str, str], sentence: str
) -> None:
    answer = editor.post(f"{URL}/new/own", data=TALKS | sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not PlannedMetric.select().exists()


def test_values_that_cannot_be_meant_are_named(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor)
    address = f"{URL}/{row.public_id}/values/2026-07-01"
    for sent, sentence in (
        ({"count": "4"}, "Of how many?"),
        ({"out_of": "4"}, "How many of them?"),
        ({"count": "many", "out_of": "4"}, "Enter a number"),
    ):
        answer = editor.post(address, data={**sent, "seen": "0"})
        assert answer.status_code == 422 and sentence in answer.text
    for odd in ("2026-08-01", "2026-10-01", "soon", "2027-01-01"):
        assert editor.get(f"{URL}/{row.public_id}/values/{odd}").status_code == 404


def test_nothing_is_divided_by_zero_patients(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor, "own", name="Calls")
    editor.post(f"{URL}/{row.public_id}/values/2026-07-01", data={"count": "0", "out_of": "0", "seen": "0"})
    assert plan(bay.id, TODAY)[0].words == "not known"


def test_two_of_a_name_are_refused_and_the_rhythm_stays_once_there_are_values(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    again = editor.post(f"{URL}/new/own", data=TALKS | {"name": "talks held"})
    assert again.status_code == 422 and "is in the plan already." in again.text
    editor.post(f"{URL}/{row.public_id}/values/2026-07-01", data={"count": "3", "out_of": "4", "seen": "0"})
    moved = editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"frequency": "monthly", "seen": "1"})
    assert moved.status_code == 422 and "Values were entered in the present rhythm." in moved.text
    assert (
        editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"low": "60", "seen": "1"}).status_code == 303
    )
    assert plan(bay.id, TODAY)[0].target_words == "at least 60 percent"


def test_a_metric_is_retired_gathered_again_and_removed_only_without_values(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    editor.post(f"{URL}/{row.public_id}/retire", data={})
    page = editor.get(URL).text
    assert "No longer gathered (1)" in page and "until November 24, 2026" in page
    editor.post(f"{URL}/{row.public_id}/back", data={})
    assert len(plan(bay.id, TODAY)) == 1
    editor.post(f"{URL}/{row.public_id}/values/2026-07-01", data={"count": "3", "out_of": "4", "seen": "0"})
    refused = editor.post(f"{URL}/{row.public_id}/remove", data={})
    assert refused.status_code == 422 and "Retire it instead" in refused.text
    editor.post(f"{URL}/{row.public_id}/values/2026-07-01", data={"seen": "1"})
    editor.post(f"{URL}/{row.public_id}/remove", data={})
    assert not PlannedMetric.select().exists()
    assert "It is as it was." in take_back(editor)
    assert PlannedMetric.get().name == "Talks held"


def test_to_take_back_a_new_metric_never_takes_the_values_typed_since(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    made = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    said = editor.post(f"{URL}/undo/{made}", follow_redirects=True).text
    assert "Somebody worked on it since, so it stays." in said
    assert MetricValue.get().value == 75


def test_of_the_metrics_of_the_contract_only_those_without_values_are_taken_back(
    bay: Partnership, editor: SignedIn
) -> None:
    rows = [{"id": "x", "metric": "Calls"}, {"id": "y", "metric": "Stay"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    editor.post(f"{URL}/from-contract", data={})
    made = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, PlannedMetric.get(PlannedMetric.name == "Calls"), "2026-07-01", count="30", out_of="40")
    assert "so it stays" in editor.post(f"{URL}/undo/{made}", follow_redirects=True).text
    assert [row.name for row in PlannedMetric.select()] == ["Calls"]
    assert MetricValue.select().count() == 1


@pytest.mark.parametrize(
    ("moved", "word"), [({"frequency": "monthly"}, "rhythm"), ({"unit": "count", "low": ""}, "unit")]
)
def test_what_was_typed_keeps_its_rhythm_and_its_unit(
    bay: Partnership, editor: SignedIn, moved: dict[str, str], word: str
) -> None:
    row = add(editor, "own", **moved)
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"seen": "1"})
    back = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    refused = editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | moved | {"seen": "2"})
    assert refused.status_code == 422 and f"Values were entered in the present {word}." in refused.text
    assert "so it stays" in editor.post(f"{URL}/undo/{back}", follow_redirects=True).text
    kept = PlannedMetric.get()
    assert (kept.frequency, kept.unit) == ("quarterly", "percent")


def test_what_does_not_change_the_sense_of_values_is_taken_back_beside_them(
    bay: Partnership, editor: SignedIn
) -> None:
    row = add(editor)
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"low": "60", "seen": "1"})
    back = Batch.select().order_by(Batch.id.desc()).get().public_id
    typed(editor, row, "2026-07-01", count="30", out_of="40")
    assert "It is as it was." in editor.post(f"{URL}/undo/{back}", follow_redirects=True).text
    assert PlannedMetric.get().low == 70


def test_an_undo_never_makes_two_of_a_name(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor)
    editor.post(f"{URL}/{row.public_id}/remove", data={})
    removed = Batch.select().order_by(Batch.id.desc()).get().public_id
    add(editor)
    assert "so it stays" in editor.post(f"{URL}/undo/{removed}", follow_redirects=True).text
    assert PlannedMetric.select().count() == 1


def test_an_undo_needs_the_same_statements_however_long_the_plan_is(
    bay: Partnership, editor: SignedIn
) -> None:
    def asked(row: PlannedMetric) -> int:
        typed(editor, row, "2026-07-01", count="30", out_of="40")
        newest = Batch.select().order_by(Batch.id.desc()).get().public_id
        with count_statements() as counted:
            editor.post(f"{URL}/undo/{newest}")
        assert not MetricValue.select().exists()
        return counted.count

    few = asked(add(editor))
    for number in range(12):
        newest = add(editor, "own", name=f"Metric {number}")
    assert asked(newest) == few


def test_a_full_plan_has_room_again_once_one_is_retired(bay: Partnership, editor: SignedIn) -> None:
    facts = {**start_values(None), "created_at": NOW, "changed_at": NOW}
    for number in range(50):
        PlannedMetric.create(partnership=bay, name=f"Metric {number}", **facts)
    full = editor.post(f"{URL}/new/own", data=TALKS)
    assert full.status_code == 422 and "A plan holds 50 metrics." in full.text
    first = PlannedMetric.get()
    editor.post(f"{URL}/{first.public_id}/retire", data={})
    add(editor)
    again = editor.post(f"{URL}/{first.public_id}/back", data={})
    assert again.status_code == 422 and "A plan holds 50 metrics." in again.text
    assert len(plan(bay.id, TODAY)) == 50


def test_the_contract_and_the_plan_are_brought_together(bay: Partnership, editor: SignedIn) -> None:
    rows = [{"id": "x", "metric": "Patients referred", "gathers": "the Provider", "frequency": "every month"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    add(editor)
    page = editor.get(URL).text
    assert "Only the contract names Patients referred." in page
    assert "Only this plan holds Talks held." in page
    editor.post(f"{URL}/from-contract", data={})
    found = {row.metric.name: row for row in plan(bay.id, TODAY)}
    assert found["Patients referred"].item == "OP01"
    assert (found["Patients referred"].metric.frequency, found["Patients referred"].metric.gathers) == (
        "monthly",
        "provider",
    )
    assert "It is as it was." in take_back(editor)
    editor.post(f"{URL}/to-contract", data={})
    held = terms_in_force(bay.id, TODAY)["S27.metrics"]
    assert [row["metric"] for row in held] == ["Patients referred", "Talks held"]
    assert held[1]["shared_with"] == "both parties"


def test_what_went_into_the_term_sheet_is_taken_out_again(bay: Partnership, editor: SignedIn) -> None:
    rows = [{"id": "x", "metric": "Patients referred"}]
    set_terms(bay, {"S27.metrics": rows}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    add(editor)
    editor.post(f"{URL}/to-contract", data={})
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 2
    assert "It is as it was." in take_back(editor)
    assert terms_in_force(bay.id, TODAY)["S27.metrics"] == rows
    editor.post(f"{URL}/to-contract", data={})
    set_terms(bay, {"S27.metrics": rows * 3}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    assert "so it stays" in take_back(editor)
    assert terms_in_force(bay.id, TODAY)["S27.metrics"] == rows * 3


def test_a_term_sheet_saved_at_the_same_moment_is_not_overwritten(
    bay: Partnership, editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(editor)
    theirs = [{"id": "y", "metric": "Stay"}]

    def meanwhile(*told: Any) -> dict[str, Any]:
        if not Term.select().exists():
            set_terms(bay, {"S27.metrics": theirs}, effective_on=TODAY, actor=SYSTEM, now=NOW)
        return for_contract(*told)

    monkeypatch.setattr("app.measuring.service.plan.for_contract", meanwhile)
    assert editor.post(f"{URL}/to-contract", data={}).status_code == 409
    assert "Talks held" not in str(terms_in_force(bay.id, TODAY).get("S27.metrics"))


@pytest.mark.parametrize("stage", ["pilot", "sustained", "renegotiating", "ended"])
def test_a_signed_contract_is_not_changed_but_by_an_amendment(
    bay: Partnership, editor: SignedIn, stage: str
) -> None:
    add(editor)
    editor.post(f"{URL}/to-contract", data={})
    Partnership.update(stage=stage).execute()
    add(editor, "own", name="Calls")
    page = editor.get(URL).text
    assert "The contract is signed, so this belongs in an amendment." in page
    assert "/to-contract" not in page and "/partnerships/bay/contract?group=numbers" in page
    sent = editor.post(f"{URL}/to-contract", data={})
    assert sent.headers["Location"].endswith("/partnerships/bay/contract?group=numbers")
    assert "changes by an amendment" in editor.get(sent.headers["Location"]).text
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 1
    into_sheet = list(Batch.select().order_by(Batch.id))[1].public_id
    refused = editor.post(f"{URL}/undo/{into_sheet}")
    assert refused.status_code == 422 and "changes by an amendment" in refused.text
    assert len(terms_in_force(bay.id, TODAY)["S27.metrics"]) == 1


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
    page = editor.get(f"{URL}/report?of=2026-07").text
    assert "700" not in page and "1 metric has no value" in page


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


@pytest.mark.parametrize("item", ["BA08", "BA10", "BA12", "BA13", "BA14", "BA18"])
def test_what_we_cost_and_need_is_our_own_unless_somebody_shares_it(
    bay: Partnership, editor: SignedIn, item: str
) -> None:
    begins = start_values(get_item(item))
    assert (begins["purpose"], begins["shared_with"]) == ("internal_quality", ["provider"])
    form = editor.get(f"{URL}/new/{item}").text
    assert '<option value="internal_quality" selected>' in form
    assert 'name="shared_with" value="payer" checked' not in form


def test_whether_a_metric_counts_patients_is_asked_and_kept(bay: Partnership, editor: SignedIn) -> None:
    ticked = 'name="counts_nobody" value="1" checked'
    assert ticked not in editor.get(f"{URL}/new/PP01").text
    assert ticked in editor.get(f"{URL}/new/RL05").text
    row = add(editor)
    assert row.counts_patients
    editor.post(f"{URL}/{row.public_id}/edit", data=TALKS | {"counts_nobody": "1", "seen": "1"})
    assert not PlannedMetric.get().counts_patients
    assert ticked in editor.get(f"{URL}/{row.public_id}/edit").text
    assert "Shown to others, as it counts no patients" in editor.get(f"{URL}/{row.public_id}").text


def test_everything_that_is_asked_stands_on_the_page(bay: Partnership, editor: SignedIn) -> None:
    row = add(
        editor,
        source="chart",
        format="a spreadsheet",
        starts_on="2026-02-01",
        comparison="before_after",
        months_before="12",
        months_after="6",
        calculates="payer",
    )
    page = editor.get(f"{URL}/{row.public_id}").text
    for words in (
        "The chart",
        "a spreadsheet",
        "February 1, 2026",
        "Compared with the same patients before, 12 months before and 6 months after, "
        "worked out by the plan.",
    ):
        assert words in page


@pytest.mark.parametrize("code", ["0001", "0001-Q1", "1899"])
def test_a_year_before_there_were_contracts_is_no_failure(
    bay: Partnership, editor: SignedIn, code: str
) -> None:
    row = add(editor)
    assert "July to September 2026" in editor.get(f"{URL}/report?of={code}").text
    assert editor.get(f"{URL}/{row.public_id}/values/{code[:4]}-01-01").status_code == 404
    assert editor.get(f"{URL}/report.docx?of={code}").status_code == 404


def test_of_many_retired_metrics_the_last_ones_are_listed(bay: Partnership, editor: SignedIn) -> None:
    facts = {**start_values(None), "created_at": NOW, "changed_at": NOW}
    for number in range(60):
        day = date(2026, 1, 1) + timedelta(days=number)
        PlannedMetric.create(partnership=bay, name=f"Metric {number}", retired_on=day, **facts)
    page = editor.get(URL).text
    assert "No longer gathered (50)" in page and ">Metric 59<" in page and ">Metric 9<" not in page


def test_what_other_contracts_gather_is_offered_first(bay: Partnership, editor: SignedIn) -> None:
    add(editor)
    make_partnership(key="hill", name="Hill / Sunmere")
    page = editor.get("/partnerships/hill/metrics/new").text
    assert "Already gathered for other contracts (1)" in page and "1 other contract" in page
    assert page.index("Advance care planning discussed") < page.index("Patients referred")


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


def test_the_plan_needs_the_same_statements_whatever_its_length(bay: Partnership, editor: SignedIn) -> None:
    add(editor)
    with count_statements() as one:
        editor.get(URL)
    for number in range(12):
        add(editor, "BA03" if number % 2 else "own", name=f"Metric {number}")
    with count_statements() as many:
        editor.get(URL)
    assert len(many.statements) == len(one.statements) <= 12


def test_a_viewer_looks_and_changes_nothing(bay: Partnership, editor: SignedIn, viewer: SignedIn) -> None:
    row = add(editor)
    for address in (URL, f"{URL}/{row.public_id}", f"{URL}/report"):
        assert viewer.get(address).status_code == 200
    for address in (f"{URL}/new", f"{URL}/new/own", f"{URL}/{row.public_id}/edit"):
        assert viewer.get(address).status_code == 403
    for address in ("new/own", f"{row.public_id}/retire", "from-contract", "to-contract", "undo/x", "report"):
        assert viewer.post(f"{URL}/{address}", data=TALKS).status_code == 403


def test_a_metric_of_another_partnership_is_not_found_here(bay: Partnership, editor: SignedIn) -> None:
    row = add(editor)
    make_partnership(key="hill", name="Hill / Sunmere")
    assert editor.get(f"/partnerships/hill/metrics/{row.public_id}").status_code == 404
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    assert editor.post(f"/partnerships/hill/metrics/undo/{newest}").status_code == 404
    assert PlannedMetric.select().exists()

"""The metrics plan in the browser: chosen, filled, compared with the contract, retired, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core.batches import Batch
from app.measuring.models import MetricValue, PlannedMetric
from app.measuring.queries import get_item, plan, start_values
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership
from tests.measuring.made import TALKS, TODAY, URL, add, take_back


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


def test_less_than_nothing_and_more_than_the_whole_are_refused(bay: Partnership, editor: SignedIn) -> None:
    share = add(editor, "own", name="Calls back in an hour")
    days = add(editor, "OP05", name="Days to a visit", unit="mean_and_range", frequency="quarterly")
    for row, sent, sentence in (
        (share, {"count": "20", "out_of": "16"}, "There are only 16 of them."),
        (days, {"value": "-4"}, "Enter a number, like 6 or 6.5."),
    ):
        address = f"{URL}/{row.public_id}/values/2026-07-01"
        answer = editor.post(address, data={**sent, "seen": "0"})
        assert answer.status_code == 422 and sentence in answer.text

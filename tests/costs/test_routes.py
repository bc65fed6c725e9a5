"""Costs are begun, changed, tried as scenarios, and taken back; nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.batches import Batch
from app.costs.models import CostSet
from app.costs.rules import from_kept, read_inputs
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from app.terms.models import Term
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership
from tests.forms import Page

URL = "/partnerships/bay/costs"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway")


@pytest.fixture
def begun(bay: Partnership, editor: SignedIn) -> CostSet:
    editor.post(f"{URL}/begin", data={})
    return CostSet.get()


def typed(editor: SignedIn, **changes: str) -> dict[str, Any]:
    """Everything the form of the current costs sends, with some fields changed."""
    form = next(one for one in Page(editor.get(URL).text).forms if "case_rate" in one.values)
    return {**form.values, **changes}


def raw() -> dict[str, Any]:
    """The current costs as they are kept."""
    return from_kept(CostSet.select().order_by(CostSet.id).first().inputs)


def take_back(editor: SignedIn) -> str:
    """Press the newest undo."""
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    return editor.post(f"{URL}/undo/{newest}", follow_redirects=True).text


def test_costs_begin_with_invented_numbers_and_the_payments_of_the_term_sheet(
    bay: Partnership, editor: SignedIn
) -> None:
    since = {"effective_on": date(2025, 1, 1), "changed_at": NOW}
    Term.create(partnership=bay, key="S21.rate_home", value=94000, **since)
    DataMonth.create(partnership=bay, month=3, month_on=date(2026, 9, 1), census_end=34, changed_at=NOW)
    assert "Nothing has been entered yet" in editor.get(URL).text
    page = editor.post(f"{URL}/begin", data={}, follow_redirects=True).text
    assert "with invented numbers. Replace them with your own." in page
    inputs = read_inputs(raw())
    assert (inputs.payment_terms.case_rate, inputs.patients) == (940, 34)
    assert editor.post(f"{URL}/begin", data={}).status_code == 422


def test_the_worked_example_reads_on_the_page_as_the_catalogue_has_it(
    begun: CostSet, editor: SignedIn
) -> None:
    page = editor.post(
        f"{URL}/{begun.public_id}",
        data=typed(editor, case_rate="900", patients="30", do="look", layers="case_rate"),
    ).text
    assert "At 30 patients you are $1,579 a month short" in page
    assert "You break even at 36 patients, or at $952.63 per patient month" in page
    assert "Worked out, not saved yet." in page
    assert raw()["payment_terms"].get("case_rate") is None


def test_a_change_is_saved_and_taken_back(begun: CostSet, editor: SignedIn) -> None:
    sent = typed(editor, case_rate="1,010.50", mileage_rate="0.725", **{"kinds.0.drive_minutes": "55"})
    page = editor.post(f"{URL}/{begun.public_id}", data=sent, follow_redirects=True).text
    assert "The costs are saved." in page
    row = CostSet.get()
    assert raw()["payment_terms"]["case_rate"] == "1010.5"
    assert raw()["mileage_rate"] == "0.725"
    assert raw()["encounter_types"]["Nurse, home visit"]["drive_minutes"] == "55"
    assert row.note.startswith("Begun on")
    assert "The costs are as they were." in take_back(editor)
    assert "case_rate" not in raw()["payment_terms"]


def test_numbers_stay_called_invented_until_somebody_says_that_they_are_ones_own(
    begun: CostSet, editor: SignedIn
) -> None:
    assert "Every figure here is our own now" in editor.get(URL).text
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor, own="1"))
    assert CostSet.get().note == ""
    assert "Every figure here is our own now" not in editor.get(URL).text
    take_back(editor)
    assert CostSet.get().note.startswith("Begun on")


def test_a_form_sent_unchanged_changes_nothing(begun: CostSet, editor: SignedIn) -> None:
    before = raw()
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor))
    after = read_inputs(raw())
    assert after == read_inputs(before)


def test_each_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    begun: CostSet, editor: SignedIn
) -> None:
    sent = typed(
        editor,
        case_rate="9.555",
        acp_share="120",
        **{
            "kinds.0.discipline": "Wizard",
            "kinds.1.direct_minutes": "an hour",
            "lines.9.amount": "40",
            "hours.1.name": "Nurse",
        },
    )
    answer = editor.post(f"{URL}/{begun.public_id}", data=sent)
    assert answer.status_code == 422
    for words in (
        "Use at most two decimals: whole cents.",
        "Enter a number up to 100.",
        "Choose one of the disciplines above; its hour is needed.",
        "Enter a number, like 6 or 6.5.",
        "Say what this row is about, or empty the row.",
        "“Nurse” stands here twice. Give each a name of its own.",
    ):
        assert words in answer.text
    assert 'value="9.555"' in answer.text
    assert 'value="an hour"' in answer.text
    assert CostSet.get().version == begun.version


def test_a_row_that_is_emptied_is_gone(begun: CostSet, editor: SignedIn) -> None:
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor, **{"lines.0.name": "", "lines.0.amount": ""}))
    assert "Clinical lead" not in raw()["fixed_overhead_lines"]


def test_no_break_even_says_never_and_missing_figures_say_not_known(begun: CostSet, editor: SignedIn) -> None:
    poor = editor.post(f"{URL}/{begun.public_id}/result", data=typed(editor, case_rate="100")).text
    assert "No number of patients breaks even" in poor
    assert ">never<" in poor
    bare = editor.post(
        f"{URL}/{begun.public_id}/result", data=typed(editor, mean_stay_months="", case_rate="900")
    ).text
    assert "Where it breaks even is not known: the mean months enrolled are missing." in bare
    assert "not known" in bare


def test_a_scenario_stands_beside_the_current_costs(begun: CostSet, editor: SignedIn) -> None:
    sent = typed(editor, case_rate="960", do="scenario", name="Ask for $960")
    page = editor.post(f"{URL}/{begun.public_id}", data=sent, follow_redirects=True).text
    assert "Side by side" in page
    assert CostSet.select().count() == 2
    again = editor.post(f"{URL}/{begun.public_id}", data=sent)
    assert again.status_code == 422
    assert "There is a scenario “Ask for $960” already." in again.text
    nameless = editor.post(f"{URL}/{begun.public_id}", data={**sent, "name": ""})
    assert "Give the scenario a name" in nameless.text
    made = CostSet.get(CostSet.name == "Ask for $960")
    gone = editor.post(f"{URL}/{made.public_id}/remove", data={}, follow_redirects=True).text
    assert "“Ask for $960” is gone." in gone
    assert CostSet.select().count() == 1
    take_back(editor)
    assert CostSet.get(CostSet.name == "Ask for $960").inputs["payment_terms"]["case_rate"] == "960"
    assert editor.post(f"{URL}/{begun.public_id}/remove", data={}).status_code == 422


def test_two_who_save_at_once_lose_nothing(begun: CostSet, editor: SignedIn) -> None:
    mine = typed(editor, case_rate="950")
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor, case_rate="940"))
    answer = editor.post(f"{URL}/{begun.public_id}", data=mine)
    assert answer.status_code == 409
    assert "Somebody saved these costs since." in answer.text
    assert 'value="950"' in answer.text
    assert raw()["payment_terms"]["case_rate"] == "940"


def test_the_team_says_how_many_it_can_carry(begun: CostSet, editor: SignedIn) -> None:
    sent = typed(editor, **{"hours.0.there": "120", "hours.0.share": "65"})
    page = editor.post(f"{URL}/{begun.public_id}", data=sent, follow_redirects=True).text
    assert "The team can carry" in page
    assert CostSet.get().team == {"Nurse": {"hours": "120", "share": "0.65"}}


def test_a_viewer_looks_and_a_stranger_finds_nothing(begun: CostSet, viewer: SignedIn) -> None:
    assert "What each payment adds" in viewer.get(URL).text
    assert viewer.post(f"{URL}/{begun.public_id}", data={}).status_code == 403
    assert viewer.get(f"{URL}/nothing").status_code == 404


def test_the_page_asks_the_database_as_often_for_one_scenario_as_for_eight_and_stays_small(
    begun: CostSet, editor: SignedIn
) -> None:
    editor.get(URL)
    with count_statements() as one:
        editor.get(URL)
    for place in range(7):
        CostSet.create(
            partnership=begun.partnership_id,
            name=f"Try {place}",
            inputs=begun.inputs,
            layers=begun.layers,
            created_at=NOW,
            changed_at=NOW,
        )
    with count_statements() as eight:
        page = editor.get(URL)
    assert eight.count == one.count <= 16
    assert len(page.data) <= 60_000


def test_the_term_sheet_names_a_rate_under_cost_once_the_costs_are_ones_own(
    bay: Partnership, begun: CostSet, editor: SignedIn
) -> None:
    since = {"effective_on": date(2025, 1, 1), "changed_at": NOW}
    Term.create(partnership=bay, key="S21.rate_home", value=50000, **since)
    contract = "/partnerships/bay/contract?group=money"
    assert "does not carry the cost of care" not in editor.get(contract).text
    mine = typed(editor, case_rate="500", layers="case_rate")
    editor.post(f"{URL}/{begun.public_id}", data=mine)
    assert "does not carry the cost of care" not in editor.get(contract).text
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor, own="1"))
    page = editor.get(contract).text
    assert "The case rate of $500.00 does not carry the cost of care" in page
    assert f'href="{URL}"' in page


def scenario(editor: SignedIn, begun: CostSet, name: str) -> CostSet:
    editor.post(f"{URL}/{begun.public_id}", data=typed(editor, do="scenario", name=name))
    return CostSet.get(CostSet.name == name)


def test_a_scenario_taken_back_beside_many_others_opens(begun: CostSet, editor: SignedIn) -> None:
    made = [scenario(editor, begun, f"Try {place}") for place in range(7)]
    editor.post(f"{URL}/{made[0].public_id}/remove", data={})
    last = scenario(editor, begun, "One more")
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    assert editor.post(f"{URL}/undo/{newest}").status_code == 303
    assert editor.get(f"{URL}/{last.public_id}").status_code == 200


def test_a_name_given_again_stays_when_its_removal_is_taken_back(begun: CostSet, editor: SignedIn) -> None:
    first = scenario(editor, begun, "Try")
    editor.post(f"{URL}/{first.public_id}/remove", data={})
    removal = Batch.select().order_by(Batch.id.desc()).get().public_id
    scenario(editor, begun, "Try")
    page = editor.post(f"{URL}/undo/{removal}", follow_redirects=True)
    assert page.status_code == 200
    assert CostSet.select().count() == 2


def test_a_scenario_of_invented_numbers_says_so_too(begun: CostSet, editor: SignedIn) -> None:
    assert scenario(editor, begun, "Try").note == begun.note
    change = {"case_rate": "960", "name": "Ask", "do": "keep"}
    editor.post(f"{URL}/{begun.public_id}/change", data=change)
    assert CostSet.get(CostSet.name == "Ask").note == begun.note


def test_payments_that_nobody_agreed_to_are_not_invented(bay: Partnership, editor: SignedIn) -> None:
    since = {"effective_on": date(2025, 1, 1), "changed_at": NOW}
    Term.create(partnership=bay, key="S21.rate_home", value=94000, **since)
    Term.create(partnership=bay, key="S22.supplement", value=25000, **since)
    editor.post(f"{URL}/begin", data={})
    assert raw()["payment_terms"] == {"case_rate": "940", "supplement_rate": "250", "supplement_share": "0.1"}


def test_without_a_case_rate_nothing_is_said_of_what_is_left(begun: CostSet, editor: SignedIn) -> None:
    page = editor.post(f"{URL}/{begun.public_id}", data=typed(editor, do="look", case_rate="")).text
    assert "What a month leaves over is not known yet" in page
    assert "Where it breaks even is not known: the case rate is missing." in page
    assert "a month short" not in page


def test_tiers_that_make_no_whole_are_named(begun: CostSet, editor: SignedIn) -> None:
    sent = typed(editor, do="save") | {"share.high": "50"}
    answer = editor.post(f"{URL}/{begun.public_id}", data=sent)
    assert answer.status_code == 422 and "The tiers make 125 percent together, not 100." in answer.text

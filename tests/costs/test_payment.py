"""The payment around the rate on its page: noted, told, taken back; and options that take less effort."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.batches import Batch
from app.costs.models import CostSet, PaymentNote
from app.costs.queries import known_of, mechanisms, payment, typical
from app.costs.rules import LAYERS, Case, from_kept, read_inputs
from app.costs.service import begin
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership
from tests.forms import Page

URL = "/partnerships/bay/costs/payment"
TODAY, START = date(2026, 11, 24), date(2026, 11, 1)
RAMP = {"patients": ["6", "12", "18", "24", "30", "34"], "startup_once": "4000"}


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway")


@pytest.fixture
def costs(bay: Partnership) -> CostSet:
    raw = {**typical(known_of(bay.id, TODAY)), "patients": "30", "loss_tolerance": "6000", "ramp": RAMP}
    raw["payment_terms"] = {"case_rate": "900", "assessment_fee": "220"}
    return begin(bay, Case(raw, ("case_rate", "assessment_fee"), {}), "", actor=SYSTEM, now=NOW)


def agree(partnership: Partnership, **terms: Any) -> None:
    found = {name.replace("_", ".", 1): value for name, value in terms.items()}
    set_terms(partnership, found, effective_on=START, actor=SYSTEM, now=NOW)


def note(editor: SignedIn, part: str, **typed: Any) -> Any:
    sent = {"seen": "0", **typed}
    return editor.post(f"{URL}/{part}", data=sent, follow_redirects=True)


def newest() -> str:
    return str(Batch.select().order_by(Batch.id.desc()).get().public_id)


def test_with_nothing_known_the_page_is_calm_and_makes_nothing_up(bay: Partnership, editor: SignedIn) -> None:
    page = editor.get(URL).text
    for words in (
        "Nothing here needs attention now.",
        "No costs have been entered yet",
        "Whether there is start-up support is not settled.",
        "Whether savings and losses are shared is not settled.",
        "Nobody has noted whether each side waits for the other.",
    ):
        assert words in page
    assert '<details class="disclosure mt-2" open' not in page


def test_every_mechanism_has_its_cautions_beside_its_layer(
    costs: CostSet, bay: Partnership, editor: SignedIn
) -> None:
    assert set(mechanisms()) == set(LAYERS)
    page = editor.get("/partnerships/bay/costs").text
    assert "The most natural carve-out" in page
    assert "Pay for the talk, not for a signature" not in page
    assert "The most natural carve-out" in editor.get(URL).text


def test_the_bundle_says_which_pieces_are_paid_apart(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    agree(bay, S23_bundle_excludes=["psych", "equipment"], S23_bundle_includes=["first_assessment"])
    told = {one.label: one.words for one in payment(bay.id, TODAY).carved}
    assert told["Psychiatry and psychology"] == "outside the bundle"
    assert told["First assessments"] == "inside the bundle: the rate has to carry it"
    assert told["Equipment, therapy, home health (unless the provider wants them)"] == (
        "partly outside the bundle"
    )
    assert told["Behavioral health and substance use treatment"] == "not settled"


def test_a_small_group_is_told_what_chance_does_from_the_terms(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    agree(
        bay,
        S25_kind="two_sided",
        S25_outlier_cap=10_000_000,
        S25_payout_delay_months=12,
        S25_max_provider_loss=1_000_000,
    )
    page = editor.get(URL).text
    for words in (
        "With 30 patients chance decides; the usual least is 100.",
        "One patient at the limit of $100,000 can move the result of a year by that sum, "
        "$277.78 per patient month.",
        "Our loss ends at $10,000 a year.",
        "can come 24 months after the first day",
        "At $548 a month short, the $6,000 we can bear last 10 months: 14 too few.",
        "A few outliers can overturn the result of a small group",
    ):
        assert words in page
    assert "Who works out the result" in page and "Not settled: enter it in the term sheet" in page
    assert 'name="asked" value=""' in page  # a kind that is agreed is not asked for once more


def test_what_is_only_asked_for_is_called_so(bay: Partnership, costs: CostSet, editor: SignedIn) -> None:
    page = note(editor, "risk", asked="full_risk", data_shared="Days in hospital by month").text
    assert "Asked for, not agreed: all of the risk is ours." in page
    assert "No limit for a single patient is settled" in page
    assert "Days in hospital by month" in page
    back = editor.post(f"{URL}/undo/{newest()}", follow_redirects=True).text
    assert "It is as it was." in back
    assert "Whether savings and losses are shared is not settled." in back


def test_support_that_ends_too_early_is_said_first(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    agree(
        bay,
        S03_start_date=date(2026, 12, 1),
        S24_support_form=["lump_sum"],
        S24_amount=2_000_000,
        S24_ends_when="date",
        S24_ends_on=date(2027, 1, 31),
    )
    found = payment(bay.id, TODAY)
    assert found.support_early
    assert found.now == found.support_words
    assert found.support_words.startswith("Support ends in January 2027, ")
    assert "Without support the first months go down to" in editor.get(URL).text


def test_the_months_of_support_count_while_no_last_day_is_agreed(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    assert "Support ends in month 3" in note(editor, "support", months="3").text
    agree(bay, S03_start_date=date(2026, 12, 1), S24_ends_on=date(2027, 5, 31))
    assert "Support ends in May 2027" in editor.get(URL).text
    assert note(editor, "support", months="0").status_code == 422


def test_a_stalemate_is_named_with_its_age_shown_on_the_overview_and_taken_back(
    bay: Partnership, editor: SignedIn
) -> None:
    way = "Money for start-up and expected losses"
    page = note(
        editor,
        "stalemate",
        plan_first="yes",
        pay_first="yes",
        since="2026-03-20",
        tried=way,
        next="Ask in May",
    ).text
    said = "Stalemate over proof of savings since March 20, 2026, 8 months now"
    assert page.count(said) == 2  # what matters now, and the part itself
    assert f'{way} <span class="tag">tried</span>' in page
    assert "Agreed next:</strong> Ask in May" in page
    overview = editor.get("/partnerships/bay").text
    assert said in overview and URL in overview
    editor.post(f"{URL}/undo/{newest()}")
    assert PaymentNote.select().count() == 0
    assert "stalemate since" not in editor.get("/partnerships/bay").text


def test_how_a_stalemate_was_noted_before_stays_readable(bay: Partnership, editor: SignedIn) -> None:
    note(editor, "stalemate", plan_first="yes", pay_first="yes")
    page = note(editor, "stalemate", seen="1", plan_first="yes", pay_first="no").text
    assert "so there is a way" in page
    assert "How it was noted before" in page
    assert "Dana Whitfield: Stalemate over proof of savings" in page


def test_a_day_to_come_is_refused_and_what_was_typed_stays(bay: Partnership, editor: SignedIn) -> None:
    answer = note(editor, "stalemate", since="2026-12-24", next="Ask in May")
    assert answer.status_code == 422
    assert "This day has not come yet." in answer.text and "Ask in May" in answer.text
    assert PaymentNote.select().count() == 0


def test_a_late_save_shows_what_was_typed_and_writes_nothing(bay: Partnership, editor: SignedIn) -> None:
    note(editor, "stalemate", plan_first="yes")
    answer = note(editor, "stalemate", next="Mine")
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert PaymentNote.get().answer == {"plan_first": "yes"}
    sent = next(one for one in Page(answer.text).forms if one.action.endswith("/stalemate")).values
    assert note(editor, "stalemate", **sent).status_code == 200
    assert PaymentNote.get().answer == {"next": "Mine"}


def test_a_note_is_taken_back_only_from_its_own_partnership_and_page(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    make_partnership(key="other", name="Other")
    note(editor, "stalemate", plan_first="yes")
    batch = newest()
    for address in (
        f"/partnerships/other/costs/payment/undo/{batch}",
        f"/partnerships/bay/costs/undo/{batch}",
    ):
        assert editor.post(address).status_code == 404
    assert PaymentNote.select().count() == 1


def test_a_viewer_reads_and_writes_nothing(bay: Partnership, costs: CostSet, viewer: SignedIn) -> None:
    assert viewer.get(URL).status_code == 200
    assert viewer.get(f"{URL}/effort/EF5").status_code == 200
    for part in ("risk", "support", "stalemate", "effort/EF5", "effort/EF5/result"):
        assert viewer.post(f"{URL}/{part}", data={}).status_code == 403


def test_options_stand_beside_the_cost_they_touch(bay: Partnership, costs: CostSet, editor: SignedIn) -> None:
    page = editor.get(URL).text
    assert "deep cuts in care may cost outcomes" in page
    assert "Route planning to cut driving" in page
    shown = editor.get(f"{URL}/effort/EF5").text
    assert "Driving costs $126.00 of a patient month now." in shown
    assert "A month gets $756 better" in shown  # a fifth of $126.00 for 30 patients


def test_an_option_is_tried_with_other_figures_and_kept_as_a_scenario(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    address = f"{URL}/effort/EF5"
    assert "A month gets $1,890 better" in editor.post(address, data={"less": "50"}).text
    assert "A month gets $1,890 better" in editor.post(f"{address}/result", data={"less": "50"}).text
    assert editor.post(address, data={"less": "50", "do": "keep"}).status_code == 422
    page = editor.post(
        address, data={"less": "50", "do": "keep", "name": "Shorter ways"}, follow_redirects=True
    ).text
    assert "“Shorter ways” is kept beside the other costs." in page
    kept = read_inputs(from_kept(CostSet.get(CostSet.name == "Shorter ways").inputs))
    before = read_inputs(from_kept(CostSet.get(CostSet.name == "Current").inputs))
    (visit,) = [name for name in before.encounter_types if name == "Nurse, home visit"]
    assert kept.encounter_types[visit].drive_minutes * 2 == before.encounter_types[visit].drive_minutes


def test_whoever_costs_most_and_makes_no_visits_has_nothing_to_move_to_video(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    page = editor.get(URL).text
    assert "hold nothing to try on: Physician by video beside an in-person nurse or social worker." in page
    assert editor.get(f"{URL}/effort/EF1").status_code == 404


def test_each_term_leads_to_where_it_is_entered(bay: Partnership, costs: CostSet, editor: SignedIn) -> None:
    agree(bay, S25_kind="two_sided", S25_outlier_cap=10_000_000, S24_ends_on=date(2027, 5, 31))
    links = set(re.findall(r'href="(/partnerships/bay/contract[^"]*)#([^"]+)"', editor.get(URL).text))
    assert len(links) >= 5
    for address, place in links:
        assert f'id="{place}"' in editor.get(address.replace("&amp;", "&")).text, place


@pytest.mark.parametrize("ident", ["EF2", "EF3", "EF4", "EF5", "EF6", "EF7", "EF9", "EF10"])
def test_every_option_opens_with_figures_and_its_scenario_can_be_saved_again(
    bay: Partnership, costs: CostSet, editor: SignedIn, ident: str
) -> None:
    address = f"{URL}/effort/{ident}"
    form = next(one for one in Page(editor.get(address).text).forms if one.action == address)
    kept = editor.post(address, data={**form.values, "name": ident, "do": "keep"}, follow_redirects=True)
    assert "is kept beside the other costs" in kept.text
    row = CostSet.get(CostSet.name == ident)
    again = next(one for one in Page(kept.text).forms if "case_rate" in one.values)
    saved = editor.post(f"/partnerships/bay/costs/{row.public_id}", data={**again.values, "do": "save"})
    assert saved.status_code == 303, saved.text


def test_an_option_that_cannot_be_meant_is_named_at_its_field(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    answer = editor.post(f"{URL}/effort/EF3", data={"tier": "high", "to_tier": "high", "share": "120"})
    assert answer.status_code == 422
    assert "Choose another tier than the one before." in answer.text
    assert "Enter a number from 0 to 100." in answer.text
    assert editor.get(f"{URL}/effort/EF99").status_code == 404


def test_a_visit_minimum_brings_its_warning_and_what_could_stand_instead(
    costs: CostSet, editor: SignedIn
) -> None:
    address = f"/partnerships/bay/costs/{costs.public_id}/change"
    warning = "takes away the freedom to match care to need"
    typed = {"least_kind": "Nurse, home visit", "least": "2"}
    assert warning not in editor.get(address).text
    for answer in (editor.post(address, data=typed), editor.post(f"{address}/result", data=typed)):
        assert warning in answer.text
        assert "A number averaged over all patients" in answer.text
    assert warning not in editor.post(f"{address}/result", data={"case_rate": "960"}).text


def test_the_page_needs_ten_statements_whatever_was_noted(
    bay: Partnership, costs: CostSet, editor: SignedIn
) -> None:
    for number in range(12):
        note(editor, "stalemate", seen=str(number), plan_first="yes", next=f"Step {number}")
    editor.get(URL)
    with count_statements() as counter:
        editor.get(URL)
    assert counter.count <= 10, counter.statements

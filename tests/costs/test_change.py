"""A proposed change: what it does, what differs in words, and that nothing else moves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.costs.models import CostSet
from app.costs.rules import (
    MECHANISMS,
    Change,
    Least,
    Task,
    as_raw,
    changed,
    differing,
    effect_words,
    of_set,
    read_inputs,
    staffing,
)
from app.partnerships.models import Partnership
from tests.conftest import SignedIn
from tests.costs.test_rules import EXAMPLE, inputs
from tests.factories import make_partnership

MODEL = read_inputs(EXAMPLE["inputs"])
RATE = ("case_rate",)
URL = "/partnerships/bay/costs"


def margin(change: Change) -> Fraction:
    found = of_set(changed(MODEL, change), MECHANISMS).monthly_margin
    assert found is not None
    return found


def test_no_change_changes_nothing() -> None:
    assert changed(MODEL, Change()) == MODEL
    assert differing(MODEL, MODEL) == ()


def test_a_rate_moves_the_margin_by_itself_times_the_patients() -> None:
    more = Change(payments={"case_rate": Fraction(960)})
    assert margin(more) - margin(Change()) == 60 * 30
    (one,) = differing(MODEL, changed(MODEL, more))
    assert (one.what, one.before, one.after, one.private) == ("Case rate", "$900.00", "$960.00", False)


def test_a_visit_minimum_raises_only_the_tiers_that_have_fewer() -> None:
    after = changed(MODEL, Change(least=Least("rn_home_visit", Fraction(2))))
    assert {name: tier.mix["rn_home_visit"] for name, tier in after.tiers.items()} == {
        "high": 3,
        "standard": 2,
        "maintenance": 2,
    }
    # One visit more for half of the patients, one and a half more for a quarter, at $134 each.
    apart = margin(Change()) - margin(Change(least=Least("rn_home_visit", Fraction(2))))
    assert apart == 30 * 134 * (Fraction(1, 2) + Fraction(3, 8))


def test_a_task_costs_its_hours_for_each_patient_or_for_the_month() -> None:
    month = margin(Change(task=Task("Report", "rn", Fraction(6), each_patient=False)))
    each = margin(Change(task=Task("Call", "rn", Fraction(1, 2), each_patient=True)))
    office = margin(Change(task=Task("Forms", "admin", Fraction(1, 2), each_patient=True)))
    assert [margin(Change()) - one for one in (month, each, office)] == [360, 30 * 30, 30 * 16]
    after = changed(MODEL, Change(task=Task("Call", "rn", Fraction(1, 2), each_patient=True)))
    rn = [
        next(one for one in staffing(two, {}, Fraction(30)) if one.discipline == "rn")
        for two in (MODEL, after)
    ]
    assert rn[1].hours_needed - rn[0].hours_needed == 15


def test_what_it_does_is_said_in_two_sentences() -> None:
    before, after = (
        of_set(MODEL, RATE),
        of_set(changed(MODEL, Change(payments={"case_rate": Fraction(960)})), RATE),
    )
    assert effect_words(before, after) == (
        "A month gets $1,800 better: from $1,579 short to $221 left over. "
        "The break-even moves from 36 to 30 patients."
    )
    poor = of_set(changed(MODEL, Change(payments={"case_rate": Fraction(100)})), RATE)
    assert effect_words(before, poor).endswith("No number of patients breaks even then.")
    assert effect_words(poor, before).endswith("It breaks even at 36 patients, and did not before.")
    assert effect_words(before, before).startswith("A month stays as it is: $1,579 short.")


@given(some.decimals(0, 3000, places=2), some.decimals(0, 300, places=1), some.integers(0, 9))
def test_a_changed_set_is_kept_exactly(rate: Any, drive: Any, least: int) -> None:
    change = Change(
        payments={"case_rate": Fraction(rate)},
        least=Least("sw_phone", Fraction(least)),
        drive=Fraction(drive) / 100,
        task=Task("Report", "rn", Fraction(3), each_patient=True),
    )
    after = changed(MODEL, change)
    assert read_inputs(as_raw(after)) == after


def test_a_tier_with_fewer_names_loses_nothing() -> None:
    small = read_inputs(inputs(tier_share={"standard": 1}, mix={"standard": {"sw_phone": 2}}))
    assert read_inputs(as_raw(small)) == small


# --- the page


@pytest.fixture
def begun(app: Any, editor: SignedIn) -> CostSet:
    made: Partnership = make_partnership(key="bay", name="Bay / Ordway")
    assert made
    editor.post(f"{URL}/begin", data={})
    return CostSet.get()


def test_a_proposal_is_priced_while_typing_and_kept_when_asked(begun: CostSet, editor: SignedIn) -> None:
    address = f"{URL}/{begun.public_id}/change"
    assert "Nothing is proposed yet" in editor.get(address).text
    sent = {"least_kind": "Nurse, home visit", "least": "2", "name": "Two nurse visits"}
    told = editor.post(f"{address}/result", data=sent).text
    assert "A month gets $3,518 worse" in told
    assert "Nurse, home visit, standard tier, a month: <del>1</del> <ins>2</ins>" in told
    assert CostSet.select().count() == 1
    page = editor.post(address, data={**sent, "do": "keep"}, follow_redirects=True).text
    assert "“Two nurse visits” is kept beside the other costs." in page
    assert "Side by side" in page
    assert CostSet.select().count() == 2


def test_half_a_proposal_says_what_is_missing(begun: CostSet, editor: SignedIn) -> None:
    sent = {"least": "2", "task": "Report", "drive": "-5", "do": "keep"}
    answer = editor.post(f"{URL}/{begun.public_id}/change", data=sent)
    assert answer.status_code == 422
    for words in (
        "Of which encounters?",
        "How many hours does the task take?",
        "Enter a number, like 6 or 6.5.",
        "Give the proposal a name",
    ):
        assert words in answer.text
    assert 'value="Report"' in answer.text


def test_a_viewer_prices_nothing(begun: CostSet, viewer: SignedIn) -> None:
    address = f"{URL}/{begun.public_id}/change"
    assert viewer.get(address).status_code == 200
    assert viewer.post(address, data={}).status_code == 403

"""What leaves the house about small counts: nothing, and nothing from which they can be worked out."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.actor import SYSTEM
from app.metrics.rules import FIGURES, SHARED, hidden_up_to, row_for_others, shown_to_others
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership

URL = "/partnerships/bay/numbers"


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [
        ("deaths", 1, "under 11"),
        ("deaths", 10, "under 11"),
        ("deaths", 11, "11"),
        ("deaths", 0, "0"),
        ("deaths", None, "not known"),
        ("referrals", 1234, "1,234"),
        ("capacity", 5, "5"),
        ("meetings_held", 2, "2"),
        ("patient_months", 4, "under 11"),
    ],
)
def test_a_count_from_1_to_10_about_patients_is_hidden_from_others(
    figure: str, value: int | None, shown: str
) -> None:
    assert shown_to_others(figure, value) == shown


def test_both_sides_may_agree_to_show_small_counts_or_to_hide_more() -> None:
    assert hidden_up_to({}) == 10
    assert hidden_up_to({"S28.small_count_rule": 20}) == 20
    assert hidden_up_to({"S28.small_count_rule": 20, "S28.small_counts_shown": False}) == 20
    assert hidden_up_to({"S28.small_count_rule": 20, "S28.small_counts_shown": True}) == 0
    assert shown_to_others("deaths", 3, 0) == "3"
    assert shown_to_others("deaths", 15, 20) == "under 21"


FUNNEL = {"referrals": 40, "ineligible": 12, "unreachable": 0, "declined": 3, "new_enrolled": 25}


def test_a_hidden_count_cannot_be_worked_out_from_the_sum_of_its_row() -> None:
    shown = row_for_others(FUNNEL)
    assert shown["declined"] == "under 11"
    # 40 - 12 - 0 - 25 would say 3: one more of the sum goes, the smallest that is left.
    assert shown["ineligible"] == "not shown"
    assert shown["referrals"] is None and shown["new_enrolled"] is None and shown["unreachable"] is None


def test_two_hidden_counts_that_only_ones_can_make_are_no_secret_either() -> None:
    shown = row_for_others(
        {"referrals": 22, "ineligible": 1, "unreachable": 1, "declined": 0, "new_enrolled": 20}
    )
    assert {shown["ineligible"], shown["unreachable"]} == {"under 11"}
    assert "not shown" in (shown["referrals"], shown["new_enrolled"])


def test_the_patient_months_do_not_give_the_small_caseload_away() -> None:
    shown = row_for_others({"census_start": 12, "census_end": 9, "patient_months": 10.5})
    assert shown["census_end"] == "under 11"
    assert "not shown" in (shown["census_start"], shown["patient_months"])


def test_a_row_without_small_counts_is_shown_whole() -> None:
    every = row_for_others(dict.fromkeys(SHARED, 40))
    assert set(every.values()) == {None}


counts = some.integers(0, 30)


@given(ineligible=counts, unreachable=counts, declined=counts, enrolled=counts)
def test_every_hidden_part_of_the_referrals_could_be_another_number(
    ineligible: int, unreachable: int, declined: int, enrolled: int
) -> None:
    parts = {
        "ineligible": ineligible,
        "unreachable": unreachable,
        "declined": declined,
        "new_enrolled": enrolled,
    }
    values = {**parts, "referrals": sum(parts.values())}
    words = row_for_others(values)
    hidden = [name for name in values if words[name] is not None]
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    free = [name for name in parts if name in hidden]
    choices = [range(1, 11) if words[name] == "under 11" else range(61) for name in free]
    total = words["referrals"]
    for tried in itertools.islice(itertools.product(*choices), 400_000):
        row = {**parts, **dict(zip(free, tried, strict=True))}
        whole = sum(row.values())
        fits = whole == values["referrals"] if total is None else total == "not shown" or 1 <= whole <= 10
        if fits:
            for name in hidden:
                possible[name].add(whole if name == "referrals" else row[name])
        if all(len(one) > 1 for one in possible.values()):
            break
    assert all(len(one) > 1 for one in possible.values()), (values, words)


def test_the_copy_to_share_hides_small_counts_until_both_sides_agree(app: Any, editor: SignedIn) -> None:
    bay = make_partnership(key="bay", name="Bay / Ordway")
    sent = {**{name: str(value) for name, value in FUNNEL.items()}, "deaths": "2", "total_cost_cents": "900"}
    editor.post(f"{URL}/2026-10", data={**sent, "seen": "0"})
    assert "A copy to share" in editor.get(f"{URL}/bring").text

    def row() -> dict[str, str]:
        data = editor.get(f"{URL}/to-share.csv").data.decode("utf-8-sig")
        (found,) = csv.DictReader(io.StringIO(data))
        return found

    hidden = row()
    assert (hidden["Declined"], hidden["Died"], hidden["Referrals received"]) == (
        "under 11",
        "under 11",
        "40",
    )
    assert not {FIGURES[n].label for n in ("total_cost_cents", "drive_hours", "average_staff")} & set(hidden)
    values = {"S28.small_counts_shown": True}
    set_terms(bay, values, effective_on=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    agreed = row()
    assert (agreed["Declined"], agreed["Died"], agreed["Not eligible"]) == ("3", "2", "12")
    assert "agreed to show every count" in editor.get(f"{URL}/bring").text

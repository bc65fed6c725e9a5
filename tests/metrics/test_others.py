"""What leaves the house about small counts: nothing, and nothing from which they can be worked out."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.core.actor import SYSTEM
from app.core.calendar import add_months
from app.metrics.rules import FIGURES, SHARED, hidden_up_to, months_for_others, shown_to_others
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


FIRST = date(2026, 7, 1)
Row = Mapping[str, Any]


def rows_for_others(*rows: Row, up_to: int = 10) -> list[dict[str, str | None]]:
    """Months one after the other as others see them."""
    return months_for_others([(add_months(FIRST, at), row) for at, row in enumerate(rows)], up_to)


def row_for_others(row: Row) -> dict[str, str | None]:
    (found,) = rows_for_others(row)
    return found


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


NOBODY_LEFT = {"hospice_transfers": 0, "other_exits": 0}


def test_the_month_after_does_not_give_the_caseload_away() -> None:
    august = {"census_start": 0, "new_enrolled": 12, "deaths": 0, "census_end": 12, **NOBODY_LEFT}
    september = {"census_start": 12, "new_enrolled": 15, "deaths": 3, "census_end": 24, **NOBODY_LEFT}
    first, second = rows_for_others(august, {**september, "patient_months": 18})
    assert second["deaths"] == "under 11"
    # 12 + 15 - 24 would say 3: one of them goes, and where it is a caseload it goes from both months.
    assert "not shown" in (second["new_enrolled"], second["census_end"], second["census_start"])
    assert first["census_end"] == second["census_start"]


def test_what_two_sums_tell_together_is_hidden_as_well() -> None:
    # The caseload says how far both ends are apart, the patient months what they are together.
    row = {"census_start": 20, "new_enrolled": 0, "deaths": 12, "census_end": 8, **NOBODY_LEFT}
    shown = row_for_others({**row, "patient_months": 14})
    assert shown["census_end"] == "under 11"
    assert shown["patient_months"] == "not shown"


def test_a_count_that_nobody_typed_is_not_told_by_the_others() -> None:
    shown = row_for_others({**FUNNEL, "declined": None})
    assert "not shown" in shown.values(), "40 - 12 - 0 - 25 would say that 3 declined"


def test_patient_months_do_not_tell_a_caseload_that_nobody_typed() -> None:
    row = {"new_enrolled": 12, "deaths": 12, "census_end": 0, **NOBODY_LEFT, "patient_months": 12}
    assert row_for_others(row)["patient_months"] == "not shown"
    known = row_for_others({**row, "census_start": 0, "census_end": 24, "deaths": 0})
    assert known["patient_months"] is None


def test_months_with_a_gap_between_them_are_not_compared() -> None:
    months = [
        (FIRST, {"census_start": 5, "census_end": 30, "new_enrolled": 40}),
        (add_months(FIRST, 2), {"census_start": 30, "census_end": 40, "new_enrolled": 40}),
    ]
    _first, second = months_for_others(months)
    assert set(second.values()) == {None}


VISITS = ("rn_visits", "sw_visits", "physician_videos", "phone_contacts", "chaplain_contacts")
SUMS = (
    ("new_enrolled", ("referrals",), ("ineligible", "unreachable", "declined")),
    ("census_end", ("census_start", "new_enrolled"), ("deaths", "hospice_transfers", "other_exits")),
    ("encounters", VISITS, ()),
)
MOST = 40  # more than any count of these months
Unknown = tuple[int, str]


class Reader:
    """Somebody who has the copy alone and knows how its figures hang together: tries every number."""

    def __init__(self, rows: Sequence[Row], words: Sequence[Mapping[str, str | None]], up_to: int) -> None:
        self.choices: dict[Unknown, Sequence[int]] = {}
        for at, row in enumerate(rows):
            for name, value in row.items():
                double = 2 if name == "patient_months" else 1  # halves are no whole numbers
                word, every = words[at][name], range(double * MOST + 1)
                if value is not None and word is None:
                    self.choices[at, name] = (int(double * value),)
                elif word == f"under {up_to + 1}":
                    self.choices[at, name] = range(1, up_to + 1)
                elif word == "not shown" and double == 1 and not 0 < value <= up_to:
                    self.choices[at, name] = (0, *range(up_to + 1, MOST + 1))
                else:
                    self.choices[at, name] = every
        self.sums = list(self._sums(rows))
        self.of: dict[Unknown, list[int]] = {}
        for place, parts in enumerate(self.sums):
            for cell, _times in parts:
                self.of.setdefault(cell, []).append(place)

    def _sums(self, rows: Sequence[Row]) -> Iterator[list[tuple[Unknown, int]]]:
        for at, row in enumerate(rows):
            for result, plus, minus in SUMS:
                if result in row:
                    parts = [((at, name), 1) for name in plus if name in row]
                    taken = [((at, name), -1) for name in (*minus, result) if name in row]
                    yield parts + taken
            if "patient_months" in row:
                yield [((at, "census_start"), 1), ((at, "census_end"), 1), ((at, "patient_months"), -1)]
            if at and "census_end" in row:
                yield [((at - 1, "census_end"), 1), ((at, "census_start"), -1)]

    def may_be(self, cell: Unknown, value: int) -> bool:
        """Whether everything comes out with this number in this cell."""
        tried = dict(self.choices)
        tried[cell] = (value,)
        return self._solved(tried, self.of.get(cell, []))

    def _solved(self, choices: dict[Unknown, Sequence[int]], begin: Sequence[int]) -> bool:
        if not self._narrowed(choices, begin):
            return False
        wide = [cell for cell, some in choices.items() if len(some) > 1 and cell in self.of]
        if not wide:
            return True
        cell = min(wide, key=lambda one: len(choices[one]))
        return any(self._solved({**choices, cell: (value,)}, self.of[cell]) for value in choices[cell])

    def _narrowed(self, choices: dict[Unknown, Sequence[int]], begin: Sequence[int]) -> bool:
        """Take out what cannot be by the least and the most of the others; False where nothing is left."""
        asked = list(begin)
        while asked:
            parts = self.sums[asked.pop()]
            ends = [sorted((times * choices[cell][0], times * choices[cell][-1])) for cell, times in parts]
            low, high = sum(one[0] for one in ends), sum(one[1] for one in ends)
            for (cell, times), (own_low, own_high) in zip(parts, ends, strict=True):
                least, most = own_high - high, own_low - low
                some = [one for one in choices[cell] if least <= times * one <= most]
                if not some:
                    return False
                if len(some) < len(choices[cell]):
                    choices[cell] = some
                    asked += self.of[cell]
        return True


@some.composite
def some_months(draw: some.DrawFn) -> list[dict[str, Any]]:
    """Months that follow each other and come out, a few of them with figures that nobody typed."""
    few = some.sampled_from((0, 0, 1, 1, 2, 3, 4, 7))
    here, rows = draw(few), []
    for _month in range(draw(some.integers(1, 4))):
        row = {name: draw(few) for name in ("ineligible", "unreachable", "declined", "new_enrolled")}
        row["referrals"] = sum(row.values())
        row["census_start"], here = here, here + row["new_enrolled"]
        for name in ("deaths", "hospice_transfers", "other_exits"):
            row[name] = min(draw(few), here)
            here -= row[name]
        row["census_end"] = here
        visits = {name: draw(few) for name in VISITS}
        row |= {**visits, "encounters": sum(visits.values())}
        rows.append({**row, "patient_months": Decimal(row["census_start"] + here) / 2})
    for at, name in draw(
        some.lists(some.tuples(some.integers(0, 3), some.sampled_from(sorted(rows[0]))), max_size=3)
    ):
        if at < len(rows):
            rows[at][name] = None
    return rows


@settings(max_examples=400, deadline=None)
@given(rows=some_months(), up_to=some.sampled_from((2, 3, 4)))
def test_no_reader_of_all_months_together_works_a_hidden_count_out(
    rows: list[dict[str, Any]], up_to: int
) -> None:
    words = rows_for_others(*rows, up_to=up_to)
    reader = Reader(rows, words, up_to)
    for (at, name), choices in reader.choices.items():
        value = rows[at][name]
        if value is None:
            possible = (one for one in choices if reader.may_be((at, name), one))
            first, second = next(possible, 0), next(possible, None)
            assert second is not None or not 0 < first <= up_to, ("nobody typed", at, name, rows, words)
        elif words[at][name] is not None and (name != "patient_months" or 0 < value <= up_to):
            own = int(2 * value) if name == "patient_months" else int(value)
            others = (one for one in choices if one != own)
            assert any(reader.may_be((at, name), one) for one in others), (at, name, rows, words)


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

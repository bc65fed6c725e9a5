"""The three examples fire, close and call off exactly what is written down for them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.cli import main
from app.core.actor import SYSTEM
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership, StageChange
from app.terms.service import set_terms
from app.triggers.queries import firings
from app.triggers.rules import Firing, What
from tests.conftest import NOW
from tests.examples.loaded import TODAY, load
from tests.factories import make_partnership

EXPECTED = Path(__file__).parent.parent / "examples" / "data" / "expected_triggers.csv"
KEYS = ("a_healthy", "b_drifting", "c_graceful_end")
COMPARED = (
    {f"TM{number:02}" for number in range(1, 26)}
    | {f"TR{number:02}" for number in range(1, 7)}
    | {"TD01", "TD02", "TD03", "TD04", "TD05", "TD13"}
    | {f"TE{number:02}" for number in range(1, 19)}
)
Told = tuple[str, str, str, str, float | None, float | None]


def number(text: str) -> float | None:
    return round(float(text), 4) if text else None


def expected(key: str) -> set[Told]:
    with EXPECTED.open(encoding="utf-8", newline="") as opened:
        return {
            (
                row["trigger"],
                row["what"],
                row["month"],
                row["when"],
                number(row["value"]),
                number(row["threshold"]),
            )
            for row in csv.DictReader(opened)
            if row["scenario"] == key
        }


def told(found: tuple[Firing, ...]) -> list[Told]:
    return [
        (
            one.trigger,
            one.what.value,
            "" if one.month is None else str(one.month),
            one.when,
            None if one.value is None else round(float(one.value), 4),
            None if one.threshold is None else round(float(one.threshold), 4),
        )
        for one in found
        if one.trigger in COMPARED
    ]


@pytest.fixture
def examples(database: str) -> dict[str, Partnership]:
    load()
    return {key: Partnership.get(Partnership.key == key) for key in KEYS}


def test_each_example_says_exactly_what_is_expected(examples: dict[str, Partnership]) -> None:
    for key, partnership in examples.items():
        found = told(firings(partnership, today=TODAY))
        assert len(found) == len(set(found))
        assert set(found) == expected(key)


def test_a_second_look_and_rows_in_another_order_say_the_same(examples: dict[str, Partnership]) -> None:
    drifting = examples["b_drifting"]
    first = firings(drifting, today=TODAY)
    rows = list(DataMonth.select().where(DataMonth.partnership == drifting).order_by(DataMonth.month.desc()))
    DataMonth.delete().where(DataMonth.partnership == drifting).execute()
    for row in rows:
        DataMonth.create(**{name: value for name, value in row.__data__.items() if name != "id"})
    assert firings(drifting, today=TODAY) == first == firings(drifting, today=TODAY)


@pytest.mark.parametrize("key", KEYS)
def test_on_any_day_only_what_is_known_by_then_is_told(examples: dict[str, Partnership], key: str) -> None:
    partnership = examples[key]
    whole = [one for one in firings(partnership, today=TODAY) if one.what is not What.CANCELLED]
    day = date(2023, 12, 1)
    while day < date(2026, 6, 1):
        known = [one for one in firings(partnership, day, today=TODAY) if one.what is not What.CANCELLED]
        late = timedelta(days=31)  # a data month counts from the first day of the next one
        for one in known:
            assert one.on <= day and (one.month is None or (one.on + late).replace(day=1) <= day)
        notice = partnership.notice_given_on
        if notice is None or day > notice:
            by_then = [
                one
                for one in whole
                if (one.on if one.month is None else (one.on + late).replace(day=1)) <= day
            ]
            assert known == by_then
        day += timedelta(days=47)


def test_the_command_prints_the_columns_of_the_expectation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EVENKEEL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["demo"]) == 0
    capsys.readouterr()
    assert main(["triggers", "b_drifting", "--as-of", "2024-07-31", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["scenario", "trigger", "what", "month", "when", "value", "threshold", "why"]
    assert [(row["trigger"], row["when"]) for row in rows if row["month"]] == [
        ("TM17", "2024-05"),
        ("TM02", "2024-06"),
    ]
    assert main(["triggers", "nobody"]) == 1


def agreed(partnership: Partnership, **terms: object) -> None:
    values = {f"S03.{name}": value for name, value in terms.items()}
    set_terms(partnership, values, effective_on=date(2025, 1, 1), actor=SYSTEM, now=NOW)


def days_of(partnership: Partnership, trigger: str, as_of: date | None = None) -> list[tuple[str, date]]:
    found = firings(partnership, as_of, today=TODAY)
    return [(one.what.value, one.on) for one in found if one.trigger == trigger]


def test_months_of_notice_take_the_place_of_days_as_on_the_page_of_dates(database: str) -> None:
    made = make_partnership(key="bay", stage="pilot")
    agreed(made, start_date=date(2026, 1, 1), end_date=date(2027, 12, 31), notice_days=90, notice_months=6)
    assert days_of(made, "TD04") == [("fires", date(2027, 5, 31))]


def test_an_agreement_that_renews_tells_of_each_end(database: str) -> None:
    made = make_partnership(key="bay", stage="sustained")
    renewing = {"renewal": "renews_unless_notice", "renewal_months": 12, "notice_days": 60}
    agreed(made, start_date=date(2025, 1, 1), end_date=date(2025, 12, 31), **renewing)
    first, second = date(2025, 12, 31), date(2026, 12, 31)
    ends = [one - timedelta(days=back) for one in (first, second) for back in (180, 90)]
    assert [on for _what, on in days_of(made, "TD03")] == ends
    assert [on for _what, on in days_of(made, "TD03", date(2025, 12, 30))] == ends[:2]
    assert [on for _what, on in days_of(made, "TD04")] == [
        one - timedelta(days=90) for one in (first, second)
    ]


def test_an_end_without_a_notice_calls_off_what_comes_after_it(database: str) -> None:
    made = make_partnership(key="bay", stage="ended", stage_since=date(2026, 6, 30))
    StageChange.create(partnership=made, from_stage="pilot", to_stage="ended", on=date(2026, 6, 30))
    agreed(made, start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    assert days_of(made, "TD03") == [("cancelled", date(2026, 7, 4)), ("cancelled", date(2026, 10, 2))]


def test_the_monthly_rules_watch_only_a_pilot_and_what_follows_it(database: str) -> None:
    made = make_partnership(key="bay", stage="contracting")
    for number in (1, 2, 3, 4):
        home = {"partnership": made, "month": number, "month_on": date(2026, number, 1)}
        DataMonth.create(**home, auth_days_mean=9, changed_at=NOW)
    assert days_of(made, "TM16") == []
    StageChange.create(partnership=made, from_stage="contracting", to_stage="pilot", on=date(2026, 2, 10))
    assert days_of(made, "TM16") == [("fires", date(2026, 3, 1))]
    StageChange.create(partnership=made, from_stage="pilot", to_stage="ended", on=date(2026, 2, 20))
    assert days_of(made, "TM16") == []

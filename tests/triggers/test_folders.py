"""Folders that other people wrote: what they state is what the rules go by, to the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.examples.reader import BUNDLED_FOLDER
from app.partnerships.models import Partnership
from app.triggers.queries import all_firings, firings, listed_firings
from app.triggers.rules import Firing
from tests.examples.folders import bundled_copy
from tests.examples.loaded import TODAY, load

Load = Callable[..., Partnership]


@pytest.fixture
def loaded(database: str, tmp_path: Path) -> Load:
    """Load the bundled folder after changes of text in partnerships.yaml; one partnership of it."""

    def change(key: str, *changes: tuple[str, str], files: dict[str, str] | None = None) -> Partnership:
        folder = bundled_copy(tmp_path / "folder")
        header = folder / "partnerships.yaml"
        before, own, after = _entry(header.read_text(encoding="utf-8"), key)
        for old, new in changes:
            assert old in own
            own = own.replace(old, new)
        header.write_text(before + own + after, encoding="utf-8")
        for name, text in (files or {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        load(folder)
        return Partnership.get(Partnership.key == key)

    return change


def _entry(text: str, key: str) -> tuple[str, str, str]:
    start = text.index(f"- key: {key}")
    end = text.find("\n- key:", start)
    end = len(text) if end < 0 else end
    return text[:start], text[start:end], text[end:]


def days_of(partnership: Partnership, trigger: str, as_of: date | None = None) -> list[tuple[str, date]]:
    return [(one.what.value, one.on) for one in said(partnership, trigger, as_of)]


def said(partnership: Partnership, trigger: str, as_of: date | None = None) -> list[Firing]:
    return [one for one in firings(partnership, as_of, today=TODAY) if one.trigger == trigger]


@pytest.mark.parametrize(
    ("pilot_end", "evaluation", "reviews"),
    [
        (date(2025, 6, 9), date(2025, 3, 11), 3),  # a day before the last review is announced
        (date(2025, 6, 10), date(2025, 3, 12), 4),  # neither the end of a month nor that of the agreement
        (date(2024, 1, 20), date(2023, 10, 22), 0),  # within the month in which it began
        (date(2025, 6, 30), date(2025, 4, 1), 4),  # eighteen whole months: the review is on the day after
    ],
)
def test_the_pilot_ends_on_the_day_that_the_folder_names(
    loaded: Load, pilot_end: date, evaluation: date, reviews: int
) -> None:
    healthy = loaded("a_healthy", ("pilot_end: '2025-12-31'", f"pilot_end: '{pilot_end}'"))
    assert days_of(healthy, "TD02") == [("fires", evaluation)]
    assert len(said(healthy, "TD01")) == reviews


def test_the_day_to_talk_again_counts_although_notice_came_after_the_newest_numbers(loaded: Load) -> None:
    notice = ("notice_month: null", "notice_date: '2026-03-20'\n  recontact_date: '2026-10-01'")
    healthy = loaded("a_healthy", notice)
    assert days_of(healthy, "TD13") == [("fires", date(2026, 10, 1))]
    assert days_of(healthy, "TD13", date(2026, 9, 30)) == []


def test_the_month_of_the_notice_is_looked_at_even_when_it_is_the_first(loaded: Load) -> None:
    tolerance = ("loss_tolerance: 40000.0", "loss_tolerance: 3000.0")
    healthy = loaded("a_healthy", tolerance, ("notice_month: null", "notice_date: '2024-01-01'"))
    assert [(one.trigger, one.month) for one in said(healthy, "TM04")] == [("TM04", 1)]
    assert {what for what, _on in days_of(healthy, "TD03")} == {"cancelled"}


CONCERNS = "scenario,opened,raised_by_side,area,text,resolved\n"


def test_a_concern_that_no_file_calls_settled_counts_as_open_whatever_day_it_is(loaded: Load) -> None:
    opened = TODAY - timedelta(days=3)
    row = f"a_healthy,{opened},payer,data,The report came late,\n"
    healthy = loaded("a_healthy", files={"concerns.csv": CONCERNS + row})
    day = opened + timedelta(days=30)
    assert days_of(healthy, "TR03") == days_of(healthy, "TR03", day) == [("fires", day)]
    assert days_of(healthy, "TR03", day - timedelta(days=1)) == []


def test_the_month_of_a_notice_is_looked_at_also_when_it_is_given_on_the_first(loaded: Load) -> None:
    notice = ("notice_month: 14\n  notice_date: '2024-11-25'", "notice_month: 6\n  notice_date: '2024-03-01'")
    graceful = loaded("c_graceful_end", notice)
    assert [(one.what.value, one.month) for one in said(graceful, "TM12")] == [("fires", 6)]
    assert said(graceful, "TM08") == []  # it would fire in the month after


def test_a_pilot_that_outlasts_the_agreement_is_told_as_the_folder_has_it(loaded: Load) -> None:
    healthy = loaded("a_healthy", ("term_end: '2025-12-31'", "term_end: '2025-06-30'"))
    assert days_of(healthy, "TD02") == [("fires", date(2025, 10, 2))]


def test_the_list_of_an_example_holds_no_concern_that_only_its_story_tells(database: str) -> None:
    load(shift=True)
    drifting = Partnership.get(Partnership.key == "b_drifting")
    later = TODAY + timedelta(days=60)
    listed = [one.on for one in listed_firings(drifting, later, today=later) if one.trigger == "TR03"]
    felt = [one.on for one in all_firings(drifting, later, today=later).firings if one.trigger == "TR03"]
    assert len(listed) == 1
    assert len(felt) == 2


def test_a_column_that_is_not_there_silences_only_the_rules_that_need_it(loaded: Load) -> None:
    lines = (
        (BUNDLED_FOLDER / "c_graceful_end.csv").read_text(encoding="utf-8").replace(",ed_visits,", ",other,")
    )
    graceful = loaded("c_graceful_end", files={"c_graceful_end.csv": lines})
    found = [one.trigger for one in firings(graceful, today=TODAY) if one.trigger.startswith("TM")]
    assert sorted(found) == ["TM08", "TM12", "TM25"]  # without TM10


def test_before_its_first_day_an_agreement_has_its_dates_already(loaded: Load) -> None:
    lasts = "pilot_end: '{0}'\n  term_end: '{0}'"
    healthy = loaded("a_healthy", (lasts.format("2025-12-31"), lasts.format("2024-04-30")))
    whole = [one for one in days_of(healthy, "TD03") if one[1] < date(2024, 1, 1)]
    assert whole == [("fires", date(2023, 11, 2))]
    assert days_of(healthy, "TD03", date(2023, 12, 1)) == whole
    assert days_of(healthy, "TD03", date(2023, 11, 1)) == []

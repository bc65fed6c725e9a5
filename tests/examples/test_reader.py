"""Reading a folder of example partnerships: what comes out, and what is said when it cannot be read."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.examples.reader import (
    BUNDLED_FOLDER,
    ExamplePartnership,
    Examples,
    Problem,
    ProblemReport,
    read_folder,
)
from app.examples.reader.tables import MONEY_COLUMNS

EXPECTED = Path(__file__).parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled folder that a test may spoil."""
    shutil.copytree(BUNDLED_FOLDER, tmp_path / "folder")
    return tmp_path / "folder"


@pytest.fixture(scope="module")
def examples() -> Examples:
    return read_folder(BUNDLED_FOLDER)


def one(examples: Examples, key: str) -> ExamplePartnership:
    return next(found for found in examples.partnerships if found.key == key)


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the test changes nothing"
    path.write_text(after, encoding="utf-8", newline="")


def faults(folder: Path) -> list[str]:
    with pytest.raises(ProblemReport) as caught:
        read_folder(folder)
    return [problem.sentence for problem in caught.value.problems]


def set_cell(path: Path, month: int, column: str, value: str) -> None:
    with path.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.reader(opened))
    rows[month][rows[0].index(column)] = value
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows(rows)


def test_the_bundled_folder_has_no_fault_and_no_oddity(examples: Examples) -> None:
    assert [found.key for found in examples.partnerships] == ["a_healthy", "b_drifting", "c_graceful_end"]
    assert examples.warnings == ()
    assert examples.newest_month == date(2025, 12, 1)


def test_every_column_sum_matches_the_published_totals(examples: Examples) -> None:
    with (EXPECTED / "totals.csv").open(newline="", encoding="utf-8") as opened:
        totals = {row.pop("scenario"): row for row in csv.DictReader(opened)}
    for partnership in examples.partnerships:
        for column, total in totals[partnership.key].items():
            field = f"{column}_cents" if column in MONEY_COLUMNS else column
            found = sum(getattr(row, field) for row in partnership.months)
            assert found == Decimal(total) * (100 if column in MONEY_COLUMNS else 1), (
                partnership.key,
                column,
            )


def test_money_is_cents_and_hours_are_exact(examples: Examples) -> None:
    first = one(examples, "b_drifting").months[0]
    assert first.encounter_cost_cents == 104440
    assert first.margin_cents == -736640
    assert first.cost_per_patient_month_cents == 589093
    assert first.clinical_hours == Decimal("14.08")
    assert first.patient_months == Decimal("1.5")
    assert first.calendar_month == date(2024, 3, 1)


def test_terms_hold_from_their_dates(examples: Examples) -> None:
    first, second = one(examples, "b_drifting").terms
    assert (first.from_on, first.case_rate_cents, first.assessment_fee_cents) == (date(2024, 3, 1), 98000, 0)
    assert (second.from_on, second.case_rate_cents, second.assessment_fee_cents) == (
        date(2025, 6, 1), 106000, 24000,
    )  # fmt: skip


def test_one_value_for_a_term_holds_from_the_start(examples: Examples) -> None:
    assert [terms.assessment_fee_cents for terms in one(examples, "a_healthy").terms] == [22000, 22000]
    (only,) = one(examples, "c_graceful_end").terms
    assert (only.from_on, only.case_rate_cents) == (date(2023, 10, 1), 92000)


def test_notice_is_dated_by_the_month_where_no_day_is_given(folder: Path) -> None:
    assert one(read_folder(folder), "c_graceful_end").notice_given_on == date(2024, 11, 25)
    edit(folder / "partnerships.yaml", lambda text: text.replace("  notice_date: '2024-11-25'\n", ""))
    assert one(read_folder(folder), "c_graceful_end").notice_given_on == date(2024, 11, 30)
    assert one(read_folder(folder), "a_healthy").notice_given_on is None


def test_dated_entries_belong_to_their_partnership_in_order(examples: Examples) -> None:
    drifting = one(examples, "b_drifting")
    assert [event.trigger for event in drifting.events] == ["TE08", "TE01", "TE18"]
    assert drifting.concerns[0].resolved_on == date(2025, 6, 15)
    assert [pulse.provider_mean for pulse in drifting.pulses][2] == Decimal("2.0")
    assert len(one(examples, "c_graceful_end").pulses) == 2


def test_an_empty_cell_is_unknown_and_not_zero(folder: Path) -> None:
    set_cell(folder / "a_healthy.csv", 3, "ed_visits", "")
    assert one(read_folder(folder), "a_healthy").months[2].ed_visits is None


def test_a_whole_number_may_be_written_as_spreadsheets_do(folder: Path) -> None:
    set_cell(folder / "a_healthy.csv", 3, "referrals", "8.0")
    assert one(read_folder(folder), "a_healthy").months[2].referrals == 8


def test_columns_may_stand_in_any_order_with_others_between_and_a_byte_order_mark(folder: Path) -> None:
    path = folder / "a_healthy.csv"
    with path.open(newline="", encoding="utf-8") as opened:
        rows = [["mood", *reversed(row)] for row in csv.reader(opened)]
    with path.open("w", newline="", encoding="utf-8-sig") as opened:
        csv.writer(opened, lineterminator="\r\n").writerows([*rows[:4], [], *rows[4:]])
    assert read_folder(folder) == read_folder(BUNDLED_FOLDER)


def test_columns_beyond_the_examples_are_read_where_a_rule_needs_them(folder: Path) -> None:
    path = folder / "a_healthy.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([lines[0] + ",plan_cost_pmpm,team_hours", *(line + ",812.50,310.5" for line in lines[1:])]),
        encoding="utf-8",
    )
    first = one(read_folder(folder), "a_healthy").months[0]
    assert (first.plan_cost_pmpm_cents, first.team_hours, first.average_staff) == (
        81250,
        Decimal("310.5"),
        None,
    )


def test_other_files_and_unknown_keys_do_not_stop_the_reading(folder: Path) -> None:
    (folder / "notes.txt").write_bytes(b"\x00\xff")
    edit(
        folder / "partnerships.yaml",
        lambda text: text.replace("  setting: rural", "  setting: rural\n  mood: calm"),
    )
    assert read_folder(folder).warnings == ("partnerships.yaml, line 44: “mood” is not read.",)


def test_a_sum_that_does_not_come_out_is_told_and_refuses_nothing(folder: Path) -> None:
    set_cell(folder / "a_healthy.csv", 2, "total_cost", "14178")
    assert read_folder(folder).warnings == (
        "a_healthy, month 2: total_cost is not the sum of its parts.",
        "a_healthy, month 2: margin is not total_revenue less total_cost.",
    )


def test_a_product_line_the_catalogue_lacks_is_told(folder: Path) -> None:
    edit(
        folder / "partnerships.yaml",
        lambda text: text.replace("product_line: medicare_advantage", "product_line: tricare"),
    )
    assert read_folder(folder).warnings == (
        "c_graceful_end: “tricare” is not a product line of the catalogue.",
    )


@pytest.mark.parametrize(
    ("month", "column", "value", "text"),
    [
        (6, "referrals", "x", "“x” is not a whole number."),
        (6, "referrals", "9.5", "“9.5” is not a whole number."),
        (6, "referrals", "-1", "“-1” is less than 0."),
        (6, "referrals", "1e9", "“1e9” is not a whole number."),
        (6, "referrals", "2000000000", "“2000000000” is larger than any real count."),
        (6, "referrals", "９", "“９” is not a whole number."),
        (6, "total_cost", "20,719", "“20,719” is not an amount in dollars."),
        (6, "total_cost", "-4", "“-4” is less than 0."),
        (6, "drive_hours", "nan", "“nan” is not a number."),
        (6, "drive_hours", "-2", "“-2” is less than 0."),
        (1, "month", "2", "this must be month 1: months count by the calendar from the start of the pilot."),
        (1, "month", "", "this cell must not be empty."),
        (2, "calendar_month", "2024-03",
         "month 2 must be 2024-02: the pilot starts on 2024-01-01."),
        (2, "calendar_month", "2024-13", "“2024-13” is not a day of the calendar."),
        (2, "calendar_month", "Feb", "“Feb” is not a month like 2025-03."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_file_line_and_column(
    folder: Path, month: int, column: str, value: str, text: str
) -> None:
    set_cell(folder / "a_healthy.csv", month, column, value)
    assert faults(folder) == [f"a_healthy.csv, line {month + 1}, {column}: {text}"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "text"),
    [
        ("events.csv", "b_drifting,2024-10-10", "zzz,2024-10-10",
         3, "scenario",
         "there is no partnership “zzz” in partnerships.yaml."),
        ("events.csv", "2024-10-10", "2024-02-30", 3, "date",
         "“2024-02-30” is not a day of the calendar."),
        ("events.csv", "2024-10-10", "10/10/2024", 3, "date",
         "“10/10/2024” is not a date like 2025-03-31."),
        ("events.csv", "TE08", "TE88", 3, "trigger",
         "“TE88” is not a change event like TE01."),
        ("events.csv", ",what,", ",was,", 1, "what",
         "this column is missing."),
        ("concerns.csv", "c_graceful_end,2024-04-15,provider", "c_graceful_end,2024-04-15,them",
         4, "raised_by_side",
         "“them” is not one of payer, provider."),
        ("concerns.csv", ",effort,", ",money,",
         3, "area",
         "“money” is not one of effort, payment, outcomes, communication, "
         "operations, data, other."),
        ("concerns.csv", "2025-06-15", "2024-06-15",
         3, "resolved",
         "2024-06-15 is before the concern was opened on 2024-12-05."),
        ("concerns.csv", "2024-12-05", "", 3, "opened",
         "this cell must not be empty."),
        ("pulse.csv", "4.2,4.1", "4.2,6", 2, "provider_mean",
         "“6” is not a rating from 1 to 5."),
        ("pulse.csv", "a_healthy,2025-01-31", "a_healthy,2024-06-30",
         3, "date",
         "there is already a pulse of “a_healthy” on 2024-06-30."),
        ("pulse.csv", "4.2,4.1", "4.2", 2, "",
         "this line has 3 cells, the heading has 4."),
        ("pulse.csv", "4.2,4.1", "4.2,\"4.1", 11, "",
         "a quotation mark is out of place, or a cell is too long."),
        ("partnerships.yaml", "key: b_drifting", "key: ../secret",
         33, "key",
         "“../secret” is not a short name like north_valley (a-z, 0-9, _ or -)."),
        ("partnerships.yaml", "key: b_drifting", "key: events",
         33, "key",
         "“events” is taken: another file or command has this name."),
        ("partnerships.yaml", "  payer: Ordway Community Health Plan\n", "",
         33, "payer",
         "this key is missing."),
        ("partnerships.yaml", "notice_days: 90\n  months: 20", "notice_days: soon\n  months: 20",
         41, "notice_days",
         "“soon” is not a whole number."),
        ("partnerships.yaml", "notice_days: 90\n  months: 20", "notice_days: 3000000\n  months: 20",
         41, "notice_days",
         "3,000,000 days of notice are more than ten years."),
        ("partnerships.yaml", "term_end: '2026-02-28'", "term_end: '2026-02-30'",
         40, "term_end",
         "“2026-02-30” is not a day of the calendar."),
        ("partnerships.yaml", "term_end: '2026-02-28'", "term_end: '2023-02-28'",
         40, "term_end",
         "2023-02-28 is before the pilot starts on 2024-03-01."),
        ("partnerships.yaml", "case_rate: [980, 1060]", "case_rate: [980]",
         59, "case_rate",
         "1 amount for 2 dates in terms_from; each date needs one."),
        ("partnerships.yaml", "case_rate: [980, 1060]", "case_rate: [980, lots]",
         59, "case_rate",
         "“lots” is not an amount in dollars."),
        ("partnerships.yaml", "['2024-03-01', '2025-06-01']", "['2025-06-01', '2024-03-01']",
         57, "terms_from",
         "the dates must rise from one to the next."),
        ("partnerships.yaml", "terms: {case_rate: 920, assessment_fee: 0", "terms: {assessment_fee: 0",
         90, "terms",
         "case_rate is missing."),
        ("partnerships.yaml", "{rn_visits: 120.5, sw_visits", "{sw_visits",
         92, "unit_cost",
         "rn_visits is missing."),
        ("partnerships.yaml", "notice_month: 14", "notice_month: 19",
         87, "notice_month",
         "there is no data month 19."),
        ("partnerships.yaml", "capacity: 32", "capacity: 32\n  capacity: 33",
         92, "capacity",
         "this key stands twice in the same partnership."),
    ],
)  # fmt: skip
def test_a_fault_in_the_other_files_is_named_in_place(
    folder: Path, file: str, old: str, new: str, line: int, column: str, text: str
) -> None:
    edit(folder / file, lambda content: content.replace(old, new, 1))
    with pytest.raises(ProblemReport) as caught:
        read_folder(folder)
    assert caught.value.problems == (Problem(file, line, column, text),)


def test_the_number_of_months_must_match_the_rows(folder: Path) -> None:
    edit(folder / "partnerships.yaml", lambda text: text.replace("months: 18", "months: 17"))
    assert faults(folder) == ["c_graceful_end.csv: the file has 18 months, partnerships.yaml states 17."]


def test_a_column_twice_is_a_fault(folder: Path) -> None:
    edit(folder / "events.csv", lambda text: text.replace("answer", "answer,what", 1))
    assert faults(folder) == ["events.csv, line 1, what: this column stands twice."]


def test_the_same_key_twice_is_a_fault(folder: Path) -> None:
    edit(folder / "partnerships.yaml", lambda text: text.replace("key: b_drifting", "key: a_healthy"))
    assert faults(folder)[0] == "partnerships.yaml, line 33, key: “a_healthy” already stands at line 2."


def test_all_faults_are_collected(folder: Path) -> None:
    set_cell(folder / "a_healthy.csv", 1, "referrals", "x")
    set_cell(folder / "a_healthy.csv", 2, "deaths", "y")
    set_cell(folder / "c_graceful_end.csv", 2, "census_end", "z")
    (folder / "pulse.csv").unlink()
    edit(folder / "events.csv", lambda text: text.replace("TE17", "TM17"))
    assert faults(folder) == [
        "a_healthy.csv, line 2, referrals: “x” is not a whole number.",
        "a_healthy.csv, line 3, deaths: “y” is not a whole number.",
        "c_graceful_end.csv, line 3, census_end: “z” is not a whole number.",
        "events.csv, line 6, trigger: “TM17” is not a change event like TE01.",
        "pulse.csv: the file is missing.",
    ]


def test_a_long_report_shows_the_first_faults_and_counts_the_rest(folder: Path) -> None:
    for month in range(1, 25):
        set_cell(folder / "a_healthy.csv", month, "referrals", "many")
    with pytest.raises(ProblemReport) as caught:
        read_folder(folder)
    assert len(caught.value.problems) == 24
    assert caught.value.message.endswith("There are 4 more faults like these.")


@pytest.mark.parametrize(
    "file", ["partnerships.yaml", "b_drifting.csv", "events.csv", "concerns.csv", "pulse.csv"]
)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "the file is not text in UTF-8"),
        (b"a,b\x00c\n", "the file is not a text file."),
        (b"x" * 2_000_001, "the file is larger than 2 MB."),
    ],
)
def test_files_that_are_not_text_are_refused(folder: Path, file: str, content: bytes, sentence: str) -> None:
    (folder / file).write_bytes(content)
    assert faults(folder)[0].startswith(f"{file}: {sentence}")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "partnerships.yaml: the file must be a list of partnerships, each beginning with “- key:”."),
        ("key: a",
         "partnerships.yaml, line 1: the file must be a list of partnerships, each beginning with “- key:”."),
        ("- just words",
         "partnerships.yaml, line 1: a partnership must be a group of keys such as name and payer."),
        ("- &a {key: x}\n- *a\n",
         "partnerships.yaml, line 2: the file must not use YAML anchors and aliases."),
        ("[" * 100_000, "partnerships.yaml, line 1: the file is nested too deeply."),
        ("- key: [\n",
         "partnerships.yaml, line 2: this is not YAML. Check the dashes, colons, quotes and indents."),
        ("- !!python/object/apply:os.system [ls]",
         "partnerships.yaml, line 1: a partnership must be a group of keys such as name and payer."),
    ],
)  # fmt: skip
def test_hostile_or_broken_yaml_is_refused_in_one_sentence(folder: Path, content: str, sentence: str) -> None:
    (folder / "partnerships.yaml").write_text(content, encoding="utf-8")
    assert faults(folder) == [sentence]


def test_a_cell_of_endless_length_is_refused(folder: Path) -> None:
    edit(folder / "events.csv", lambda text: text.replace("Operations meetings lapse", "x" * 200_000))
    assert faults(folder) == ["events.csv, line 4: a quotation mark is out of place, or a cell is too long."]


def test_a_text_too_long_for_its_place_is_refused(folder: Path) -> None:
    edit(folder / "events.csv", lambda text: text.replace("Operations meetings lapse", "x" * 2_001))
    assert faults(folder) == ["events.csv, line 4, answer: the text is longer than 2,000 characters."]


def test_an_empty_table_is_fine_and_an_empty_file_is_not(folder: Path) -> None:
    (folder / "pulse.csv").write_text("scenario,date,payer_mean,provider_mean\n", encoding="utf-8")
    assert all(found.pulses == () for found in read_folder(folder).partnerships)
    (folder / "pulse.csv").write_text("\n", encoding="utf-8")
    assert faults(folder) == ["pulse.csv: the file is empty; the first line must name the columns."]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == ["nowhere: there is no such folder."]


def test_a_folder_in_place_of_a_file_is_a_missing_file(folder: Path) -> None:
    (folder / "pulse.csv").unlink()
    (folder / "pulse.csv").mkdir()
    assert faults(folder) == ["pulse.csv: the file is missing."]

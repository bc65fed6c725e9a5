"""The renewal and notice calendar: all partnerships in a table, then by month, in Word and for a calendar."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.cli import main
from app.core.actor import SYSTEM
from app.core.errors import NotFound, RuleViolation
from app.documents.lint import lint_docx
from app.organization.queries import house_facts
from app.papers.queries.renewals import renewal_facts
from app.papers.rules.renewals import last_day, month_by_month, without_gaps
from app.papers.service import make_paper, make_paper_of_all
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.terms.service import set_terms
from tests.calendars.reading import events_of, lines_of
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import THEN, make_partnership, make_user
from tests.ooxml import validate

TODAY = date(2026, 11, 24)
TERMS = {
    "S03.start_date": date(2025, 12, 1),
    "S03.end_date": date(2027, 6, 30),
    "S03.notice_days": 90,
    "S03.renewal": "renews_unless_notice",
    "S03.renewal_months": 12,
    "S21.rate_review_months": 12,
    "S24.ends_on": date(2027, 2, 28),
}


def settle(partnership: Partnership, **changes: Any) -> Partnership:
    set_terms(partnership, {**TERMS, **changes}, effective_on=date(2025, 12, 1), actor=SYSTEM, now=NOW)
    return partnership


@pytest.fixture
def bay(app: Any) -> Partnership:
    lead = make_user(name="Dana Whitfield")
    return settle(make_partnership(key="bay", name="Kestrel Bay / Ordway", lead=lead))


@pytest.fixture
def ridge(app: Any) -> Partnership:
    made = make_partnership(key="ridge", name="Tallow Ridge / Sunmere", created_at=NOW)
    return settle(made, **{"S03.end_date": date(2027, 3, 31)})


def text(data: bytes) -> str:
    found = open_docx(BytesIO(data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    lines = [*(one.text for one in found.paragraphs), *cells]
    return "\n".join(lines).replace("\u00a0", " ")


def test_each_partnership_stands_in_one_row_whose_notice_day_comes_first(
    bay: Partnership, ridge: Partnership
) -> None:
    facts = renewal_facts(house_facts(), TODAY)
    first, second = facts.rows
    assert (first.key, second.key) == ("ridge", "bay")
    assert (second.term_end, second.notice_on) == (date(2027, 6, 30), date(2027, 4, 1))
    assert second.days_left(TODAY) == "128"
    assert second.renewal == "It renews unless a party gives notice"
    assert (second.support_end, second.rate_review) == (date(2027, 2, 28), date(2026, 12, 1))
    assert second.next_review is not None and second.owner == "Dana Whitfield"
    assert first.owner == ""


def test_eighteen_months_stand_there_empty_ones_as_well(bay: Partnership) -> None:
    facts = renewal_facts(house_facts(), TODAY)
    assert [month.name for month in facts.months][:2] == ["November 2026", "December 2026"]
    assert (len(facts.months), facts.months[-1].name) == (18, "April 2028")
    told = {month.name: [one.words for one in month.days] for month in facts.months}
    assert "Last day to give notice" in told["April 2027"] and "The term ends" in told["June 2027"]
    assert told["May 2027"] == [] or all("review" in one.lower() for one in told["May 2027"])
    assert last_day(TODAY) == date(2028, 4, 30)


def test_a_year_that_ends_and_a_leap_day_fall_into_their_months() -> None:
    months = month_by_month((), date(2027, 12, 31))
    assert [month.name for month in months[:3]] == ["December 2027", "January 2028", "February 2028"]
    assert last_day(date(2026, 9, 30)) == date(2028, 2, 29)


def test_months_without_anything_that_follow_each_other_stand_in_one_line(bay: Partnership) -> None:
    names = [name for name, _days in without_gaps(renewal_facts(house_facts(), TODAY).months)]
    assert "July 2027" in names and any(" to " in name for name in names)
    assert [name for name, _days in without_gaps(month_by_month((), TODAY))] == [
        "November 2026 to April 2028"
    ]


def test_notice_that_was_given_and_an_end_that_has_come_say_so(bay: Partnership, ridge: Partnership) -> None:
    Partnership.update(notice_given_on=date(2026, 11, 2)).where(Partnership.id == bay.id).execute()
    ended = Partnership.update(stage="ended", stage_since=date(2026, 11, 1))
    ended.where(Partnership.id == ridge.id).execute()
    facts = renewal_facts(house_facts(), TODAY)
    assert [(row.key, row.days_left(TODAY)) for row in facts.rows] == [("bay", "given")]
    assert not any("notice" in one.words.lower() for one in facts.days)
    assert "Given Nov 2, 2026" in text(make_paper_of_all("M7", house_facts(), as_of=TODAY).data)


def test_an_agreement_that_has_run_out_while_the_work_goes_on_says_so(
    bay: Partnership, ridge: Partnership, editor: SignedIn
) -> None:
    settle(ridge, **{"S03.end_date": date(2026, 10, 31), "S03.renewal": "may_renew"})
    page = editor.get("/contracts/calendar").text
    assert page.count("has run out") == 1 and "Oct 31" in page
    paper = text(make_paper_of_all("M7", house_facts(), as_of=TODAY).data)
    assert paper.count("has run out") == 1
    day_before = date(2026, 10, 31)
    assert "has run out" not in text(make_paper_of_all("M7", house_facts(), as_of=day_before).data)


def test_a_late_review_is_not_lost_between_the_months(bay: Partnership) -> None:
    Review.create(partnership=bay, due_on=date(2026, 9, 10), why="Costs", kind="trigger", created_at=THEN)
    facts = renewal_facts(house_facts(), TODAY)
    assert any("Costs" in one.words for one in facts.late)
    assert "Late" in text(make_paper_of_all("M7", house_facts(), as_of=TODAY).data)


def test_the_paper_on_all_is_sound_and_holds_them_all(
    bay: Partnership, ridge: Partnership, tmp_path: Path
) -> None:
    made = make_paper_of_all("M7", house_facts(), as_of=TODAY)
    told = text(made.data)
    for words in ("Kestrel Bay / Ordway", "Tallow Ridge / Sunmere", "Apr 1, 2027", "128", "Dana Whitfield"):
        assert words in told
    assert "Month by month" in told and "April 2028" in told and "Decide: renew" in told
    path = tmp_path / "renewals.docx"
    path.write_bytes(made.data)
    assert (validate(path), lint_docx(made.data)) == ([], ())


def test_the_partners_copy_holds_one_partnership_and_nothing_that_only_we_count_with(
    bay: Partnership, ridge: Partnership, tmp_path: Path
) -> None:
    due = {"due_on": date(2027, 1, 20), "kind": "trigger", "created_at": THEN}
    Review.create(partnership=bay, why="They are slow", **due)
    made = make_paper(bay, "M7", as_of=TODAY, partner_copy=True)
    told = text(made.data)
    assert "Apr 1, 2027" in told and "Jan 20, 2027" in told
    for ours in ("Decide: renew", "Dana", "Sunmere", "They are slow", "128", "nternal"):
        assert ours not in told, ours
    path = tmp_path / "partner.docx"
    path.write_bytes(made.data)
    assert (validate(path), lint_docx(made.data)) == ([], ())
    assert "They are slow" in text(make_paper(bay, "M7", as_of=TODAY).data)


def test_a_paper_on_all_is_never_a_partners_copy_and_no_other_paper_spans_all(bay: Partnership) -> None:
    with pytest.raises(RuleViolation, match="ours alone"):
        make_paper_of_all("M7", house_facts(), as_of=TODAY, partner_copy=True)
    with pytest.raises(RuleViolation, match="Only M7"):
        make_paper_of_all("M8", house_facts(), as_of=TODAY)


def test_with_nothing_that_runs_there_is_nothing_to_print(app: Any, editor: SignedIn) -> None:
    with pytest.raises(NotFound, match="has ended or none"):
        make_paper_of_all("M7", house_facts(), as_of=TODAY)
    gone = make_partnership(stage="ended", stage_since=date(2026, 1, 1))
    with pytest.raises(NotFound, match="has ended"):
        make_paper(gone, "M7", as_of=TODAY)
    assert "its dates stand here" in editor.get("/contracts/calendar").text
    assert editor.get("/contracts/calendar.docx").status_code == 404
    assert events_of(editor.get("/contracts/calendar.ics").data) == []


def test_the_page_shows_the_same_and_offers_both_files(
    bay: Partnership, ridge: Partnership, editor: SignedIn
) -> None:
    page = editor.get("/contracts/calendar").text
    assert page.index("Tallow Ridge / Sunmere") < page.index("Kestrel Bay / Ordway")
    assert "May 2027" in page and "Last day to give notice" in page
    for path in ("/contracts/calendar.docx", "/contracts/calendar.ics", "/partnerships/bay/dates.docx"):
        assert editor.get(path).status_code == 200, path
    for place in ("/partnerships", "/partnerships/bay/dates", "/"):
        assert 'href="/contracts/calendar"' in editor.get(place).text, place


def test_the_file_for_a_calendar_holds_each_day_of_each_partnership(
    bay: Partnership, ridge: Partnership, editor: SignedIn
) -> None:
    data = editor.get("/contracts/calendar.ics").data
    found = {one.title: one.start for one in events_of(data)}
    assert found["Last day to give notice (Kestrel Bay / Ordway)"] == date(2027, 4, 1)
    assert found["The term ends (Tallow Ridge / Sunmere)"] == date(2027, 3, 31)
    assert "METHOD:PUBLISH" in lines_of(data)


def test_a_house_of_any_size_asks_the_same_number_of_questions(bay: Partnership) -> None:
    def asked() -> int:
        with count_statements() as counter:
            renewal_facts(house_facts(), TODAY)
        return counter.count

    before = asked()
    for number in range(4):
        settle(make_partnership(name=f"More {number}"))
    assert asked() == before


def test_the_command_writes_it_for_all_and_for_one(
    bay: Partnership, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("EVENKEEL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    for key in ("all", "bay"):
        path = tmp_path / f"{key}.docx"
        assert main(["document", key, "M7", "-o", str(path), "--as-of", "2026-11-24"]) == 0
        assert "Kestrel Bay / Ordway" in text(path.read_bytes())
    assert main(["document", "all", "M1", "-o", str(tmp_path / "x.docx")]) == 1
    assert "Only M7 spans all partnerships" in capsys.readouterr().err

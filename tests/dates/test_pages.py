"""Key dates as people meet them: their page, Today, the contract, an amendment, and the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.core.actor import SYSTEM
from app.dates.queries import ahead, contract_days, dates_of
from app.organization.models import HolidayChange
from app.organization.queries import house_facts
from app.partnerships.models import Partnership
from app.people.models import CultureProfile
from app.relationship.models import DecisionRequest
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.counting import count_statements
from tests.drafts.test_routes import opened
from tests.factories import THEN, make_partnership

START, TODAY = date(2025, 12, 1), date(2026, 11, 24)
PAGE, CONTRACT = "/partnerships/bay/dates", "/partnerships/bay/contract"
TERMS = {"S03.start_date": START, "S03.end_date": date(2027, 6, 30), "S03.notice_days": 90}


def settle(partnership: Partnership, on: date = START, **values: Any) -> None:
    terms = {key.replace("_", ".", 1): value for key, value in values.items()}
    set_terms(partnership, terms, effective_on=on, actor=SYSTEM, now=NOW)


@pytest.fixture
def bay(database: str) -> Partnership:
    """Kestrel Bay / Ordway, whose term ends June 30, 2027; its plan says that it decides in 3 weeks."""
    made = make_partnership(key="bay", name="Kestrel Bay / Ordway")
    set_terms(made, TERMS, effective_on=START, actor=SYSTEM, now=NOW)
    CultureProfile.create(organization=made.payer, usual_days_to_decide=21, created_at=THEN)
    return made


def days(partnership: Partnership, as_of: date = TODAY) -> dict[str, date]:
    """The day of each kind of date, the last one where there are several."""
    return {one.key.value: one.on for one in dates_of(partnership.get_id(), as_of, house_facts()).dates}


def steps(partnership: Partnership, key: str) -> str:
    found = dates_of(partnership.get_id(), TODAY, house_facts()).dates
    return " ".join(next(one for one in found if one.key == key).explanation)


# --- from the terms in force


def test_dates_follow_the_terms_in_force_on_the_day_that_is_asked_for(bay: Partnership) -> None:
    settle(bay, date(2026, 12, 1), S03_notice_days=120)
    settle(bay, date(2027, 1, 1), S03_end_date=date(2027, 9, 30))
    assert days(bay)["notice"] == date(2027, 4, 1)
    assert days(bay, date(2026, 12, 1))["notice"] == date(2027, 3, 2)
    after = days(bay, date(2027, 1, 1))
    assert (after["notice"], after["term_end"]) == (date(2027, 6, 2), date(2027, 9, 30))
    assert after["decide_by"] == date(2027, 4, 21)


def test_a_notice_period_in_months_counts_back_in_whole_months(bay: Partnership) -> None:
    settle(bay, S03_notice_months=4)
    assert days(bay)["notice"] == date(2027, 2, 28)
    assert "4 months’ notice" in steps(bay, "notice") and "February has no day 30" in steps(bay, "notice")


def test_a_day_that_is_past_or_unknown_is_not_ahead() -> None:
    end, notice = {"S03.end_date": date(2026, 11, 23)}, {"S03.notice_days": 90}
    assert ahead(contract_days({}, TODAY), TODAY) == ()
    assert ahead(contract_days(notice, TODAY), TODAY) == ()
    assert ahead(contract_days(end | notice, TODAY), TODAY) == ()
    kinds = [one.key for one in ahead(contract_days({"S03.end_date": TODAY} | notice, TODAY), TODAY)]
    assert kinds == ["term_end"]


def test_an_agreement_that_renews_goes_on_until_somebody_gives_notice(bay: Partnership) -> None:
    settle(bay, S03_renewal="renews_unless_notice", S03_renewal_months=12)
    later = date(2027, 7, 1)
    assert days(bay, later)["term_end"] == date(2028, 6, 30)
    assert days(bay, later)["yearly_review"] == date(2027, 12, 1)
    Partnership.update(notice_given_on=date(2027, 3, 1)).execute()
    assert days(bay, later)["term_end"] == date(2027, 6, 30)
    assert "notice" not in days(bay, later) and "notice" in days(bay, date(2027, 2, 28))


def test_reviews_are_those_of_the_reviews_page(bay: Partnership) -> None:
    settle(bay, S03_is_pilot=True, S03_pilot_months=12, S03_interim_review_months=[3, 9])
    found = dates_of(bay.get_id(), TODAY, house_facts()).dates
    reviews = [(one.key.value, one.on) for one in found if one.key.endswith("_review")]
    assert reviews == [
        ("interim_review", date(2026, 3, 1)),
        ("interim_review", date(2026, 9, 1)),
        ("yearly_review", date(2026, 12, 1)),
    ]


def test_what_the_last_three_decisions_took_goes_before_what_the_plan_says(bay: Partnership) -> None:
    assert days(bay)["decide_by"] == date(2027, 2, 18)
    for month in (1, 3, 5):
        asked, decided = date(2026, month, 1), date(2026, month + 1, 12)
        made = {"asked_on": asked, "decided_on": decided, "question": "Rate", "side": "payer"}
        DecisionRequest.create(partnership=bay, created_at=THEN, **made)
    assert "6 weeks at" in steps(bay, "decide_by") and "its last three decisions" in steps(bay, "decide_by")
    assert days(bay)["decide_by"] == date(2027, 1, 28)
    assert "as it says" in " ".join(
        next(
            one for one in dates_of(bay.get_id(), date(2026, 6, 1), house_facts()).dates if one.pressing
        ).explanation
    )


def test_what_nobody_knows_is_assumed_and_said_to_be(bay: Partnership, viewer: Any) -> None:
    CultureProfile.delete().execute()
    assert "we assume as long as we take, 3 weeks" in steps(bay, "decide_by")
    html = viewer.get(PAGE).text
    assert "takes to decide is assumed" in html and f"/organizations/{bay.payer.public_id}/culture" in html


def test_the_steps_of_the_plan_count_while_it_says_no_sum(bay: Partnership) -> None:
    path = [{"function": "Finance", "days_needed": 21}, {"function": "Director", "days_needed": 14}]
    CultureProfile.update(usual_days_to_decide=None, approvers=[*path, {"function": "Board"}]).execute()
    assert "5 weeks at" in steps(bay, "decide_by") and "its steps together" in steps(bay, "decide_by")


def test_our_own_days_off_count(bay: Partnership) -> None:
    HolidayChange.create(on=date(2027, 2, 18), name="Closed", kind="added")
    assert days(bay)["decide_by"] == date(2027, 2, 17)
    HolidayChange.create(on=date(2027, 2, 17), name="Closed", kind="added")
    HolidayChange.create(on=date(2027, 2, 15), name="Presidents", kind="worked")
    assert days(bay)["decide_by"] == date(2027, 2, 16)
    HolidayChange.create(on=date(2027, 2, 16), name="Closed", kind="added")
    assert days(bay)["decide_by"] == date(2027, 2, 15)  # a holiday on which we work


def test_support_and_the_talk_after_the_end_have_their_days(bay: Partnership) -> None:
    settle(bay, S36_recontact_date=date(2028, 1, 31))
    assert days(bay)["recontact"] == date(2028, 1, 31)
    Partnership.update(stage="ended", stage_since=TODAY, notice_given_on=date(2026, 10, 1)).execute()
    assert {key for key, on in days(bay).items() if on > date(2026, 10, 1)} == {"recontact"}


# --- pages


def test_the_page_shows_every_date_with_its_steps(bay: Partnership, viewer: Any) -> None:
    html = viewer.get(PAGE).text
    assert "approvals take 6 weeks → decide by February 18, 2027." in html
    assert "90 days’ notice, counted back in calendar days: April 1, 2027, a Thursday." in html
    assert "How dates are counted" in html and "Thursday, April 1, 2027" in html


def test_the_page_reads_the_terms_of_another_day(bay: Partnership, viewer: Any) -> None:
    settle(bay, date(2026, 12, 1), S03_notice_days=120)
    assert "March 2, 2027" in viewer.get(f"{PAGE}?on=2026-12-01").text
    assert "Enter a date that exists" in viewer.get(f"{PAGE}?on=2026-02-30").text


def test_without_terms_the_page_says_where_dates_come_from(database: str, viewer: Any) -> None:
    make_partnership(key="bay")
    assert "No date follows from the terms yet." in viewer.get(PAGE).text


def test_names_come_out_as_text(bay: Partnership, viewer: Any) -> None:
    bay.payer.name = "<b>{{ 7*7 }}</b>"
    bay.payer.save()
    html = viewer.get(PAGE).text
    assert "3 weeks at &lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html and "<b>{{" not in html


def test_a_stranger_and_an_unknown_key_see_nothing(bay: Partnership, client: Any, viewer: Any) -> None:
    assert client.get(PAGE).status_code in (302, 303)
    assert viewer.get("/partnerships/nobody/dates").status_code == 404


def test_the_page_asks_few_questions(bay: Partnership, viewer: Any) -> None:
    viewer.get(PAGE)
    with count_statements() as counter:
        viewer.get(PAGE)
    assert counter.count <= 8, counter.statements


def test_today_names_the_day_to_decide_first_and_late_ones_in_red(bay: Partnership, viewer: Any) -> None:
    settle(bay, S03_end_date=date(2027, 3, 31), S21_rate_review_months=12)
    html = viewer.get("/").text
    decide = html.index("decide: renew, change or end")
    assert '<span class="t-danger">5 days ago</span>' in html
    assert decide < html.index("last day to give notice") < html.index("rate review, month 12")


def test_a_term_that_is_over_is_told_while_the_partnership_goes_on(bay: Partnership, viewer: Any) -> None:
    said = "The term is over, and the partnership goes on."
    assert said not in viewer.get("/partnerships/bay/dates").text
    settle(bay, S03_end_date=date(2026, 10, 31))
    assert said in viewer.get("/partnerships/bay/dates").text
    assert said not in viewer.get("/partnerships/bay/dates?on=2026-10-31").text
    assert "has run out" in viewer.get("/partnerships/bay").text
    Partnership.update(stage="ended", stage_since=date(2026, 11, 2)).where(Partnership.id == bay.id).execute()
    assert said not in viewer.get("/partnerships/bay/dates").text
    assert "has run out" not in viewer.get("/partnerships/bay").text


def test_the_overview_names_the_end_of_the_term_that_runs_after_a_renewal(
    bay: Partnership, viewer: Any
) -> None:
    settle(bay, S03_end_date=date(2026, 10, 31), S03_renewal="renews_unless_notice", S03_renewal_months=12)
    page = viewer.get("/partnerships/bay").text
    terms = page.split("Term ends</dt>")[1].split("</dd>")[0]
    assert "Oct 31, 2027" in terms and "has run out" not in page


# --- what a change moves


def test_saving_a_term_says_which_dates_it_moves(bay: Partnership, editor: Any) -> None:
    form = opened(editor, "end") | {"S03.notice_days": "120", "effective_on": "2026-11-24"}
    html = editor.post(CONTRACT, data=form, follow_redirects=True).text
    assert (
        "Last day to give notice moves from April 1, 2027 to March 2, 2027; decide by January 19, 2027."
        in html
    )
    assert "Key dates, before and after" in html
    assert "Day to decide: moves from February 18, 2027 to January 19, 2027." in html
    assert "Key dates, before and after" not in editor.get(CONTRACT).text


def test_an_amendment_shows_key_dates_before_and_after(bay: Partnership, editor: Any) -> None:
    form = opened(editor, "end") | {"S03.end_date": "2027-09-30", "then": "amend"}
    html = editor.post(CONTRACT, data=form, follow_redirects=True).text
    table = html[html.index("Key dates, before and after") :]
    assert table.index("Decide: renew, change or end") < table.index("The term ends")
    assert 'datetime="2027-04-01"' in table and 'datetime="2027-07-02"' in table
    assert days(bay)["notice"] == date(2027, 4, 1)  # nothing holds until it is signed


def test_a_change_that_moves_no_date_says_nothing_of_dates(bay: Partnership, editor: Any) -> None:
    form = opened(editor, "money") | {"S21.rate_home": "980", "effective_on": "2026-11-24"}
    html = editor.post(CONTRACT, data=form, follow_redirects=True).text
    assert "1 term holds from November 24, 2026.</span>" in html
    assert "Key dates, before and after" not in html


# --- the command


@pytest.fixture
def at_home(bay: Partnership, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line on this database."""
    monkeypatch.setenv("EVENKEEL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest.mark.usefixtures("at_home")
def test_the_command_lists_the_dates_in_order_with_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dates", "bay", "--as-of", "2026-11-24", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["on"] for one in told] == sorted(one["on"] for one in told)
    assert all(set(one) == {"key", "label", "on", "explanation", "term"} for one in told)
    notice = next(one for one in told if one["key"] == "notice")
    assert notice == {
        "key": "notice",
        "label": "Last day to give notice",
        "on": "2027-04-01",
        "explanation": [
            "The term ends on June 30, 2027.",
            "90 days’ notice, counted back in calendar days: April 1, 2027, a Thursday.",
        ],
        "term": "S03.notice_days",
    }


@pytest.mark.usefixtures("at_home")
def test_an_unknown_key_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dates", "nobody"]) == 1
    assert capsys.readouterr().err == "There is no partnership nobody. The keys are: bay.\n"


def test_a_change_of_terms_to_come_is_told_with_the_dates_it_moves(bay: Partnership, editor: Any) -> None:
    assert "other terms hold" not in editor.get(PAGE).text
    settle(bay, date(2027, 1, 1), S03_end_date=date(2027, 9, 30))
    page = editor.get(PAGE).text
    assert "From January 1, 2027 other terms hold" in page
    assert "The term ends: moves from June 30, 2027 to September 30, 2027." in page
    assert "other terms hold" not in editor.get(f"{PAGE}?on=2027-01-01").text


def test_a_term_that_still_runs_is_not_called_over_on_the_page_of_a_later_day(
    bay: Partnership, viewer: Any
) -> None:
    assert "The term is over" not in viewer.get("/partnerships/bay/dates?on=2035-01-01").text

"""The readiness pages as an editor, a viewer and a stranger; without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.assessments import queries
from app.assessments.models import Assessment, NeedsRating
from app.assessments.rules import Answer
from app.assessments.service import finish
from app.core.actor import SYSTEM
from app.core.db import connected
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force
from tests.assessments.conftest import BASE, NOW, TODAY, Home
from tests.counting import count_statements
from tests.factories import make_partnership

PAGES = ("", "/right", "/unknowns", "/resources", "/earlier")
PLAN = ("strategy", "who", "ours", "theirs", "step", "due", "instead", "instead_note")


def form_of(item: str, *, seen: int = 0, **answers: str) -> dict[str, str]:
    """One item as the form sends it."""
    sent = {f"{item}.evidence": "", **{f"{item}.{name}": "" for name in PLAN}, f"{item}.agreement_asked": "1"}
    return {**sent, f"{item}.seen": str(seen), **{f"{item}.{name}": value for name, value in answers.items()}}


def whole(home: Home, **more: str) -> dict[str, str]:
    """A gap of the plan's side with everything said."""
    said = {
        "rating": "gap",
        "evidence": "Urgent questions take three days.",
        "strategy": "make_connections",
        "who": "together",
        "ours": home.ours.public_id,
        "theirs": home.theirs.public_id,
        "step": "Ordway names a stand-in",
        "due": "2026-12-01",
    }
    return form_of("NA44", **{**said, **more})


def address(row: Assessment, rest: str) -> str:
    return f"{BASE}/{row.public_id}{rest}"


def undo_of(page: Any) -> str:
    """The address behind the Undo of the toast on a page."""
    found = re.search(
        r'action="([^"]*(?:undo|reopen|remove|restore)[^"]*)"', page.text.split('id="toasts"', 1)[1]
    )
    assert found, "No undo is offered."
    return found[1].replace("&amp;", "&")


def main_of(page: Any) -> str:
    return str(page.text).split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("part", PAGES)
def test_empty_pages_say_what_belongs_here_and_ask_strangers_to_sign_in(
    viewer: Any, client: Any, home: Home, part: str
) -> None:
    page = viewer.get(f"{BASE}{part}")
    assert page.status_code == 200 and 'aria-current="page">Readiness' in page.text
    assert 'method="post"' not in main_of(page)
    assert client.get(f"{BASE}{part}").status_code == 303


def test_a_first_assessment_is_begun_with_why_and_who(editor: Any, home: Home) -> None:
    assert "Begin the first assessment" in editor.get(BASE).text
    assert 'value="first" selected' in editor.get(f"{BASE}/new").text
    refused = editor.post(
        f"{BASE}/new", data={"why": "first", "asked_on": "2026-11-25", "because": "Long text"}
    )
    assert refused.status_code == 422
    assert "Tick at least one side." in refused.text and "Long text" in refused.text
    right = {
        "why": "first",
        "sides": ["provider", "payer"],
        "assessed_by": "Ruben and Howard",
        "asked_on": "",
    }
    assert editor.post(f"{BASE}/new", data=right).status_code == 303
    page = editor.get(BASE)
    assert "Nothing is rated yet. 47 items are to rate" in page.text
    assert "Awareness: context of serious illness" in page.text
    assert editor.post(f"{BASE}/new", data=right).status_code == 422
    editor.post(undo_of(page))
    with connected():
        assert Assessment.select().count() == 0


def test_a_group_is_rated_and_its_gap_becomes_an_action_with_one_undo(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked("The medical director left.")
    saved = editor.post(address(row, "/groups/payer_side"), data=whole(home, agreement="1"))
    assert saved.headers["Location"].endswith("?group=payer_side#rate")
    page = editor.get(f"{BASE}?group=payer_side")
    text = main_of(page)
    assert "One gap. 46 items are still to rate." in text
    assert "Asked for again after a change." in text and "The medical director left." in text
    assert "Ruben Ashby and Howard Teller" in text and "Dec 1" in text
    assert "1 action is new; the agreement’s gaps changed with it" in page.text
    with connected():
        action = Action.get(Action.source == "gap")
        assert f'href="/actions/{action.public_id}">Action, open' in text
        assert len(terms_in_force(home.partnership.id, TODAY)["S33.gap_table"]) == 1
    editor.post(undo_of(page))
    with connected():
        assert NeedsRating.select().count() == Action.select().count() == 0
        assert "S33.gap_table" not in terms_in_force(home.partnership.id, TODAY)


def test_each_text_that_the_partner_gets_to_read_says_so(editor: Any, home: Home) -> None:
    with connected():
        home.asked()
    shared = "Stands in the worksheet for both sides."
    page = editor.get(f"{BASE}?group=payer_side").text
    for field in ("evidence", "step", "instead_note"):
        before, _label, rest = page.partition(f'for="f-NA44.{field}"')
        assert before and shared in rest.split("</div>", 1)[0], field
    for path in ("/new", "/resources/new"):
        assert shared in editor.get(f"{BASE}{path}").text


def test_saving_can_go_on_with_the_next_group(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked()
    form = form_of("NA01", rating="in_place") | {"then": "next"}
    answer = editor.post(address(row, "/groups/awareness"), data=form)
    assert answer.headers["Location"].endswith("?group=resources#rate")


def test_a_rating_is_saved_though_its_follow_up_is_open_and_the_page_says_what_is_missing(
    editor: Any, home: Home
) -> None:
    with connected():
        row = home.asked()
    editor.post(address(row, "/groups/payer_side"), data=form_of("NA44", rating="gap", who="together"))
    page = editor.get(f"{BASE}?group=payer_side").text
    assert "Still open: our person, their person, the first step, a date." in page
    assert "Name both persons, first step and date" in page
    finishing = editor.get(address(row, "/finish")).text
    assert "needs our person, their person, the first step, a date" in finishing
    assert "Finish as it is" in finishing and "Pain: assess and manage" in finishing


def test_mistakes_keep_what_was_typed_and_nothing_is_stored(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked()
    wrong = whole(home, due="soon", ours="nobody", evidence="Kept words")
    refused = editor.post(address(row, "/groups/payer_side"), data=wrong)
    assert refused.status_code == 422
    assert 'href="#f-NA44.due"' in refused.text and "Kept words" in refused.text
    assert "Choose one of the answers in the list." in refused.text
    with connected():
        assert NeedsRating.select().count() == 0
    assert editor.post(address(row, "/groups/nonsense"), data={}).status_code == 404


def test_an_answer_somebody_saved_meanwhile_stands_beside_mine(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked()
        home.rate(row, NA44=Answer("partly", "A stand-in answers."))
    mine = whole(home)
    clash = editor.post(address(row, "/groups/payer_side"), data=mine)
    assert clash.status_code == 409
    assert "Saved meanwhile: partly, “A stand-in answers.”" in clash.text
    assert "Urgent questions take three days." in clash.text
    seen = re.search(r'name="NA44.seen" value="(\d+)"', clash.text)
    assert seen is not None
    again = editor.post(address(row, "/groups/payer_side"), data=mine | {"NA44.seen": seen[1]})
    assert again.status_code == 303
    with connected():
        assert NeedsRating.get().rating == "gap"


def test_last_time_stands_beside_each_item_and_is_taken_over_only_when_asked(editor: Any, home: Home) -> None:
    with connected():
        home.finished(date(2025, 10, 14), NA42="in_place", NA44="gap")
        row = home.asked()
    page = main_of(editor.get(f"{BASE}?group=payer_side"))
    assert "Last time: in place" in page and "October 2025" in page
    assert re.search(r'name="NA42.rating" value="in_place" checked', page) is None
    editor.post(address(row, "/groups/payer_side/as-last-time"))
    page = editor.get(f"{BASE}?group=payer_side")
    assert "2 items are rated as last time." in page.text and "One gap, as last time." in page.text
    editor.post(undo_of(page))
    with connected():
        assert not queries.ratings_of(row)


@pytest.mark.parametrize("signed", [False, True])
def test_the_plan_of_last_time_is_an_offer_that_counts_only_where_something_is_lacking(
    editor: Any, home: Home, signed: bool
) -> None:
    with connected():
        old = home.asked(today=date(2026, 10, 1))
        home.rate(old, today=date(2026, 10, 1), NA44=home.together(in_agreement=True))
        finish(Assessment.get_by_id(old.id), date(2026, 10, 14), actor=SYSTEM, now=NOW, today=TODAY)
        row = home.asked()
        Partnership.update(stage="pilot" if signed else "planning").execute()
    page = main_of(editor.get(f"{BASE}?group=payer_side"))
    assert 'value="Ordway names a stand-in until March"' in page and 'value="2026-12-01"' in page
    offered = whole(home, evidence="", rating="", step="Ordway names a stand-in until March")
    if signed:
        del offered["NA44.agreement_asked"]
    else:
        offered["NA44.agreement"] = "1"
    editor.post(address(row, "/groups/payer_side"), data=offered)
    with connected():
        assert not queries.ratings_of(row), "an offer without a rating stores nothing"
    editor.post(address(row, "/groups/payer_side"), data=offered | {"NA44.rating": "in_place"})
    with connected():
        assert queries.ratings_of(row)["NA44"].answer == Answer("in_place")


def test_a_day_that_has_gone_by_is_not_offered_again(editor: Any, home: Home) -> None:
    with connected():
        old = home.asked(today=date(2025, 10, 1))
        home.rate(old, today=date(2025, 10, 1), NA44=home.together(due_on=date(2025, 12, 1)))
        finish(Assessment.get_by_id(old.id), date(2025, 10, 14), actor=SYSTEM, now=NOW, today=TODAY)
        row = home.asked()
    page = main_of(editor.get(f"{BASE}?group=payer_side"))
    assert 'value="Ordway names a stand-in until March"' in page and 'value="2025-12-01"' not in page
    offered = whole(home, evidence="", rating="in_place", step="Ordway names a stand-in until March", due="")
    editor.post(address(row, "/groups/payer_side"), data=offered)
    with connected():
        assert queries.ratings_of(row)["NA44"].answer == Answer("in_place")


def test_a_finished_assessment_is_read_compared_and_opened_again(
    editor: Any, viewer: Any, home: Home
) -> None:
    with connected():
        home.finished(date(2025, 10, 14), NA44="in_place")
        row = home.asked("New tasks came.")
        home.rate(row, NA44=home.together())
    late = editor.post(address(row, "/finish"), data={"finished_on": "2026-11-25"})
    assert late.status_code == 422 and "Enter today or an earlier day." in late.text
    editor.post(address(row, "/finish"), data={"finished_on": "2026-11-24"})
    page = editor.get(BASE)
    assert "Finished November 24, 2026" in page.text and "Assess again" in page.text
    shown = main_of(viewer.get(address(row, "")))
    for said in ("Compared with October 14, 2025", "Weaker", "New tasks came.", "first step: Ordway names"):
        assert said in shown
    assert "Open again" not in shown
    listed = main_of(viewer.get(f"{BASE}/earlier"))
    assert "November 24, 2026" in listed and "October 14, 2025" in listed
    editor.post(undo_of(page))
    assert "Open since November 24, 2026" in main_of(viewer.get(f"{BASE}/earlier"))


def test_after_a_year_the_page_says_that_it_is_time(viewer: Any, home: Home) -> None:
    with connected():
        home.finished(date(2025, 11, 20), NA44="in_place")
    assert "Twelve months have gone by since November 20, 2025" in viewer.get(BASE).text


def test_why_and_by_whom_can_be_mended_with_a_version(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked("The director left.")
    form = {
        "why": "event",
        "sides": "payer",
        "because": "He left.",
        "assessed_by": "",
        "asked_on": "2026-11-20",
    }
    assert editor.post(address(row, "/about"), data=form | {"seen": "1"}).status_code == 303
    assert editor.post(address(row, "/about"), data=form | {"seen": "1", "because": "x"}).status_code == 409
    with connected():
        assert Assessment.get().because == "He left."


def test_once_signed_the_form_offers_no_way_into_the_agreement_past_an_amendment(
    editor: Any, home: Home
) -> None:
    with connected():
        row = home.asked()
        home.rate(row, NA44=home.together(in_agreement=True))
    assert "Also put this into the readiness section" in editor.get(f"{BASE}?group=payer_side").text
    with connected():
        Partnership.update(stage="pilot").execute()
    page = editor.get(f"{BASE}?group=payer_side").text
    assert "Also put this" not in page and "This gap stands in the agreement." in page
    assert "a gap goes into it by an" in page
    form = whole(home) | {"NA44.seen": "1"}
    del form["NA44.agreement_asked"]
    editor.post(address(row, "/groups/payer_side"), data=form)
    with connected():
        assert NeedsRating.get().in_agreement  # a box that did not stand there is not unticked


def test_the_worksheet_as_a_file_has_the_fields_of_the_catalogue(viewer: Any, home: Home) -> None:
    with connected():
        row = home.asked()
        home.rate(row, NA44=home.together(evidence="=1+1"))
    lines = viewer.get(address(row, "/worksheet.csv")).text.splitlines()
    assert len(lines) == 48
    assert lines[0].endswith("first_step,due,status,rechecked_on,instead,note")
    told = "Payer readiness,NA44,Named person for quick answers,gap,'=1+1,make_connections,"
    assert f"{told}collaboration_can_fill,,Ruben Ashby,Howard Teller," in lines[44]
    assert "2026-12-01,open," in lines[44]


def test_an_assessment_of_another_partnership_is_not_found(editor: Any, home: Home) -> None:
    with connected():
        row = home.asked()
        make_partnership(key="other")
    other = f"/partnerships/other/readiness/{row.public_id}"
    assert editor.get(other).status_code == 404
    for rest in ("/groups/awareness", "/about", "/finish", "/reopen"):
        assert editor.post(f"{other}{rest}", data={}).status_code == 404


def test_the_page_asks_a_fixed_number_of_statements(viewer: Any, editor: Any, home: Home) -> None:
    with connected():
        home.finished(date(2025, 10, 14), NA44="in_place", NA01="gap")
        row = home.asked()
        home.rate(row, NA44=home.together())
    editor.get(BASE)
    with count_statements() as few:
        editor.get(BASE)
    with connected():
        items = [one for one in queries.method().items if one != "NA44"]
        home.rate(row, **{one: home.together() for one in items})
    with count_statements() as many:
        editor.get(BASE)
    assert many.count == few.count <= 20

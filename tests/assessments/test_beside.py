"""The pages beside the ratings: the directory, the three questions, and what is hard to forecast."""

from __future__ import annotations

from typing import Any

from app.assessments import queries
from app.assessments.models import ConnectingResource, RightJudgment, Unknown
from app.core.db import connected
from tests.assessments.conftest import BASE, TODAY, Home
from tests.assessments.test_routes import main_of, undo_of
from tests.factories import make_partnership


def test_the_directory_is_kept_with_undo_and_a_check_each_year(editor: Any, home: Home) -> None:
    begun = editor.post(f"{BASE}/resources/starters", data={"starters": ["IHSS", "Faith groups"]})
    assert begun.status_code == 303
    page = editor.get(f"{BASE}/resources").text
    assert "2 entries are added." in page and "2 entries of 2 should be looked at again." in page
    assert editor.post(f"{BASE}/resources/starters", data={}).status_code == 422
    with connected():
        row = ConnectingResource.get(ConnectingResource.resource == "IHSS")
    entry = f"{BASE}/resources/{row.public_id}"
    editor.post(f"{entry}/checked")
    assert "1 entry of 2 should be looked at again." in editor.get(f"{BASE}/resources").text
    wrong = {"resource": "", "area": "Mesa County", "checked_on": "2027-01-01"}
    refused = editor.post(entry, data=wrong)
    assert refused.status_code == 422 and "Mesa County" in refused.text
    right = {"resource": "=IHSS", "need_met": "home_support", "funding_until": "2026-01-01"}
    assert editor.post(entry, data=right | {"seen": "2"}).status_code == 303
    assert editor.post(entry, data=right | {"seen": "2", "area": "x"}).status_code == 409
    assert "Funding has ended" in editor.get(f"{BASE}/resources").text
    file = editor.get(f"{BASE}/resources.csv")
    assert file.mimetype == "text/csv" and "\r\n'=IHSS,home_support," in file.text
    editor.post(f"{entry}/remove")
    page = editor.get(f"{BASE}/resources")
    assert "IHSS" not in main_of(page).split("Begin with usual")[0]
    editor.post(undo_of(page))
    assert "IHSS" in main_of(editor.get(f"{BASE}/resources"))


def test_a_directory_is_copied_from_another_partnership_that_has_one(editor: Any, home: Home) -> None:
    with connected():
        other = make_partnership(key="other", name="Other / Plan")
        ConnectingResource.create(partnership=other, resource="Meals at home", created_at=other.created_at)
        make_partnership(key="bare", name="Bare / Plan")
    assert "Copy from another partnership" in editor.get(f"{BASE}/resources").text
    for source in ("nowhere", "bare", "kestrel-bay", ""):
        assert editor.post(f"{BASE}/resources/copy", data={"source": source}).status_code == 422, source
    editor.post(f"{BASE}/resources/copy", data={"source": "other"})
    page = editor.get(f"{BASE}/resources")
    assert "1 entry copied from Other / Plan." in page.text
    editor.post(undo_of(page))
    with connected():
        assert ConnectingResource.select().count() == 1


def test_every_directory_can_be_copied_however_many_there_are(editor: Any, home: Home) -> None:
    with connected():
        for number in range(51):
            other = make_partnership(key=f"other-{number}", name=f"Other {number:02} / Plan")
            ConnectingResource.create(partnership=other, resource="Meals", created_at=other.created_at)
    assert "Other 50 / Plan" in editor.get(f"{BASE}/resources").text


def test_the_three_questions_take_our_judgement(editor: Any, home: Home) -> None:
    form = {"patients.seen": "0", "patients.state": "watch", "patients.note": "A third do not fit."}
    form |= {"time.seen": "0", "time.note": "", "supports.seen": "0", "supports.note": ""}
    assert editor.post(f"{BASE}/right", data=form).status_code == 303
    page = editor.get(f"{BASE}/right")
    assert "Watch, " in page.text and "A third do not fit." in page.text
    assert "No numbers are entered for these months yet." in page.text
    assert editor.post(f"{BASE}/right", data=form | {"patients.state": "great"}).status_code == 422
    assert editor.post(f"{BASE}/right", data=form | {"patients.note": "Other"}).status_code == 409
    editor.post(undo_of(page))
    with connected():
        assert RightJudgment.select().count() == 0


def test_a_judgement_saved_meanwhile_stands_beside_everything_that_was_typed(editor: Any, home: Home) -> None:
    empty = {f"{one}.{part}": "" for one in ("patients", "time", "supports") for part in ("state", "note")}
    seen = {f"{one}.seen": "0" for one in ("patients", "time", "supports")}
    theirs = {"patients.state": "watch", "patients.note": "A third do not fit."}
    editor.post(f"{BASE}/right", data=empty | seen | theirs)
    mine = {"patients.state": "change", "patients.note": "Too broad.", "time.note": "They come late."}
    clash = editor.post(f"{BASE}/right", data=empty | seen | mine)
    assert clash.status_code == 409
    assert "Too broad." in clash.text and "They come late." in clash.text
    assert "“Watch”" in clash.text and "“A third do not fit.”" in clash.text
    again = {"patients.seen": "1", "time.seen": "0", "supports.seen": "0"}
    for name, value in again.items():
        assert f'name="{name}" value="{value}"' in clash.text
    assert editor.post(f"{BASE}/right", data=empty | mine | again).status_code == 303
    with connected():
        assert {(one.question, one.state, one.note) for one in RightJudgment.select()} == {
            ("patients", "change", "Too broad."), ("time", "", "They come late."),
        }  # fmt: skip


def test_a_guess_saved_meanwhile_stands_beside_everything_that_was_typed(editor: Any, home: Home) -> None:
    def form(item: str, guess: str, seen: str = "0") -> dict[str, str]:
        said = {"guess": guess, "seen": seen, "guessed_on": "", "truth": "", "truth_on": ""}
        return {f"{item}.{name}": value for name, value in said.items()}

    editor.post(f"{BASE}/unknowns", data=form("referral_sources", "Two hospitals."))
    other = queries.method().unknowns[1]
    mine = form("referral_sources", "One clinic.") | form(other, "Typed in the same form.")
    clash = editor.post(f"{BASE}/unknowns", data=mine)
    assert clash.status_code == 409
    assert "“Two hospitals.”" in clash.text and "“November" not in clash.text
    assert "One clinic." in clash.text and "Typed in the same form." in clash.text
    assert editor.post(f"{BASE}/unknowns", data=mine | {"referral_sources.seen": "1"}).status_code == 303
    with connected():
        assert {one.guess for one in Unknown.select()} == {"One clinic.", "Typed in the same form."}


def test_guesses_and_truths_are_dated_and_kept(editor: Any, home: Home) -> None:
    form = {"referral_sources.seen": "0", "referral_sources.guess": "Two hospitals."}
    form |= {"referral_sources.guessed_on": "", "referral_sources.truth": "", "referral_sources.truth_on": ""}
    assert editor.post(f"{BASE}/unknowns", data=form).status_code == 303
    with connected():
        assert Unknown.get().guessed_on == TODAY
    late = {"referral_sources.truth": "Clinics.", "referral_sources.truth_on": "2027-01-01"}
    refused = editor.post(f"{BASE}/unknowns", data=form | late)
    assert refused.status_code == 422 and "Clinics." in refused.text
    assert "1 of 6 guessed, 0 known." in editor.get(f"{BASE}/unknowns").text

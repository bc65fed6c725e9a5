"""Every generation of a contract is kept: its terms, its exact words, its files, and what became of it."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.core.files import read_file
from app.documents.reader import check_word
from app.documents.stored import from_json
from app.documents.writer import write
from app.drafts.models import DraftFile, DraftStep, DraftVersion, SignedPaper
from app.drafts.queries import exhibits_for, get_version
from app.drafts.rules import Status
from app.drafts.service import Wish, make_version, note_step, sign_version
from app.drafts.service.signing import Signature
from app.partnerships.models import Partnership
from app.terms.queries import term_sheet
from app.terms.service import set_terms
from app.terms.values import CLEARED
from tests.conftest import NOW, SignedIn
from tests.drafts import made
from tests.drafts.test_service import words_of
from tests.factories import make_organization, make_partnership

START, TODAY = date(2025, 12, 1), date(2026, 11, 24)
URL = "/partnerships/bay/contract"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway"))


def put(bay: Partnership, on: date = START, **values: Any) -> None:
    changes = {key.replace("__", "."): value for key, value in values.items()}
    set_terms(bay, changes, effective_on=on, actor=SYSTEM, now=NOW)


def make(bay: Partnership, kind: str = "D2", **wish: Any) -> DraftVersion:
    return make_version(bay, Wish(kind, TODAY, **wish), actor=SYSTEM, now=NOW, today=TODAY)


def test_a_version_stays_as_it_was_when_terms_change_afterwards(bay: Partnership) -> None:
    put(bay, S21__rate_home=98000)
    first = make(bay)
    kept = {file.copy: read_file(file.sha256) for file in DraftFile.select()}
    put(bay, TODAY, S21__rate_home=106000)
    second = make(bay)
    assert [first.number, second.number] == [1, 2]
    assert get_version(first.public_id).terms["S21.rate_home"] == 98000
    for file in DraftFile.select().where(DraftFile.draft == first):
        assert read_file(file.sha256) == kept[file.copy]
        assert hashlib.sha256(kept[file.copy]).hexdigest() == file.sha256
    assert "$980.00" in words_of(kept["partner"])
    newest = DraftFile.get((DraftFile.draft == second) & (DraftFile.copy == "partner"))
    assert "$1,060.00" in words_of(read_file(newest.sha256))


def test_the_exact_words_are_kept_and_give_the_same_file(bay: Partnership) -> None:
    make(bay, exhibits=("D6", "D9"))
    files = list(DraftFile.select())
    assert sorted((one.kind, one.letter, one.copy) for one in files) == sorted(
        (kind, letter, copy)
        for kind, letter in (("D2", ""), ("D6", "A"), ("D9", "B"))
        for copy in ("internal", "partner")
    )
    for one in files:
        assert write(from_json(read_file(one.blocks))) == read_file(one.sha256)


def test_what_an_exhibit_states_stands_only_there(bay: Partnership) -> None:
    put(bay, S21__rate_home=98000, S21__base_form=["one_rate"])
    make(bay, exhibits=("D6",))
    texts = {one.kind: words_of(read_file(one.sha256)) for one in DraftFile.select() if one.copy == "partner"}
    assert "$980.00" not in texts["D2"]
    assert "Exhibit A states what the Payer pays" in texts["D2"]
    assert "$980.00" in texts["D6"]


def test_two_exhibits_never_carry_one_section(bay: Partnership) -> None:
    both = {one.kind for one in exhibits_for("D2")}
    assert {"D7", "D9"} <= both
    with pytest.raises(RuleViolation, match="Two of these exhibits would both carry"):
        make(bay, exhibits=("D7", "D9"))


def test_some_sections_or_one_alone_make_a_draft(bay: Partnership) -> None:
    some = make(bay, sections=("S21", "S01"))
    assert some.sections == ["S01", "S21"]
    one = make(bay, section="S21")
    assert (one.number, some.number) == (1, 1)
    texts = [
        words_of(read_file(file.sha256))
        for file in DraftFile.select().where(DraftFile.copy == "partner").order_by(DraftFile.id)
    ]
    assert "Reviews" not in texts[0]
    assert "What the Base Payment is" in texts[0] and "What the Base Payment is" in texts[1]
    with pytest.raises(RuleViolation):
        make(bay, section="S99")


def test_the_partner_copy_of_a_version_keeps_our_side_to_ourselves(bay: Partnership) -> None:
    make(bay, note="Dana said we could go to 900")
    for one in DraftFile.select().where(DraftFile.copy == "partner"):
        data = read_file(one.sha256)
        check_word(data)
        assert b"comments.xml" not in data
        text = words_of(data)
        for private in ("Points to settle", "internal", "Dana said", "COUNSEL"):
            assert private not in text


def test_a_version_says_what_neither_it_nor_an_exhibit_states(bay: Partnership, editor: SignedIn) -> None:
    some = make(bay, sections=("S01", "S03"))
    page = editor.get(f"{URL}/versions/{some.public_id}").text
    assert "neither in it nor in an exhibit" in page
    assert "(the payment exhibit would carry it)" in page
    for one in (make(bay), make(bay, section="S21")):
        assert "neither in it nor in an exhibit" not in editor.get(f"{URL}/versions/{one.public_id}").text


def test_steps_are_noted_in_order_and_taken_back(bay: Partnership, editor: SignedIn) -> None:
    address = made.make_version(editor, "bay")
    step = {"status": "sent", "on": "2026-11-20", "people": "Lee Sandoval", "note": "by mail"}
    page = editor.post(f"{address}/steps", data=step, follow_redirects=True).text
    assert "Sent to Lee Sandoval" in page
    page = editor.post(
        f"{address}/steps", data={"status": "returned", "on": "2026-11-23"}, follow_redirects=True
    )
    assert "Came back" in page.text
    sent, returned = (one.id for one in DraftStep.select().order_by(DraftStep.id))
    assert f"{address}/steps/{returned}/undo" in page.text
    late = editor.post(f"{address}/steps/{sent}/undo")
    assert late.status_code == 422 and "noted something since" in late.text
    editor.post(f"{address}/steps/{returned}/undo")
    assert DraftVersion.get().status == "sent"
    assert DraftStep.select().count() == 1
    twice = editor.post(f"{address}/steps/{returned}/undo")
    assert twice.status_code == 422 and "taken back already" in twice.text
    assert DraftVersion.get().status == "sent"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "sent", "on": "2026-11-20"}, "Say to whom it went."),
        ({"status": "sent", "on": "2026-11-25", "people": "Lee"}, "when it has happened"),
        ({"status": "signed", "on": "2026-11-20"}, "Choose one of the answers in the list."),
        ({"on": "2026-11-20"}, "Choose what happened."),
        ({"status": "sent", "on": "soon", "people": "Lee"}, "date"),
    ],
)
def test_a_step_with_a_mistake_is_told_and_not_kept(
    bay: Partnership, editor: SignedIn, fields: dict[str, str], words: str
) -> None:
    answer = editor.post(f"{made.make_version(editor, 'bay')}/steps", data=fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert DraftStep.select().count() == 0


def test_signing_lets_the_terms_of_the_version_hold_from_the_day_chosen(bay: Partnership) -> None:
    put(bay, S21__rate_home=98000, S03__notice_days=90)
    draft = make(bay)
    put(bay, TODAY, S21__rate_home=99000, S03__notice_days=CLEARED)
    effective = date(2027, 1, 1)
    signature = Signature(TODAY, effective, "Lee Sandoval and Robin Achterberg")
    assert sign_version(draft, signature, actor=SYSTEM, now=NOW) == 2
    assert term_sheet(bay.id, date(2026, 12, 31)).values["S21.rate_home"] == 99000
    after = term_sheet(bay.id, effective).values
    assert (after["S21.rate_home"], after["S03.notice_days"]) == (98000, 90)
    assert DraftVersion.get().status == Status.SIGNED
    with pytest.raises(RuleViolation, match="signed already"):
        sign_version(draft, signature, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleViolation):
        note_step(draft, Status.SENT, on=TODAY, people="x", note="", actor=SYSTEM, now=NOW)


def test_signing_one_section_leaves_the_terms_of_the_others_alone(bay: Partnership) -> None:
    put(bay, S21__rate_home=98000, S03__notice_days=90)
    draft = make(bay, section="S36")
    put(bay, TODAY, S21__rate_home=99000, S03__notice_days=60)
    assert sign_version(draft, Signature(TODAY, TODAY), actor=SYSTEM, now=NOW) == 1
    values = term_sheet(bay.id, TODAY).values
    assert (values["S21.rate_home"], values["S03.notice_days"]) == (99000, 90)


def test_the_page_shows_before_signing_what_will_hold(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S21__rate_home=98000)
    address = made.make_version(editor, "bay")
    put(bay, TODAY, S21__rate_home=99000)
    html = editor.get(f"{address}/sign").text
    assert "1 term will hold another value" in html
    assert "$990.00" in html and "$980.00" in html
    sent = {"signed_on": "2026-11-20", "effective_on": "2026-01-01"}
    assert "no term changes" in editor.post(f"{address}/sign", data={**sent, "then": "look"}).text
    assert DraftVersion.get().status == "draft"


def test_a_signed_file_is_kept_and_handed_out_to_save(bay: Partnership, editor: SignedIn) -> None:
    address = made.make_version(editor, "bay")
    sent = {
        "signed_on": "2026-11-20",
        "effective_on": "2027-01-01",
        "file": (BytesIO(PDF), "Signed scan.pdf"),
    }
    answer = editor.post(f"{address}/sign", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    paper = SignedPaper.get()
    assert "Pilot services agreement, version 1" in editor.get(f"{URL}/versions").text
    got = editor.get(f"{URL}/signed/{paper.public_id}")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_a_contract_signed_elsewhere_is_filed_in_one_step(bay: Partnership, editor: SignedIn) -> None:
    sent = {
        "title": "Pilot services agreement",
        "signed_on": "2025-11-14",
        "effective_on": "2025-12-01",
        "file": (BytesIO(PDF), "a.pdf"),
    }
    address = f"{URL}/signed"
    page = editor.post(address, data=sent, content_type="multipart/form-data", follow_redirects=True)
    assert "Pilot services agreement is filed." in page.text
    paper = SignedPaper.get()
    page = editor.post(f"{address}/{paper.public_id}/remove", follow_redirects=True)
    assert "Nothing signed is on file yet." in page.text
    page = editor.post(f"{address}/{paper.public_id}/restore", follow_redirects=True)
    assert "signed November 14, 2025" in page.text


def test_a_signed_paper_with_a_mistake_keeps_what_was_typed(bay: Partnership, editor: SignedIn) -> None:
    sent = {"title": "Agreement", "signed_on": "2027-11-14", "effective_on": "2025-12-01"}
    answer = editor.post(f"{URL}/signed", data=sent)
    assert answer.status_code == 422
    assert "still to come" in answer.text and "Choose the signed file." in answer.text
    assert 'value="Agreement"' in answer.text
    program = {**sent, "signed_on": "2025-11-14", "file": (BytesIO(b"MZ"), "contract.pdf")}
    answer = editor.post(f"{URL}/signed", data=program, content_type="multipart/form-data")
    assert "Only a Word file (.docx) or a PDF" in answer.text
    assert SignedPaper.select().count() == 0


def test_versions_of_one_partnership_are_not_reached_through_another(
    bay: Partnership, editor: SignedIn
) -> None:
    make_partnership(key="other", name="Other", payer=make_organization(name="Other plan"))
    address = made.make_version(editor, "bay")
    other = address.replace("/bay/", "/other/")
    file = DraftFile.get()
    for get in (other, f"{other}/sign", f"{other}/files/{file.id}", f"{address}/files/{file.id + 99}"):
        assert editor.get(get).status_code == 404, get
    assert editor.post(f"{other}/steps", data={"status": "agreed", "on": "2026-11-20"}).status_code == 404


def test_a_viewer_changes_nothing_here(bay: Partnership, editor: SignedIn, viewer: SignedIn) -> None:
    address = made.make_version(editor, "bay")
    for post in (f"{address}/steps", f"{address}/steps/1/undo", f"{address}/sign", f"{URL}/signed"):
        assert viewer.post(post, data={}).status_code == 403, post
    assert viewer.get(f"{address}/sign").status_code == 403
    assert "Note what happened" not in viewer.get(address).text


def test_a_step_never_lies_before_the_one_noted_before_it(bay: Partnership, editor: SignedIn) -> None:
    address = made.make_version(editor, "bay")
    editor.post(f"{address}/steps", data={"status": "sent", "on": "2026-11-23", "people": "Lee"})
    answer = editor.post(f"{address}/steps", data={"status": "returned", "on": "2026-11-20"})
    assert answer.status_code == 422
    assert "The step before was on November 23" in answer.text
    assert DraftStep.select().count() == 1


def test_before_signing_open_points_and_misfits_are_named(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S22__layers=["none", "supplement"])
    page = editor.get(f"{made.make_version(editor, 'bay')}/sign").text
    assert "Look before you go on" in page
    assert re.search(r"This version has \d+ open points", page)
    assert "“None” is picked beside something else." in page


def test_after_signing_the_way_on_is_named_and_changes_go_into_an_amendment(
    bay: Partnership, editor: SignedIn
) -> None:
    put(bay, S21__rate_home=98000)
    Partnership.update(stage="contracting").execute()
    contract = "/partnerships/bay/contract"
    assert "Put into an amendment" not in editor.get(f"{contract}?group=money").text
    address = made.make_version(editor, "bay")
    sent = {"signed_on": "2026-11-20", "effective_on": "2026-11-20"}
    page = editor.post(f"{address}/sign", data=sent, follow_redirects=True).text
    assert "move the partnership to its next stage" in page
    assert "Put into an amendment" in editor.get(f"{contract}?group=money").text


def test_an_amendment_is_not_made_as_a_document_of_its_own(bay: Partnership, editor: SignedIn) -> None:
    answer = editor.get("/partnerships/bay/contract/versions/new?kind=D5")
    assert answer.headers["Location"].endswith("/partnerships/bay/contract/amendments")


@pytest.mark.parametrize("wish", [{"kind": "D1"}, {"extent": "one", "section": "S21"}])
def test_a_signed_letter_or_section_is_no_signed_agreement(
    bay: Partnership, editor: SignedIn, wish: dict[str, str]
) -> None:
    Partnership.update(stage="contracting").execute()
    address = made.make_version(editor, "bay", **wish)
    sent = {"signed_on": "2026-11-20", "effective_on": "2026-11-20"}
    page = editor.post(f"{address}/sign", data=sent, follow_redirects=True).text
    assert "The agreement is signed" not in page
    assert "The agreement is signed" not in editor.get("/partnerships/bay/contract?group=money").text

"""An amendment: which terms change, from when and why; nothing holds until it is signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.core.files import read_file
from app.drafts.models import AmendedTerm, Amendment, DraftFile, DraftVersion
from app.drafts.queries import changed_terms, find_amendment, find_open, sections_amended
from app.drafts.rules import amended_sections, settled_words
from app.drafts.service import (
    AmendmentFacts,
    Signature,
    amend,
    drop_amendment,
    make_amendment_version,
    make_contract,
    sign_version,
    take_up_amendment,
    update_amendment,
)
from app.partnerships.models import Partnership
from app.terms.queries import term_sheet
from app.terms.service import set_terms
from app.terms.values import CLEARED, UNKNOWN
from tests.conftest import NOW, SignedIn
from tests.drafts.test_routes import opened
from tests.drafts.test_service import words_of
from tests.factories import make_organization, make_partnership

START, TODAY, JUNE = date(2025, 1, 1), date(2026, 11, 24), date(2027, 6, 1)
URL = "/partnerships/bay/contract"


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway"))
    terms = {"S21.rate_home": 98000, "S03.notice_days": 90, "S21.base_form": ["one_rate"]}
    set_terms(made, terms, effective_on=START, actor=SYSTEM, now=NOW)
    Partnership.update(stage="pilot").where(Partnership.id == made.id).execute()
    return Partnership.get_by_id(made.id)


def begin(bay: Partnership, **changes: Any) -> Amendment:
    values = {key.replace("__", "."): value for key, value in changes.items()} or {"S21.rate_home": 106000}
    return amend(bay, values, actor=SYSTEM, now=NOW)


def settled(amendment: Amendment, **facts: Any) -> Amendment:
    wanted = {
        "effective_on": JUNE,
        "reason": "Cost outgrew the rate.",
        "recheck_on": date(2027, 9, 1),
        **facts,
    }
    update_amendment(amendment, AmendmentFacts(**wanted), seen=None, actor=SYSTEM, now=NOW)
    return Amendment.get_by_id(amendment.id)


def signed(amendment: Amendment, effective_on: date = JUNE) -> DraftVersion:
    draft = make_amendment_version(amendment, actor=SYSTEM, now=NOW, today=TODAY)
    sign_version(draft, Signature(TODAY, effective_on), actor=SYSTEM, now=NOW)
    return draft


def test_nothing_holds_until_it_is_signed(bay: Partnership) -> None:
    amendment = settled(begin(bay))
    assert term_sheet(bay.id, date(2030, 1, 1)).values["S21.rate_home"] == 98000
    signed(amendment)
    assert term_sheet(bay.id, date(2027, 5, 31)).values["S21.rate_home"] == 98000
    assert term_sheet(bay.id, JUNE).values["S21.rate_home"] == 106000
    fresh = Amendment.get_by_id(amendment.id)
    assert (fresh.status, fresh.signed_on, fresh.effective_on) == ("signed", TODAY, JUNE)
    with pytest.raises(RuleViolation, match="closed"):
        update_amendment(fresh, AmendmentFacts(None, "", None), seen=None, actor=SYSTEM, now=NOW)


def test_old_and_new_stand_side_by_side_before_and_after_signing(bay: Partnership) -> None:
    amendment = settled(
        begin(bay, S21__rate_home=106000, S03__notice_days=CLEARED, S26__pay_within_days=UNKNOWN)
    )
    expected = {
        "S21.rate_home": ("$980.00", "$1,060.00"),
        "S03.notice_days": ("90 days", "nothing"),
        "S26.pay_within_days": ("nothing", "not known yet"),
    }
    for _ in range(2):
        rows = changed_terms(Amendment.get_by_id(amendment.id))
        assert {one.key: (one.was, one.becomes) for one in rows} == expected
        if Amendment.get_by_id(amendment.id).status == "open":
            signed(amendment)
    sheet = term_sheet(bay.id, JUNE)
    assert "S03.notice_days" not in sheet.values
    assert "S26.pay_within_days" in sheet.unknown


def test_a_shared_term_is_amended_once_under_its_home(bay: Partnership) -> None:
    amendment = begin(bay, S36__notice_days=60)
    assert [row.key for row in AmendedTerm.select()] == ["S03.notice_days"]
    begin(bay, S03__notice_days=45)
    assert [row.value for row in AmendedTerm.select()] == [45]
    assert find_open(bay.id) == amendment


def test_the_paper_holds_only_the_sections_that_change(bay: Partnership) -> None:
    amendment = settled(begin(bay))
    assert "S21" in sections_amended(changed_terms(amendment))
    draft = make_amendment_version(amendment, actor=SYSTEM, now=NOW, today=TODAY)
    text = words_of(
        read_file(DraftFile.get((DraftFile.draft == draft) & (DraftFile.copy == "partner")).sha256)
    )
    assert "$1,060.00" in text
    assert "Parties and contacts" in text and "Base payment" in text and "Reviews" in text
    assert "Ending with grace" not in text and "Intensity" not in text
    alone = words_of(make_contract(bay, "D5", as_of=TODAY, partner_copy=True).data)
    assert "$1,060.00" in alone


def test_affected_sections_stand_behind_the_particulars_and_once() -> None:
    frame = ("S01", "S39", "S29", "S41")
    assert amended_sections(frame, ["S21.rate_home", "S13.tiers", "S29.topics", "S21.frequency"]) == (
        "S01",
        "S39",
        "S13",
        "S21",
        "S29",
        "S41",
    )
    assert amended_sections(frame, []) == frame


def test_amendments_are_numbered_in_turn_and_one_is_written_at_a_time(bay: Partnership) -> None:
    first = begin(bay)
    assert begin(bay, S03__notice_days=60) == first
    signed(settled(first))
    second = begin(bay, S21__rate_home=110000)
    drop_amendment(second, actor=SYSTEM, now=NOW)
    third = begin(bay, S21__rate_home=111000)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    with pytest.raises(RuleViolation, match="Another amendment"):
        take_up_amendment(Amendment.get_by_id(second.id), actor=SYSTEM, now=NOW)
    assert find_amendment(bay.id, "1", TODAY) == first
    assert find_amendment(bay.id, None, TODAY) == third
    assert find_amendment(bay.id, "2", TODAY) is None


def test_a_chain_of_amendments_gives_the_terms_of_any_day(bay: Partnership) -> None:
    signed(settled(begin(bay, S21__rate_home=106000)), JUNE)
    signed(
        settled(begin(bay, S21__rate_home=112000), effective_on=date(2028, 1, 1), recheck_on=None),
        date(2028, 1, 1),
    )
    days = [START, date(2027, 5, 31), JUNE, date(2027, 12, 31), date(2028, 1, 1)]
    rates = [term_sheet(bay.id, day).values["S21.rate_home"] for day in days]
    assert rates == [98000, 98000, 106000, 106000, 112000]


def test_a_person_amends_from_the_terms_and_explains_each_change(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "money") | {"S21.rate_home": "1,060", "then": "amend"}
    page = editor.post(URL, data=form, follow_redirects=True).text
    assert "1 term is in amendment 1." in page
    assert "<del>$980.00</del>" in page and "<ins>$1,060.00</ins>" in page
    amendment, row = Amendment.get(), AmendedTerm.get()
    address = f"{URL}/amendments/{amendment.public_id}"
    sent = {
        "seen": "1",
        "effective_on": "2027-06-01",
        "recheck_on": "2027-09-01",
        "reason": "Cost outgrew the rate.",
        f"because-{row.id}": "Cost was $1,372 in October",
        f"seen-{row.id}": "1",
    }
    page = editor.post(address, data=sent, follow_redirects=True).text
    assert "Cost was $1,372 in October" in page
    page = editor.post(
        address, data={**sent, "seen": "2", f"seen-{row.id}": "2", "then": "version"}, follow_redirects=True
    ).text
    assert "Amendment, version 1" in page
    assert "Cost outgrew the rate." in editor.get(f"{URL}/amendments").text


def test_two_people_at_one_amendment_lose_nothing(bay: Partnership, editor: SignedIn) -> None:
    amendment = begin(bay)
    address = f"{URL}/amendments/{amendment.public_id}"
    assert editor.post(address, data={"seen": "1", "reason": "first"}).status_code == 303
    late = editor.post(address, data={"seen": "1", "reason": "second"})
    assert late.status_code == 409
    assert "first" in late.text and "second" in late.text


def test_two_people_who_explain_one_change_lose_nothing(bay: Partnership, editor: SignedIn) -> None:
    amendment, row = begin(bay), AmendedTerm.get()
    address = f"{URL}/amendments/{amendment.public_id}"
    assert f'name="seen-{row.id}" form="amendment" value="{row.version}"' in editor.get(address).text
    sent = {"seen": "1", f"seen-{row.id}": str(row.version)}
    assert editor.post(address, data={**sent, f"because-{row.id}": "costs rose"}).status_code == 303
    late = editor.post(address, data={**sent, f"because-{row.id}": "the plan asked"})
    assert late.status_code == 409
    assert "costs rose" in late.text and "the plan asked" in late.text
    assert AmendedTerm.get().because == "costs rose"


def test_a_term_is_taken_out_and_put_back(bay: Partnership, editor: SignedIn) -> None:
    amendment, row = begin(bay), AmendedTerm.get()
    address = f"{URL}/amendments/{amendment.public_id}"
    page = editor.post(f"{address}/terms/{row.id}/out", follow_redirects=True).text
    assert "stays as it is." in page
    undo = page.split('formaction="', 1)[-1] if "formaction" in page else page
    back = undo[undo.index(f"{address}/terms/") :].split('"')[0]
    assert editor.post(back).status_code == 303
    assert [one.value for one in AmendedTerm.select()] == [106000]
    assert editor.post(back).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"effective_on": "2027-06-01", "recheck_on": "2027-06-01"}, "after it has begun"),
        ({"effective_on": "2027-06-01", "recheck_on": "2037-06-01"}, "Check the year"),
        ({"effective_on": "June"}, "date"),
    ],
)
def test_days_that_cannot_be_are_told(
    bay: Partnership, editor: SignedIn, fields: dict[str, str], words: str
) -> None:
    amendment = begin(bay)
    answer = editor.post(f"{URL}/amendments/{amendment.public_id}", data={"seen": "1", **fields})
    assert answer.status_code == 422
    assert words in answer.text


def test_an_amendment_of_another_partnership_is_not_found(bay: Partnership, editor: SignedIn) -> None:
    make_partnership(key="other", name="Other", payer=make_organization(name="Other plan"))
    amendment = begin(bay)
    address = f"/partnerships/other/contract/amendments/{amendment.public_id}"
    assert editor.get(address).status_code == 404
    for post in ("", "/drop", "/take-up", f"/terms/{AmendedTerm.get().id}/out", "/terms/x/back"):
        assert editor.post(address + post, data={}).status_code == 404, post
    assert Amendment.get().status == "open"


def test_whom_it_was_settled_with_and_its_first_day_go_into_the_amendment(
    bay: Partnership, editor: SignedIn
) -> None:
    form = opened(editor, "money") | {
        "S21.rate_home": "1,060",
        "then": "amend",
        "effective_on": "2027-06-01",
        "settled_with": "Robin Achterberg",
        "settled_on": "2026-11-20",
    }
    editor.post(URL, data=form)
    assert Amendment.get().effective_on == JUNE
    assert AmendedTerm.get().because == "Settled with Robin Achterberg on November 20, 2026"
    form |= {"S21.rate_home": "1,070", "effective_on": "2027-07-01", "settled_with": ""}
    editor.post(URL, data=form)
    assert Amendment.get().effective_on == JUNE
    assert AmendedTerm.get().because == "Settled with Robin Achterberg on November 20, 2026"


def test_a_long_name_of_whom_it_was_settled_with_fits_the_reason() -> None:
    words = settled_words("R" * 255, date(2026, 11, 20))
    assert len(words) == 255
    assert words.endswith("R on November 20, 2026")
    assert settled_words("Robin", None) == "Settled with Robin"
    assert settled_words("", date(2026, 11, 20)) == ""

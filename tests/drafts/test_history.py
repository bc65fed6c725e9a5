"""How the terms came to be: who changed what, from when, and with whom it was settled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.documents.uploads import Upload
from app.drafts.models import DraftVersion
from app.drafts.service import Signature, file_signed
from app.home.queries.timeline import happenings
from app.partnerships.models import Partnership
from app.terms.models import Term
from tests.conftest import NOW, SignedIn
from tests.drafts.made import make_version
from tests.drafts.test_routes import opened
from tests.factories import make_organization, make_partnership

URL = "/partnerships/bay/contract"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay", payer=make_organization(name="Ordway"))


def test_a_change_says_who_it_was_settled_with_and_when(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "money") | {
        "S21.rate_home": "980",
        "settled_with": "Lee Sandoval",
        "settled_on": "2026-11-20",
    }
    assert editor.post(URL, data=form).status_code == 303
    form = opened(editor, "money") | {"S21.rate_home": "1,060"}
    assert editor.post(URL, data=form).status_code == 303
    page = editor.get(f"{URL}/history").text
    assert "settled with Lee Sandoval on November 20, 2026" in page
    assert page.index("<ins>$1,060.00</ins>") < page.index("<ins>$980.00</ins>")
    assert Term.get(Term.key == "S21.rate_home").settled_with == ""
    alone = editor.get(f"{URL}/history?term=S03.notice_days").text
    assert "Nothing was changed here yet." in alone


def test_a_mistake_there_keeps_everything_typed(bay: Partnership, editor: SignedIn) -> None:
    form = opened(editor, "money") | {"S21.rate_home": "980", "settled_with": "Lee", "settled_on": "soon"}
    answer = editor.post(URL, data=form)
    assert answer.status_code == 422
    assert 'value="Lee"' in answer.text and 'value="980"' in answer.text
    assert Term.select().count() == 0


def test_a_patient_is_asked_about_there_too(bay: Partnership, editor: SignedIn) -> None:
    typed = "patient Maria Lopez, MRN 0047211"
    form = opened(editor, "money") | {"S21.rate_home": "980", "settled_with": typed}
    answer = editor.post(URL, data=form)
    assert answer.status_code == 422
    assert "No patient is meant here" in answer.text


def test_what_became_of_drafts_stands_in_the_timeline(bay: Partnership, editor: SignedIn) -> None:
    address = make_version(editor, "bay")
    editor.post(f"{address}/steps", data={"status": "sent", "on": "2026-11-20", "people": "Lee Sandoval"})
    editor.post(f"{address}/sign", data={"signed_on": "2026-11-23", "effective_on": "2026-12-01"})
    paper = Upload(b"%PDF-", "a.pdf", "application/pdf")
    signature = Signature(date(2026, 11, 1), date(2026, 11, 1), "", "", paper)
    file_signed(bay, "Letter of intent", signature, actor=SYSTEM, now=NOW)
    assert DraftVersion.get().status == "signed"
    titles = [(one.title, one.words) for one in happenings(bay.id, limit=20)]
    assert ("Contract draft signed", "") in titles
    assert ("Contract draft sent", "Lee Sandoval") in titles
    assert ("Signed paper filed", "Letter of intent") in titles
    assert editor.get("/partnerships/bay/timeline?show=contract").status_code == 200

"""Admins put the sections into words of their own: checked, kept in versions, restored, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from app.core.history import History
from app.terms.queries import definitions, library, look_at_own_words, use_own_words
from app.wording.models import SectionWording
from app.wording.queries import section_text
from tests.conftest import SignedIn
from tests.drafts.made import files, make_version
from tests.drafts.test_service import words_of
from tests.factories import make_organization, make_partnership

OURS, THEIRS = (
    "The parties shall review the Base Payment",
    "Each spring the parties shall review the Base Payment",
)
URL = "/words/S21"


@pytest.fixture
def own(app: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder in which the house keeps its words; not there at first."""
    folder = tmp_path / "contract_templates"
    use_own_words(folder)
    yield folder
    use_own_words(None)


def changed(words: str = THEIRS) -> dict[str, str]:
    return {"source": section_text("S21").source.replace(OURS, words), "note": "as we say it", "seen": "0"}


def test_words_of_ones_own_stand_in_every_draft_from_then_on(own: Path, admin: SignedIn) -> None:
    make_partnership(key="bay", name="Bay", payer=make_organization(name="Ordway"))
    answer = admin.post(URL, data=changed(), follow_redirects=True)
    assert "Saved as version 1" in answer.text
    assert "Your own words stand here." in answer.text
    assert THEIRS in answer.text
    for file in files(admin, make_version(admin, "bay")).values():
        assert THEIRS in words_of(file.data)
    assert "1 section has words of your own" in admin.get("/words").text


def test_faulty_words_are_refused_with_their_line_and_nothing_typed_is_lost(
    own: Path, admin: SignedIn
) -> None:
    sent = changed("{{ nobody_knows }} The parties shall")
    line = next(n for n, text in enumerate(sent["source"].splitlines(), start=1) if "nobody_knows" in text)
    answer = admin.post(URL, data=sent)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert f"Line {line}:" in page
    assert "{{ nobody_knows }}" in page
    assert SectionWording.select().count() == 0
    assert not list(own.rglob("*.md"))


@pytest.mark.parametrize(
    "hostile",
    [
        "{% for x in ().__class__.__mro__ %}{% endfor %}",
        "{{ rate_home.__class__ }}",
        "{% include '/etc/passwd' %}",
        "{% set x = 1 %}",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
    ],
)
def test_nothing_but_fields_and_simple_commands_is_saved(own: Path, admin: SignedIn, hostile: str) -> None:
    answer = admin.post(URL, data=changed(f"{hostile} The parties shall"))
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.text
    assert not list(own.rglob("*.md"))


def test_looking_saves_nothing(own: Path, admin: SignedIn) -> None:
    answer = admin.post(URL, data=changed() | {"then": "look", "filled": "0"})
    assert answer.status_code == 200
    assert THEIRS in answer.text
    assert "[to settle:" in answer.text
    assert SectionWording.select().count() == 0
    assert History.select().where(History.entity == "section_wording").count() == 0


def test_an_earlier_wording_is_used_again(own: Path, admin: SignedIn) -> None:
    admin.post(URL, data=changed("First the parties shall review the Base Payment"))
    admin.post(
        URL,
        data=changed("First") | {"source": section_text("S21").source.replace("First", "Then"), "seen": "1"},
    )
    first = SectionWording.get(SectionWording.number == 1)
    page = admin.post(f"{URL}/wordings/{first.id}/restore", follow_redirects=True).text
    assert "Version 1 stands again, as version 3." in page
    assert "First the parties" in section_text("S21").source


def test_our_words_come_back_and_theirs_by_undo(own: Path, admin: SignedIn) -> None:
    admin.post(URL, data=changed())
    page = admin.post(f"{URL}/remove", follow_redirects=True).text
    assert "stand again." in page
    assert THEIRS not in section_text("S21").source
    last = SectionWording.select().order_by(SectionWording.number.desc()).first()
    admin.post(f"{URL}/wordings/{last.id}/restore")
    assert THEIRS in section_text("S21").source
    assert admin.post("/words/S13/remove").status_code == 422


def test_two_admins_lose_nothing(own: Path, admin: SignedIn) -> None:
    assert admin.post(URL, data=changed()).status_code == 303
    late = admin.post(URL, data=changed("Every fall the parties shall review the Base Payment"))
    late = admin.post(URL, data={**changed(), "source": section_text("S21").source + "\n", "seen": "0"})
    assert late.status_code == 409


def test_a_section_is_added_to_a_document_with_terms_of_its_own(own: Path, admin: SignedIn) -> None:
    make_partnership(key="bay", name="Bay", payer=make_organization(name="Ordway"))
    page = unescape(admin.post("/words", data={"title": "Use of names", "kind": "D2"}).text)
    source = page[page.index("---\nid: S50") : page.index("</textarea>")]
    answer = admin.post("/words/S50", data={"source": source, "seen": "0"}, follow_redirects=True)
    assert "Saved as version 1" in answer.text
    look_at_own_words()
    assert "S50" in library().kinds["D2"].sections
    assert library().kinds["D2"].sections.index("S50") < library().kinds["D2"].sections.index("S41")
    assert definitions()["S50.example_days"].type == "integer"
    form = admin.get("/partnerships/bay/contract?group=work").text
    assert 'name="S50.example_days"' in form
    for file in files(admin, make_version(admin, "bay")).values():
        assert "Use of names" in words_of(file.data)
        assert "[to settle: time to answer] days" in words_of(file.data)
    admin.post("/words/S50/remove")
    look_at_own_words()
    assert "S50" not in library().sections


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("documents: [D2]", "documents: [D77]", "which is no kind of document"),
        ("type: integer", "type: refs", "has the type refs"),
        ("type: integer", "type: choice", "needs its choices"),
    ],
)
def test_an_added_section_with_a_mistake_is_told(
    own: Path, admin: SignedIn, before: str, after: str, words: str
) -> None:
    page = unescape(admin.post("/words", data={"title": "Names", "kind": "D2"}).text)
    source = page[page.index("---\nid: S50") : page.index("</textarea>")].replace(before, after)
    answer = admin.post("/words/S50", data={"source": source, "seen": "0"})
    assert answer.status_code == 422
    assert words in unescape(answer.text)


def test_only_admins_come_here(own: Path, editor: SignedIn, viewer: SignedIn) -> None:
    for browser in (editor, viewer):
        assert browser.get("/words").status_code == 403
        assert browser.get(URL).status_code == 403
        for post in ("/words", URL, f"{URL}/remove", f"{URL}/wordings/1/restore"):
            assert browser.post(post, data={"source": "x"}).status_code == 403, post


def test_every_section_opens_in_the_editor_with_a_preview_empty_and_filled(
    own: Path, admin: SignedIn
) -> None:
    for ident in library().sections:
        page = admin.get(f"/words/{ident}").text
        assert "cannot be used" not in page, ident
        assert 'aria-label="The section as it prints"' in page, ident
    for missing in ("/words/S77", "/words/S99", "/words/x"):
        assert admin.get(missing).status_code == 404

"""Sections of the house's own: they stand in place of ours, and a faulty one breaks no page."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from app.partnerships.models import Partnership
from app.terms.queries import TEMPLATES, definitions, edition, library, look_at_own_words, use_own_words
from tests.conftest import SignedIn
from tests.drafts.made import files, make_version
from tests.factories import make_organization, make_partnership

ROOT = Path(__file__).parents[2]
FILE = "S21-base-payment.md"
OURS, THEIRS = (
    "The parties shall review the Base Payment",
    "Each spring the parties shall review the Base Payment",
)
URL = "/partnerships/bay/contract"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """The folder in which the house keeps sections of its own; empty at first."""
    folder = tmp_path / "contract_templates"
    (folder / "sections").mkdir(parents=True)
    use_own_words(folder)
    yield folder
    use_own_words(None)


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Kestrel Bay", payer=make_organization(name="Ordway Plan"))


def save(folder: Path, addition: str = "") -> None:
    """Our section on the base payment, with a sentence of the house's own."""
    words = (TEMPLATES / "sections" / FILE).read_text(encoding="utf-8")
    (folder / "sections").mkdir(parents=True, exist_ok=True)
    (folder / "sections" / FILE).write_text(words.replace(OURS, THEIRS) + addition, encoding="utf-8")


def words_of(data: bytes) -> str:
    return zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()


def test_without_a_folder_our_words_stand(tmp_path: Path) -> None:
    ours = library()
    use_own_words(tmp_path / "nowhere")
    assert (library(), edition()) == (ours, ())
    use_own_words(None)


def test_an_empty_folder_changes_nothing_and_is_not_read_again(own: Path) -> None:
    before = library()
    look_at_own_words()
    assert library() is before
    assert definitions() is definitions()


def test_a_saved_section_is_taken_in_at_the_next_look(own: Path) -> None:
    before = library()
    save(own)
    assert library() is before
    look_at_own_words()
    assert THEIRS in library().sections["S21"].body
    assert library().set_aside == ()
    (own / "sections" / FILE).unlink()
    look_at_own_words()
    assert THEIRS not in library().sections["S21"].body


def test_the_page_and_the_file_speak_in_the_words_of_the_house(
    own: Path, bay: Partnership, editor: SignedIn
) -> None:
    assert THEIRS not in editor.get(f"{URL}?group=money").get_data(as_text=True)
    save(own)
    html = editor.get(f"{URL}?group=money").get_data(as_text=True)
    assert THEIRS in html
    assert "cannot be used" not in html
    for made in files(editor, make_version(editor, "bay")).values():
        assert THEIRS in words_of(made.get_data())


def test_a_faulty_section_breaks_no_page_and_is_named_with_its_line(
    own: Path, bay: Partnership, editor: SignedIn
) -> None:
    save(own, "\n{{ nobody_knows_this }}\n")
    line = len((own / "sections" / FILE).read_text(encoding="utf-8").splitlines())
    for address in (f"{URL}?group=money", f"{URL}/draft?kind=D2"):
        answer = editor.get(address)
        html = unescape(answer.get_data(as_text=True))
        assert answer.status_code == 200
        assert "A section of your own cannot be used." in html
        assert f"{FILE}, line {line}: " in html
        assert OURS in html
        assert THEIRS not in html
    assert {editor.get(address).status_code for address in ("/", "/partnerships", "/partnerships/bay")} == {
        200
    }


def test_no_word_file_leaves_in_words_that_are_not_the_houses(
    own: Path, bay: Partnership, editor: SignedIn
) -> None:
    save(own, "\n{{ nobody_knows_this }}\n")
    choice = {"extent": "whole", "kind": "D2"}
    refused = editor.post(f"{URL}/versions/new", data=choice)
    assert refused.status_code == 422
    sentence = unescape(refused.get_data(as_text=True))
    assert "No Word file is made while a section of your own cannot be used." in sentence
    assert FILE in sentence
    save(own)
    assert editor.post(f"{URL}/versions/new", data=choice).status_code == 303


def test_markup_in_a_fault_comes_out_escaped(own: Path, bay: Partnership, editor: SignedIn) -> None:
    save(own, '\n## Odd {#<script>alert("x")</script>}\n')
    html = editor.get(f"{URL}?group=money").get_data(as_text=True)
    assert "A section of your own cannot be used." in html
    assert "<script>alert" not in html


def test_the_command_line_reads_the_same_folder(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        return subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=kept | {"EVENKEEL_INSTANCE": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert run("demo").returncode == 0
    save(tmp_path / "contract_templates")
    made = run("document", "b_drifting", "D6", "-o", str(tmp_path / "own.docx"))
    assert made.returncode == 0, made.stderr
    assert THEIRS in words_of((tmp_path / "own.docx").read_bytes())
    save(tmp_path / "contract_templates", "\n{{ nobody_knows_this }}\n")
    refused = run("document", "b_drifting", "D6", "-o", str(tmp_path / "none.docx"))
    assert refused.returncode == 1
    assert FILE in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "none.docx").exists()

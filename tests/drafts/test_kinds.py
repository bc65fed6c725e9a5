"""Every kind of contract, empty and filled: sound files, and partner copies that keep our side to us."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest

from app.documents.blocks import Copy
from app.documents.lint import lint_docx
from app.documents.writer import write
from app.drafts.queries import kinds_with_words
from app.drafts.service import make_contract
from app.partnerships.models import Partnership
from app.terms.queries import library
from app.wording.queries import example_values
from tests.conftest import on_the_stricter
from tests.documents.document_samples import draft
from tests.drafts.test_service import words_of
from tests.examples.loaded import TODAY, load
from tests.ooxml import validate

pytestmark = pytest.mark.long

KINDS = tuple(library().kinds)
TAG = re.compile(r"\[(L\d [a-z-]+|T5 [a-z]+|QT|ours)\]")
# What a partner copy must not hold, anywhere in the file.
OURS_ALONE = (
    "Points to settle",
    "Questions to settle first",
    "COUNSEL",
    "Internal",
    "walk_away",
    "contract_templates",
)


def parts(data: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def assert_sound(data: bytes, path: Path) -> None:
    assert lint_docx(data) == ()
    path.write_bytes(data)
    assert validate(path) == []


def assert_keeps_ours(data: bytes) -> None:
    files = parts(data)
    assert not [name for name in files if "comments" in name or name.startswith("customXml")]
    text = "".join(files.values())
    assert not TAG.search(text)
    assert [word for word in OURS_ALONE if word in words_of(data) or word in files["docProps/core.xml"]] == []
    assert "w:commentReference" not in text
    authors = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", files["docProps/core.xml"])
    assert set(authors) <= {"Evenkeel"}


def test_all_twelve_kinds_have_their_words() -> None:
    assert [kind.id for kind in kinds_with_words()] == [f"D{number}" for number in range(1, 13)]
    assert sorted(library().sections) == [f"S{number:02d}" for number in range(1, 43)]
    for kind in library().kinds.values():
        assert set(kind.sections) <= set(library().sections)


@pytest.mark.parametrize("copy", list(Copy))
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_and_a_filled_sheet_give_sound_files(kind: str, copy: Copy, tmp_path: Path) -> None:
    """Microsoft's check takes a second: it sees our copies empty and the partner's filled, the audit all."""
    empty, full = draft(kind, {}, copy=copy), draft(kind, example_values(library()), copy=copy)
    assert len(empty.open_points) > 0
    assert [point.key for point in full.open_points] == []
    for document in (empty, full):
        data = write(document)
        assert lint_docx(data) == ()
        if (document is full) == (copy is Copy.PARTNER):
            assert_sound(data, tmp_path / "draft.docx")
        if copy is Copy.PARTNER:
            assert_keeps_ours(data)
            assert ("[to settle:" in words_of(data)) == bool(document.open_points)


@pytest.mark.audit
@pytest.mark.parametrize("copy", list(Copy))
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_and_a_filled_sheet_are_sound_for_microsoft(kind: str, copy: Copy, tmp_path: Path) -> None:
    for values in ({}, example_values(library())):
        assert_sound(write(draft(kind, values, copy=copy)), tmp_path / "draft.docx")


@on_the_stricter
def test_every_kind_is_made_for_each_example(database: str) -> None:
    load()
    for partnership, kind in product(Partnership.select(), KINDS):
        for partner in (False, True):
            made = make_contract(partnership, kind, as_of=TODAY, partner_copy=partner)
            assert lint_docx(made.data) == ()
            text = words_of(made.data)
            assert partnership.payer.name in text
            assert "{{" not in text and "{%" not in text
            if partner:
                assert_keeps_ours(made.data)


@pytest.mark.audit
def test_every_kind_of_each_example_is_sound_for_microsoft(database: str, tmp_path: Path) -> None:
    load()
    for partnership in Partnership.select():
        for kind in KINDS:
            for partner in (False, True):
                for day in (TODAY, date(2000, 1, 1)):
                    data = make_contract(partnership, kind, as_of=day, partner_copy=partner).data
                    assert_sound(data, tmp_path / "draft.docx")

"""Each defect that validators miss is planted in a sound file, and found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from app.documents.lint import lint_docx
from app.documents.writer import write
from tests.documents.document_samples import draft, full_values, parts

DOCUMENT = "word/document.xml"


def planted(part: str, change: Callable[[str], str]) -> bytes:
    """A sound file with one part changed."""
    files = parts(write(draft("S21", {**full_values(), "S21.base_form": ["by_tier"]})))
    before = files[part].decode()
    files[part] = change(before).encode()
    assert files[part].decode() != before, "the defect was not planted"
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def first_cell_emptied(text: str) -> str:
    start = text.index("</w:tcPr>") + len("</w:tcPr>")
    return text[:start] + text[text.index("</w:tc>", start) :]


def first_cell_removed(text: str) -> str:
    start = text.index("<w:tc>")
    return text[:start] + text[text.index("</w:tc>", start) + len("</w:tc>") :]


def second_id_repeated(text: str) -> str:
    first = text.index("<w:sdtPr>")
    ident = text[text.index('<w:id w:val="', first) :].split('"')[1]
    second = text.index('<w:id w:val="', text.index("</w:sdtPr>", first)) + len('<w:id w:val="')
    return text[:second] + ident + text[text.index('"', second) :]


@pytest.mark.parametrize(
    ("part", "change", "sentence"),
    [
        (DOCUMENT, second_id_repeated, "Two content controls"),
        (DOCUMENT, swap('<w:tag w:val="', '<w:tag w:val="' + "x" * 64), "longer than 64"),
        (DOCUMENT, swap('w:name="cl_s21_rate"', 'w:name="cl_s21_base"'), "Two bookmarks"),
        (DOCUMENT, swap('w:name="cl_s21_rate"', 'w:name="cl s21"'), "does not take the bookmark"),
        (DOCUMENT, swap('<w:fldChar w:fldCharType="end"/>', ""), "A field has"),
        (DOCUMENT, swap('<w:fldChar w:fldCharType="begin"/>', ""), "A field has"),
        (DOCUMENT, first_cell_emptied, "table cell"),
        (DOCUMENT, first_cell_removed, "another number of cells"),
        (DOCUMENT, swap("<w:commentReference", "<w:lostReference"), "never called"),
        ("word/comments.xml", swap('<w:comment w:id="0"', '<w:comment w:id="99"'), "does not exist"),
        (DOCUMENT, swap("<w:bookmarkEnd", "<w:lostEnd"), "one start and one end"),
        (DOCUMENT, swap("<w:commentRangeStart", "<w:lostStart"), "one start and one end"),
        (DOCUMENT, swap("Patient", "Pat\x01ient"), "control character"),
        (DOCUMENT, swap('w:val="ClauseText"', 'w:val="NoSuchStyle"'), 'no style "NoSuchStyle"'),
        (DOCUMENT, swap("REF cl_s21_rate", "REF cl_gone"), "points to the bookmark"),
        (DOCUMENT, swap("</w:body>", ""), "not well-formed"),
        ("word/_rels/document.xml.rels", swap('Id="rId10"', 'Id="rId77"'), "which does not exist"),
    ],
)
def test_a_planted_defect_is_found(part: str, change: Callable[[str], str], sentence: str) -> None:
    found = lint_docx(planted(part, change))
    assert any(sentence in line for line in found), found


def test_a_file_of_another_kind_is_named() -> None:
    assert lint_docx(b"plain words") == ("The file is not a Word file.",)

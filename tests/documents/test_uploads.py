"""Signed papers are told by what they are, not by what they are called."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from app.core.errors import RuleViolation
from app.documents.blocks import Document, Meta
from app.documents.formats import WORD_TYPE
from app.documents.uploads import MOST_BYTES, PDF_TYPE, take_paper
from app.documents.writer import write
from tests.documents.document_samples import DAY

WORD = write(Document("Agreement", Meta("D2", on=DAY)))
PDF = b"%PDF-1.7\n%%EOF"


def repacked(**extra: bytes) -> bytes:
    """The Word file with more parts in it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(WORD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, old.read(one))
        for name, data in extra.items():
            new.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kept", "mimetype"),
    [
        (PDF, "signed.pdf", "signed.pdf", PDF_TYPE),
        (PDF, "signed.docx", "signed.docx.pdf", PDF_TYPE),
        (PDF, r"C:\Users\Dana\scan.PDF", "scan.pdf", PDF_TYPE),
        (PDF, "../../etc/passwd", "passwd.pdf", PDF_TYPE),
        (PDF, "a\u202egpj.pdf\x00<b>", "agpj.pdfb.pdf", PDF_TYPE),
        (PDF, "", "Signed paper.pdf", PDF_TYPE),
        (WORD, "agreement.docx", "agreement.docx", WORD_TYPE),
        (WORD, "agreement.exe", "agreement.exe.docx", WORD_TYPE),
    ],
)
def test_a_paper_is_named_by_its_content(data: bytes, name: str, kept: str, mimetype: str) -> None:
    taken = take_paper(data, name)
    assert (taken.name, taken.mimetype, taken.data) == (kept, mimetype, data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90 a program", "Only a Word file"),
        (b"<html><script>alert(1)</script>", "Only a Word file"),
        (b"PK\x03\x04 broken", "not a Word file"),
        (repacked(**{"word__vbaProject.bin": b"x"}), "macros"),
        (repacked(**{"word__bomb.xml": b"0" * (70 * 1024 * 1024)}), "larger"),
        (b"%PDF-" + b"0" * MOST_BYTES, "larger than 20 MB"),
    ],
    ids=["empty", "program", "page", "broken", "macros", "bomb", "large"],
)
def test_anything_else_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        take_paper(data, "agreement.docx")

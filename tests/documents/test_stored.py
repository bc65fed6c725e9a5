"""The exact words of a file that was handed out can be had again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.assembly import assemble
from app.documents.blocks import Copy, Document, Meta, Picture
from app.documents.library import Library
from app.documents.stored import from_json, to_json
from app.documents.writer import write
from tests.documents.document_samples import DAY

LIBRARY = Library.load(Path(__file__).resolve().parents[2] / "contract_templates")


@pytest.mark.parametrize("copy", list(Copy))
@pytest.mark.parametrize("kind", list(LIBRARY.kinds))
def test_every_kind_is_stored_and_written_again_byte_for_byte(kind: str, copy: Copy) -> None:
    document = assemble(LIBRARY, kind, {}, copy=copy, on=DAY)
    again = from_json(to_json(document))
    assert again == document
    assert write(again) == write(document)


def test_pictures_and_odd_signs_survive() -> None:
    meta = Meta("D2", on=DAY)
    document = Document("“{{ x }}” ]]> \U0001f33b \u05d0", meta, body=(Picture(bytes(range(256)), "a"),))
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("data", [b"[]", b'{"is":"os"}', b'{"is":"Text","text":"x"}', b'{"is":"Copy"}'])
def test_nothing_but_a_document_is_read(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        from_json(data)

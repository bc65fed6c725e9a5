"""Values for every term of the library, and ways to read a written file back, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from lxml import etree

from app.documents.articles import article_runs, inline_runs
from app.documents.assembly import assemble
from app.documents.blocks import Article, Copy, Document, plain
from app.documents.library import Library
from app.documents.sections import OptionGroup

FOLDER = Path(__file__).resolve().parents[2] / "contract_templates"
DAY = date(2025, 1, 2)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def library() -> Library:
    """The library as it is shipped."""
    return Library.load(FOLDER)


def draft(kind: str, values: dict[str, Any], **options: Any) -> Document:
    """A draft of the day that all tests share."""
    return assemble(library(), kind, values, **{"on": DAY, "version": "3", **options})


def typed(fact: dict[str, Any], example: Any) -> Any:
    """An example of terms.yaml as the typed value that a term sheet holds."""
    kind = fact.get("type", "text")
    if kind == "money":
        return int(Decimal(str(example)) * 100)
    if kind == "number":
        return Decimal(str(example))
    if kind == "table":
        columns = fact["columns"]
        return [
            {"id": f"r{place}", **{name: typed(columns[name], cell) for name, cell in row.items()}}
            for place, row in enumerate(example, start=1)
        ]
    return example


def full_values() -> dict[str, Any]:
    """Each term with the example of terms.yaml; shared terms only under their home."""
    return {
        f"{ident}.{name}": typed(fact, fact["example"])
        for ident, group in library().facts.items()
        for name, fact in group.items()
        if fact.get("example") is not None and not fact.get("same_as")
    }


def option_sets(group: OptionGroup) -> list[list[str]]:
    """Every set of options that may stand together, the empty one included."""
    every = chain.from_iterable(combinations(group.choices, size) for size in range(len(group.choices) + 1))
    return [list(picked) for picked in every if group.allowed(frozenset(picked))]


def spoken(document: Document) -> str:
    """Everything the document says, one paragraph a line."""
    lines: list[str] = []
    for part in (*document.cover, *document.body, *document.appendix):
        if isinstance(part, Article):
            lines += [f"{part.label} {part.title}".strip(), *(plain(run) for run in article_runs(part))]
        else:
            lines += [plain(run) for run in inline_runs(part)]
    return "\n".join(lines)


def parts(blob: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name."""
    with zipfile.ZipFile(BytesIO(blob)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(blob: bytes) -> list[tuple[str, str]]:
    """Each paragraph of the body as (style, text), also inside controls and tables."""
    body = etree.fromstring(parts(blob)["word/document.xml"])
    return [(_style(paragraph), "".join(_text(paragraph))) for paragraph in body.iter(f"{W}p")]


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""


def _text(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        yield {"t": element.text or "", "br": "\n", "tab": "\t"}[etree.QName(element).localname]


def as_partner(kind: str, values: dict[str, Any]) -> Document:
    """The copy that leaves the house."""
    return draft(kind, values, copy=Copy.PARTNER, draft_id="draft-77", partnership="Sunmere")

"""The rows of the first sheet of a workbook, fast: what its cells hold, without formats and styles.

For files of tens of thousands of rows. The workbook was checked before (`reader.check_workbook`); no entity
is resolved, nothing is fetched, and only the row that is read stays in memory.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from app.core.errors import RuleViolation

from .reader import NO_EXCEL, UNREADABLE

FROM_1904 = "This workbook counts its days from 1904, as old Macs did. Save it as CSV and bring that."
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
DIGITS = "0123456789"
SHOWN = 15  # signs: a longer number is a float with noise at its end
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def rows_of_workbook(data: bytes, most_rows: int, most_columns: int) -> Iterator[tuple[Any, ...]]:
    """Each row as its cells: text (also of a number), float, None; a date is its number, a formula has "=".

    A row that is left out in the file is an empty one; after `most_rows` nothing is read. Raises
    RuleViolation for what is no workbook.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheet, shared = _parts(archive)
            texts = _texts(archive, shared) if shared else []
            with archive.open(sheet) as part:
                yield from _rows(part, texts, most_rows, most_columns)
    except (*UNREADABLE, KeyError, IndexError, etree.LxmlError) as error:
        raise RuleViolation(NO_EXCEL) from error


def _parts(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The names of the first sheet and of the shared texts, which may be missing."""
    from lxml import etree

    parser = etree.XMLParser(**SAFE)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    for facts in book.iterfind("{*}workbookPr"):
        if facts.get("date1904") in ("1", "true"):
            raise RuleViolation(FROM_1904)
    first = next(book.iterfind("{*}sheets/{*}sheet"), None)
    if first is None:
        raise RuleViolation(NO_EXCEL)
    wanted = first.get(RELATION) or first.get(STRICT_RELATION)
    sheet = shared = ""
    for one in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser):
        target = posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        if one.get("Id") == wanted:
            sheet = target
        elif one.get("Type", "").endswith("/sharedStrings"):
            shared = target
    return sheet, shared


def _texts(archive: zipfile.ZipFile, name: str) -> list[str]:
    from lxml import etree

    found = []
    with archive.open(name) as part:
        for _event, item in etree.iterparse(part, tag="{*}si", **SAFE):
            found.append(_text(item))
            item.clear()
    return found


def _text(item: Any) -> str:
    """The text in its pieces, without the reading aid of Japanese words."""
    return "".join(one.text or "" for one in item.iter("{*}t") if not one.getparent().tag.endswith("}rPh"))


def _rows(part: Any, texts: list[str], most_rows: int, most_columns: int) -> Iterator[tuple[Any, ...]]:
    from lxml import etree

    places: dict[str, int] = {}
    line = 1
    for _event, row in etree.iterparse(part, tag="{*}row", **SAFE):
        cells = _cells(row, texts, places, most_columns)
        number = int(row.get("r") or line)
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
        if not cells:
            continue
        while line < min(number, most_rows):
            yield ()
            line += 1
        yield cells
        line += 1
        if line > most_rows:
            return


def _cells(row: Any, texts: list[str], places: dict[str, int], most: int) -> tuple[Any, ...]:
    filled = [cell for cell in row if len(cell)]
    values = [value.text for value in row.iter("{*}v", "{*}is")]
    plain = len(values) == len(filled) and next(row.iter("{*}f"), None) is None
    found: list[Any] = []
    for at, cell in enumerate(filled):
        letters = cell.get("r", "").rstrip(DIGITS)
        place = places.get(letters)
        if place is None:
            place = len(found)
            if letters:
                place = places[letters] = _place(letters)
        if place >= most:
            break
        if place > len(found):
            found.extend([None] * (place - len(found)))
        found.append(_typed(cell, values[at], texts) if plain else _value(cell, texts))
    return tuple(found)


def _place(letters: str) -> int:
    place = 0
    for sign in letters:
        place = place * 26 + ord(sign) - 64
    return place - 1


def _value(cell: Any, texts: list[str]) -> Any:
    """What a cell holds in a row with formulas."""
    parts = {child.tag.rpartition("}")[2]: child for child in cell}
    value = parts.get("v")
    text = value.text if value is not None else None
    if "f" in parts:
        return f"={text or ''}"
    return _typed(cell, text, texts)


def _typed(cell: Any, text: str | None, texts: list[str]) -> Any:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _text(cell)
    if text is None:
        return None
    if kind is None or kind == "n":
        return text if len(text) <= SHOWN and "E" not in text else float(text)
    if kind == "s":
        return texts[int(text)]
    return text == "1" if kind == "b" else text

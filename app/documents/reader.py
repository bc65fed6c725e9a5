"""Reads the tables of a Word file that somebody sent back. The file is hostile until read.

Sizes are capped before anything is unpacked, no entity is resolved, macros are refused. Of tracked changes
the final view counts. Nothing is looked at but the body of the document.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.core.errors import RuleViolation

MOST_BYTES = 5 * 1024 * 1024
MOST_ENTRIES = 500
MOST_UNPACKED = 60 * 1024 * 1024
MOST_BODY = 20 * 1024 * 1024
MOST_RATIO = 200  # text packs to a twentieth; a bomb to a thousandth
SMALL = 1024 * 1024  # below this a ratio means nothing
MOST_TABLES, MOST_ROWS, MOST_CELLS = 100, 500, 30

NO_WORD = "This is not a Word file we can read. Save it in Word as .docx and upload it again."
MACROS = "This file holds macros, which we do not open. Save it in Word as .docx without macros."
TOO_LARGE = "This file is larger than a page of minutes ever is. Nothing was read."
# Whatever unpacking a damaged or a made-up file may raise.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(OSError, RuntimeError, NotImplementedError, EOFError, ValueError),
)
NO_EXCEL = "This is not an Excel file we can read. Save it in Excel as .xlsx and choose it again."
MACROS_BOOK = "This file holds macros, which we do not open. Save it in Excel as .xlsx without macros."
TOO_LARGE_BOOK = "This file is larger than a term sheet ever is. Nothing was read."
_GONE = {"del", "moveFrom", "Fallback"}
_SKIPPED = _GONE | {"delText", "instrText", "pPr", "rPr", "sdtPr", "tbl", "txbxContent"}


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """A table: the cells of its first row, and those of each further row, as plain words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_tables(data: bytes) -> tuple[ReturnedTable, ...]:
    """The tables of a .docx in their order. Raises RuleViolation with what to do."""
    if len(data) > MOST_BYTES:
        raise RuleViolation(TOO_LARGE)
    body = _parsed(_body_part(data))
    found: list[ReturnedTable] = []
    for table in body.iter():
        if len(found) == MOST_TABLES:
            break
        if _name(table) == "tbl" and not _is_gone(table):
            rows = [_cells(row) for row in _rows(table)]
            if rows:
                found.append(ReturnedTable(rows[0], tuple(rows[1:])))
    return tuple(found)


def check_word(data: bytes, most_bytes: int = MOST_BYTES) -> None:
    """Whether this is a .docx that may be kept. Raises RuleViolation with what to do."""
    if len(data) > most_bytes:
        raise RuleViolation(TOO_LARGE)
    _parsed(_body_part(data))


def check_workbook(data: bytes, most_bytes: int, most_unpacked: int = MOST_UNPACKED) -> None:
    """Whether this is an .xlsx that may be read: no macros, no bomb. Raises RuleViolation with what to do."""
    if len(data) > most_bytes:
        raise RuleViolation(TOO_LARGE_BOOK)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries, most_unpacked, MACROS_BOOK)
            names = {one.filename for one in entries}
            kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            # Every part is unpacked once here, so that a wrong size in the list of contents cannot hide one.
            for one in entries:
                with archive.open(one) as part:
                    if len(part.read(one.file_size + 1)) > one.file_size:
                        raise RuleViolation(NO_EXCEL)
    except UNREADABLE as error:
        raise RuleViolation(NO_EXCEL) from error
    if b"macroEnabled" in kinds:
        raise RuleViolation(MACROS_BOOK)
    if b"spreadsheetml.sheet.main" not in kinds or "xl/workbook.xml" not in names:
        raise RuleViolation(NO_EXCEL)


def _body_part(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries)
            name = _document(archive, {one.filename for one in entries})
            if archive.getinfo(name).flag_bits & 0x1:
                raise RuleViolation(NO_WORD)
            with archive.open(name) as part:
                body = part.read(MOST_BODY + 1)
    except UNREADABLE as error:
        raise RuleViolation(NO_WORD) from error
    if len(body) > MOST_BODY:  # whatever the list of contents says
        raise RuleViolation(TOO_LARGE)
    return body


def _check(entries: list[zipfile.ZipInfo], most_unpacked: int = MOST_UNPACKED, macros: str = MACROS) -> None:
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > most_unpacked:
        raise RuleViolation(TOO_LARGE)
    for one in entries:
        if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise RuleViolation(TOO_LARGE)
        if "vbaproject" in one.filename.lower():
            raise RuleViolation(macros)


def _document(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The part that holds the document, after a look at what kind of file this is."""
    if "[Content_Types].xml" not in names:
        raise RuleViolation(NO_WORD)
    with archive.open("[Content_Types].xml") as part:
        kinds = part.read(SMALL)
    if b"macroEnabled" in kinds:
        raise RuleViolation(MACROS)
    if b"wordprocessingml.document.main" not in kinds or "word/document.xml" not in names:
        raise RuleViolation(NO_WORD)
    return "word/document.xml"


def _parsed(body: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleViolation(NO_WORD) from error
    if tree.getroottree().docinfo.doctype:  # Word writes none
        raise RuleViolation(NO_WORD)
    return tree


def _name(element: Any) -> str:
    """The name without its namespace: Word has a strict dialect with other ones."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_gone(element: Any) -> bool:
    """Whether a table lies in something that was deleted, or in the older half of a choice."""
    return any(_name(one) in _GONE for one in element.iterancestors())


def _rows(table: Any) -> list[Any]:
    """The rows of this table itself, also inside content controls; deleted ones are gone."""
    found: list[Any] = []
    for element in _inside(table, "tr"):
        marks = [_name(mark) for part in element if _name(part) == "trPr" for mark in part]
        if "del" not in marks:
            found.append(element)
    return found[:MOST_ROWS]


def _cells(row: Any) -> tuple[str, ...]:
    """The words of each cell; a cell over several columns counts as many."""
    found: list[str] = []
    for cell in _inside(row, "tc"):
        marks = {_name(mark): mark for part in cell if _name(part) == "tcPr" for mark in part}
        if "cellDel" in marks:
            continue
        span = _number(marks["gridSpan"]) if "gridSpan" in marks else 1
        text = "" if "vMerge" in marks and _value(marks["vMerge"]) != "restart" else _text(cell)
        found += [text, *[""] * (min(span, MOST_CELLS) - 1)]
    return tuple(found[:MOST_CELLS])


def _inside(element: Any, wanted: str) -> Iterator[Any]:
    """The nearest elements of a name below, through controls and insertions, not through other tables."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _inside(child, wanted)


def _text(cell: Any) -> str:
    parts: list[str] = []
    _collect(cell, parts)
    return " ".join("".join(parts).split())


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in ("tab", "br", "cr"):
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name and name not in _SKIPPED:
            _collect(child, parts)
            if name == "p":
                parts.append(" ")


def _value(mark: Any) -> str:
    return next((value for key, value in mark.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _number(mark: Any) -> int:
    value = _value(mark)
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 4 else 1

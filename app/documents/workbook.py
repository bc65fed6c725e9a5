"""The rows of the first sheet of a workbook, fast: what its cells hold, without formats and styles.

For files of tens of thousands of rows. The workbook was checked before (`reader.check_workbook`); no entity
is resolved, nothing is fetched, and only the row that is read stays in memory.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from app.core.errors import RuleViolation

from .reader import NO_EXCEL, UNREADABLE

FROM_1904 = "This workbook counts its days from 1904, as old Macs did. Save it as CSV and bring that."
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
DIGITS = "0123456789"
SHOWN = 15  # signs: a longer number is a float with noise at its end
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHUNK = 256 * 1024
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
PLAIN = {name: name for name in ("row", "c", "v", "f", "t", "rPh")}
SPACED = {f"{space} {name}": name for space in MAIN for name in PLAIN}
PLAIN_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")?\?>\s*)?"""
    rb"<worksheet[\s>]"
)
PLAIN_ROW = re.compile(r'<row(?: r="(\d+)")?(?: [\w:]+="[^"<>]*")*>')
PLAIN_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="\d+")?(?: t="(\w+)")?'
    r"(?:/>|></c>|><(?:v|is><t)>([^<]*)</(?:v|t></is)></c>)"
)
UNUSUAL = re.compile("<[fr!?]")  # a formula, text in pieces, another row, a note
MOST_OF_A_ROW = 4 * 1024 * 1024
NUMBER, FORMULA = ("", "n"), "f"
Cell = tuple[str, str, str]  # its column where it says one, its kind, what it holds
Row = tuple[str, list[Cell]]  # its number, where it says one
Open = tuple[str, list[dict[str, str]]]  # a row while it is parsed: of each cell its facts and "v", "f"
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
    except (*UNREADABLE, KeyError, IndexError, etree.LxmlError, expat.ExpatError) as error:
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


def _rows(part: IO[bytes], texts: list[str], most_rows: int, most_columns: int) -> Iterator[tuple[Any, ...]]:
    places: dict[str, int] = {}
    line = 1
    for number, cells in _cells_by_row(part):
        found = _values(cells, texts, places, most_columns)
        if not found:
            continue
        while line < min(int(number or line), most_rows):
            yield ()
            line += 1
        yield found
        line += 1
        if line > most_rows:
            return


def _cells_by_row(part: IO[bytes]) -> Iterator[Row]:
    """Each row piece by piece of the file: plain ones by their text, which takes a third of the time.

    All of the file goes through a parser, so that what is cut into pieces is known to be sound.
    """
    data = part.read(CHUNK)
    plain = PLAIN_HEAD.match(data) is not None and b"<!" not in data
    read: list[Open] = []
    parser = expat.ParserCreate() if plain else _parser(read, " ", SPACED)
    rest = b""
    while data:
        parser.Parse(data)
        if plain:
            *whole, rest = (rest + data).split(b"</row>")
            for piece in whole:
                yield from _plain_row(piece.decode()) or _parsed_rows(piece)
            rest = _still_open(rest)
        else:
            yield from map(_closed, read[:-1])  # the last one may go on
            del read[:-1]
        data = part.read(CHUNK)
    parser.Parse(b"", True)
    yield from map(_closed, read)


def _still_open(rest: bytes) -> bytes:
    """The beginning of a row that goes on; empty rows and what stands below the rows is not kept."""
    if len(rest) <= CHUNK:
        return rest
    if b"</sheetData>" in rest:
        return b""
    rest = rest[max(rest.rfind(b"<row"), 0) :]
    if len(rest) > MOST_OF_A_ROW:
        raise RuleViolation(NO_EXCEL)
    return rest


def _plain_row(piece: str) -> list[Row]:
    """A row without formulas, entities or anything else out of the usual; none where it is not."""
    begin = piece.find("<row")
    head = PLAIN_ROW.match(piece, begin) if begin >= 0 else None
    if head is None:
        return []
    cells = PLAIN_CELL.findall(piece, head.end())
    # Each cell opens once; a sign that the pattern knows nothing of makes one cell too few, or another mark.
    if piece.count("<c", head.end()) != len(cells) or "&" in piece or UNUSUAL.search(piece, head.end()):
        return []
    return [(head[1], cells)]


def _parsed_rows(piece: bytes) -> list[Row]:
    read: list[Open] = []
    parser = _parser(read, None, PLAIN)
    parser.Parse(b"<sheetData>" + piece[max(piece.find(b"<row"), 0) :] + b"</row></sheetData>", True)
    return [_closed(row) for row in read]


def _closed(row: Open) -> Row:
    number, cells = row
    found = []
    for cell in cells:
        kind = FORMULA if "f" in cell else cell.get("t", "")
        found.append((cell.get("r", "").rstrip(DIGITS), kind, cell.get("v", "").strip()))
    return number, found


def _parser(read: list[Open], separator: str | None, kinds: Mapping[str, str]) -> expat.XMLParserType:
    """A parser that adds the rows it meets. Most of its time goes into what it calls, so that is little."""
    cell: dict[str, str] = {}
    inside = ""

    def start(tag: str, facts: dict[str, str]) -> None:
        nonlocal cell, inside
        kind = kinds.get(tag, "")
        if kind == "c":
            cell = facts
            read[-1][1].append(cell)
        elif kind == "row":
            read.append((facts.get("r", ""), []))
        elif kind == "f":
            cell["f"] = ""
        # The reading aid of Japanese words is no part of the text.
        inside = "" if inside == "rPh" and kind == "t" else kind

    def words(text: str) -> None:
        if inside in ("v", "t"):
            cell["v"] = cell.get("v", "") + text

    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = words

    def begin(*_doctype: Any) -> None:
        parser.DefaultHandler = lambda _markup: None  # with it expat leaves entities as they are

    parser.StartDoctypeDeclHandler = begin
    return parser


def _values(cells: list[Cell], texts: list[str], places: dict[str, int], most: int) -> tuple[Any, ...]:
    found: list[Any] = []
    for letters, kind, text in cells:
        place = places.get(letters)
        if place is None:
            place = len(found)
            if letters:
                place = places[letters] = _place(letters)
        if place >= most:
            break
        if place > len(found):
            found.extend([None] * (place - len(found)))
        # Most cells of a long file are short numbers.
        plain = kind in NUMBER and 0 < len(text) <= SHOWN and "E" not in text
        found.append(text if plain else _value(kind, text, texts))
    return tuple(found) if any(one is not None for one in found) else ()


def _place(letters: str) -> int:
    place = 0
    for sign in letters:
        place = place * 26 + ord(sign) - 64
    return place - 1


def _value(kind: str, text: str, texts: list[str]) -> Any:
    if kind == FORMULA:
        return f"={text}"
    if not text:
        return None
    if kind in NUMBER:
        return float(text)
    if kind == "s":
        return texts[int(text)]
    return text == "1" if kind == "b" else text

"""What a document says, without how it is written: frozen, plain, comparable.

Contracts and all other papers are described with these words. `preview` turns them into HTML,
`writer` into Word. Numbers ("Article 2.", "2.1", "(a)") are worked out here, once, for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from app.core.text import UNPRINTABLE


def clean(text: str) -> str:
    """The text without characters that no document can hold."""
    if "\r" not in text and not UNPRINTABLE.search(text):
        return text
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Copy(StrEnum):
    """Who a file is for: our own side, or the partner."""

    INTERNAL = "internal"
    PARTNER = "partner"


class Role(StrEnum):
    """What a paragraph is for; it decides the style in Word and the class in HTML."""

    BODY = "body"
    CLAUSE = "clause"
    LEAD = "lead"
    SMALL = "small"
    NOTICE = "notice"
    COVER = "cover"


class Marker(StrEnum):
    """How the items of a list are marked."""

    LETTER = "letter"
    NUMBER = "number"
    BULLET = "bullet"
    CHECK = "check"


class Align(StrEnum):
    """Where the text of a table column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


# --- inside a paragraph


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. A line end in the text starts a new line."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One value of the term sheet, or the gap where it will stand."""

    key: str
    text: str
    label: str
    gap: bool = False
    bold: bool = False

    @property
    def base(self) -> str:
        """The key of the term itself, without row and column."""
        return ".".join(self.key.split(".")[:2])


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a clause of the same document: "Section " and its number."""

    clause: str
    number: str
    prefix: str = "Section "
    bold: bool = False

    @property
    def text(self) -> str:
        """The reference as it reads."""
        return self.prefix + self.number


@dataclass(frozen=True, slots=True)
class Counsel:
    """A subject inside a sentence on which counsel supplies the words."""

    subject: str

    @property
    def text(self) -> str:
        """The place as it reads."""
        return f"[Counsel to supply: {self.subject}]"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is filled during assembly; never part of a finished document."""

    index: int
    bold: bool = False

    @property
    def text(self) -> str:
        """Nothing is known yet."""
        return ""


Inline = Text | Term | Ref | Counsel | Slot
Inlines = tuple[Inline, ...]


def words(text: str, *, bold: bool = False, italic: bool = False) -> Inlines:
    """Plain words as the content of a paragraph or cell."""
    return (Text(clean(text), bold, italic),)


def plain(inlines: Iterable[Inline]) -> str:
    """The content as it reads, without marks."""
    return "".join(part.text for part in inlines)


# --- the blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `keep_next` holds it on the page of what follows."""

    inlines: Inlines
    role: Role = Role.BODY
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without a number, for papers, covers and appendices. Level 1 or 2."""

    inlines: Inlines
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; `first` begins the count anew. Level 0 or 1."""

    inlines: Inlines
    marker: Marker = Marker.LETTER
    level: int = 0
    label: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width in percent, its alignment."""

    heading: Inlines
    share: float = 0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The header row repeats on each page, and no row breaks over two pages."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    indented: bool = False

    def shares(self) -> tuple[float, ...]:
        """The widths in percent; columns without a share divide the rest evenly."""
        given = sum(column.share for column in self.columns)
        open_columns = sum(1 for column in self.columns if not column.share)
        rest = max(100 - given, 10 * open_columns) / open_columns if open_columns else 0
        raw = [column.share or rest for column in self.columns]
        return tuple(share * 100 / sum(raw) for share in raw)


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Facts in two columns without lines: what it is, and what it says."""

    rows: tuple[tuple[str, Inlines], ...]
    key_share: float = 30


@dataclass(frozen=True, slots=True)
class CounselPlace:
    """A paragraph that names a subject on which counsel supplies the words."""

    inlines: Inlines
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Guidance:
    """A margin note on the paragraph before it. Internal copies only."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart or other picture (PNG), with words for those who cannot see it.

    `alt` becomes the alternative text in Word and HTML; the `caption` stands below, on the same page.
    """

    png: bytes
    alt: str
    width_inches: float = 6.0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Spacer:
    """An empty line, or lines to write on."""

    lines: int = 1
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, computed from the articles."""


Block = (
    Paragraph
    | Heading
    | Item
    | Table
    | KeyValues
    | CounselPlace
    | Guidance
    | Picture
    | Spacer
    | PageBreak
    | Contents
)
Blocks = tuple[Block, ...]


# --- contracts


class Numbering(StrEnum):
    """Whether an article and its clauses carry numbers."""

    ARTICLE = "article"
    LETTER = "letter"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Clause:
    """A headed clause. Its id never changes: returned files are read by it."""

    id: str
    heading: Inlines
    blocks: Blocks
    number: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One section of the library inside a document."""

    section: str
    title: str
    intro: Blocks = ()
    clauses: tuple[Clause, ...] = ()
    numbering: Numbering = Numbering.ARTICLE
    counsel: bool = False
    number: str = ""

    @property
    def label(self) -> str:
        """The number as it reads before the title: "Article 2."."""
        return f"Article {self.number}." if self.number else ""


@dataclass(frozen=True, slots=True)
class Meta:
    """Facts about a file, partly kept inside it so that a returned copy is known again."""

    kind: str
    draft_id: str = ""
    version: str = ""
    partnership: str = ""
    copy: Copy = Copy.INTERNAL
    language: str = "en-US"
    on: date = date(2025, 1, 1)

    @property
    def moment(self) -> datetime:
        """The day of the draft as a moment; files carry no time of day, so the same input gives one file."""
        return datetime(self.on.year, self.on.month, self.on.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A gap: the term, its label, and the section where it first stands."""

    key: str
    label: str
    section: str
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file: cover, body and what follows, with the lines at the head and foot of each page."""

    title: str
    meta: Meta
    subtitle: str = ""
    cover: Blocks = ()
    body: tuple[Article | Block, ...] = ()
    appendix: Blocks = ()
    header: tuple[str, str] = ("", "")
    footer: str = ""
    cover_page: bool = False
    open_points: tuple[OpenPoint, ...] = ()
    counsel_places: int = 0

    def articles(self) -> tuple[Article, ...]:
        """The articles in order."""
        return tuple(part for part in self.body if isinstance(part, Article))


# --- numbers


def item_label(marker: Marker, level: int, place: int) -> str:
    """The mark of the n-th item (from 1): "(a)", "(i)", "1.", or a sign."""
    if marker is Marker.LETTER:
        return f"({_letter(place) if level == 0 else _roman(place)})"
    if marker is Marker.NUMBER:
        return f"{place}."
    return "\u2022" if marker is Marker.BULLET else "\u2610"


def items(entries: Iterable[Inlines], marker: Marker = Marker.BULLET) -> tuple[Item, ...]:
    """A list of one level, counted from its beginning."""
    return tuple(
        Item(inlines, marker, 0, item_label(marker, 0, place), first=place == 1)
        for place, inlines in enumerate(entries, start=1)
    )


def _letter(place: int) -> str:
    """a ... z, then aa, bb, as Word counts."""
    return chr(ord("a") + (place - 1) % 26) * ((place - 1) // 26 + 1)


def _roman(place: int) -> str:
    """i, ii, iii, iv ..."""
    signs = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in signs:
        while place >= value:
            text, place = text + sign, place - value
    return text

"""The words of a section, rendered by the sandbox, become blocks.

Only what contracts need is read: headings, paragraphs, bold, ordered lists, tables, and the three boxes
`guidance`, `counsel` and `widths`. Everything else stands as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .blocks import (
    Align,
    Block,
    Blocks,
    Clause,
    Column,
    CounselPlace,
    Guidance,
    Heading,
    Inline,
    Inlines,
    Item,
    KeyValues,
    Marker,
    Paragraph,
    Role,
    Slot,
    Table,
    Text,
    item_label,
)
from .sandbox import CLOSE, OPEN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
_HEADING_ID = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
_OPENS_QUOTE = re.compile(r"[\s(\[\u2014\u2013/\u201c\u2018]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A section's blocks with places still to fill: what stands before the first clause, and the clauses."""

    intro: Blocks
    clauses: tuple[Clause, ...]


@lru_cache(maxsize=512)
def parse_section(text: str) -> Parsed:
    """Read a rendered section. The same text is parsed once; the answer is never changed."""
    intro: list[Block] = []
    clauses: list[tuple[str, Inlines, list[Block]]] = []
    for kind, ident, block in _Reader(_parser().parse(text)).blocks():
        if kind == "title":
            continue
        if kind == "clause" and isinstance(block, Heading):
            clauses.append((ident, block.inlines, []))
        else:
            (clauses[-1][2] if clauses else intro).append(block)
    return Parsed(tuple(intro), tuple(Clause(ident, head, tuple(found)) for ident, head, found in clauses))


def parse_sentence(text: str) -> Inlines:
    """Read one paragraph, as in *Words used* or a pointer to an exhibit."""
    for block in parse_section(text).intro:
        if isinstance(block, Paragraph):
            return block.inlines
    return ()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    parser = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis", "newline"])
    for box in ("guidance", "counsel", "widths"):
        parser.use(container_plugin, name=box)
    return parser


class _Reader:
    """Walks the flat tokens of markdown-it once."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens = tokens
        self.at = 0
        self.in_clause = False

    def blocks(self) -> Iterator[tuple[str, str, Block]]:
        """Each block with its kind and, for clause headings, its id."""
        while self.at < len(self.tokens):
            token = self._take()
            if token.type == "heading_open":
                yield self._heading(token.tag)
            elif token.type == "container_guidance_open":
                yield "block", "", Guidance(self._box("container_guidance_close"))
            elif token.type == "container_counsel_open":
                yield "block", "", CounselPlace(self._box("container_counsel_close"), indented=self.in_clause)
            elif token.type == "container_widths_open":
                shares = [float(share) for share in re.findall(r"\d+", token.info)]
                yield from (("block", "", self._table(shares)) for _ in self._until_table())
            elif token.type == "table_open":
                yield "block", "", self._table([])
            elif token.type in ("ordered_list_open", "bullet_list_open"):
                yield from (("block", "", item) for item in self._list(token.type, 0))
            elif token.type == "paragraph_open":
                inlines = self._inline()
                if inlines:
                    yield "block", "", self._paragraph(inlines)

    def _take(self) -> Any:
        self.at += 1
        return self.tokens[self.at - 1]

    def _inline(self) -> Inlines:
        """The content of the block just opened; its closing token is passed over."""
        inlines = _inlines(self._take().children or ())
        self.at += 1
        return inlines

    def _paragraph(self, inlines: Inlines) -> Paragraph:
        role = Role.CLAUSE if self.in_clause else Role.BODY
        return Paragraph(inlines, role, keep_next=inlines[-1].text.endswith(":"))

    def _heading(self, tag: str) -> tuple[str, str, Block]:
        inlines = self._inline()
        if tag == "h1":
            return "title", "", Heading(inlines)
        ident = ""
        if inlines and isinstance(inlines[-1], Text) and (found := _HEADING_ID.search(inlines[-1].text)):
            ident = found[1]
            inlines = (*inlines[:-1], replace(inlines[-1], text=inlines[-1].text[: found.start()]))
        self.in_clause = True
        return "clause", ident, Heading(inlines, 2)

    def _box(self, closing: str) -> Inlines:
        """The paragraphs of a box as one run of words, with a line end between them."""
        parts: list[Inline] = []
        while (token := self._take()).type != closing:
            if token.type == "inline":
                parts += [*([Text("\n")] if parts else []), *_inlines(token.children or ())]
        return tuple(parts)

    def _until_table(self) -> Iterator[None]:
        while (token := self._take()).type != "container_widths_close":
            if token.type == "table_open":
                yield

    def _table(self, shares: Sequence[float]) -> Table:
        columns: list[Column] = []
        rows: list[list[Inlines]] = []
        while (token := self._take()).type != "table_close":
            if token.type == "th_open":
                align = _align(token.attrGet("style"))
                share = shares[len(columns)] if len(columns) < len(shares) else 0
                columns.append(Column(self._inline(), share, align))
            elif token.type == "tr_open" and columns:
                rows.append([])
            elif token.type == "td_open":
                rows[-1].append(self._inline())
        return Table(tuple(columns), tuple(tuple(row) for row in rows), indented=self.in_clause)

    def _list(self, opened: str, level: int) -> Iterator[Item]:
        """The items of a list, inner lists after the item that holds them; each list counts anew."""
        place = 0
        closing = opened.replace("_open", "_close")
        marker = Marker.LETTER if opened.startswith("ordered") else Marker.BULLET
        while (token := self._take()).type != closing:
            if token.type == "list_item_open":
                place += 1
            elif token.type == "paragraph_open":
                label = item_label(marker, level, place)
                yield Item(self._inline(), marker, level, label, first=place == 1)
            elif token.type in ("ordered_list_open", "bullet_list_open"):
                yield from self._list(token.type, min(level + 1, 1))


def _align(style: object) -> Align:
    text = str(style or "")
    return next((align for align in (Align.RIGHT, Align.CENTER) if align.value in text), Align.LEFT)


def _inlines(children: Iterable[Any]) -> Inlines:
    """The content of a paragraph, with curled quotes and a `Slot` for each token."""
    parts: list[Inline] = []
    bold = italic = 0
    before = " "
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold += 1 if child.type == "strong_open" else -1
        elif child.type in ("em_open", "em_close"):
            italic += 1 if child.type == "em_open" else -1
        else:
            content = " " if child.type in ("softbreak", "hardbreak") else child.content
            for place, piece in enumerate(_TOKEN.split(content)):
                if place % 2:
                    parts.append(Slot(int(piece), bold > 0))
                    before = "x"
                elif piece:
                    curled = curl(piece, before)
                    _append(parts, Text(curled, bold > 0, italic > 0))
                    before = curled[-1]
    return tuple(parts)


def _append(parts: list[Inline], text: Text) -> None:
    """Add words, as part of the run before them where they look alike."""
    last = parts[-1] if parts else None
    if isinstance(last, Text) and (last.bold, last.italic) == (text.bold, text.italic):
        parts[-1] = replace(last, text=last.text + text.text)
    else:
        parts.append(text)


def curl(text: str, before: str = " ") -> str:
    """Straight quotes as printed ones; `before` is the sign in front of the text."""
    if '"' not in text and "'" not in text:
        return text
    done = []
    for sign in text:
        if sign == '"':
            sign = "\u201c" if _OPENS_QUOTE.match(before) else "\u201d"
        elif sign == "'":
            sign = "\u2018" if _OPENS_QUOTE.match(before) else "\u2019"
        done.append(sign)
        before = sign
    return "".join(done)


# --- filling the places

Fill = Callable[[Slot], Inline]


def fill_inlines(inlines: Inlines, fill: Fill) -> Inlines:
    """The same content with each place filled; unchanged content is handed back as it is."""
    if not any(isinstance(part, Slot) for part in inlines):
        return inlines
    return tuple(fill(part) if isinstance(part, Slot) else part for part in inlines)


def fill_block(block: Block, fill: Fill) -> Block:
    """The same block with each place filled."""
    if isinstance(block, Table):
        columns = tuple(
            replace(column, heading=fill_inlines(column.heading, fill)) for column in block.columns
        )
        rows = tuple(tuple(fill_inlines(cell, fill) for cell in row) for row in block.rows)
        return replace(block, columns=columns, rows=rows)
    if isinstance(block, Paragraph | Item | CounselPlace | Guidance | Heading):
        inlines = fill_inlines(block.inlines, fill)
        return block if inlines is block.inlines else replace(block, inlines=inlines)
    if isinstance(block, KeyValues):
        return replace(block, rows=tuple((key, fill_inlines(value, fill)) for key, value in block.rows))
    return block


def fill_blocks(blocks: Blocks, fill: Fill) -> Blocks:
    """The same blocks with each place filled."""
    return tuple(fill_block(block, fill) for block in blocks)

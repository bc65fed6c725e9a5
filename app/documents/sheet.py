"""A document as the body of a Word file. Nothing here opens or saves a file; `writer` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from . import marks
from .blocks import (
    Align,
    Article,
    Block,
    Blocks,
    Clause,
    Contents,
    Counsel,
    CounselPlace,
    Document,
    Guidance,
    Heading,
    Inline,
    Inlines,
    Item,
    KeyValues,
    Marker,
    PageBreak,
    Paragraph,
    Picture,
    Ref,
    Role,
    Spacer,
    Table,
    Term,
    Text,
    plain,
)
from .wordxml import (
    FIELD_END,
    column_widths,
    contents_control,
    control,
    drawing,
    field,
    field_begin,
    run,
    table_head,
    table_row,
)

TEXT_WIDTH = 9072  # twips between the margins of the reference file
INDENT = 720
CONTENTS_LINES = 44  # a table of contents stays on one page, and leaves out clauses where it would not
FIRST_RESTART = 10  # numbers below belong to the reference file

_ROLES = {
    Role.BODY: "BodyText",
    Role.CLAUSE: "ClauseText",
    Role.LEAD: "Lead",
    Role.SMALL: "Small",
    Role.NOTICE: "Notice",
    Role.COVER: "CoverText",
}
# Style, numbering and level of the reference file for each kind of list item.
_LISTS = {Marker.NUMBER: ("ListNumber", 2), Marker.BULLET: ("ListBullet", 3), Marker.CHECK: ("Checklist", 4)}

AddPicture = Callable[[bytes], tuple[str, int, int]]


class Sheet:
    """The state of one file while it is written: numbers that must be unique, comments, lists begun anew."""

    def __init__(
        self, document: Document, add_picture: AddPicture, *, controls: bool, notes: bool, head: Blocks = ()
    ) -> None:
        self.document = document
        self.add_picture = add_picture
        self.controls = controls
        self.notes = notes
        self.head = head  # stands above the title
        self.comments: list[str] = []
        self.restarts: list[tuple[int, int]] = []
        self.bookmarks = 0
        self.pictures = 0
        self.taken: set[int] = set()
        self.places: dict[str, int] = {}
        self.new_page = False
        self.list_number = ""
        self.letters_used = True
        self.numbered = True

    def body(self) -> str:
        """The whole document."""
        document = self.document
        title = "CoverTitle" if document.cover_page else "Title"
        parts = [*self._blocks(self.head), self._paragraph(title, run(document.title))]
        if document.subtitle:
            parts.append(self._paragraph("Subtitle", run(document.subtitle)))
        parts += self._blocks(document.cover)
        if document.cover_page:
            self.new_page = True
            parts.append(self._contents())
            self.new_page = True
        parts += self._parts(document.body)
        parts += self._blocks(document.appendix)
        return _closed("".join(parts))

    def _parts(self, body: Sequence[Article | Block]) -> list[str]:
        """Articles one by one; what stands between them together, since a paragraph looks at what follows."""
        parts: list[str] = []
        between: list[Block] = []
        for part in body:
            if isinstance(part, Article):
                parts += [*self._blocks(tuple(between)), *self._article(part)]
                between.clear()
            else:
                between.append(part)
        return [*parts, *self._blocks(tuple(between))]

    # --- articles and clauses

    def _article(self, article: Article) -> list[str]:
        style = "Heading1" if article.number else "PlainHeading1"
        lead = _leading_notes(article.intro)
        intro = article.intro[len(lead) :]
        content = self._bookmark(marks.article_bookmark(article.section or "words"), run(article.title))
        if article.counsel:
            content += run("\u2002COUNSEL", style="CounselMark")
        self.letters_used = True
        self.numbered = bool(article.number)
        parts = [self._paragraph(style, content, notes=lead), *self._blocks(intro)]
        for clause in article.clauses:
            parts.append(self._clause(clause))
        self.numbered = True
        return parts

    def _clause(self, clause: Clause) -> str:
        style = "Heading2" if clause.number else "PlainHeading2"
        self.letters_used = not clause.number
        lead = _leading_notes(clause.blocks)
        content = self._bookmark(marks.clause_bookmark(clause.id), self._inlines(clause.heading))
        inner = self._paragraph(style, content, notes=lead)
        inner += "".join(self._blocks(clause.blocks[len(lead) :]))
        if not self.controls or not clause.blocks:
            return inner
        number = marks.control_id(clause.id, self.taken)
        hidden = '<w15:appearance w15:val="hidden"/>'
        return control(plain(clause.heading), marks.tag(clause.id), number, inner, hidden)

    # --- blocks

    def _blocks(self, blocks: Blocks) -> list[str]:
        """Each block, with the margin notes that follow it hung on the last paragraph before them."""
        hosts: list[tuple[Block, list[Guidance]]] = []
        for block in blocks:
            if not isinstance(block, Guidance):
                hosts.append((block, []))
                continue
            for host, notes in reversed(hosts):
                if isinstance(host, Paragraph | Item | CounselPlace | Heading):
                    notes.append(block)
                    break
        return [
            self._block(
                block,
                notes,
                before_table=any(isinstance(after, Table | KeyValues) for after, _ in hosts[at + 1 : at + 2]),
            )
            for at, (block, notes) in enumerate(hosts)
        ]

    def _block(self, block: Block, notes: Sequence[Guidance], *, before_table: bool) -> str:
        if isinstance(block, Paragraph):
            content = self._inlines(block.inlines)
            keep = block.keep_next or before_table
            style = "BodyText" if block.role is Role.CLAUSE and not self.numbered else _ROLES[block.role]
            return self._paragraph(style, content, notes=notes, keep_next=keep)
        if isinstance(block, Item):
            return self._item(block, notes)
        if isinstance(block, Heading):
            self.new_page = self.new_page or block.new_page
            return self._paragraph(f"PlainHeading{block.level}", self._inlines(block.inlines), notes=notes)
        if isinstance(block, CounselPlace):
            text = Text("[Counsel to supply: "), *block.inlines, Text("]")
            style = "CounselClause" if block.indented and self.numbered else "Counsel"
            return self._paragraph(style, self._inlines(text), notes=notes)
        return self._furniture(block)

    def _furniture(self, block: Block) -> str:
        """What is no running text: tables, facts, pictures, space."""
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, KeyValues):
            return self._facts(block)
        if isinstance(block, Picture):
            return self._picture(block)
        if isinstance(block, Spacer):
            style = "WritingLine" if block.ruled else "BodyText"
            # Lines for one answer stay on one page.
            last = block.lines - 1
            return "".join(self._paragraph(style, "", keep_next=at < last) for at in range(block.lines))
        if isinstance(block, PageBreak):
            self.new_page = True
        if isinstance(block, Contents):
            return self._contents()
        return ""

    def _paragraph(
        self,
        style: str,
        content: str,
        *,
        notes: Iterable[Guidance] = (),
        keep_next: bool = False,
        numbers: str = "",
        jc: str = "",
    ) -> str:
        properties = f'<w:pStyle w:val="{style}"/>'
        if keep_next:
            properties += "<w:keepNext/>"
        if self.new_page:
            properties += "<w:pageBreakBefore/>"
            self.new_page = False
        properties += numbers + jc
        if self.notes:
            for note in notes:
                content = self._commented(content, note)
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"

    def _item(self, item: Item, notes: Sequence[Guidance]) -> str:
        """An entry of a list. The first list under a numbered heading is counted by the heading itself."""
        if item.marker is Marker.LETTER:
            style, base, level = ("ClauseL3", 1, 2) if item.level == 0 else ("ClauseL4", 1, 3)
        else:
            (style, base), level = _LISTS[item.marker], item.level
        if item.first and item.level == 0:
            self.list_number = ""
            if item.marker is Marker.NUMBER or (item.marker is Marker.LETTER and self.letters_used):
                number = FIRST_RESTART + len(self.restarts)
                self.restarts.append((base, level))
                self.list_number = str(number)
            self.letters_used = True
        numbers = ""
        if self.list_number or (item.marker is not Marker.LETTER and item.level):
            numbers = (
                f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self.list_number or base}"/></w:numPr>'
            )
        keep = item.inlines[-1].text.endswith(":") if item.inlines else False
        return self._paragraph(
            style, self._inlines(item.inlines), notes=notes, keep_next=keep, numbers=numbers
        )

    def _table(self, table: Table) -> str:
        indent = INDENT if table.indented and self.numbered else 0
        widths = column_widths(table.shares(), TEXT_WIDTH - indent)
        aligns = [column.align for column in table.columns]
        parts = [self._page_break(), table_head("HouseTable", widths, indent, first_row=True)]
        if any(column.heading for column in table.columns):
            cells = [
                self._cell(column.heading, widths[at], aligns[at], "TableHead")
                for at, column in enumerate(table.columns)
            ]
            parts.append(table_row("".join(cells), header=True))
        for row in table.rows:
            cells = [self._cell(cell, widths[at], aligns[at], "TableText") for at, cell in enumerate(row)]
            parts.append(table_row("".join(cells)))
        return "".join(parts) + "</w:tbl>" + self._paragraph("TableEnd", "")

    def _facts(self, facts: KeyValues) -> str:
        widths = column_widths((facts.key_share, 100 - facts.key_share), TEXT_WIDTH)
        parts = [self._page_break(), table_head("HouseFacts", widths, 0, first_row=False)]
        for key, value in facts.rows:
            cells = self._cell((Text(key),), widths[0], Align.LEFT, "TableHead", keep=False)
            cells += self._cell(value, widths[1], Align.LEFT, "TableText")
            parts.append(table_row(cells))
        return "".join(parts) + "</w:tbl>" + self._paragraph("TableEnd", "")

    def _cell(self, content: Inlines, width: int, align: Align, style: str, *, keep: bool = True) -> str:
        jc = "" if align is Align.LEFT else f'<w:jc w:val="{align}"/>'
        loose = "" if keep else '<w:keepNext w:val="0"/>'
        paragraph = (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{loose}{jc}</w:pPr>{self._inlines(content)}</w:p>'
        )
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>'

    def _page_break(self) -> str:
        """A table cannot begin a page by itself; a small empty paragraph does it."""
        return self._paragraph("TableEnd", "") if self.new_page else ""

    def _picture(self, picture: Picture) -> str:
        relation, width, height = self.add_picture(picture.png)
        self.pictures += 1
        image = drawing(picture, self.pictures, relation, (width, height))
        if not picture.caption:
            return self._paragraph("BodyText", image)
        return self._paragraph("BodyText", image, keep_next=True) + self._paragraph(
            "Small", run(picture.caption)
        )

    # --- inside a paragraph

    def _inlines(self, inlines: Inlines) -> str:
        return "".join([self._inline(part) for part in inlines])

    def _inline(self, part: Inline) -> str:
        if isinstance(part, Text):
            return run(part.text, bold=part.bold, italic=part.italic)
        if isinstance(part, Term):
            return self._term(part)
        if isinstance(part, Ref):
            bookmark = marks.clause_bookmark(part.clause)
            prefix = part.prefix.replace(
                " ", "\u00a0"
            )  # the number never stands alone at the start of a line
            return run(prefix, bold=part.bold) + field(f"REF {bookmark} \\r \\h", part.number, bold=part.bold)
        if isinstance(part, Counsel):
            return run(part.text, style="CounselText")
        raise ValueError("A place in the document was never filled.")

    def _term(self, term: Term) -> str:
        """A value inside a control; its bookmark stands outside, since LibreOffice empties one inside."""
        place = self.places[term.key] = self.places.get(term.key, 0) + 1
        gap = term.gap
        inner = run(term.text, bold=term.bold, style="Gap" if gap else "", highlight=gap)
        number = marks.control_id(f"{term.key}#{place}", self.taken)
        placeholder = "<w:showingPlcHdr/>" if gap else ""
        held = control(term.label, marks.tag(term.key), number, inner, placeholder)
        return self._bookmark(marks.term_bookmark(term.key, place), held)

    def _bookmark(self, name: str, content: str) -> str:
        self.bookmarks += 1
        number = self.bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def _commented(self, content: str, note: Guidance) -> str:
        number = len(self.comments)
        self.comments.append(plain(note.inlines))
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr>'
            f'<w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        )

    # --- contents

    def _contents(self) -> str:
        """Filled by us, without page numbers: right from the first opening, and no question is asked."""
        articles = self.document.articles()
        deep = len(articles) + sum(len(article.clauses) for article in articles) <= CONTENTS_LINES
        lines: list[tuple[str, str, str]] = []
        for article in articles:
            title = f"{article.label} {article.title}".strip()
            lines.append(("TOC1", marks.article_bookmark(article.section or "words"), title))
            for clause in article.clauses if deep else ():
                text = f"{clause.number}\t{plain(clause.heading)}" if clause.number else plain(clause.heading)
                lines.append(("TOC2", marks.clause_bookmark(clause.id), text))
        heading = self._paragraph("TOCHeading", run("Contents"))
        if not lines:
            return heading
        begin = field_begin(f'TOC \\o "1-{2 if deep else 1}" \\n \\h \\z')
        entries = [
            self._paragraph(
                style,
                (begin if at == 0 else "")
                + f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(text)}</w:hyperlink>'
                + (FIELD_END if at == len(lines) - 1 else ""),
            )
            for at, (style, anchor, text) in enumerate(lines)
        ]
        return contents_control(marks.control_id("contents", self.taken), heading + "".join(entries))


def _leading_notes(blocks: Blocks) -> list[Guidance]:
    """The notes before any words: they hang on the heading."""
    return [
        block
        for block in takewhile(lambda block: isinstance(block, Guidance), blocks)
        if isinstance(block, Guidance)
    ]


def _closed(xml: str) -> str:
    """Word wants a paragraph after a last table: so low that it never fills a page of its own."""
    end = '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>'
    low = '<w:p><w:pPr><w:pStyle w:val="TableEnd"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    return xml.removesuffix(end) + low if xml.endswith(end) else xml

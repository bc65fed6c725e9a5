"""The same blocks as HTML, for the page where a draft is written. Everything is escaped here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from .blocks import (
    Align,
    Article,
    Block,
    Clause,
    Copy,
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
    Paragraph,
    Picture,
    Ref,
    Role,
    Table,
    Term,
    Text,
    plain,
)
from .marks import clause_bookmark

_ROLES = {Role.LEAD: "lede", Role.SMALL: "small", Role.NOTICE: "doc-notice", Role.COVER: "doc-party"}
_LISTS = {
    Marker.LETTER: 'ol type="a"',
    Marker.NUMBER: "ol",
    Marker.BULLET: "ul",
    Marker.CHECK: 'ul class="checks"',
}


def gap_anchor(key: str) -> str:
    """The id of the form field in which a gap is filled: `t-S21-rate_home`."""
    return "t-" + key.replace(".", "-")


def preview_html(document: Document, *, notes: bool = False) -> Markup:
    """The inside of the page's `.doc` article. `notes` shows the margin notes of an internal copy."""
    page = _Page(notes and document.meta.copy is Copy.INTERNAL)
    parts = [f"<h2>{escape(document.title)}</h2>"]
    if document.subtitle:
        parts.append(f'<p class="lede">{escape(document.subtitle)}</p>')
    parts += page.blocks([block for block in document.cover if not isinstance(block, KeyValues)])
    for is_article, run in groupby(document.body, lambda part: isinstance(part, Article)):
        if is_article:
            parts += [page.article(part) for part in run if isinstance(part, Article)]
        else:
            parts += page.blocks([part for part in run if not isinstance(part, Article)])
    return Markup("\n".join(parts))  # noqa: S704 (each text in it went through escape)


class _Page:
    """Writes HTML; knows only whether margin notes are shown."""

    def __init__(self, notes: bool) -> None:
        self.notes = notes

    def article(self, article: Article) -> str:
        """A heading with its number, then the clauses."""
        mark = ' <span class="counsel-mark">Counsel</span>' if article.counsel else ""
        heading = escape(f"{article.label} {article.title}".strip())
        parts = [f"<h3>{heading}{mark}</h3>", *self.blocks(article.intro, article.title)]
        parts += [self.clause(clause) for clause in article.clauses]
        return "\n".join(parts)

    def clause(self, clause: Clause) -> str:
        """A headed clause that references can lead to."""
        number = f"{escape(clause.number)} " if clause.number else ""
        head = f'<h4 id="{clause_bookmark(clause.id)}">{number}{_inlines(clause.heading)}</h4>'
        place = f"{clause.number} {plain(clause.heading)}".strip()
        return "\n".join([head, *self.blocks(clause.blocks, place)])

    def blocks(self, blocks: Iterable[Block], place: str = "") -> Iterator[str]:
        """Each block; items that follow one another become one list. `place` names the tables in it."""
        run: list[Item] = []
        for block in blocks:
            if isinstance(block, Item):
                if block.first and block.level == 0 and run:
                    yield _list(run)
                    run = []
                run.append(block)
                continue
            if isinstance(block, Guidance) and not self.notes:
                continue
            if run:
                yield _list(run)
                run = []
            if html := _block(block, place):
                yield html
        if run:
            yield _list(run)


def _block(block: Block, place: str) -> str:
    if isinstance(block, Paragraph):
        name = _ROLES.get(block.role)
        return f"<p{_class(name)}>{_inlines(block.inlines)}</p>"
    if isinstance(block, CounselPlace):
        return f'<p class="counsel-place">[Counsel to supply: {_inlines(block.inlines)}]</p>'
    if isinstance(block, Guidance):
        return f'<p class="doc-note small"><strong>Margin note.</strong> {escape(plain(block.inlines))}</p>'
    if isinstance(block, Heading):
        level = block.level + 2
        return f"<h{level}>{_inlines(block.inlines)}</h{level}>"
    if isinstance(block, Table):
        return _table(block, place)
    if isinstance(block, KeyValues):
        rows = "".join(f"<dt>{escape(key)}</dt><dd>{_inlines(value)}</dd>" for key, value in block.rows)
        return f'<dl class="facts">{rows}</dl>'
    if isinstance(block, Picture):
        return _picture(block)
    return ""


def _picture(picture: Picture) -> str:
    """The same bytes as in Word, inside the page: nothing drawn elsewhere has to be trusted as HTML."""
    data = b64encode(picture.png).decode()
    caption = f'<figcaption class="small">{escape(picture.caption)}</figcaption>' if picture.caption else ""
    return f'<figure><img src="data:image/png;base64,{data}" alt="{escape(picture.alt)}">{caption}</figure>'


def _class(name: str | None) -> str:
    return f' class="{name}"' if name else ""


def _list(run: Sequence[Item]) -> str:
    """Items of two levels as nested lists."""
    tag = _LISTS[run[0].marker]
    parts: list[str] = []
    inner: list[str] = []

    def close_inner() -> None:
        if inner and parts:
            parts[-1] += f'<ol type="i">{"".join(inner)}</ol>'
            inner.clear()

    for item in run:
        if item.level and parts:
            inner.append(f"<li>{_inlines(item.inlines)}</li>")
        else:
            close_inner()
            parts.append(_inlines(item.inlines))
    close_inner()
    entries = "".join(f"<li>{part}</li>" for part in parts)
    return f"<{tag}>{entries}</{tag.split()[0]}>"


def _table(table: Table, place: str) -> str:
    """A table that scrolls by itself where it is too wide; its region carries the name of the clause."""
    aligns = [' class="num"' if column.align is Align.RIGHT else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{aligns[at]}>{_inlines(column.heading)}</th>'
        for at, column in enumerate(table.columns)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{aligns[at]}>{_inlines(cell)}</td>" for at, cell in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    table_html = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    name = escape(f"Table: {place}" if place else "Table")
    return f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0">{table_html}</div>'


def _inlines(inlines: Inlines) -> str:
    return "".join([_inline(part) for part in inlines])


def _inline(part: Inline) -> str:
    text = escape(part.text).replace("\n", "<br>")
    if isinstance(part, Term):
        if part.gap:
            text = f'<a class="gap" href="#{gap_anchor(escape(part.base))}">{text}</a>'
        else:
            text = f"<mark>{text}</mark>"
    elif isinstance(part, Ref):
        text = f'<a href="#{clause_bookmark(part.clause)}">{text}</a>'
    elif isinstance(part, Counsel):
        text = f'<span class="counsel-place">{text}</span>'
    elif isinstance(part, Text) and part.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if getattr(part, "bold", False) else text

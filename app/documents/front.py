"""What stands before and after the articles of a draft: cover, header, open points, questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from . import formats
from .blocks import (
    Block,
    Blocks,
    Copy,
    Document,
    Heading,
    Inline,
    Inlines,
    Item,
    KeyValues,
    Marker,
    Paragraph,
    Role,
    Spacer,
    Term,
    Text,
    item_label,
    items,
    words,
)
from .library import Library
from .markdown import curl
from .sections import Section

LEGEND = (
    "Words in brackets are still open: \u201cto settle\u201d marks a term that the parties have yet to agree "
    "on, \u201cCounsel to supply\u201d marks words that counsel will write."
)


def title(kind_title: str, letter: str) -> str:
    """The title of the document; an exhibit carries its letter."""
    if not letter:
        return curl(kind_title)
    return f"Exhibit {letter}: {curl(kind_title.removesuffix(' exhibit'))}"


def header(name: str, version: str, copy: Copy) -> tuple[str, str]:
    """The two ends of the line at the head of each page."""
    draft = f"Draft {version}" if version else "Draft"
    return name, f"{draft}, internal copy" if copy is Copy.INTERNAL else draft


def cover(library: Library, document: Document, values: Mapping[str, Any], counsel_articles: int) -> Blocks:
    """Who agrees, which draft this is, and that it is a draft and no legal advice."""
    between: list[Block] = [
        Paragraph(
            (Text("between "), _name(library, values, "S01.payer_name"), Text(" (the Payer)")), Role.COVER
        ),
        Paragraph(
            (Text("and "), _name(library, values, "S01.provider_name"), Text(" (the Provider)")), Role.COVER
        ),
    ]
    facts: list[tuple[str, Inlines]] = []
    if document.meta.version:
        facts.append(("Draft", words(document.meta.version)))
    facts.append(("Date of this draft", words(formats.day(document.meta.on))))
    if document.meta.copy is Copy.INTERNAL:
        facts += _internal_facts(document, counsel_articles)
    notice = Paragraph((Text(curl(library.draft_sentence)),), Role.NOTICE)
    open_words = document.open_points or document.counsel_places
    legend = (Paragraph(words(LEGEND), Role.SMALL),) if open_words else ()
    return (*between, Spacer(), KeyValues(tuple(facts)), notice, *legend)


def _internal_facts(document: Document, counsel_articles: int) -> list[tuple[str, Inlines]]:
    facts = [
        ("Copy", words("Internal. Send the partner copy, not this one.")),
        ("Open points", words(str(len(document.open_points)))),
    ]
    if counsel_articles or document.counsel_places:
        marked = f"COUNSEL: {counsel_articles} {'article' if counsel_articles == 1 else 'articles'} to read"
        places = f"{document.counsel_places} {'place' if document.counsel_places == 1 else 'places'} to fill"
        facts.append(("For counsel", words(f"{marked}, {places}")))
    return facts


def appendix(document: Document, sections: Sequence[Section], answered: Collection[str]) -> Blocks:
    """The pages only for our own side: points to settle, and questions to settle first."""
    blocks: list[Block] = []
    if document.open_points:
        blocks.append(Heading(words("Points to settle"), new_page=True))
        blocks.append(Paragraph(words("Each of these stands as a gap in the draft."), Role.LEAD))
        blocks += items(
            [(Text(curl(point.label)), Text(f" ({point.title})")) for point in document.open_points],
            Marker.NUMBER,
        )
    questions = [
        (section, [question for question in section.settle_first if question not in answered])
        for section in sections
    ]
    if any(asked for _, asked in questions):
        blocks.append(Heading(words("Questions to settle first"), new_page=not blocks))
        for section, asked in questions:
            if asked:
                blocks.append(Heading(words(curl(section.title)), level=2))
                blocks += [_check(question, place) for place, question in enumerate(asked)]
    return tuple(blocks)


def _check(question: str, place: int) -> Item:
    return Item(words(curl(question)), Marker.CHECK, 0, item_label(Marker.CHECK, 0, 1), first=place == 0)


def _name(library: Library, values: Mapping[str, Any], key: str) -> Inline:
    fact = library.terms.get(key)
    label = fact.label if fact else key.rsplit(".", 1)[-1].replace("_", " ")
    value = values.get(key)
    if formats.is_settled(value):
        return Term(key, formats.text(value), label, bold=True)
    return Term(key, f"[to settle: {label}]", label, gap=True)

"""A program sheet as a document of one page, in the order of paper M17. Pure."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import (
    Align,
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Inline,
    Inlines,
    KeyValues,
    Marker,
    Meta,
    Paragraph,
    Role,
    Table,
    Term,
    Text,
    clean,
    items,
    words,
)
from app.documents.formats import counted, day

from ..rules.program_sheet import Gap, ProgramFacts, ProgramSheet, Reader, Section, Sentence

KIND = "M17"
WRITTEN_IN = "English"
GLANCE = 26  # the share of the width that headings take at the left


def program_sheet_document(sheet: ProgramSheet, *, made_on: date, partner_copy: bool) -> Document:
    """Paper M17 [L3 education]. Gaps stand in brackets where the parties have to say something."""
    facts = sheet.facts
    body: list[Block] = _logos(facts)
    if sheet.reader is Reader.REFERRERS:
        body += _at_a_glance(sheet.sections)
    else:
        for section in sheet.sections:
            body += _section(section)
    body.append(Paragraph(words(_standing(facts)), Role.SMALL))
    if not partner_copy and sheet.gaps:
        count = len(sheet.gaps)
        still = f"Still open: {count} {counted(count, 'place', 'places')} in brackets."
        body.append(Paragraph(words(still), Role.SMALL))
    copy = Copy.PARTNER if partner_copy else Copy.INTERNAL
    return Document(
        title=sheet.title,
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(kind=KIND, draft_id=sheet.reader, partnership=facts.partnership, copy=copy, on=made_on),
        body=tuple(body),
        header=(facts.provider, "" if facts.approved_on else "Draft"),
        footer=f"{day(made_on)}",
    )


def _logos(facts: ProgramFacts) -> list[Block]:
    if not facts.cobranded:
        return []
    sides = (facts.provider, facts.payer)
    columns = tuple(Column(words(f"Logo of {name}"), 50, Align.CENTER) for name in sides)
    return [Table(columns, ((words("\n"), words("\n")),))]


def _at_a_glance(sections: tuple[Section, ...]) -> list[Block]:
    """For people with little time: what it is about at the left, what is so at the right."""
    rows = tuple((one.heading, _one_cell(one)) for one in sections)
    return [KeyValues(rows, key_share=GLANCE)]


def _one_cell(section: Section) -> Inlines:
    """Everything of a section inside one cell, each point on a line of its own."""
    found: list[Inline] = []
    for at, sentence in enumerate(section.sentences):
        found += [Text(" ")] if at else []
        found += _inlines(sentence)
    for point in section.points:
        found += [Text("\n\u2022 "), *_inlines(point)]
    return tuple(found)


def _section(section: Section) -> list[Block]:
    found: list[Block] = [Heading(words(section.heading), 2)]
    found += [Paragraph(_inlines(sentence)) for sentence in section.sentences]
    found += items([_inlines(point) for point in section.points], Marker.BULLET)
    if section.facts:
        found.append(
            KeyValues(tuple((label, _inlines(said)) for label, said in section.facts), key_share=GLANCE)
        )
    return found


def _inlines(sentence: Sentence) -> Inlines:
    return tuple(_inline(part) for part in sentence)


def _inline(part: str | Gap) -> Inline:
    if isinstance(part, Gap):
        label = part.words[:1].upper() + part.words[1:]
        return Term(f"{KIND}.{part.name}", clean(f"[{part.words}]"), label, gap=True)
    return Text(clean(part))


def _standing(facts: ProgramFacts) -> str:
    """Whether the plan stands behind the sheet, which edition it is, and in which languages it exists."""
    if facts.approved_on:
        said = f"Approved by {facts.payer} on {day(facts.approved_on)}"
        said += f", version {facts.edition}." if facts.edition else "."
    else:
        said = f"Not yet approved by {facts.payer}."
    if facts.language and facts.language != WRITTEN_IN:
        said += f" To be translated into {facts.language} by somebody qualified before it is handed out."
    if facts.other_languages:
        said += f" Also in {', '.join(facts.other_languages)}."
    return said

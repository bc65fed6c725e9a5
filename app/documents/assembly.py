"""Sections and values become one document: numbers, references, defined words, cover and open points.

Nothing here decides what a value should be. A term without a value prints as a gap and is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import front
from .articles import article_runs, number_articles
from .blocks import (
    Article,
    Block,
    Blocks,
    Clause,
    Column,
    Copy,
    Counsel,
    CounselPlace,
    Document,
    Guidance,
    Inline,
    Inlines,
    Meta,
    Numbering,
    OpenPoint,
    Paragraph,
    Ref,
    Role,
    Slot,
    Table,
    Term,
    Text,
    words,
)
from .library import Kind, Library
from .markdown import curl, fill_block, fill_blocks, fill_inlines, parse_sentence
from .sandbox import ExhibitSlot
from .sections import Section, render_sentence

# A term that counts the document's own gaps.
OPEN_POINTS = "S41.open_points"
COVER_PAGE_FROM = 6


@dataclass(frozen=True, slots=True)
class _Part:
    """An article with places still to fill, and what belongs there."""

    article: Article
    slots: Sequence[Inline | ExhibitSlot]


def assemble(
    library: Library,
    kind: str,
    values: Mapping[str, Any],
    *,
    copy: Copy = Copy.INTERNAL,
    draft_id: str = "",
    version: str = "",
    partnership: str = "",
    on: date,
    sections: Sequence[str] | None = None,
    exhibits: Sequence[str] = (),
    letter: str = "",
    answered: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> Document:
    """Put a draft together.

    `kind` is a kind of documents.yaml, or the id of one section that is drafted alone. `sections` takes the
    place of the kind's own list. `exhibits` are the kinds attached, in order: each replaces its sections by
    one line. `letter` is the letter of an exhibit that is itself drafted. `answered` are the questions to
    settle first that need no asking any more. `names` are the names of catalogue ids that terms hold.
    """
    chosen = _kind(library, kind)
    values = {**values, **{key: list(picked) for key, picked in chosen.picks.items()}}
    work = _Work(library, chosen, values, copy, tuple(exhibits), letter, names or {})
    articles = work.articles(sections if sections is not None else chosen.sections)
    used = [library.sections[article.section] for article in articles if article.section in library.sections]
    document = Document(
        title=front.title(chosen.title, letter),
        meta=Meta(kind, draft_id, version, partnership, copy, on=on),
        body=(*work.words_line(articles), *articles),
        header=front.header(front.title(chosen.title, letter), version, copy),
        footer="Draft for discussion. Not legal advice.",
        cover_page=len(articles) >= COVER_PAGE_FROM,
        open_points=open_points(library, articles),
        counsel_places=_counsel_places(articles),
    )
    cover = front.cover(library, document, values, sum(section.counsel for section in used))
    appendix = front.appendix(document, used, answered) if copy is Copy.INTERNAL else ()
    return replace(document, cover=cover, appendix=appendix)


def open_points(library: Library, articles: Sequence[Article]) -> tuple[OpenPoint, ...]:
    """Each term that prints as a gap, once, in the order of the document."""
    found: dict[str, OpenPoint] = {}
    for article in articles:
        for run in article_runs(article):
            for part in run:
                if isinstance(part, Term) and part.gap and part.base not in found:
                    fact = library.terms.get(part.base)
                    label = fact.label if fact else part.label
                    found[part.base] = OpenPoint(part.base, label, article.section, article.title)
    return tuple(found.values())


def _kind(library: Library, kind: str) -> Kind:
    if kind in library.kinds:
        return library.kinds[kind]
    return Kind(kind, library.sections[kind].title, form="section", sections=(kind,))


def _counsel_places(articles: Sequence[Article]) -> int:
    blocks = [block for article in articles for block in (*article.intro, *_clause_blocks(article))]
    inside = sum(
        isinstance(part, Counsel) for article in articles for run in article_runs(article) for part in run
    )
    return sum(isinstance(block, CounselPlace) for block in blocks) + inside


def _clause_blocks(article: Article) -> list[Block]:
    return [block for clause in article.clauses for block in clause.blocks]


@dataclass(frozen=True, slots=True)
class _Work:
    """What all steps of one assembly share."""

    library: Library
    kind: Kind
    values: Mapping[str, Any]
    copy: Copy
    exhibits: tuple[str, ...]
    letter: str
    names: Mapping[str, str]

    def articles(self, wanted: Sequence[str]) -> tuple[Article, ...]:
        """The articles, numbered, with every place filled."""
        parts = self._with_words(self._parts(wanted))
        numbered = number_articles([part.article for part in parts])
        numbers = {clause.id: clause.number for article in numbered for clause in article.clauses}
        gaps = {
            slot.base
            for part in parts
            for slot in part.slots
            if isinstance(slot, Term) and slot.gap and slot.key != OPEN_POINTS
        }
        return tuple(
            self._fill_article(article, part.slots, numbers, len(gaps))
            for article, part in zip(numbered, parts, strict=True)
        )

    def words_line(self, articles: Sequence[Article]) -> Blocks:
        """The line in place of *Words used*, where the words stand in another document."""
        if self.kind.form == "section" or any(article.section == "S02" for article in articles):
            return ()
        line = self.kind.words_line or self.library.words.elsewhere
        return (Paragraph(words(curl(line))),) if line else ()

    def exhibit_name(self, kind: str) -> str:
        """ "Exhibit B" where it is attached, else the exhibit by its title."""
        if kind == self.kind.id and self.letter:
            return f"Exhibit {self.letter}"
        if kind in self.exhibits:
            return f"Exhibit {exhibit_letter(self.exhibits.index(kind))}"
        title = self.library.kinds[kind].title
        return f"the {title[:1].lower()}{title[1:]}"

    def _parts(self, wanted: Sequence[str]) -> list[_Part]:
        moved = {
            ident: kind
            for kind in reversed(self.exhibits)
            if kind != self.kind.id  # an exhibit does not point to itself
            for ident in self.library.kinds[kind].sections
            if self.library.kinds[kind].pointer
        }
        parts: list[_Part] = []
        pointed: set[str] = set()
        for ident in wanted:
            kind = moved.get(ident)
            if kind is None:
                if ident in self.library.sections:
                    parts.append(self._section(self.library.sections[ident]))
            elif kind not in pointed:
                pointed.add(kind)
                parts.append(self._pointer(kind))
        return parts

    def _section(self, section: Section) -> _Part:
        parsed, slots = section.render(self.values, self.library.terms, self.names)
        keep_notes = self.copy is Copy.INTERNAL
        intro, clauses = parsed.intro, parsed.clauses
        if keep_notes and section.purpose:
            intro = (Guidance(words(curl(section.purpose))), *intro)
        if not keep_notes:
            intro = _without_notes(intro)
            clauses = tuple(replace(clause, blocks=_without_notes(clause.blocks)) for clause in clauses)
        plain = section.id in self.kind.plain
        article = Article(
            section=section.id,
            title=curl(section.title),
            intro=intro,
            clauses=clauses,
            numbering=Numbering.PLAIN if plain else section.numbering,
            counsel=section.counsel and keep_notes,
        )
        return _Part(article, slots)

    def _pointer(self, kind: str) -> _Part:
        heading, sentence = self.library.kinds[kind].pointer or ("", "")
        text, slots = render_sentence(sentence)
        return _Part(Article(kind, curl(heading), intro=(Paragraph(parse_sentence(text)),)), slots)

    def _with_words(self, parts: list[_Part]) -> list[_Part]:
        """Add *Words used* and the counting rules: at the end of S02, or behind a section drafted alone."""
        alone = self.kind.form == "section"
        home = next((place for place, part in enumerate(parts) if part.article.section == "S02"), None)
        if not parts or (home is None and not alone):
            return parts
        used = {
            word
            for part in parts
            if part.article.section in self.library.sections
            for word in self.library.sections[part.article.section].uses
        }
        own = parts[home].slots if home is not None else ()
        slots = list(own)
        clauses = self._word_clauses(used, slots, alone=home is None)
        if not clauses:
            return parts
        if home is None:
            article = Article("", "Words and counting", clauses=clauses, numbering=Numbering.PLAIN)
            return [*parts, _Part(article, slots)]
        article = replace(parts[home].article, clauses=(*parts[home].article.clauses, *clauses))
        return [*parts[:home], _Part(article, slots), *parts[home + 1 :]]

    def _word_clauses(
        self, used: set[str], slots: list[Inline | ExhibitSlot], *, alone: bool
    ) -> tuple[Clause, ...]:
        listed = self.library.words
        rows = tuple(
            (words(word.word, bold=True), _meaning(word.means, slots)) for word in listed.closure(used)
        )
        if not rows:
            return ()
        shares = (*listed.widths, 0, 0)
        columns = (
            Column(words(listed.columns[0]), shares[0]),
            Column(words(listed.columns[1]), shares[1]),
        )
        lead = Paragraph(words(listed.alone if alone else listed.lead), Role.CLAUSE, keep_next=True)
        table = Table(columns, rows, indented=True)
        found = [Clause(listed.clause, words(listed.heading), (lead, table))]
        if listed.rules:
            rules = tuple(Paragraph(words(curl(rule)), Role.CLAUSE) for rule in listed.rules)
            found.append(Clause(listed.count_clause, words(listed.count_heading), rules))
        return tuple(found)

    def _fill_article(
        self, article: Article, slots: Sequence[Inline | ExhibitSlot], numbers: Mapping[str, str], gaps: int
    ) -> Article:
        def fill(place: Slot) -> Inline:
            return self._inline(slots[place.index], place, numbers, gaps)

        clauses = tuple(
            replace(
                clause, heading=fill_inlines(clause.heading, fill), blocks=fill_blocks(clause.blocks, fill)
            )
            for clause in article.clauses
        )
        return replace(
            article, intro=tuple(fill_block(block, fill) for block in article.intro), clauses=clauses
        )

    def _inline(
        self, found: Inline | ExhibitSlot, place: Slot, numbers: Mapping[str, str], gaps: int
    ) -> Inline:
        if isinstance(found, ExhibitSlot):
            return Text(self.exhibit_name(found.kind), place.bold)
        if isinstance(found, Ref):
            number = numbers.get(found.clause, "")
            if number:
                return Ref(found.clause, number, bold=place.bold)
            return Text(self._article_name(found.clause), place.bold)
        if isinstance(found, Term):
            if found.key == OPEN_POINTS and found.gap:
                return Term(found.key, str(gaps), found.label, bold=place.bold)
            return replace(found, bold=place.bold) if place.bold else found
        return found

    def _article_name(self, clause: str) -> str:
        """A clause that has no number here is named by its article, and by the exhibit that carries it."""
        ident = self.library.clause_section(clause) or ""
        name = f"the article {curl(self.library.titles.get(ident, ident))}"
        carrier = next((kind for kind in self.exhibits if ident in self.library.kinds[kind].sections), None)
        return f"{name} in {self.exhibit_name(carrier)}" if carrier else name


def exhibit_letter(place: int) -> str:
    """A for the first exhibit attached, B for the second."""
    return chr(ord("A") + place)


def _without_notes(blocks: Blocks) -> Blocks:
    return tuple(block for block in blocks if not isinstance(block, Guidance))


def _meaning(source: str, slots: list[Inline | ExhibitSlot]) -> Inlines:
    """A meaning with its references; its places are counted on from those already there."""
    text, own = render_sentence(source)
    start = len(slots)
    slots += own
    return tuple(
        replace(part, index=part.index + start) if isinstance(part, Slot) else part
        for part in parse_sentence(text)
    )

"""Articles and clauses: their numbers, and the words in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .blocks import (
    Article,
    Block,
    CounselPlace,
    Guidance,
    Heading,
    Inlines,
    Item,
    KeyValues,
    Numbering,
    Paragraph,
    Table,
)


def number_articles(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Give each numbered article its number, and its clauses theirs ("2.1")."""
    done, count = [], 0
    for article in articles:
        if article.numbering is not Numbering.ARTICLE:
            done.append(article)
            continue
        count += 1
        clauses = tuple(
            replace(clause, number=f"{count}.{place}")
            for place, clause in enumerate(article.clauses, start=1)
        )
        done.append(replace(article, number=str(count), clauses=clauses))
    return tuple(done)


def inline_runs(block: Block) -> Iterator[Inlines]:
    """Each run of words inside a block, in reading order."""
    if isinstance(block, Table):
        yield from (column.heading for column in block.columns)
        for row in block.rows:
            yield from row
    elif isinstance(block, KeyValues):
        yield from (value for _, value in block.rows)
    elif isinstance(block, Paragraph | Heading | Item | CounselPlace | Guidance):
        yield block.inlines


def article_runs(article: Article) -> Iterator[Inlines]:
    """Each run of words of an article, margin notes included, in reading order."""
    for block in article.intro:
        yield from inline_runs(block)
    for clause in article.clauses:
        yield clause.heading
        for block in clause.blocks:
            yield from inline_runs(block)

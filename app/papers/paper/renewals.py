"""The renewal and notice calendar as a document. Pure."""

from __future__ import annotations

from datetime import date

from app.documents.blocks import (
    Align,
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Inlines,
    Meta,
    Paragraph,
    Role,
    Table,
    words,
)
from app.documents.formats import day

from ..rules.renewals import RenewalDay, RenewalFacts, RenewalRow

TITLE = "Renewal and notice calendar"
INTERNAL = (
    "For our own side: it shows all partnerships. The agreements decide; this paper helps to remember them."
)
SHARED = "The agreement decides; this paper helps both sides to remember it."
NONE = "Not settled"
HEADS = (
    ("Partnership", 17),
    ("Term ends", 11),
    ("Last notice day", 11),
    ("Days left", 9),
    ("At the end of the term", 13),
    ("Start-up support ends", 10),
    ("Rate review", 10),
    ("Next review", 10),
    ("Owner", 9),
)
DAYS = (("Day", 20), ("What", 34), ("Partnership", 26))
ALONE = (("Day", 22), ("What", 58))
BLANK = "\u00a0"
OURS = frozenset({"Days left", "Owner"})


def renewals_document(
    facts: RenewalFacts, *, partnership: str, draft_id: str, made_on: date, partner_copy: bool
) -> Document:
    """Paper M7 [L1 complexity] [L7 exit]: everything in one table, then month by month."""
    several = not partnership
    notice = SHARED if partner_copy else INTERNAL if several else "The agreement decides."
    body: list[Block] = [Paragraph(words(notice), Role.NOTICE)]
    body.append(_table(facts, partner_copy))
    body += _late(facts, several)
    body += [Heading(words("Month by month")), _months(facts, several)]
    return Document(
        title=TITLE,
        subtitle=partnership or f"All partnerships, {day(made_on)}",
        meta=Meta(
            kind="M7",
            draft_id=draft_id,
            partnership=partnership or "All partnerships",
            copy=Copy.PARTNER if partner_copy else Copy.INTERNAL,
            on=made_on,
        ),
        body=tuple(body),
        header=(partnership or facts.house, "" if partner_copy else "Internal copy"),
        footer=f"{TITLE}, {day(made_on)}",
    )


def _table(facts: RenewalFacts, partner_copy: bool) -> Table:
    heads = [(head, share) for head, share in HEADS if not (partner_copy and head in OURS)]
    columns = tuple(
        Column(words(head), share, Align.RIGHT if head == "Days left" else Align.LEFT)
        for head, share in heads
    )
    named = {head for head, _share in heads}
    return Table(columns, tuple(_row(row, facts.today, named) for row in facts.rows))


def _row(row: RenewalRow, today: date, heads: set[str]) -> tuple[Inlines, ...]:
    notice = f"Given {_short(row.notice_given_on)}" if row.notice_given_on else _short(row.notice_on)
    cells = (
        words(row.partnership, bold=True),
        words(_term(row, today) or NONE),
        words(notice or NONE),
        words(row.days_left(today) or BLANK),
        words(row.renewal or NONE),
        words(_short(row.support_end) or BLANK),
        words(_short(row.rate_review) or BLANK),
        words(_short(row.next_review) or BLANK),
        words(row.owner or BLANK),
    )
    return tuple(cell for (head, _share), cell in zip(HEADS, cells, strict=True) if head in heads)


def _term(row: RenewalRow, today: date) -> str:
    return _short(row.term_end) + (", has run out" if row.has_run_out(today) else "")


def _late(facts: RenewalFacts, several: bool) -> list[Block]:
    if not facts.late:
        return []
    return [Heading(words("Late"), level=2), _days(facts.late, several)]


def _months(facts: RenewalFacts, several: bool) -> Table:
    """One table for all months: the month stands before its first day."""
    heads = (("Month", 20), *(DAYS if several else ALONE))
    width = len(heads)
    lines: list[tuple[Inlines, ...]] = []
    for month in facts.months:
        name = words(month.name, bold=True)
        nothing = (words(BLANK), words("Nothing"), words(BLANK))
        for one in [_line(due) for due in month.days] or [nothing]:
            lines.append((name, *one)[:width])
            name = words(BLANK)
    return Table(tuple(Column(words(head), share) for head, share in heads), tuple(lines))


def _days(days: tuple[RenewalDay, ...], several: bool) -> Table:
    heads = DAYS if several else ALONE
    columns = tuple(Column(words(head), share) for head, share in heads)
    return Table(columns, tuple(_line(one)[: len(heads)] for one in days))


def _line(one: RenewalDay) -> tuple[Inlines, ...]:
    return words(f"{one.on:%a}, {_short(one.on)}"), words(one.words), words(one.partnership)


def _short(on: date | None) -> str:
    return f"{on:%b}{BLANK}{on.day}, {on.year}" if on else ""

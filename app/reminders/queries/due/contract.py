"""What the agreement sets: the last day to give notice, the end of the term, and the days around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from app.dates.queries import contract_days, notice_words
from app.dates.rules import DateKey

from ...rules import DueItem, Kind
from .facts import Facts, item, lead_of

OTHER_DAYS = {
    DateKey.RATE_REVIEW: "Look at the rate again, as the agreement says",
    DateKey.SUPPORT_END: "Start-up support ends",
}
# Days that somebody typed into the agreement, besides those the key dates hang on.
TYPED_DAYS = {
    "S21.ramp_until": "Last day of the agreed minimum",
    "S24.pay_on": "Start-up support is paid",
    "S26.dry_run_date": "Dry run before the first day",
}
# Tables of the agreement whose rows name a day: its column, the column of the thing, and the words.
TYPED_ROWS = {
    "S03.site_starts": ("start", "site", "Enrollment begins: {}"),
    "S33.gap_table": ("date", "item", "To be in place, as the agreement says: {}"),
    "S38.information_exchange": ("due_on", "item", "To be handed over, as the agreement says: {}"),
}


def contract_dates(facts: Facts) -> Iterable[DueItem]:
    for partnership_id, home in facts.partnerships.items():
        terms = facts.terms.get(partnership_id, {})
        # Once notice is given both dates say nothing any more.
        if home.has_ended or home.notice_given:
            continue
        path = f"/partnerships/{home.key}"
        for one in contract_days(terms, facts.today):
            kind, title = Kind.TERM_END, "Agreement term ends"
            if one.pressing:
                kind = Kind.NOTICE
                title = f"Last day to give notice ({notice_words(terms)} before the term ends)"
            if facts.today <= one.on <= facts.until:
                yield item(kind, home.public_id, one.on, title, partnership_id, home, path, lead_of(home))


def decisions_by(facts: Facts) -> Iterable[DueItem]:
    """The day by which both sides decide, so that approvals come before the last day to give notice."""
    for partnership_id, dates in facts.key_dates.items():
        home = facts.partnerships[partnership_id]
        for one in dates:
            if one.key is DateKey.DECIDE_BY and facts.ahead(one.on) and not home.notice_given:
                path, tell = f"/partnerships/{home.key}/dates", lead_of(home)
                yield item(
                    Kind.DECIDE_BY, home.public_id, one.on, one.label, partnership_id, home, path, tell
                )


def other_days(facts: Facts) -> Iterable[DueItem]:
    """Further days that the agreement names; the renewal falls on the end of the term, which is told."""
    for partnership_id, dates in facts.key_dates.items():
        home, terms = facts.partnerships[partnership_id], facts.terms[partnership_id]
        found = [(one.key.value, one.on, OTHER_DAYS[one.key]) for one in dates if one.key in OTHER_DAYS]
        found += [(term, terms[term], words) for term, words in TYPED_DAYS.items() if term in terms]
        found += _typed_rows(terms)
        for name, on, words in found:
            if facts.ahead(on):
                thing, path = f"{home.public_id}-{name}", f"/partnerships/{home.key}/dates"
                yield item(Kind.KEY_DATE, thing, on, words, partnership_id, home, path, lead_of(home))


def _typed_rows(terms: Mapping[str, Any]) -> Iterator[tuple[str, date, str]]:
    """Each row under its own name, which stays while others come and go."""
    for term, (day, thing, words) in TYPED_ROWS.items():
        for row in terms.get(term) or ():
            if row.get(day) and row.get(thing):
                yield f"{term.partition('.')[0]}-{row['id']}", row[day], words.format(row[thing])

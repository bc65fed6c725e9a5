"""What the agreement sets: the last day to give notice, the end of the term."""

from __future__ import annotations

from collections.abc import Iterable

from app.dates.queries import contract_days, notice_words

from ...rules import DueItem, Kind
from .facts import Facts, item, lead_of


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

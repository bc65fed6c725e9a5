"""Everything a visit sheet is made of, read with a fixed number of statements."""

from __future__ import annotations

from datetime import date

from app.outreach import queries as outreach
from app.outreach.models import Site
from app.outreach.queries import Method, method
from app.outreach.rules import (
    RELATION_WORDS,
    TIE_WORDS,
    Relation,
    Tie,
    last_quarters,
    quarter_words,
    shown_count,
)
from app.partnerships.models import Partnership

from ..rules.visit_sheet import Contact, Leave, Quarter, Teach, VisitFacts

REFERRERS = "referrers"
MOST_HEARD = 4


def visit_facts(partnership: Partnership, site: Site, day: date, *, partner_copy: bool = False) -> VisitFacts:
    """What the sheet for a visit to this site is made of, as of a day."""
    book = method()
    contacts = outreach.site_contacts(site.id)
    champions = outreach.list_champions(partnership.get_id(), site_id=site.id)
    return VisitFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        site=site.name,
        kind=book.partner_words(site.group),
        place=site.place,
        relation=RELATION_WORDS[Relation(site.relation)].lower() if site.relation else "",
        languages=site.languages,
        tie=TIE_WORDS[Tie(site.tie)],
        before=site.before,
        last_visit_on=site.last_visit_on,
        next_visit_on=site.next_visit_on,
        visitor=site.visitor.name if site.visitor else "",
        contacts=tuple(Contact(one.function, one.name, one.phone) for one in contacts),
        champions=tuple(f"{one.name or one.function}, {one.organization}" for one in champions),
        quarters=_quarters(site, day, partner_copy=partner_copy),
        barriers=_barriers(site, book),
        heard=_heard(site, book),
        questions=tuple(words for _, words in book.questions),
        topics=_topics(partnership, site, book),
        material=_material(partnership, site),
        signs=book.early_signs,
    )


def _quarters(site: Site, day: date, *, partner_copy: bool) -> tuple[Quarter, ...]:
    quarters = last_quarters(day)
    counts = outreach.counts_of(site.id, quarters)
    return tuple(
        Quarter(
            quarter_words(one) + (", so far" if one == quarters[-1] else ""),
            shown_count(counts.get(one), partner_copy=partner_copy),
        )
        for one in quarters
    )


def _barriers(site: Site, book: Method) -> tuple[str, ...]:
    own = (site.barriers_note,) if site.barriers_note else ()
    return book.barrier_words(site.barriers or ()) + own


def _heard(site: Site, book: Method) -> tuple[tuple[date, str, str], ...]:
    found = [
        (on, question, answers[name])
        for on, answers in outreach.what_was_heard(site.id)
        for name, question in book.questions
        if answers.get(name)
    ]
    return tuple(found[:MOST_HEARD])


def _topics(partnership: Partnership, site: Site, book: Method) -> tuple[Teach, ...]:
    taught: dict[str, date] = {}
    for one in outreach.list_activities(partnership.get_id(), site_id=site.id):
        for topic in one.topics:
            taught.setdefault(topic, one.on)
    return tuple(
        Teach(topic.label, taught.get(topic.id)) for topic in book.topics if REFERRERS in topic.audience
    )


def _material(partnership: Partnership, site: Site) -> tuple[Leave, ...]:
    there = outreach.material_left_at(site.id)
    return tuple(
        Leave(one.title, one.language, one.approved_by_plan_on, one.public_id in there)
        for one in outreach.material_to_leave(partnership.get_id())
    )

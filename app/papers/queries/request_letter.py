"""What a letter that asks for information is made of."""

from __future__ import annotations

from app.information.queries import list_items, list_topics
from app.information.rules import Side
from app.partnerships.models import Partnership
from app.partnerships.queries import members

from ..rules.request_letter import Deeper, Given, LetterFacts, Question, To

OTHER = {To.PAYER: To.PROVIDER, To.PROVIDER: To.PAYER}


def letter_facts(partnership: Partnership, to: To) -> LetterFacts:
    """The letter to one side: what it has not answered, and what the other side has."""
    names = {To.PAYER: partnership.payer.name, To.PROVIDER: partnership.provider.name}
    leads = {one.side: one for one in members(partnership.id) if one.lead and one.left_on is None}
    reader, writer = leads.get(to), leads.get(OTHER[to])
    rows = list_items(partnership.id)
    asked = [row for row in rows if row.item.side == Side(to)]
    given = [row for row in rows if row.item.side != Side(to)]
    return LetterFacts(
        partnership=partnership.name,
        asker=names[OTHER[to]],
        asked=names[to],
        reader=reader.name if reader else "",
        writer=writer.name if writer else "",
        writer_title=writer.title if writer else "",
        asked_items=tuple(
            Question(row.item.label, row.item.ask, row.wanted_by_on) for row in asked if not row.settled
        ),
        known_labels=tuple(row.item.label for row in asked if row.settled),
        given=tuple(Given(row.item.label, row.words) for row in given if row.words),
        deeper=tuple(
            Deeper(row.topic.label, row.topic.questions)
            for row in list_topics(partnership)
            if row.filled < len(row.topic.fields)
        ),
    )

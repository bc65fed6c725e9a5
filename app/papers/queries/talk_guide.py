"""What the concern talk guide is made of."""

from __future__ import annotations

from datetime import date

from app.core.calendar import span_words
from app.partnerships.models import Partnership
from app.people.queries import culture_of
from app.relationship.queries import ConcernDetail, measured_days_to_decide

from ..rules.talk_guide import TalkFacts


def talk_facts(partnership: Partnership, detail: ConcernDetail, today: date) -> TalkFacts:
    """The concern as the record holds it, and the partner's way of working."""
    concern, culture = detail.row, culture_of(partnership.payer_id)
    measured = measured_days_to_decide(partnership.payer_id)
    modes = ", ".join(mode.replace("_", " ") for mode in culture.preferred_modes)
    return TalkFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        text=concern.text,
        area=concern.area,
        area_words=concern.area_words,
        raised_by_us=concern.raised_by_side == "provider",
        opened_on=concern.opened_on,
        days_open=concern.days_open(today),
        severity=concern.severity.capitalize(),
        nature_words=detail.nature_words,
        told_words=concern.told_words,
        told_on=concern.told_on,
        owner=concern.owner,
        next_step_on=concern.next_step_on,
        effect=detail.effect,
        asks=detail.asks,
        offers=detail.offers,
        others=detail.others,
        kind_words=culture.kind_words,
        decision_words=culture.decision_words,
        approvers=tuple(one.words for one in culture.approvers),
        usual_words=culture.usual_words,
        measured_words="" if measured is None else span_words(measured),
        calendars=culture.fixed_calendars,
        preferred=". ".join(part for part in (modes.capitalize(), culture.preferred_note) if part),
        priorities=culture.priorities_now,
        pressures=culture.pressures_now,
    )

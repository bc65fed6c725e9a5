"""M15: what helps somebody who must raise a concern. Pure: facts in, advice and gaps out.

The order is that of the talk: facts, effect, their side, what we ask, what we offer [L8 behaviors]
[L5 hard-talks].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.calendar import day_words

# Money and heavy things are said in a room; a phone call in a large group airs no worry [L1 foundation].
SPOKEN_AT_LEAST = ("payment", "effort")
AGREE = (
    "Say the fact, then what it does, then stop and listen.",
    "Ask what it looks like from their side before you propose anything.",
    "Keep to one concern; the next one gets its own talk.",
    "Before judging a person, ask whether the organization explains it.",
    "Leave with one next step, one name and one day.",
)


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """Everything the record holds about a concern and about the partner's way of working."""

    partnership: str
    provider: str
    payer: str
    text: str
    area: str
    area_words: str
    raised_by_us: bool
    opened_on: date
    days_open: int
    severity: str
    nature_words: str
    told_words: str
    told_on: date | None
    owner: str
    next_step_on: date | None
    effect: str
    asks: str
    offers: str
    others: str
    kind_words: str
    decision_words: str
    approvers: tuple[str, ...]
    usual_words: str
    measured_words: str
    calendars: str
    preferred: str
    priorities: str
    pressures: str


@dataclass(frozen=True, slots=True)
class TalkGuide:
    """The guide in the order of the talk; an empty text is a blank to fill by hand."""

    facts: TalkFacts
    known: tuple[tuple[str, str], ...]
    understood: tuple[tuple[str, str], ...]
    mode: str
    advice: tuple[str, ...]


def compose_guide(facts: TalkFacts) -> TalkGuide:
    """Choose what the guide says; what nobody noted is left for the pen, never made up."""
    return TalkGuide(facts, _known(facts), _understood(facts), mode_advice(facts), AGREE)


def _known(facts: TalkFacts) -> tuple[tuple[str, str], ...]:
    raised = "by us" if facts.raised_by_us else f"by {facts.payer}"
    days = "1 day" if facts.days_open == 1 else f"{facts.days_open} days"
    rows = (
        ("The concern", facts.text),
        ("About", facts.area_words),
        ("Raised", f"{day_words(facts.opened_on)} {raised}, open for {days}"),
        ("Weighs", facts.severity),
        ("Explained by", facts.nature_words),
        ("Spoken of", f"{facts.told_words}, {day_words(facts.told_on)}" if facts.told_on else "not yet"),
        ("Who takes care of it", facts.owner),
        ("Next step by", day_words(facts.next_step_on) if facts.next_step_on else ""),
    )
    return tuple((label, text[:1].upper() + text[1:]) for label, text in rows if text)


def _understood(facts: TalkFacts) -> tuple[tuple[str, str], ...]:
    pace = facts.usual_words and f"says {facts.usual_words}"
    if facts.measured_words:
        took = f"took {facts.measured_words} the last three times"
        pace = f"{pace}, {took}" if pace else took
    rows = (
        ("Who they are", facts.kind_words),
        ("Under pressure from", facts.pressures),
        ("What they want now", facts.priorities),
        ("How they decide", facts.decision_words),
        ("Who must say yes", ", ".join(facts.approvers)),
        ("How long that takes", pace),
        ("Fixed times", facts.calendars),
        ("How they like to hear it", facts.preferred),
    )
    return tuple((label, text[:1].upper() + text[1:]) for label, text in rows if text)


def mode_advice(facts: TalkFacts) -> str:
    """In which way to speak: in person if possible, and why [L1 foundation] [L8 behaviors]."""
    if facts.severity.lower() == "large" or facts.area in SPOKEN_AT_LEAST:
        return (
            "In person, in a small circle. Worries and money belong in the same room; "
            "if that cannot be soon, by video rather than later."
        )
    return (
        "In person if possible, else by video with few people. "
        "A phone call in a large group is poor for airing a worry, and email is for the record afterwards."
    )

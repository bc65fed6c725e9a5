"""How an end stands, in one sentence and for others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.calendar import day_words

HELD_BACK = "not shown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page opens with."""

    today: date
    given_on: date | None = None
    ended_on: date | None = None
    last_service_on: date | None = None
    last_notice_on: date | None = None  # the last day to give notice before the term ends
    term_end: date | None = None
    to_hand_on: int | None = None
    handed_on: int = 0
    late: int = 0
    open: int = 0
    again_on: date | None = None


def lede(facts: Standing) -> str:
    """Notice was given November 25, 2024; the last day of service is March 31, 2025; … [L7 exit]."""
    if facts.ended_on is not None:
        return _after(facts)
    if facts.given_on is None:
        return _before(facts)
    parts = _noticed(facts)
    if facts.last_service_on is None:
        return "; ".join([*parts, "the steps are not laid out yet"]) + "."
    parts.append(hand_on_words(facts.to_hand_on, facts.handed_on))
    if facts.late:
        parts.append("one step is late" if facts.late == 1 else f"{facts.late} steps are late")
    elif not facts.open:
        parts.append("every step is done")
    return "; ".join(parts) + "."


def _noticed(facts: Standing) -> list[str]:
    parts = [f"Notice was given {day_words(facts.given_on)}"] if facts.given_on else []
    if facts.last_service_on is not None:
        verb = "is" if facts.last_service_on >= facts.today else "was"
        parts.append(f"the last day of service {verb} {day_words(facts.last_service_on)}")
    return parts


def hand_on_words(to_hand_on: int | None, handed_on: int) -> str:
    """12 patients to hand on; all 20 patients are handed on."""
    if to_hand_on is None:
        return "how many patients are to be handed on is not known yet"
    if to_hand_on == 0:
        return "no patient is to be handed on"
    left = to_hand_on - handed_on
    if not left:
        return (
            "the one patient is handed on" if to_hand_on == 1 else f"all {to_hand_on} patients are handed on"
        )
    return f"{left} {'patient' if left == 1 else 'patients'} to hand on"


def _before(facts: Standing) -> str:
    if facts.term_end is None:
        return "No notice was given, and no last day of the term is settled."
    if facts.last_notice_on is None:
        return f"No notice was given. The term ends {day_words(facts.term_end)}."
    verb = "is" if facts.last_notice_on >= facts.today else "was"
    ends = "ends" if facts.term_end >= facts.today else "ended"
    return (
        f"No notice was given. The term {ends} {day_words(facts.term_end)}, "
        f"and the last day to give notice before it {verb} {day_words(facts.last_notice_on)}."
    )


def _after(facts: Standing) -> str:
    noticed = _noticed(facts) if facts.last_service_on else []
    words = "; ".join(noticed) or f"Ended {day_words(facts.ended_on or facts.today)}"
    if facts.to_hand_on is not None and facts.handed_on < facts.to_hand_on:
        words += f"; {hand_on_words(facts.to_hand_on, facts.handed_on)}"
    words += "."
    if facts.late or facts.open:
        count = facts.open
        words += f" {count} {'step is' if count == 1 else 'steps are'} still open"
        words += f", {facts.late} of them late." if facts.late else "."
    if facts.again_on is None:
        return f"{words} No day to talk again is agreed."
    if facts.again_on < facts.today:
        return f"{words} You agreed to talk again on {day_words(facts.again_on)}."
    return f"{words} You may talk again on {day_words(facts.again_on)}."


@dataclass(frozen=True, slots=True)
class Told:
    """The hand-over in counts, in words."""

    to_hand_on: str
    handed_on: str
    left: str


def told_counts(to_hand_on: int | None, handed_on: int, hidden_up_to: int) -> Told:
    """The three counts as others may read them: no small one, nor what would give one away [ours].

    Two of the three give the third, and words for one part alone would tell which one is small: where
    either part is small, neither is shown.
    """
    if to_hand_on is None:
        return Told("not known", _told(handed_on, hidden_up_to), "not known")
    left = to_hand_on - handed_on
    whole = _told(to_hand_on, hidden_up_to)
    if not any(0 < one <= hidden_up_to for one in (handed_on, left)):
        return Told(whole, f"{handed_on:,}", f"{left:,}")
    handed, rest = (HELD_BACK if one else "0" for one in (handed_on, left))
    return Told(whole, handed, rest)


def _told(count: int, up_to: int) -> str:
    return f"under {up_to + 1}" if 0 < count <= up_to else f"{count:,}"

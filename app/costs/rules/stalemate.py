"""The knot: the plan waits for proof of savings, and we for the pay to bring it [L5 hard-talks]. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.formats import day

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Stalemate:
    """What is noted of it: `yes`, `no`, or nothing where nobody knows."""

    plan_first: str = ""  # the plan needs proof of savings first
    pay_first: str = ""  # we need pay first
    since: date | None = None
    tried: tuple[str, ...] = ()
    next: str = ""

    @property
    def knotted(self) -> bool:
        """Whether both sides wait for each other."""
        return self.plan_first == YES and self.pay_first == YES


def stalemate_words(one: Stalemate, today: date) -> str:
    """Where it stands, with how long."""
    if one.knotted:
        how_long = ""
        if one.since is not None:
            how_long = f" since {day(one.since)}, {_span(one.since, today)}"
        return (
            f"Stalemate over proof of savings{how_long}: the plan waits for proof before it pays more, "
            "and we wait for pay before we can bring the proof."
        )
    if one.plan_first == YES:
        return f"The plan wants proof of savings first. {_other('we need more pay first', one.pay_first)}"
    if one.pay_first == YES:
        return f"We need more pay first. {_other('the plan waits for proof', one.plan_first)}"
    if NO in (one.plan_first, one.pay_first):
        return "There is no stalemate over proof of savings."
    return "Nobody has noted whether each side waits for the other."


def _other(what: str, answer: str) -> str:
    return (
        f"It is not so that {what}, so there is a way." if answer == NO else f"Whether {what} is not known."
    )


def _span(since: date, today: date) -> str:
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    if months >= 1:
        return f"{months} month{'' if months == 1 else 's'} now"
    days = max((today - since).days, 0)
    return "from today" if not days else f"{days} day{'' if days == 1 else 's'} now"

"""Stages, sides and short names: what may follow what. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from app.core.calendar import day_words


class Stage(StrEnum):
    """The stages of a partnership, in their usual order [L0 intro] [L7 transition]."""

    EXPLORING = "exploring"
    PLANNING = "planning"
    CONTRACTING = "contracting"
    PILOT = "pilot"
    SUSTAINED = "sustained"
    RENEGOTIATING = "renegotiating"
    ENDED = "ended"

    @property
    def is_signed(self) -> bool:
        """Whether an agreement was signed: what it says changes by an amendment from now on."""
        return self in (Stage.PILOT, Stage.SUSTAINED, Stage.RENEGOTIATING, Stage.ENDED)


class Side(StrEnum):
    """Who works on a partnership: the health plan, or us."""

    PAYER = "payer"
    PROVIDER = "provider"


# Words of the command line and of addresses; a partnership must not hide them.
RESERVED_KEYS = frozenset({"new", "all", "events", "concerns", "pulse", "partnerships"})
LONGEST_KEY = 60
SETTINGS = {"rural": "rural", "urban": "urban", "mixed": "town and country"}
PRODUCT_LINES = {
    "medi_cal_managed_care": "Medi-Cal managed care",
    "medicare_advantage": "Medicare Advantage",
    "commercial_hmo": "Commercial HMO",
    "commercial_ppo": "Commercial PPO",
    "dual_eligible": "Dual eligible",
    "other": "Other",
}


def product_line_words(identifier: str) -> str:
    """A product line as people write it."""
    return PRODUCT_LINES.get(identifier) or identifier.replace("_", " ").capitalize()


def key_from_name(name: str, taken: Collection[str]) -> str:
    """A short name for addresses and the command line: made once, never changed afterwards."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_KEY].strip("-") or "partnership"
    key, number = slug, 1
    while key in taken or key in RESERVED_KEYS:
        number += 1
        ending = f"-{number}"
        key = slug[: LONGEST_KEY - len(ending)].strip("-") + ending
    return key


def move_problems(
    stage: str,
    since: date,
    to_stage: str,
    on: date,
    reason: str,
    *,
    may_go_to: Collection[str],
    today: date,
) -> dict[str, str]:
    """What stands against moving from `stage` to `to_stage` on a day; one sentence by field.

    Which stages may follow is the catalogue's word [L7 transition]. A move may be entered late, but
    not ahead, and not before the present stage began.
    """
    problems = {}
    if to_stage == stage:
        problems["to_stage"] = "The partnership is in this stage already. Choose the one it moves to."
    elif to_stage not in may_go_to:
        problems["to_stage"] = (
            "From here the partnership cannot go to that stage. Choose one of those listed."
        )
    if on > today:
        problems["on"] = "A stage begins on a day that has come. Enter today or an earlier day."
    elif on < since:
        problems["on"] = (
            f"The present stage began on {since:%B} {since.day}, {since.year}. Enter that day or a later one."
        )
    if not reason:
        problems["reason"] = "Write in a few words why the partnership leaves this stage."
    return problems


def stages_after(stage: str, may_go_to: Collection[str], came_from: str) -> tuple[str, ...]:
    """Which stages may follow: after talks about the terms a partnership returns to where it came from, or
    ends [L7 balance]. Where that is not known, every stage the catalogue names.
    """
    if stage != Stage.RENEGOTIATING or came_from not in may_go_to:
        return tuple(may_go_to)
    return tuple(one for one in may_go_to if one in (came_from, Stage.ENDED))


def first_day_problem(on: date, earlier: date | None, later: date | None, today: date) -> str:
    """What stands against a first day of a stage: it lies between those of the stages before and after it."""
    if on > today:
        return "A stage begins on a day that has come. Enter today or an earlier day."
    if earlier is not None and on < earlier:
        return f"The stage before began on {day_words(earlier)}. Enter that day or a later one."
    if later is not None and on > later:
        return f"The next stage began on {day_words(later)}. Enter that day or an earlier one."
    return ""


def month_of_stage(since: date, today: date) -> int:
    """Which month of its stage a partnership is in, counted from 1."""
    months = (today.year - since.year) * 12 + today.month - since.month
    return max(1, months + (1 if today.day >= since.day else 0))

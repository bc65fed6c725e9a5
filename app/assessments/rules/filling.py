"""What a gap becomes: a promise, and a row among the gaps of the agreement. Pure [T5 gaps]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .ratings import Answer, Who

TERM = "S33.gap_table"
SIDES = {Who.PROVIDER: "provider", Who.PAYER: "payer", Who.TOGETHER: "joint"}
PARTIES = {Who.PROVIDER: "provider", Who.PAYER: "payer", Who.TOGETHER: "both"}


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised about a gap: the words, the side, the person and the day."""

    text: str
    side: str
    owner_id: int | None
    due_on: date | None


def promise_of(answer: Answer, label: str, strategy: str) -> Promise | None:
    """The promise that a gap becomes, once it is known who fills it and either a person or a day [ours].

    `strategy` are its words. Of a gap that both fill together our person owns the step.
    """
    who = answer.who
    if not answer.is_lacking or who is None or who is Who.NEITHER:
        return None
    ours, theirs = answer.person_provider, answer.person_payer
    owner = theirs if who is Who.PAYER else ours if who is Who.PROVIDER else (ours or theirs)
    if owner is None and answer.due_on is None:
        return None
    text = answer.first_step or (f"{strategy}: {label}" if strategy else f"Close the gap: {label}")
    return Promise(text, SIDES[who], owner, answer.due_on)


def followed(kept: Promise, before: Promise | None, wanted: Promise) -> Promise:
    """The promise with what changed, where nobody changed it by hand since."""
    if before is None:
        return kept
    names = ("text", "side", "owner_id", "due_on")
    return Promise(
        **{
            name: getattr(wanted if getattr(kept, name) == getattr(before, name) else kept, name)
            for name in names
        }
    )


def agreement_row(ident: str, answer: Answer, label: str) -> dict[str, Any] | None:
    """The row among the gaps of the agreement; None until step, party and day are all known [T5 gaps]."""
    party = PARTIES.get(answer.who) if answer.who else None
    if not (answer.is_lacking and answer.in_agreement and answer.strategy and party and answer.due_on):
        return None
    return {
        "id": row_id(ident),
        "item": label,
        "strategy": answer.strategy,
        "filler": party,
        "date": answer.due_on,
    }


def row_id(ident: str) -> str:
    """How the row of an item is named in the table; it stays when the cells change."""
    return ident.lower()


def with_row(
    table: Sequence[Mapping[str, Any]],
    before: Mapping[str, Any] | None,
    wanted: Mapping[str, Any] | None,
) -> list[Mapping[str, Any]]:
    """The table with the row of one item put in, changed or taken out.

    A row that somebody changed by hand stays as it is, and one that was taken out by hand stays out.
    """
    name = (wanted or before or {}).get("id")
    held = next((row for row in table if row.get("id") == name), None)
    if before == wanted or (before is not None and held != before):
        return list(table)
    if held is None:
        return [*table, wanted] if wanted is not None else list(table)
    if before is None:
        return list(table)
    if wanted is None:
        return [row for row in table if row is not held]
    return [wanted if row is held else row for row in table]

"""A service design, written: answers under their names, roles and the state's list into the term sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.clash import said
from app.core.db import db, write
from app.core.errors import Conflict
from app.core.history import MEANWHILE, change, create
from app.partnerships.models import Partnership
from app.terms.service import set_terms

from .models import DesignAnswer
from .queries import state_list
from .rules import BEGINS_FILLED, ROLE_TABLE, settled_roles


def save_answers(
    partnership: Partnership,
    wanted: Mapping[str, Mapping[str, Any]],
    seen: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Save answers by name; answers how many changed.

    `seen` holds the version of each that the person looked at (0 for none): Conflict when one is another.
    """
    changed = 0
    with write():
        for name, answer in wanted.items():
            changed += _save(partnership, name, dict(answer), seen.get(name, 0), actor, now)
    return changed


def _save(
    partnership: Partnership, name: str, answer: dict[str, Any], seen: int, actor: Actor, now: datetime
) -> bool:
    mine = (DesignAnswer.partnership == partnership) & (DesignAnswer.part == name)
    row = DesignAnswer.get_or_none(mine)
    if row is not None:
        if row.answer == answer:
            return False
        if row.version != seen:
            raise Conflict(MEANWHILE, {name: said(answer)}, {name: said(row.answer)})
        change(row, actor=actor, now=now, seen=seen, answer=answer, changed_at=now)
        return True
    if not answer and name not in BEGINS_FILLED:
        return False
    facts = {"partnership": partnership, "part": name, "answer": answer, "changed_at": now}
    try:
        with db.atomic():
            create(DesignAnswer, actor=actor, now=now, **facts)
    except IntegrityError:  # somebody else was first by a moment
        theirs = DesignAnswer.get(mine)
        raise Conflict(MEANWHILE, {name: said(answer)}, {name: said(theirs.answer)}) from None
    return True


def save_roles(
    partnership: Partnership,
    rows: Sequence[Mapping[str, Any]],
    *,
    seen: str,
    on: date,
    actor: Actor,
    now: datetime,
) -> bool:
    """Let the role table hold these owners from a day on; raises Conflict when somebody saved another one."""
    saved = set_terms(
        partnership,
        {ROLE_TABLE: settled_roles(rows)},
        effective_on=on,
        actor=actor,
        now=now,
        seen={ROLE_TABLE: seen},
        seen_on=on,
    )
    return bool(saved.changed)


def take_state_list(partnership: Partnership, *, on: date, actor: Actor, now: datetime) -> int:
    """Begin with the conditions and criteria of the state's law, noted as checked on that day."""
    conditions, general = state_list()
    terms = {
        "S06.criteria_form": ["sb1004"],
        "S06.qualifying_diagnoses": list(conditions),
        "S06.general_criteria": list(general),
        "S42.letter_checked_on": on,
    }
    return len(set_terms(partnership, terms, effective_on=on, actor=actor, now=now).changed)

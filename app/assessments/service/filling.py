"""What a gap becomes: a promise of somebody, and a row among the gaps of the term sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.actions.models import Action
from app.actions.rules import Source, Status
from app.actions.service import ActionFacts, create_action, drop_action, update_action
from app.core.batches import Together
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import definitions, term_sheet
from app.terms.service import set_terms

from ..queries import method
from ..rules import TERM, Answer, Promise, agreement_row, followed, promise_of, with_row

NOTE = "Readiness"  # where a promise came from, as lists show it


@dataclass(frozen=True, slots=True)
class Changed:
    """The answer to one item before and now. `own`: the one before is of the same assessment."""

    item: str
    before: Answer
    now: Answer
    own: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of the gaps: promises made, changed and let go, and whether the term sheet changed."""

    made: int = 0
    followed: int = 0
    dropped: int = 0
    in_terms: bool = False


def fill_gaps(
    partnership: Partnership, changes: Sequence[Changed], together: Together, *, today: date
) -> Filled:
    """Promises and agreement rows follow what was answered [T5 gaps]. Inside the caller's `write()`."""
    open_ones = {action.source_ref: action for action in _open_actions(partnership)}
    counts = {"made": 0, "followed": 0, "dropped": 0}
    for change in changes:
        done = _promise(partnership, change, open_ones.get(change.item), together, today)
        if done:
            counts[done] += 1
    return Filled(**counts, in_terms=_to_terms(partnership, changes, together, today))


def _open_actions(partnership: Partnership) -> list[Action]:
    a = Action
    gaps = (a.partnership == partnership) & (a.source == Source.GAP.value) & (a.status == Status.OPEN.value)
    return list(a.select().where(gaps & (a.source_ref != "")))


def _promise(
    partnership: Partnership, change: Changed, kept: Action | None, together: Together, today: date
) -> str:
    label = method().items[change.item].label
    before, wanted = (_promise_of(answer, label) for answer in (change.before, change.now))
    who: dict[str, Any] = {"actor": together.actor, "now": together.now, "together": together}
    if kept is None:
        # Done or let go by hand: it comes back only when something else is promised now.
        if wanted is None or (change.own and wanted == before):
            return ""
        facts = ActionFacts(wanted.text, wanted.side, wanted.owner_id, wanted.due_on)
        create_action(
            partnership, facts, source=Source.GAP.value, source_note=NOTE, source_ref=change.item, **who
        )
        return "made"
    held = Promise(kept.text, kept.side, kept.owner_id, kept.due_on)
    if wanted is not None:
        new = followed(held, before, wanted)
        facts = ActionFacts(new.text, new.side, new.owner_id, new.due_on, kept.private)
        update_action(kept, facts, **who)
        return "followed" if new != held else ""
    if held == before and (change.own or change.now.is_closed):
        drop_action(kept, on=today, **who)
        return "dropped"
    return ""


def _promise_of(answer: Answer, label: str) -> Promise | None:
    return promise_of(answer, label, method().strategies.get(answer.strategy, ""))


def _to_terms(partnership: Partnership, changes: Sequence[Changed], together: Together, today: date) -> bool:
    """Rows of the gaps table follow until an agreement is signed; from then on it changes by an amendment."""
    known = definitions().get(TERM)
    if Stage(partnership.stage).is_signed or known is None:
        return False
    sheet, items = term_sheet(partnership.get_id(), today), method().items
    table = list(sheet.values.get(TERM) or ())
    for change in changes:
        label = items[change.item].label
        rows = [agreement_row(change.item, one, label) for one in (change.before, change.now)]
        table = with_row(table, rows[0], rows[1])
    if table == list(sheet.values.get(TERM) or ()):
        return False
    seen = {TERM: sheet.fingerprints.get(TERM, "")}
    who: dict[str, Any] = {"actor": together.actor, "now": together.now, "together": together}
    saved = set_terms(partnership, {TERM: table}, effective_on=today, seen=seen, **who)
    return bool(saved.changed)

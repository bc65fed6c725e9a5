"""The promises of a pause: made with the decision, changed and gone with it while nobody touched them."""

from __future__ import annotations

from datetime import date

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action, is_untouched
from app.core.batches import Together, changed_about
from app.core.text import folded
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force

from ..models import Review
from ..queries import promises_of_decision
from ..rules import Follows, PauseFacts, PausePromise, follows, pause_promises

WAYS, LEAD, NO_ROOM = "S36.ways", "S36.pause_notice_days", "S10.high_volume_rule"
PAUSE = "pause"  # among the ways to end, and among the rules for high volume


def promise_pause(partnership: Partnership, row: Review, together: Together, today: date) -> None:
    """Make what a decided pause asks for; what nobody touched is renewed, or goes if asked no more."""
    wanted = _wanted(partnership, row, today) if Follows.PAUSE in follows(row.decision) else ()
    there = {one.source_note: one for one in promises_of_decision(row)}
    free = {about for about, one in there.items() if is_untouched(one, own_changes=changed_about(one, row))}
    for about in free - {one.about for one in wanted}:
        together.remove(there[about])
    for one in wanted:
        if one.about in free:
            _bring_up_to_date(there[one.about], one, together, today)
        elif one.about not in there:
            create_action(
                partnership,
                ActionFacts(text=one.text, side=one.side, due_on=one.due_on),
                actor=together.actor,
                now=together.now,
                source=Source.REVIEW,
                source_note=one.about,
                source_ref=row.public_id,
                together=together,
            )


def _bring_up_to_date(held: Action, one: PausePromise, together: Together, today: date) -> None:
    """The words and the day that the decision asks for now; what is late stays late."""
    due_on = one.due_on if held.due_on is None or one.due_on > today else min(held.due_on, today)
    if (held.text, held.due_on) != (one.text, due_on):
        words = folded(one.text)
        together.change(held, text=one.text, folded=words, due_on=due_on, first_due_on=due_on)


def _wanted(partnership: Partnership, row: Review, today: date) -> tuple[PausePromise, ...]:
    terms = terms_in_force(partnership.get_id(), today)
    named = PAUSE in (terms.get(WAYS) or ())
    facts = PauseFacts(
        partner=partnership.payer.name,
        decided_on=row.decided_on or today,
        today=today,
        next_on=row.next_on,
        notice_days=terms.get(LEAD) if named else None,
        is_named=named,
        for_want_of_room=terms.get(NO_ROOM) == PAUSE,
    )
    return pause_promises(facts)

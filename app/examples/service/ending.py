"""How an example ended, as rows: notice, steps on its promises, counts, answers and lessons."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.models import Action
from app.core.db import rows
from app.core.fields import new_public_id
from app.endings.models import Ending, EndingAnswer, EndingStep, HandOver
from app.examples.service.bulk import Row, insert
from app.examples.story import Story
from app.examples.story.ending import NOTE
from app.examples.story.people import PROVIDER
from app.information.models import Lesson

REASON = "outcomes_not_seen"
ALSO = ("reporting_or_processes_too_heavy", "payment_too_low")


def store_ending(story: Story, people: Mapping[str, int], stamped: Row) -> None:
    """The end of a told example; nothing where no notice was given. Its promises are stored already."""
    told = story.ending
    if told is None:
        return
    notice = {
        "given_on": told.given_on,
        "given_by": PROVIDER,
        "reason": REASON,
        "also": list(ALSO),
        "note": told.note,
        "to_hand_on": told.to_hand_on,
    }
    ending = Ending.create(**stamped, **notice).get_id()
    found = (Action.partnership == stamped["partnership"]) & (Action.source_note == NOTE)
    promises = dict(rows(Action.select(Action.text, Action.id).where(found)))
    steps = [
        {
            "kind": one.kind,
            "action": promises[one.action.text],
            "proposed_on": one.proposed_on,
            "proposed_why": one.proposed_why,
            "why": one.why,
        }
        for one in told.steps
    ]
    insert(EndingStep, steps, {"ending": ending})
    insert(HandOver, [{"week_on": week, "patients": count} for week, count in told.weeks], {"ending": ending})
    answers = [
        {"question": one.question, "state": one.state, "answer": one.answer, "who": people[one.who]}
        for one in told.answers
    ]
    insert(EndingAnswer, answers, {"partnership": stamped["partnership"]})
    names = ("side", "on", "about", "text", "ask_next", "shared")
    lessons = [{name: getattr(one, name) for name in names} for one in told.lessons]
    insert(Lesson, [{**one, "public_id": new_public_id()} for one in lessons], stamped)

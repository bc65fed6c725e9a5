"""Minutes that came back as a Word file: what differs becomes proposals, nothing more."""

from __future__ import annotations

from datetime import datetime

from app.core.actor import Actor
from app.core.errors import RuleViolation
from app.core.text import UNPRINTABLE
from app.documents.reader import read_tables
from app.meetings.queries import MeetingRow, decisions_of, promised_in
from app.meetings.service import Proposed, propose

from ..paper.minutes import owner_words
from ..queries.minutes import minutes_facts
from ..rules.minutes import compose_minutes
from ..rules.returned import Known, Returned, differing, rows_of

NOTHING = (
    "We found no table of actions (What, Who, By) or of decisions (What, By whom) in this file. "
    "Use the Word file of these minutes and type into its tables."
)


def read_back(meeting: MeetingRow, data: bytes, filename: str, *, actor: Actor, now: datetime) -> int:
    """Propose what a returned file says and we do not have; returns how many proposals are new.

    Raises RuleViolation for a file that cannot be read or holds no such table.
    """
    rows = rows_of((table.head, table.rows) for table in read_tables(data))
    if not rows:
        raise RuleViolation(NOTHING)
    new = differing(rows, _known(meeting))
    clean = [_proposed(one) for one in new]
    return propose(
        meeting.public_id,
        clean,
        UNPRINTABLE.sub("", filename).strip() or "minutes.docx",
        actor=actor,
        now=now,
    )


def _known(meeting: MeetingRow) -> list[Known]:
    view = compose_minutes(minutes_facts(meeting))
    known = [Known("decision", one.text, one.decided_by) for one in decisions_of(meeting.id)]
    known += [Known("action", one.text, owner_words(one, view), one.due_on) for one in view.actions]
    # Without a person the paper shows the side, which may come back empty as well.
    known += [Known("action", one.text, "", one.due_on) for one in promised_in(meeting.id) if not one.owner]
    return known


def _proposed(one: Returned) -> Proposed:
    text, who, due = (UNPRINTABLE.sub("", words) for words in (one.text, one.who, one.due_words))
    return Proposed(one.kind, text, who, due, one.due_on)

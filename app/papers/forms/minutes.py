"""What people type into minutes: notes, who came, decisions, actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.rules import Side
from app.actions.service import ActionFacts
from app.meetings.queries import Present, ProposalRow, TopicRow
from app.meetings.rules import Came
from app.web.formdata import LONG, FormData

from ..service.writing import ActionWords, DecisionWords, LineNotes, MinutesWords


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who can take an action: the key in the form, the row, the side, and the words."""

    key: str
    person_id: int
    side: str
    name: str
    words: str


# The fields of a decision and of an action to come; once stored they begin empty again.
NEW_ROWS = (
    *("decision", "decided_by", "decision_topic"),
    *("action", "owner", "due_on", "side", "action_topic", "private"),
)


def read_minutes(
    form: FormData, lines: Sequence[TopicRow], people: Sequence[Present], owners: Sequence[Owner]
) -> MinutesWords:
    """What the whole form says; mistakes stand in the form."""
    notes = tuple(read_line(form, one) for one in lines if form.sent(f"seen-{one.id}"))
    came = {p.person_id: answer for p in people if (answer := read_came(form, p.person_id)) is not None}
    concerns = None
    if form.sent("concerns"):
        concerns = (form.text("concerns", limit=LONG), form.whole("seen-meeting"))
    return MinutesWords(notes, came, concerns, read_decision(form, lines), read_action(form, lines, owners))


def read_line(form: FormData, line: TopicRow) -> LineNotes:
    """The notes of one line; where nothing may be written down there is only the tick."""
    notes = "" if line.spoken_only else form.text(f"notes-{line.id}", limit=LONG)
    return LineNotes(line.id, notes, form.flag(f"discussed-{line.id}"), form.whole(f"seen-{line.id}"))


def read_came(form: FormData, person_id: int) -> str | None:
    """Whether somebody came; None where the form did not ask."""
    name = f"came-{person_id}"
    return form.choice(name, list(Came)) if form.sent(name) else None


def read_decision(form: FormData, lines: Sequence[TopicRow]) -> DecisionWords | None:
    """A decision, if one was typed."""
    text = form.text("decision", limit=LONG)
    decided_by = form.text("decided_by")
    topic = _under(form, "decision_topic", lines)
    if decided_by and not text:
        form.fail("decision", "Write what was decided.")
    return DecisionWords(text, decided_by, topic) if text else None


def read_action(form: FormData, lines: Sequence[TopicRow], owners: Sequence[Owner]) -> ActionWords | None:
    """An action, if one was typed: one owner, one date; both may come later."""
    text = form.text("action", limit=LONG)
    key = form.choice("owner", [one.key for one in owners])
    due_on = form.day("due_on")
    topic = _under(form, "action_topic", lines)
    private = form.flag("private")
    side = form.choice("side", list(Side))
    if (due_on or key) and not text:
        form.fail("action", "Write what needs doing.")
    owner = next((one for one in owners if one.key == key), None)
    if not text:
        return None
    facts = ActionFacts(
        text,
        side or (owner.side if owner else Side.PROVIDER),
        owner.person_id if owner else None,
        due_on,
        private,
    )
    return ActionWords(facts, topic)


def minutes_form(
    lines: Sequence[TopicRow], people: Sequence[Present], concerns_note: str, version: int
) -> FormData:
    """The form with what is stored."""
    values: dict[str, object] = {"concerns": concerns_note, "seen-meeting": version}
    for one in lines:
        values |= {
            f"notes-{one.id}": one.notes,
            f"discussed-{one.id}": one.discussed,
            f"seen-{one.id}": one.version,
        }
    values |= {f"came-{p.person_id}": p.came for p in people}
    return FormData(initial=values)


def proposal_form(row: ProposalRow, owner: str) -> FormData:
    """The form of one row of a returned file, with the person it names if we know them."""
    due_on = row.due_on.isoformat() if row.due_on else ""
    return FormData(
        initial={
            "decision": row.text,
            "decided_by": row.who,
            "action": row.text,
            "owner": owner,
            "due_on": due_on,
        }
    )


def _under(form: FormData, name: str, lines: Sequence[TopicRow]) -> int | None:
    chosen = form.choice(name, [str(one.id) for one in lines])
    return int(chosen) if chosen else None

"""What stands in minutes, and in which order. Pure: facts in, minutes out.

M2 of the paper list [L8 behaviors]: who came, promises kept since last time, what was said and decided on
each topic, new actions with one owner and one date, concerns voiced, the next date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody who was asked, and whether they came: here, missing, deputy, or nothing noted."""

    name: str
    organization: str
    side: str
    came: str
    deputy: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the topic it belongs to, and who made it."""

    text: str
    decided_by: str
    topic_id: int | None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Promised:
    """A new action: text, one owner, one date, side."""

    text: str
    owner: str
    organization: str
    side: str
    due_on: date | None
    topic_id: int | None
    private: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A topic and what was said on it."""

    id: int
    text: str
    notes: str
    discussed: bool
    spoken_only: bool
    private: bool
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything minutes are made of."""

    partnership: str
    provider: str
    payer: str
    kind_name: str
    privacy_note: str
    on: date
    starts_at: time
    minutes: int
    mode: str
    place: str
    people: tuple[Attended, ...]
    done_since: int
    kept_since: int
    lines: tuple[Said, ...]
    decisions: tuple[Decided, ...]
    actions: tuple[Promised, ...]
    concerns_note: str
    next_on: date | None
    next_name: str
    version: int
    finished_on: date | None
    finished_by: str


@dataclass(frozen=True, slots=True)
class MinutesView:
    """Minutes as a page or a paper shows them."""

    facts: MinutesFacts
    here: tuple[Attended, ...]
    missing: tuple[Attended, ...]
    unknown: tuple[Attended, ...]
    said: tuple[Said, ...]
    also: tuple[str, ...]  # discussed, nothing noted
    not_discussed: tuple[str, ...]
    general: tuple[Decided, ...]
    decisions: tuple[Decided, ...]
    actions: tuple[Promised, ...]

    @property
    def kept(self) -> str:
        """Promises kept since last time, in words; nothing when none fell due."""
        done = self.facts.done_since
        if not done:
            return ""
        promises = "promise" if done == 1 else "promises"
        return f"{self.facts.kept_since} of {done} {promises} kept in time"


def compose_minutes(facts: MinutesFacts, *, partner_copy: bool = False) -> MinutesView:
    """Choose and order what the minutes show; nothing private stays in a partner copy."""
    hidden = {line.id for line in facts.lines if line.private} if partner_copy else set()
    decisions = tuple(one for one in facts.decisions if not (partner_copy and one.private))
    actions = tuple(one for one in facts.actions if not (partner_copy and one.private))
    said, also, open_lines = [], [], []
    for line in facts.lines:
        if line.id in hidden:
            continue
        own = tuple(one for one in decisions if one.topic_id == line.id)
        if line.notes or own or line.spoken_only:
            said.append(replace(line, decisions=own))
        elif line.discussed:
            also.append(line.text)
        else:
            open_lines.append(line.text)
    placed = {line.id for line in said}
    return MinutesView(
        facts,
        tuple(p for p in facts.people if p.came in ("here", "deputy")),
        tuple(p for p in facts.people if p.came == "missing"),
        tuple(p for p in facts.people if not p.came),
        tuple(said),
        tuple(also),
        tuple(open_lines),
        tuple(one for one in decisions if one.topic_id not in placed),
        decisions,
        actions,
    )


def unfinished(facts: MinutesFacts) -> tuple[str, ...]:
    """What is missing before the minutes go out, one sentence each; nothing of it forbids finishing."""
    found = []
    for action in facts.actions:
        lacks = [word for word, there in (("an owner", action.owner), ("a date", action.due_on)) if not there]
        if lacks:
            found.append(f"“{action.text}” still needs {' and '.join(lacks)}.")
    unknown = [person.name for person in facts.people if not person.came]
    if unknown:
        found.append(f"Whether they came is not noted: {', '.join(unknown)}.")
    if not any(line.notes or line.discussed for line in facts.lines) and not facts.decisions:
        found.append("Nothing is noted on any topic.")
    return tuple(found)

"""What a mail with an agenda or with minutes says, as plain text. Pure."""

from __future__ import annotations

from datetime import date

from .agenda import Agenda
from .minutes import MinutesView

Own = tuple[tuple[str, date | None], ...]


def agenda_text(agenda: Agenda | None, name: str, when: str) -> str:
    """The mail with an agenda: when, the lines with their minutes, what is still open."""
    if agenda is None:
        return ""
    facts = agenda.facts
    parts = [
        f"Hello {name},",
        f"here is the agenda of our {facts.kind_name.lower()}: {when}, {facts.minutes} minutes, {facts.mode}"
        + (f", {facts.place}" if facts.place else "")
        + ".",
    ]
    if facts.link:
        parts.append(facts.link)
    parts.append(_block("Topics", [f"{line.text} ({line.minutes} min)" for line in agenda.topics]))
    parts.append(_block("Decisions wanted", [line.text for line in agenda.decisions]))
    parts.append(_block("Open promises", [_promise(p.text, p.owner, p.due_on) for p in agenda.promises]))
    parts.append("The whole agenda is attached as a Word file. No patient may be named in writing.")
    return _joined(parts)


def minutes_text(view: MinutesView | None, name: str, own: Own) -> str:
    """The mail with minutes: the person's own actions first, then decisions, then what was said."""
    if view is None:
        return ""
    facts = view.facts
    held = f"{facts.kind_name.lower()} of {facts.on:%B} {facts.on.day}, {facts.on.year}"
    parts = [f"Hello {name},", f"here are the minutes of our {held}."]
    parts.append(_block("Your actions", [_promise(text, "", due_on) for text, due_on in own]))
    parts.append(
        _block(
            "Decisions",
            [one.text + (f" ({one.decided_by})" if one.decided_by else "") for one in view.decisions],
        )
    )
    parts.append(_block("All new actions", [_promise(p.text, p.owner, p.due_on) for p in view.actions]))
    for number, line in enumerate(view.said, start=1):
        parts.append(f"{number}. {line.text}\n{line.notes or 'Talked over; see the decisions.'}")
    if view.also:
        parts.append(_block("Also discussed", list(view.also)))
    if view.not_discussed:
        parts.append(_block("Not discussed", list(view.not_discussed)))
    if facts.concerns_note:
        parts.append(f"Concerns voiced\n{facts.concerns_note}")
    if facts.next_on:
        parts.append(f"Next: {facts.next_name}, {facts.next_on:%A, %B} {facts.next_on.day}.")
    parts.append("The minutes are attached as a Word file. Tell us what we should put differently.")
    return _joined(parts)


def _promise(text: str, owner: str, due_on: date | None) -> str:
    by = f"by {due_on:%B} {due_on.day}, {due_on.year}" if due_on else "no date yet"
    return f"{text} ({owner}, {by})" if owner else f"{text} ({by})"


def _block(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"

"""What was said at the meetings that were held: short, invented, and about work, never about a patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import Catalogue
from app.examples.story.chance import choice, number
from app.examples.story.records import StoryMeeting, StoryTopic

NOTES_A_MEETING = 3
DECIDES_EVERY = 4
# What is said on a topic that comes back every time, by the words of the topic.
NOTES = {
    "Open actions": (
        "All but two are done. The two that are late get a new date today.",
        "Everything that was due is done.",
        "One waits for an answer from the other side; it is asked for once more this week.",
    ),
    "Enrolled against forecast": (
        "A little under the forecast. Two clinics refer less since their nurse left.",
        "On the forecast. Most new people come from the two clinics visited last month.",
    ),
    "Which clinics refer, which do not": (
        "Three refer every month, four have not yet. A visit is planned to the nearest two.",
        "The hospital’s discharge team refers more since the short sheet hangs at their desk.",
    ),
    "Barriers in the referral path": (
        "The form still asks for two things nobody needs. They come out.",
        "Faxes arrive, answers do not. A direct number is shared.",
    ),
    "Authorizations, medicines, equipment": (
        "Most come back within the time agreed. Weekend orders are slow.",
        "Equipment came late twice. Both sides name one person to call.",
    ),
    "How long people stay": (
        "About as long as planned.",
        "A little shorter than planned; referrals come late.",
    ),
    "Supports that are lacking": (
        "Interpreter hours are short on two days.",
        "Rides are hard to find on Fridays.",
    ),
    "Small corrections to make now": ("The contact sheet gets the new night number.", "None today."),
    "Patterns seen across cases": (
        "Phone numbers are often out of date by the first call.",
        "Families ask late what the team can do at night.",
    ),
    "Contact between plan clinicians and team": ("Works well by phone; letters are read late.",),
    "Training wishes": ("An hour on talking about goals of care, for both teams.",),
}
ELSE = (
    "Talked through. Both sides see it alike.",
    "Not clear yet which way is less work. It is tried in one clinic first.",
    "Agreed as it stands in the draft.",
)
DECISIONS = (
    "The new contact sheet is used from the first of next month.",
    "Weekend equipment orders go straight to the supplier; the plan is told on Monday.",
    "The next two clinic visits are made together.",
    "The monthly packet shows three measures, not seven.",
    "Urgent questions go to one shared mailbox, answered the same day.",
)


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A line of an agenda with what was said on it."""

    kind: str
    text: str
    asked_by: str
    approver: str
    minutes: int
    standing: bool
    spoken_only: bool
    discussed: bool
    notes: str
    carried_from_on: date | None = None


@dataclass(frozen=True, slots=True)
class StoryMinutes:
    """The lines of a meeting, who came, and what was decided; `finished` for one that was held."""

    lines: tuple[StoryLine, ...]
    came: tuple[str, ...]  # for each of the meeting's people
    decision: str
    finished: bool


def tell_minutes(key: str, meeting: StoryMeeting, book: Catalogue, *, before: date | None) -> StoryMinutes:
    """One meeting; `before` is the day of the one of its kind before, for a line that was carried over."""
    seed = f"{key}|minutes|{meeting.ref}"
    held = meeting.status == "held"
    standing = [
        StoryTopic("topic", one.topic, "", "", one.minutes) for one in book.meeting_kind(meeting.kind).topics
    ]
    spoken = {one.topic for one in book.meeting_kind(meeting.kind).topics if one.spoken_only}
    every = [*((one, True) for one in standing), *((one, False) for one in meeting.topics)]
    noted = _noted(seed, [one.text for one, _standing in every if one.text not in spoken]) if held else set()
    carried = _carried(meeting, before)
    lines = tuple(
        StoryLine(
            one.kind,
            one.text,
            one.asked_by,
            one.approver,
            one.minutes,
            again,
            one.text in spoken,
            held,
            choice(f"{seed}|{one.text}", NOTES.get(one.text, ELSE)) if one.text in noted else "",
            before if one.text == carried else None,
        )
        for one, again in every
    )
    decides = held and meeting.kind != "case_conference" and number(seed, DECIDES_EVERY) == 0
    came = tuple(_came(f"{seed}|{ref}") for ref in meeting.people) if held else ("",) * len(meeting.people)
    return StoryMinutes(lines, came, choice(seed, DECISIONS) if decides else "", held)


def _noted(seed: str, texts: list[str]) -> set[str]:
    """The few topics on which something was written down."""
    ranked = sorted(texts, key=lambda text: number(f"{seed}|{text}|rank", 1_000_000))
    return set(ranked[:NOTES_A_MEETING])


def _carried(meeting: StoryMeeting, before: date | None) -> str:
    """The line of a planned operations meeting that comes from the one before."""
    topics = [one.text for one in meeting.topics if one.kind == "topic"]
    planned = meeting.status == "planned" and meeting.kind == "operations"
    return topics[-1] if planned and before is not None and topics else ""


def _came(seed: str) -> str:
    chance = number(seed, 12)
    return "missing" if chance == 0 else "deputy" if chance == 1 else "here"

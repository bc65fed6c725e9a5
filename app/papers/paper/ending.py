"""The papers of an end as documents, paper M14. Pure [L7 exit]."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.blocks import (
    Block,
    Column,
    Copy,
    Document,
    Heading,
    Inlines,
    KeyValues,
    Marker,
    Meta,
    Paragraph,
    Role,
    Spacer,
    Table,
    Term,
    clean,
    items,
    words,
)
from app.documents.formats import day

from ..rules.ending import NAMES, EndingFacts, Learned, Sheet

KIND = "M14"
DRAFT = "A draft. Both sides agree on the words before it goes out."
NO_NAMES = "Counts only. No patient is named here."
WRITE = 3  # lines to write on at the meeting
TITLES = {
    Sheet.LESSONS: "What we learned from this partnership",
    Sheet.JOINT: "What both sides learned",
    Sheet.CALENDAR: "Wind-down calendar",
    Sheet.REFERRERS: "Notice to referrers",
    Sheet.TEAMS: "What staff and care teams need to know",
}


def ending_document(facts: EndingFacts, sheet: Sheet, *, made_on: date, partner_copy: bool) -> Document:
    """One paper of an end, for us or for others."""
    body = {
        Sheet.LESSONS: _lessons,
        Sheet.JOINT: _lessons,
        Sheet.CALENDAR: _calendar,
        Sheet.REFERRERS: _referrers,
        Sheet.TEAMS: _teams,
    }[sheet](facts)
    if sheet in (Sheet.REFERRERS, Sheet.TEAMS):
        body = [Paragraph(words(DRAFT), Role.NOTICE), *body]
        mark = "Draft"
    else:
        mark = "" if partner_copy or sheet is Sheet.JOINT else "Internal copy"
    return Document(
        title=TITLES[sheet],
        subtitle=f"{facts.provider} with {facts.payer}",
        meta=Meta(
            kind=KIND,
            draft_id=sheet,
            partnership=facts.partnership,
            copy=Copy.PARTNER if partner_copy else Copy.INTERNAL,
            on=made_on,
        ),
        body=tuple(body),
        header=(facts.partnership, mark),
        footer=f"{NAMES[sheet][:1].upper()}{NAMES[sheet][1:]}, {day(made_on)}",
    )


def _gap(name: str, label: str) -> Inlines:
    return (Term(f"{KIND}.{name}", clean(f"[{label}]"), label[:1].upper() + label[1:], gap=True),)


def _day(on: date | None, name: str, label: str) -> Inlines:
    return words(day(on)) if on else _gap(name, label)


def _contact(facts: EndingFacts) -> Inlines:
    return words(facts.contact) if facts.contact else _gap("contact", "name, phone and email of the contact")


# --- the calendar


def _calendar(facts: EndingFacts) -> list[Block]:
    known: list[tuple[str, Inlines]] = []
    if facts.given_on:
        by = f" by {facts.given_by}" if facts.given_by else ""
        known.append(("Notice given", words(f"{day(facts.given_on)}{by}")))
    known += [
        ("Last day of enrollment", _day(facts.last_enrollment, "last_enrollment", "last day of enrollment")),
        ("Last day of service", _day(facts.last_service, "last_service", "last day of service")),
        ("Questions to", _contact(facts)),
    ]
    found: list[Block] = [KeyValues(tuple(known)), Heading(words("Step by step")), _steps(facts)]
    found += [Heading(words("Patients handed on")), Paragraph(words(NO_NAMES), Role.SMALL), _counted(facts)]
    if facts.counts.weeks:
        columns = (Column(words("Week of"), 60), Column(words("Handed on"), 40))
        rows = tuple((words(week), words(count)) for week, count in facts.counts.weeks)
        found.append(Table(columns, rows))
    return found


def _steps(facts: EndingFacts) -> Table:
    with_why = any(one.why for one in facts.lines)
    heads = ["Step", "Day", "Who", "Done", *(["Why this day"] if with_why else [])]
    shares = (32, 16, 16, 10, 26) if with_why else (46, 20, 22, 12)
    columns = tuple(Column(words(head), share) for head, share in zip(heads, shares, strict=True))
    rows = []
    for one in facts.lines:
        cells = [one.title, _short(one.on), one.who, _short(one.done_on)]
        rows.append(tuple(words(cell) for cell in (*cells, *([one.why] if with_why else []))))
    return Table(columns, tuple(rows))


def _short(on: date | None) -> str:
    return f"{on:%b} {on.day}, {on.year}" if on else ""


def _counted(facts: EndingFacts) -> KeyValues:
    counts = facts.counts
    pairs = (
        ("To hand on", counts.to_hand_on),
        ("Handed on", counts.handed_on),
        ("Still to hand on", counts.left),
    )
    return KeyValues(tuple((label, words(said)) for label, said in pairs))


# --- the two messages


def _referrers(facts: EndingFacts) -> list[Block]:
    end = _day(facts.last_enrollment, "last_enrollment", "last day of enrollment")
    service = _day(facts.last_service, "last_service", "last day of service")
    opening = (
        f"Our program of community-based palliative care with {facts.payer} comes to an end. "
        "You have sent people to us, so we want you to know early what changes and what does not."
    )
    rows = (
        ("Last day for new referrals", end),
        ("People you referred before", words("They stay in our care until another team has taken over.")),
        ("Last day of our service", service),
        ("Where to send people now", _gap("where_now", "the clinic, team or line that takes new referrals")),
        ("What goes on here", _gap("goes_on", "which of our services go on, such as hospice")),
        ("Whom to call", _contact(facts)),
    )
    thanks = (
        "Thank you for your trust, and for each call in which you thought of palliative care in good time."
    )
    return [
        Paragraph(words("Dear colleagues,")),
        Paragraph(words(opening)),
        KeyValues(rows),
        Paragraph(words(thanks)),
        Paragraph(words("With kind regards,"), keep_next=True),
        Spacer(2),
        Paragraph(words(facts.provider)),
    ]


def _teams(facts: EndingFacts) -> list[Block]:
    happens = (
        f"The agreement between {facts.provider} and {facts.payer} on community-based palliative care ends."
    )
    found: list[Block] = [
        Heading(words("What happens")),
        Paragraph(words(happens)),
        KeyValues(
            (
                (
                    "Last day of enrollment",
                    _day(facts.last_enrollment, "last_enrollment", "last day of enrollment"),
                ),
                ("Last day of service", _day(facts.last_service, "last_service", "last day of service")),
            )
        ),
        Heading(words("What stays")),
        Paragraph(
            words("Everybody in care keeps their team until another clinician or service has taken over.")
        ),
        KeyValues(
            (("By day and by night", _gap("phones", "the phone numbers that families call until then")),)
        ),
        Heading(words("Who tells whom")),
        _who_tells(facts),
        Heading(words("When somebody asks you")),
    ]
    lines = (
        "Say that care goes on until somebody else has taken over.",
        "Say who will call, and when. Name no new service before it has accepted.",
        "Pass on a worry the same day to the contact below.",
        "Write no name into a message; speak about a patient only on the usual secure way.",
    )
    found += items([words(line) for line in lines], Marker.BULLET)
    return [*found, KeyValues((("Questions to", _contact(facts)),))]


def _who_tells(facts: EndingFacts) -> Block:
    if facts.messages:
        columns = (
            Column(words("Who is told"), 34),
            Column(words("Who tells them"), 36),
            Column(words("By when"), 30),
        )
        return Table(columns, tuple(tuple(words(cell) for cell in row) for row in facts.messages))
    caller = words(facts.caller) if facts.caller else _gap("caller", "who calls patients and families")
    return KeyValues((("Who calls patients and families", caller),))


# --- what was learned


def _lessons(facts: EndingFacts) -> list[Block]:
    found: list[Block] = [Heading(words("Why it ended")), *_why(facts)]
    found += _learned("What worked", facts.learned_about("worked"))
    found += _learned("What each side would change", facts.learned_about("change"))
    other = facts.learned_about("")
    if other:
        found += _learned("What else was learned", other)
    found += _ask_next(facts)
    if facts.answers:
        found.append(Heading(words("The questions before the end")))
        for question, answer, state in facts.answers:
            found += [Heading(words(question), level=2), Paragraph(words(f"{answer} ({state.lower()})"))]
    again = f"On {day(facts.again_on)}." if facts.again_on else "No day is agreed yet."
    found += [Heading(words("When to talk again")), Paragraph(words(again))]
    if facts.given_on:
        found += [
            Heading(words("Patients handed on")),
            Paragraph(words(NO_NAMES), Role.SMALL),
            _counted(facts),
        ]
    return found


def _why(facts: EndingFacts) -> list[Block]:
    if not facts.reasons:
        return [Spacer(WRITE, ruled=True)]
    found: list[Block] = list(items([words(one) for one in facts.reasons], Marker.BULLET))
    if facts.note:
        found.append(Paragraph(words(facts.note)))
    dates = [f"Notice was given {day(facts.given_on)}"] if facts.given_on else []
    dates += [f"the last day of service was set for {day(facts.last_service)}"] if facts.last_service else []
    if dates:
        sentence = "; ".join(dates)
        found.append(Paragraph(words(f"{sentence[:1].upper()}{sentence[1:]}."), Role.SMALL))
    return found


def _learned(title: str, lessons: Sequence[Learned]) -> list[Block]:
    found: list[Block] = [Heading(words(title))]
    if not lessons:
        return [*found, Spacer(WRITE, ruled=True)]
    for side in dict.fromkeys(one.side for one in lessons):
        found.append(Heading(words(side), level=2))
        found += items([words(one.text) for one in lessons if one.side == side], Marker.BULLET)
    return found


def _ask_next(facts: EndingFacts) -> list[Block]:
    asked = [one.ask_next for one in facts.learned if one.ask_next]
    found: list[Block] = [Heading(words("What to ask the next partner"))]
    if not asked:
        return [*found, Spacer(WRITE, ruled=True)]
    return [*found, *items([words(one) for one in asked], Marker.BULLET)]

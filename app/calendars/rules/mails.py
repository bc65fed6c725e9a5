"""What the mail around an invitation says, for those whose program shows no invitation. Pure."""

from __future__ import annotations

from datetime import timedelta

from app.core.calendar import clock_words, local_moment, zone
from app.documents.formats import day

from .invitations import Method, Next, Says


def mail_subject(mail: Next) -> str:
    """Invitation, Changed or Called off, with what and when."""
    begins = "Called off" if mail.method is Method.CANCEL else "Changed" if mail.again else "Invitation"
    return f"{begins}: {mail.says.title}, {day(mail.says.on)}"


def mail_text(mail: Next, name: str, invited_by: str, *, can_answer: bool = False) -> str:
    """Plain words: what, when, where, and whom to tell that one cannot come."""
    says = mail.says
    if mail.method is Method.CANCEL:
        opening = "this meeting is called off for you. Your calendar can take it out by the attached entry."
    elif mail.again:
        opening = "this meeting has changed. It now is:"
    else:
        opening = "you are invited to this meeting:"
    parts = [f"Hello {name},", opening, f"{says.title}\n{when_words(says)}\n{_where(says)}"]
    if mail.method is Method.REQUEST:
        who = invited_by or "us"
        if can_answer:
            parts.append(f"If you cannot come, answer this mail: {who} reads it.")
        else:
            parts.append(f"Answers to this mail are not read here. Please tell {who} if you cannot come.")
    return "\n\n".join(parts) + "\n"


def when_words(says: Says) -> str:
    """Tuesday, December 1, 2026, 2:00 pm to 3:00 pm (PST)."""
    start = local_moment(says.on, says.starts_at, says.zone_name).astimezone(zone(says.zone_name))
    end = (
        local_moment(says.on, says.starts_at, says.zone_name) + timedelta(minutes=says.minutes)
    ).astimezone(zone(says.zone_name))
    hours = f"{clock_words(start.time())} to {clock_words(end.time())}"
    return f"{start:%A}, {day(start.date())}, {hours} ({start.tzname()})"


def _where(says: Says) -> str:
    where = says.way[:1].upper() + says.way[1:]
    if says.place:
        where += f", {says.place}"
    return f"{where}\n{says.link}" if says.link else where

"""The words of the mails: the digest as text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.settings import ROOT

from ..rules import Digest, DueItem, in_order, long_date, rhythm_words, summary, when_words

SHOWN = 100  # a mail with thousands of lines is not read; the page has them all
LATE_SHOWN = 10  # of what was told before


@lru_cache(maxsize=1)
def mail_templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(str(ROOT / "templates")),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as the mail shows it."""

    title: str
    when: str
    url: str
    is_late: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the mail: the lines by partnership."""

    title: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    more: int = 0


def render_digest(digest: Digest, base_url: str) -> tuple[str, str]:
    """The digest as text and as HTML."""
    context = {
        "day": long_date(digest.day),
        "summary": summary(digest.items, digest.day),
        "sections": _sections(digest, base_url),
        "base_url": base_url,
        "rhythm": rhythm_words(digest.recipient.days),
    }
    return (
        mail_templates().get_template("mail/digest.txt").render(context),
        mail_templates().get_template("mail/digest.html").render(context),
    )


def _sections(digest: Digest, base_url: str) -> tuple[Section, ...]:
    day = digest.day
    news = [line.item for line in digest.lines]
    late = [item for item in news if item.on < day]
    parts = (
        ("Late", [*late, *digest.late], max(LATE_SHOWN, min(len(late), SHOWN))),
        ("Coming up", [item for item in news if item.on >= day], SHOWN),
        ("Also this week", list(digest.week), SHOWN),
    )
    return tuple(
        Section(title, _groups(in_order(items[:room]), day, base_url), max(len(items) - room, 0))
        for title, items, room in parts
        if items
    )


def _groups(items: Sequence[DueItem], day: date, base_url: str) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    groups: dict[str, list[Entry]] = {}
    for item in items:
        url = f"{base_url}/reminders/things/{item.kind}/{item.thing}/{item.on.isoformat()}"
        entry = Entry(item.title, when_words(item.on, day), url, item.on < day, item.note)
        groups.setdefault(item.partnership, []).append(entry)
    return tuple((name, tuple(entries)) for name, entries in groups.items())

"""What the reminders page asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.core.recurrence import WEEKDAYS
from app.web.filters import sentence_list
from app.web.formdata import FormData, Submitted

from .rules import DAYS_TO_CHOOSE, LATE_TO_CHOOSE, Kind, Overdue, Wishes


def read_code(submitted: Submitted) -> tuple[str | None, FormData]:
    """The code of a test mail, or the form with what is wrong."""
    form = FormData(submitted)
    code = "".join(form.text("code", missing="Type the six digits from the test mail.").split())
    if form.ok and not re.fullmatch(r"[0-9]{6}", code):
        form.fail("code", "The code has six digits. Copy it from the test mail.")
    return (code if form.ok else None), form


def read_reason(submitted: Submitted) -> tuple[str | None, FormData]:
    """Why a mail is called off."""
    form = FormData(submitted)
    reason = form.text("reason", missing="Say in a few words why this mail is called off.", limit=200)
    return (reason if form.ok else None), form


LONGEST_ABSENCE = timedelta(days=366)
Leads = Mapping[Kind, Sequence[int]]
WORKDAYS = WEEKDAYS[:5]


def overdue_options(usual: Leads) -> list[tuple[str, str]]:
    """How often what is late can be told again."""
    days = sentence_list([str(-day) for day in usual[Kind.ACTION] if day < 0])
    words = {
        Overdue.USUAL: f"As usual, actions after {days} days",
        Overdue.DAILY: "Every day",
        Overdue.THIRD_DAY: "Every third day",
        Overdue.WEEKLY: "Every week",
    }
    return [(one.value, text) for one, text in words.items()]


def days_to_tick(kind: Kind, usual: Leads) -> tuple[int, ...]:
    """The days before that a person can choose for a kind."""
    return tuple(sorted({*DAYS_TO_CHOOSE, *(day for day in usual[kind] if day >= 0)}, reverse=True))


def read_wishes(
    submitted: Submitted, deputies: Mapping[str, int], usual: Leads, today: date
) -> tuple[tuple[Wishes, int | None] | None, FormData]:
    """What somebody chose, and the version they looked at.

    `deputies` are user ids by public id: none for what a role begins with, and where nobody else signs in.
    """
    form = FormData(submitted)
    quiet = form.choices("quiet", [str(day) for day in range(len(WORKDAYS))])
    if len(quiet) == len(WORKDAYS):
        form.fail("quiet", "Leave one day for mail, or choose in the settings that no digest comes.")
    overdue = form.choice("overdue", [one.value for one in Overdue])
    deputy = form.choice("deputy", deputies)
    escalate = _escalations(form)
    if deputies and not deputy and escalate:
        form.fail("deputy", "Say who is to hear of what is late.")
    away_from, away_until = _absence(form, today)
    if away_until and deputies and not deputy:
        form.fail("deputy", "Say who hears of your things while you are away.")
    wishes = Wishes(
        quiet=frozenset(int(day) for day in quiet),
        quiet_holidays=form.flag("quiet_holidays"),
        overdue=Overdue(overdue),
        before=_days_before(form, usual),
        escalate=escalate,
        deputy_id=deputies.get(deputy),
        away_from=away_from,
        away_until=away_until,
    )
    seen = form.whole("seen")
    return ((wishes, seen) if form.ok else None), form


def _escalations(form: FormData) -> dict[Kind, int]:
    allowed = [str(day) for day in LATE_TO_CHOOSE]
    answers = {kind: form.choice(f"late-{kind}", allowed) for kind in Kind}
    return {kind: int(days) for kind, days in answers.items() if days}


def _days_before(form: FormData, usual: Leads) -> dict[Kind, tuple[int, ...]]:
    """What was ticked, of the kinds that stood in the form, where it differs from the usual."""
    found = {}
    for name in form.choices("kinds", [kind.value for kind in Kind]):
        kind = Kind(name)
        ticked = form.choices(f"before-{kind}", [str(day) for day in days_to_tick(kind, usual)])
        days = tuple(sorted((int(day) for day in ticked), reverse=True))
        if days != tuple(day for day in usual[kind] if day >= 0):
            found[kind] = days
    return found


def _absence(form: FormData, today: date) -> tuple[date | None, date | None]:
    first, last = form.day("away_from"), form.day("away_until")
    if first and last is None:
        form.fail("away_until", "Say until when you are away, too.")
    elif first and last and last < first:
        form.fail("away_until", "The last day away lies before the first.")
    elif last and last < today:
        form.fail("away_until", "That day is over. Leave it empty when you are back.")
    elif last and last > today + LONGEST_ABSENCE:
        form.fail("away_until", "Choose a day at most a year ahead.")
    return first, last


def shown_wishes(wishes: Wishes, usual: Leads, version: int, today: date, deputy: str = "") -> FormData:
    """The form with what is chosen now, without an absence that is over; `deputy` is the public id."""
    over = wishes.away_until is not None and wishes.away_until < today
    values: dict[str, Any] = {
        "quiet": [str(day) for day in sorted(wishes.quiet)],
        "quiet_holidays": wishes.quiet_holidays,
        "overdue": wishes.overdue.value,
        "deputy": deputy,
        "away_from": "" if over else wishes.away_from or "",
        "away_until": "" if over else wishes.away_until or "",
        "seen": version or "",
    }
    for kind in Kind:
        days = wishes.before.get(kind, usual[kind])
        values[f"before-{kind}"] = [str(day) for day in days if day >= 0]
        values[f"late-{kind}"] = str(wishes.escalate.get(kind, ""))
    return FormData(initial=values)


def read_snooze(submitted: Submitted) -> tuple[date | None, FormData]:
    """Until when somebody wants to hear nothing of a thing."""
    form = FormData(submitted)
    until = form.day("until", "Choose the day on which you want to hear of it again.")
    return (until if form.ok else None), form


def read_taker(submitted: Submitted, people: Collection[str]) -> tuple[str | None, FormData]:
    """Who takes a thing over, by public id."""
    form = FormData(submitted)
    taker = form.choice("taker", people, "Choose who takes it over.")
    return (taker if form.ok else None), form

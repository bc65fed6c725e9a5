"""What people type about a series of meetings and about one of its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.core.recurrence import ORDINALS, Rhythm
from app.web.formdata import LONG, FormData, Submitted

from ..queries import Attendee, SeriesRow
from ..rules import MOST_MINUTES, FreeDays, Mode, SeatFacts, weeks_words
from ..service import Seat, SeriesPlan

STAGE = "stage"  # the rhythm that the catalogue has for the stage
MOST_WEEKS, MOST_MONTHS = 52, 12
RHYTHMS = {
    Rhythm.WEEKS: "Every so many weeks, on the weekday of the first one",
    Rhythm.NTH_WEEKDAY: "On a weekday of the month, like the second Tuesday",
    Rhythm.MONTH_DAY: "On a day of the month, like the 15th",
}
FREE_DAYS = {
    FreeDays.MOVE: "Meet on the next business day",
    FreeDays.SHOW: "Keep the day and show the holiday",
}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class SeatField:
    """The select of one function: who comes."""

    name: str
    label: str
    side: str
    function: str
    options: tuple[tuple[str, str], ...]


def rhythm_options(usual_weeks: int | None) -> list[tuple[str, str]]:
    """The rhythms to choose from; the stage's own first where it has one."""
    usual = [(STAGE, f"As usual in this stage: {weeks_words(usual_weeks)}")] if usual_weeks else []
    return usual + [(rhythm.value, text) for rhythm, text in RHYTHMS.items()]


def nth_options() -> list[tuple[str, str]]:
    """Which week of the month."""
    return [(str(number), f"The {text}") for number, text in ORDINALS.items()]


def seat_fields(seats: Sequence[SeatFacts], people: Sequence[Attendee]) -> tuple[SeatField, ...]:
    """A select for each function of each side; who left stays among the names while the seat is theirs."""
    fields = []
    for seat in (one for one in seats if one.function):
        names = [(str(p.person_id), p.name) for p in people if p.side == seat.side]
        if seat.person_id is not None and str(seat.person_id) not in dict(names):
            names.append((str(seat.person_id), f"{seat.name}, who has left"))
        name, label = (
            f"seat_{seat.side}_{seat.function}",
            f"{seat.function_words.capitalize()}, {seat.organization}",
        )
        fields.append(SeatField(name, label, seat.side, seat.function, ((NOBODY, "Nobody yet"), *names)))
    return tuple({one.name: one for one in fields}.values())


def seat_values(seats: Sequence[SeatFacts]) -> dict[str, Any]:
    """What the selects and boxes show for the seats there are."""
    values: dict[str, Any] = {
        f"seat_{one.side}_{one.function}": str(one.person_id) if one.person_id else NOBODY
        for one in seats
        if one.function
    }
    values["others"] = [str(one.person_id) for one in seats if not one.function and one.person_id]
    return values


def series_defaults(
    seats: Sequence[SeatFacts], first_on: date, minutes: int, mode: str, usual_weeks: int | None
) -> FormData:
    """A new series with what is usual for its kind and stage."""
    return FormData(
        initial={
            "rhythm": STAGE if usual_weeks else Rhythm.WEEKS.value,
            "interval": usual_weeks or 4,
            "nth": "",
            "first_on": first_on.isoformat(),
            "starts_at": "14:00",
            "minutes": minutes,
            "mode": mode,
            "holidays": FreeDays.MOVE.value,
            **seat_values(seats),
        }
    )


def series_form(series: SeriesRow, seats: Sequence[SeatFacts], first_on: date) -> FormData:
    """The form filled with what is stored; a change holds from `first_on` on."""
    days = {name: getattr(series, name) for name in ("until_on", "paused_until_on")}
    same = ("interval", "minutes", "mode", "place", "link", "holidays", "note")
    return FormData(
        initial={
            "rhythm": STAGE if series.follows_stage else series.rhythm,
            "nth": series.nth or "",
            "first_on": first_on.isoformat(),
            "starts_at": f"{series.starts_at:%H:%M}",
            "seen": series.version,
            **{name: day.isoformat() if day else "" for name, day in days.items()},
            **{name: getattr(series, name) for name in same},
            **seat_values(seats),
        }
    )


def read_series(
    submitted: Submitted, fields: Sequence[SeatField], people: Sequence[Attendee], usual_weeks: int | None
) -> tuple[SeriesPlan | None, FormData]:
    """The series as planned, or None and the sentences that say what is missing."""
    form = FormData(submitted)
    rhythm = _read_rhythm(form, usual_weeks)
    first_on = form.day("first_on", "Choose the first day.")
    starts_at = form.clock("starts_at", "Choose when it starts.")
    minutes = form.whole("minutes", 5, MOST_MINUTES, "Say how long it takes, in minutes.")
    mode = form.choice("mode", list(Mode), "Choose how you meet.")
    place, link = form.text("place"), form.text("link", limit=500)
    if link and not link.startswith(("https://", "http://")):
        form.fail("link", "Begin the link with https://.")
    holidays = form.choice("holidays", list(FreeDays), "Choose what happens on a holiday.")
    until_on, paused_until_on = form.day("until_on"), form.day("paused_until_on")
    if first_on and until_on and until_on < first_on:
        form.fail("until_on", "Choose a last day that is not before the first.")
    note = form.text("note", limit=LONG)
    seats = _read_seats(form, fields, people)
    if not form.ok or rhythm is None or first_on is None or starts_at is None or minutes is None:
        return None, form
    every, interval, nth, follows = rhythm
    plan = SeriesPlan(
        every, interval, nth, first_on, starts_at, minutes, mode, place, link, holidays, follows,
        until_on, paused_until_on, note, seats,
    )  # fmt: skip
    return plan, form


def read_move(submitted: Submitted) -> tuple[tuple[date, time] | None, FormData]:
    """Where one date goes, or None and the sentences."""
    form = FormData(submitted)
    on = form.day("on", "Choose the new day.")
    at = form.clock("starts_at", "Choose when it starts.")
    return ((on, at) if form.ok and on is not None and at is not None else None), form


def read_reason(submitted: Submitted) -> tuple[str | None, FormData]:
    """Why a meeting does not take place; may be left empty, None when something is wrong."""
    form = FormData(submitted)
    reason = form.text("reason")
    return (reason if form.ok else None), form


def _read_rhythm(form: FormData, usual_weeks: int | None) -> tuple[str, int, int | None, bool] | None:
    allowed = [value for value, _text in rhythm_options(usual_weeks)]
    chosen = form.choice("rhythm", allowed, "Choose how often you meet.")
    if chosen == STAGE and usual_weeks:
        form.values |= {"interval": form.text("interval"), "nth": ""}
        return Rhythm.WEEKS.value, usual_weeks, None, True
    weekly = chosen == Rhythm.WEEKS
    most, unit = (MOST_WEEKS, "weeks") if weekly else (MOST_MONTHS, "months")
    interval = form.whole("interval", 1, most, f"Say every how many {unit}.")
    nth = form.choice("nth", [value for value, _text in nth_options()])
    if chosen == Rhythm.NTH_WEEKDAY and not nth:
        form.fail("nth", "Choose which week of the month.")
    if not form.ok or interval is None:
        return None
    return chosen, interval, int(nth) if chosen == Rhythm.NTH_WEEKDAY else None, False


def _read_seats(form: FormData, fields: Sequence[SeatField], people: Sequence[Attendee]) -> tuple[Seat, ...]:
    seats = []
    for one in fields:
        chosen = form.choice(one.name, [value for value, _text in one.options])
        if chosen:
            seats.append(Seat(one.side, one.function, None if chosen == NOBODY else int(chosen)))
    sides = {str(person.person_id): person.side for person in people}
    others = form.choices("others", list(sides))
    return (*seats, *(Seat(sides[value], "", int(value)) for value in others))

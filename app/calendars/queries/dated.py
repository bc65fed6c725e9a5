"""What belongs into a calendar: all that falls due, meetings, dates of series to come, and key dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.actions.models import Action
from app.core.db import rows
from app.dates.queries import KeyDate, date_terms, dates_of_all
from app.meetings.models import Attendance, Meeting, SeriesSeat
from app.meetings.queries import MeetingRow, meetings_of_all, running_series, schedule_for
from app.meetings.rules import Status
from app.people.models import Person
from app.reminders.queries import Audience, PartnershipFacts, answers, audience, due_items, partnerships
from app.reminders.rules import DueItem, Kind, recipients_of
from app.terms.queries import terms_of_all
from app.web.request import HouseFacts

from ..rules import AHEAD, BACK, SERIES_AHEAD, Dated, Reader, concerns

MOST_ENTRIES = 1000
MOST_OF_A_SERIES = 30
# A meeting stands there with its time, so its agenda and minutes would be beside it; days of agreements
# stand there under their own names.
SAID_OTHERWISE = frozenset({Kind.MEETING, Kind.AGENDA, Kind.MINUTES, Kind.KEY_DATE})
# What is said about a partner and not to it: a link may be passed on.
FOR_ITS_OWNER = frozenset({Kind.CONCERN, Kind.CONTACT, Kind.WATCH})
# Of a partnership that has ended only what somebody still has to do is ahead.
AFTER_THE_END = frozenset({Kind.ACTION, Kind.TALK_AGAIN})
# A key date that the reminders know as well stands in the calendar once, under their name.
TOLD_AS = {"recontact": Kind.TALK_AGAIN.value}


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom the calendar is, and everything its parts need."""

    reader: Reader
    today: date
    house: HouseFacts
    homes: Mapping[int, PartnershipFacts]
    people: Audience

    def wants(self, partnership_id: int, people: Collection[int] = ()) -> bool:
        """Whether a date of this partnership belongs in."""
        everyone = {one.user_id for one in self.people.everyone}
        return concerns(self.reader, partnership_id, people, self.homes[partnership_id].lead_id, everyone)


def dated_of(reader: Reader, today: date, house: HouseFacts) -> tuple[Dated, ...]:
    """Everything from three months back to eighteen months ahead; of too much the farthest is left out."""
    asked = Asked(reader, today, house, partnerships(today), audience(today))
    due = _due(asked)
    found = [*(_entry(item) for item in due), *_meetings(asked), *_series(asked), *_key_dates(asked, due)]
    return tuple(sorted(found, key=lambda one: (one.on, one.kind, one.thing))[:MOST_ENTRIES])


# --- what falls due


def _due(asked: Asked) -> list[DueItem]:
    """Of everything that falls due, what belongs in; meetings come with their time, below."""
    first, people, said = asked.today - BACK, asked.people, answers(asked.today - BACK)
    private = _private()
    found = []
    for item in due_items(asked.today, asked.today + AHEAD):
        home = asked.homes[item.partnership_id]
        if item.kind in SAID_OTHERWISE or item.on < first:
            continue
        if home.has_ended and item.on >= asked.today and item.kind not in AFTER_THE_END:
            continue
        told = recipients_of(item, people.by_id, people.everyone, said.handed)
        mine = asked.reader.user_id in {one.user_id for one in told}
        hidden = item.kind in FOR_ITS_OWNER or (item.kind is Kind.ACTION and item.thing in private)
        if hidden and not mine:
            continue
        if mine or asked.reader.everything or asked.reader.partnership_id == item.partnership_id:
            found.append(item)
    return found


def _private() -> frozenset[str]:
    """Open promises that only their owner sees in a calendar: a link may be passed on."""
    query = Action.select(Action.public_id).where((Action.status == "open") & Action.private)
    return frozenset(public_id for (public_id,) in rows(query))


def _entry(item: DueItem) -> Dated:
    title = f"{item.title} ({item.partnership})"
    return Dated(item.kind.value, item.thing, item.on, title, item.path, text=item.note)


# --- meetings


def _meetings(asked: Asked) -> Iterable[Dated]:
    first, last = asked.today - BACK, asked.today + AHEAD
    invited = _invited(first, last)
    for one in meetings_of_all(first, last):
        over = asked.homes[one.partnership_id].has_ended and one.on >= asked.today
        if not over and asked.wants(one.partnership_id, invited.get(one.id, ())):
            yield one_meeting(one, asked.house.time_zone)


def one_meeting(meeting: MeetingRow, zone_name: str) -> Dated:
    """A meeting as a calendar shows it; in the files for partners stands nothing else."""
    off = meeting.status == Status.CANCELLED
    return Dated(
        "meeting",
        meeting.public_id,
        meeting.on,
        f"{'Called off: ' if off else ''}{meeting.name} ({meeting.partnership_name})",
        f"/meetings/{meeting.public_id}/agenda",
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        zone_name=zone_name,
        place=meeting.place or meeting.link,
        text=_way(meeting.mode_words, meeting.link, meeting.cancel_reason),
        cancelled=off,
        least=meeting.version - 1,
    )


def _way(words: str, link: str, reason: str = "") -> str:
    return "\n".join(part for part in (words[:1].upper() + words[1:], link, reason) if part)


def _invited(start: date, end: date) -> dict[int, set[int]]:
    """Which of our people are asked to each meeting of some days, by its id."""
    query = (
        Attendance.select(Attendance.meeting, Person.user)
        .join_from(Attendance, Person)
        .join_from(Attendance, Meeting)
        .where(Meeting.on.between(start, end) & Person.user.is_null(False))
    )
    found: dict[int, set[int]] = {}
    for meeting_id, user_id in rows(query):
        found.setdefault(meeting_id, set()).add(user_id)
    return found


def _series(asked: Asked) -> Iterable[Dated]:
    """The dates a rhythm will give; each becomes a meeting of its own when it opens."""
    every = running_series(today=asked.today)
    series = [one for one in every if not asked.homes[one.partnership_id].has_ended]
    seated = _seated([one.id for one in series])
    series = [one for one in series if asked.wants(one.partnership_id, seated.get(one.id, ()))]
    if not series:
        return
    schedule = schedule_for(series, today=asked.today, count=MOST_OF_A_SERIES)
    last = asked.today + SERIES_AHEAD
    for one in series:
        name = f"{one.name} ({asked.homes[one.partnership_id].name})"
        for day in schedule.ahead(one, today=asked.today, count=MOST_OF_A_SERIES):
            if day.public_id or day.on > last:
                continue
            yield Dated(
                "series",
                f"{one.public_id}:{day.planned_on:%Y%m%d}",
                day.on,
                name,
                f"/series/{one.public_id}",
                starts_at=day.starts_at,
                minutes=one.minutes,
                zone_name=asked.house.time_zone,
                place=one.place or one.link,
                text=f"{_way(one.mode_words, one.link)}\nBy the rhythm of the series; not opened yet.",
                tentative=True,
            )


def _seated(ids: Collection[int]) -> dict[int, set[int]]:
    query = (
        SeriesSeat.select(SeriesSeat.series, Person.user)
        .join(Person, on=(SeriesSeat.person == Person.id))
        .where(SeriesSeat.series.in_(list(ids)) & Person.user.is_null(False))
    )
    found: dict[int, set[int]] = {}
    for series_id, user_id in rows(query) if ids else ():
        found.setdefault(series_id, set()).add(user_id)
    return found


# --- key dates of agreements


def _key_dates(asked: Asked, due: Collection[DueItem]) -> Iterable[Dated]:
    """The days of agreements, but for those that fall due anyway and for reviews."""
    told = {(item.partnership_id, item.on, item.kind.value) for item in due}
    running = [row_id for row_id, home in asked.homes.items() if not home.has_ended and asked.wants(row_id)]
    terms = terms_of_all(date_terms(), asked.today, running) if running else {}
    for row_id, dates in dates_of_all(terms, asked.today, asked.house).items():
        home = asked.homes[row_id]
        for one in dates:
            name = TOLD_AS.get(one.key.value, one.key.value)
            if (row_id, one.on, name) not in told and asked.today - BACK <= one.on <= asked.today + AHEAD:
                yield key_date(one, home.public_id, home.key, home.name)


def key_date(one: KeyDate, public_id: str, key: str, name: str) -> Dated:
    """A day of an agreement."""
    return Dated(one.key.value, public_id, one.on, f"{one.label} ({name})", f"/partnerships/{key}/dates")

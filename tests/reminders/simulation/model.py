"""Who must be told what, and on which day: the promises in the plainest words, one day and person at a time.

Nothing of the program is used here. What is promised:

- A person is told of a thing at each of their lead times, once. Of several that have come, only the latest
  counts; after a later one an earlier one is never told.
- Mail is for workdays that are neither quiet nor inside an absence, from the person's hour on, once a day.
  Whoever wants it weekly has it on the first such day of the week; when nothing ran since that day began, on
  the next.
- The first such day of a week names also what falls due within seven days and everything that is late.
- The owner is told; of what has no owner everybody is. Whoever handed a thing over is not told, the taker is.
- Whoever put a thing off hears of it on the day they named and not before.
- While somebody is away, the deputy hears it at the deputy's own lead times; a deputy who is away passes
  it on. When a thing is late by the days somebody chose, their deputy hears of it once.
- At most one letter to a person waits. One that brings what is done or moved never leaves: one that says what
  still holds takes its turn, on that day, for whoever is told weekly in that week. A new day with news gives
  one letter with everything in it.

Three promises are weaker than one may wish. A letter that waits for the mail server arrives when the server
is back, also on a day off. What is only repeated for the week is not called off when done meanwhile. One
that the server took without saying so counts as waiting: called off, what still holds of it is told anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
BEFORE = {"action": (3, 0), "milestone": (7, 0)}
AFTER = {"action": (-3, -10), "milestone": ()}
RHYTHM = {"daily": 1, "third_day": 3, "weekly": 7}
A_YEAR = 366

Matter = tuple[str, str, date]  # kind, public id, day: another day makes it another matter
Told = Mapping[Matter, set[int]]


@dataclass
class Person:
    """One of our people and what they chose."""

    id: int
    name: str
    email: str
    days: str = "weekdays"  # weekdays, weekly, none
    hour: int = 8
    quiet: frozenset[int] = frozenset()
    before: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rhythm: str = ""
    deputy: int | None = None
    away: tuple[date, date] | None = None
    escalate: dict[str, int] = field(default_factory=dict)

    def is_away(self, day: date) -> bool:
        return self.away is not None and self.away[0] <= day <= self.away[1]

    def takes_mail_on(self, day: date) -> bool:
        return day.weekday() < 5 and day.weekday() not in self.quiet and not self.is_away(day)

    def leads(self, kind: str) -> set[int]:
        """Days before the day; those after it are negative."""
        before = self.before.get(kind, BEFORE[kind])
        if not self.rhythm:
            return {*before, *AFTER[kind]}
        return {*before, *(-late for late in range(1, A_YEAR + 1) if late % RHYTHM[self.rhythm] == 0)}


@dataclass
class Thing:
    """Something with a date."""

    kind: str
    id: str
    on: date
    owner: int | None
    is_open: bool = True

    @property
    def matter(self) -> Matter:
        return self.kind, self.id, self.on


@dataclass
class House:
    """Everything as it stands at a moment."""

    people: dict[int, Person] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    snoozed: dict[tuple[int, Matter], date] = field(default_factory=dict)
    handed: dict[tuple[int, Matter], int] = field(default_factory=dict)

    def is_true(self, matter: Matter) -> bool:
        """Whether the thing is open and falls due on that day."""
        thing = self.things[matter[1]]
        return thing.is_open and thing.on == matter[2]


@dataclass(frozen=True)
class Content:
    """What one letter says: the news with their lead times, what is ahead this week, what is late."""

    news: dict[Matter, int]
    week: frozenset[Matter] = frozenset()
    late: frozenset[Matter] = frozenset()


@dataclass
class Letter:
    """A letter that was made. `status` is what the page shows."""

    person: int
    day: date
    content: Content
    status: str
    text: str = ""


def holders(house: House, thing: Thing) -> list[Person]:
    """Who has it: the owner or everybody, and after a hand-over the last good taker."""
    everybody = sorted(house.people.values(), key=lambda one: (one.name, one.id))
    found: list[Person] = []
    for person in everybody if thing.owner is None else [house.people[thing.owner]]:
        passed = [person.id]
        while (taker := house.handed.get((passed[-1], thing.matter))) is not None and taker not in passed:
            passed.append(taker)
        if house.people[passed[-1]] not in found:
            found.append(house.people[passed[-1]])
    return found


def standing_in(house: House, absent: Person, day: date) -> Iterator[int]:
    """Who hears for somebody who is away on this very day."""
    passed = [absent.id]
    while house.people[passed[-1]].is_away(day):
        deputy = house.people[passed[-1]].deputy
        if deputy is None or deputy in passed:
            return
        yield deputy
        passed.append(deputy)


def lead_times(house: House, person: Person, thing: Thing, day: date) -> Iterator[set[int]]:
    """For each reason why the thing concerns this person on this day: the lead times that go with it."""
    having = holders(house, thing)
    if person in having:
        again = house.snoozed.get((person.id, thing.matter))
        if again is None:
            yield person.leads(thing.kind)
        elif day >= again:
            yield {*person.leads(thing.kind), (thing.on - again).days}
        return
    for holder in having:
        after = holder.escalate.get(thing.kind)
        if after is not None and holder.deputy == person.id and (day - thing.on).days >= after:
            yield {-after}
        if person.id in standing_in(house, holder, day):
            yield person.leads(thing.kind)


def lead_due(thing: Thing, leads: set[int], day: date, told: set[int]) -> int | None:
    """The lead time to tell: the latest that has come, unless it or a later one was told."""
    come = [lead for lead in leads if thing.on - timedelta(days=lead) <= day]
    if not come or any(lead <= min(come) for lead in told):
        return None
    return min(come)


def content_for(house: House, person: Person, day: date, told: Told) -> Content | None:
    """What a letter of this day says to this person; None when there is nothing to say."""
    news: dict[Matter, int] = {}
    week, late = set(), set()
    weekly = person.days == "weekly" or day == first_day(person, day)
    for thing in house.things.values():
        if not thing.is_open:
            continue
        for leads in lead_times(house, person, thing, day):
            lead = lead_due(thing, leads, day, told.get(thing.matter, set()))
            if lead is not None and thing.matter not in news:
                news[thing.matter] = lead
            if weekly and thing.on < day:
                late.add(thing.matter)
            elif weekly and thing.on < day + 7 * ONE_DAY:
                week.add(thing.matter)
    found = Content(news, frozenset(week - news.keys()), frozenset(late - news.keys()))
    return found if news or found.week or found.late else None


def first_day(person: Person, day: date) -> date | None:
    """The day of its week on which this person hears of the week."""
    monday = day - day.weekday() * ONE_DAY
    return next((one for one in days(monday, 5) if person.takes_mail_on(one)), None)


def days(start: date, count: int) -> list[date]:
    """So many days in a row."""
    return [start + step * ONE_DAY for step in range(count)]


def is_turn(person: Person, day: date, ran: set[date], letters: list[Letter]) -> bool:
    """Whether a letter of this day may go to this person; `ran` are days of full runs."""
    if person.days == "none" or not person.takes_mail_on(day):
        return False
    had = {letter.day for letter in letters}
    first = day if person.days == "weekdays" else first_day(person, day)
    assert first is not None
    since = set(days(first, (day - first).days + 1))
    earlier = {one for one in since - {day} if person.takes_mail_on(one)}
    return not had & since and (day == first or not ran & earlier)


def takes_turn_of(person: Person, day: date, untrue: Letter) -> bool:
    """Whether a letter of this day may say in time what still holds of one that is not true any more."""
    if person.days == "none" or not person.takes_mail_on(day):
        return False
    first = day if person.days == "weekdays" else first_day(person, day)
    return first is not None and first <= untrue.day


def told_by(letters: list[Letter]) -> dict[Matter, set[int]]:
    """What these letters tell, those that were called off aside."""
    found: dict[Matter, set[int]] = {}
    for letter in letters:
        for matter, lead in letter.content.news.items() if letter.status != "cancelled" else ():
            found.setdefault(matter, set()).add(lead)
    return found


def next_letter(
    house: House, person: Person, day: date, hour: int, ran: set[date], letters: list[Letter]
) -> tuple[Letter | None, Content | None]:
    """What a run does for this person: the letter it calls off, and what the new one says."""
    if any(letter.status == "sending" for letter in letters):
        return None, None
    waiting = next((letter for letter in letters if letter.status == "pending"), None)
    others = [letter for letter in letters if letter is not waiting]
    untrue = waiting is not None and not all(map(house.is_true, waiting.content.news))
    turn = hour >= person.hour and is_turn(person, day, ran, others)
    if waiting is not None and untrue and takes_turn_of(person, day, waiting):
        turn = True
    fresh = content_for(house, person, day, told_by(others)) if turn else None
    if waiting is None or untrue:
        return waiting, fresh
    news = content_for(house, person, day, told_by(letters))
    if fresh is None or waiting.day == day or news is None or not news.news:
        return None, None
    return waiting, fresh

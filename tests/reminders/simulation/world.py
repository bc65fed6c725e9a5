"""An invented house and what happens in it, drawn from a seed: in the database and in the model alike."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from app.accounts.models import User
from app.actions.models import Action
from app.milestones.models import Milestone
from app.people.models import Person as Contact
from app.reminders.models import Preference, ThingAnswer
from tests.factories import THEN, make_action, make_organization, make_partnership, make_person
from tests.reminders.conftest import signed_up

from .model import BEFORE, House, Matter, Person, Thing

NAMES = (
    "Dana Whitfield",
    "Ines Calloway",
    "Lena Marsh",
    "Omar Teague",
    "Ruth Abbott",
    "Sol Winter",
    "Vera Quist",
)
CHOICES = (60, 30, 21, 14, 7, 3, 1, 0)
MODELS: dict[str, Any] = {"action": Action, "milestone": Milestone}
REFUSED, DELAYED = "550 5.1.1 no such person", "451 4.7.1 try later"


@dataclass
class Weather:
    """What goes wrong on one day."""

    runs: bool = True  # whether anything runs at all
    reachable: bool = True
    moods: dict[str, str] = field(default_factory=dict)  # address: the answer
    cuts: set[str] = field(default_factory=set)  # addresses at which the line is cut
    restart: bool = False
    kill: bool = False

    @property
    def is_calm(self) -> bool:
        """Whether every letter can arrive."""
        return self.runs and self.reachable and not self.moods and not self.cuts and not self.kill


class World:
    """The house, as the database and the model see it, and the dice."""

    def __init__(self, seed: int, people: int, start: date, *, kills: float = 0) -> None:
        self.dice = random.Random(seed)
        self.kills = kills  # how likely on a day
        self.house = House()
        self.contacts: dict[int, Contact] = {}
        self.rows: dict[str, Any] = {}
        self.storms: dict[str, date] = {}  # what is wrong, through which day
        self.mood: tuple[str, str] = ("", "")
        self.happened: dict[str, int] = {}
        ours = make_organization(name="Kestrel Bay Hospice", role="provider", ours=True)
        for name in NAMES[:people]:
            email = f"{name.split()[0].lower()}@hospice.example"
            user = signed_up(email=email, name=name, role="editor")
            self.house.people[user.id] = Person(user.id, name, email)
            self.contacts[user.id] = make_person(ours, name=name, user=user)
        lead = next(iter(self.house.people))
        self.partnership = make_partnership(name="Kestrel Bay / Ordway", lead=lead, stage_since=start)
        for person in self.house.people.values():
            self._choose(person, start)

    # --- what happens in a day

    def live(self, day: date, *, often: float = 1.0) -> None:
        """The events of a part of a day."""
        events = {
            self.add: 0.75,
            self.move: 0.3,
            self.finish: 0.62,
            self.drop: 0.04,
            self.reopen: 0.03,
            self.put_off: 0.2,
            self.hand_over: 0.1,
            self.take_back: 0.04,
            self.go_away: 0.04,
            self.choose: 0.03,
        }
        for event, chance in events.items():
            if self.dice.random() < chance * often:
                event(day)
                self._count(event.__name__)

    def _count(self, name: str) -> None:
        self.happened[name] = self.happened.get(name, 0) + 1

    def add(self, day: date) -> None:
        kind = self.dice.choice(["action", "action", "milestone"])
        owner = self.dice.choice([None, *self.house.people, *self.house.people, *self.house.people])
        on = day + timedelta(days=self.dice.choice([-2, 0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 80]))
        contact = None if owner is None else self.contacts[owner]
        if kind == "action":
            row: Any = make_action(self.partnership, owner=contact, due_on=on)
        else:
            row = Milestone.create(
                partnership=self.partnership, stage="pilot", title="A step", lead="provider",
                owner=contact, due_on=on, created_at=THEN,
            )  # fmt: skip
        self.rows[row.public_id] = row
        self.house.things[row.public_id] = Thing(kind, row.public_id, on, owner)

    def _open(self) -> list[Thing]:
        return [thing for thing in self.house.things.values() if thing.is_open]

    def _set(self, thing: Thing, **values: Any) -> None:
        model = MODELS[thing.kind]
        model.update(**values).where(model.public_id == thing.id).execute()

    def move(self, day: date) -> None:
        if found := self._open():
            thing = self.dice.choice(found)
            thing.on += timedelta(days=self.dice.choice([-14, -7, -1, 1, 2, 7, 14, 30]))
            self._set(thing, due_on=thing.on)

    def finish(self, day: date) -> None:
        found = sorted(self._open(), key=lambda thing: thing.on)
        if found:  # what is late is done first
            thing = found[min(int(self.dice.expovariate(0.4)), len(found) - 1)]
            thing.is_open = False
            done = {"status": "done"} if thing.kind == "action" else {}
            self._set(thing, done_on=day, **done)

    def drop(self, day: date) -> None:
        if found := self._open():
            thing = self.dice.choice(found)
            thing.is_open = False
            self._set(thing, **({"status": "dropped"} if thing.kind == "action" else {"dropped_on": day}))

    def reopen(self, day: date) -> None:
        closed = [thing for thing in self.house.things.values() if not thing.is_open]
        if closed:
            thing = self.dice.choice(closed[-5:])
            thing.is_open = True
            back = {"status": "open"} if thing.kind == "action" else {"dropped_on": None}
            self._set(thing, done_on=None, **back)

    # --- what people say to a thing

    def _answer(self, person: int, matter: Matter, **values: Any) -> None:
        kind, thing, on = matter
        ThingAnswer.insert(
            user=person, kind=kind, thing=thing, occurrence_on=on, created_at=THEN, **values
        ).on_conflict(
            conflict_target=[
                ThingAnswer.user, ThingAnswer.kind, ThingAnswer.thing, ThingAnswer.occurrence_on,
            ],
            update=values,
        ).execute()  # fmt: skip

    def put_off(self, day: date) -> None:
        if found := self._open():
            thing = self.dice.choice(found)
            person = thing.owner or self.dice.choice(list(self.house.people))
            until = day + timedelta(days=self.dice.choice([1, 2, 3, 7, 14]))
            self.house.snoozed[person, thing.matter] = until
            self._answer(person, thing.matter, snoozed_until=until)

    def hand_over(self, day: date) -> None:
        if found := self._open():
            thing = self.dice.choice(found)
            person, taker = self.dice.sample(list(self.house.people), 2)
            if thing.owner is not None and taker != thing.owner:
                person = thing.owner
            self.house.handed[person, thing.matter] = taker
            self._answer(person, thing.matter, handed_to=taker)

    def take_back(self, day: date) -> None:
        if self.house.handed:
            person, matter = self.dice.choice(list(self.house.handed))
            del self.house.handed[person, matter]
            self._answer(person, matter, handed_to=None)

    # --- what people choose

    def go_away(self, day: date) -> None:
        person = self.dice.choice(list(self.house.people.values()))
        first = day + timedelta(days=self.dice.choice([0, 1, 3, 10]))
        person.away = (first, first + timedelta(days=self.dice.choice([0, 2, 4, 9, 16])))
        person.deputy = self._other(person)
        self._keep(person)

    def choose(self, day: date) -> None:
        self._choose(self.dice.choice(list(self.house.people.values())), day)

    def _other(self, person: Person) -> int:
        return self.dice.choice([one for one in self.house.people if one != person.id])

    def _choose(self, person: Person, _day: date) -> None:
        dice = self.dice
        person.days = dice.choice(["weekdays"] * 6 + ["weekly"] * 4 + ["none"])
        person.hour = dice.choice([6, 8, 8, 8, 10, 15])
        person.quiet = frozenset(dice.sample(range(5), dice.choice([0, 0, 1, 2])))
        person.rhythm = dice.choice(["", "", "", "daily", "third_day", "weekly"])
        person.before = {
            kind: tuple(sorted(dice.sample(CHOICES, dice.randrange(4)), reverse=True))
            for kind in BEFORE
            if dice.random() < 0.3
        }
        person.deputy = self._other(person) if person.away or dice.random() < 0.5 else None
        person.escalate = {
            kind: dice.choice([1, 3, 7, 14]) for kind in BEFORE if person.deputy and dice.random() < 0.5
        }
        self._keep(person)

    def _keep(self, person: Person) -> None:
        User.update(digest_days=person.days, digest_at=time(person.hour)).where(
            User.id == person.id
        ).execute()
        values = {
            "quiet": "".join(map(str, sorted(person.quiet))),
            "overdue": person.rhythm,
            "before": person.before,
            "escalate": person.escalate,
            "deputy": person.deputy,
            "away_from": person.away and person.away[0],
            "away_until": person.away and person.away[1],
        }
        if Preference.update(**values).where(Preference.user == person.id).execute() == 0:
            Preference.create(user=person.id, created_at=THEN, **values)

    # --- what goes wrong

    def weather(self, day: date) -> Weather:
        """The faults of this day; some last for days."""
        dice = self.dice
        lengths = {"off": (0.012, [1, 2, 7, 9]), "gone": (0.02, [0, 1, 3, 6, 10]), "mood": (0.04, [0, 2, 9])}
        for storm, (chance, spans) in lengths.items():
            if self.storms.get(storm, date.min) < day and dice.random() < chance:
                self.storms[storm] = day + timedelta(days=dice.choice(spans))
                self._count(storm)
                if storm == "mood":
                    who = dice.choice([one.email for one in self.house.people.values()])
                    self.mood = who, dice.choice([REFUSED, DELAYED])
        raging = {storm for storm, until in self.storms.items() if until >= day}
        found = Weather("off" not in raging, "gone" not in raging, restart=dice.random() < 0.05)
        found.kill = dice.random() < self.kills
        if "mood" in raging:
            found.moods = dict([self.mood])
        if dice.random() < 0.03:
            found.cuts = {dice.choice([one.email for one in self.house.people.values()])}
            self._count("cut")
        return found

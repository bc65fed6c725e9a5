"""Plays the invented days: after each run the outbox and the mail server are held against the model."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.core.db import close_database, db, open_database
from app.mail.models import OutboxMail
from app.mail.service import send_again
from app.reminders.jobs import remind
from app.reminders.models import Notice
from app.settings import Settings
from tests.mail.sink import Sink
from tests.reminders.conftest import ZONE, at
from tests.reminders.dying import GAPS

from .model import Content, House, Letter, Matter, Person, content_for, next_letter, told_by
from .world import Weather, World

ROOT = Path(__file__).resolve().parents[3]
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
LATE_LINES = 10  # of what was told before; more is a number
LINK = re.compile(r"/reminders/things/(\w+)/(\w+)/(\d{4}-\d\d-\d\d)")


def matters_in(text: str) -> dict[str, set[Matter]]:
    """Which matters stand in which part of a letter."""
    found: dict[str, set[Matter]] = {}
    for part in re.split(r"\n(?=(?:LATE|COMING UP|ALSO THIS WEEK)\n)", text.replace("\r\n", "\n"))[1:]:
        lines = [(kind, thing, date.fromisoformat(on)) for kind, thing, on in LINK.findall(part)]
        assert len(lines) == len(set(lines)), "a letter names everything once"
        found[part.partition("\n")[0]] = set(lines)
    return found


def check_text(text: str, day: date, content: Content) -> None:
    """The words say the news, the week ahead and what is late, each thing in its part."""
    assert f"{day:%A, %B} {day.day}, {day.year}" in text.partition("\n")[0]
    parts = matters_in(text)
    late_news = {matter for matter in content.news if matter[2] < day}
    late = parts.pop("LATE", set())
    assert late_news <= late <= late_news | content.late
    shown = max(LATE_LINES, len(late_news))
    assert len(late) == min(shown, len(late_news) + len(content.late))
    ahead = content.news.keys() - late_news
    assert parts == {
        name: matters for name, matters in (("COMING UP", ahead), ("ALSO THIS WEEK", content.week)) if matters
    }


@dataclass(frozen=True)
class Step:
    """What the model says a run does for one person."""

    called_off: Letter | None
    content: Content | None


class Play:
    """One run through invented days."""

    def __init__(self, world: World, sink: Sink, settings: Settings, url: str) -> None:
        self.world, self.sink, self.settings, self.url = world, sink, settings, url
        self.lease = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.letters: dict[int, Letter] = {}  # by the number of the row
        self.ids: dict[int, str] = {}
        self.attempts: Counter[int] = Counter()
        self.ran: set[date] = set()
        self.weather = Weather()
        self.arrived: Counter[str] = Counter()
        self.arrived_on: dict[str, date] = {}
        self.extra = 0  # copies of one letter that a cut or a kill may have made
        self.done: Counter[str] = Counter()

    @property
    def house(self) -> House:
        return self.world.house

    def of(self, person: Person) -> list[Letter]:
        """The letters to one person."""
        return [letter for letter in self.letters.values() if letter.person == person.id]

    # --- one day

    def play(self, day: date) -> None:
        """One day: something happens, runs at its hours, checks."""
        dice = self.world.dice
        self.weather = self.world.weather(day)
        self.sink.moods, self.sink.cuts = self.weather.moods, self.weather.cuts
        self.world.live(day)
        if not self.weather.runs:
            if dice.random() < 0.3:
                self.run(at(day, dice.randrange(1, 6), 30))  # before anybody's hour
            return
        if self.weather.restart:
            self._restart()
        if self.weather.is_calm:
            self._send_failed_again(at(day, 0, 20))
        for hour in sorted(dice.sample([1, 2, 3] if self.weather.kill else [1, 2, 3, 6, 8, 9, 12], 2)):
            self.run(at(day, hour, dice.randrange(60)))
        if self.weather.kill and self.expected(at(day, 12, 20)):
            self._run_and_die(at(day, 12, 20))
        at_noon = dice.random() < 0.3 and not self.weather.kill
        if at_noon:
            self.world.live(day, often=0.6)
            self.run(at(day, 13, 5))
        for minute in dice.choice([(30,), (30, 30), (30, 31)]):
            self.run(at(day, 16, minute))
        self.ran.add(day)
        if self.weather.is_calm and not at_noon:
            self._check_evening(day)

    def _restart(self) -> None:
        close_database()
        open_database(self.url)
        db.connect()
        self.done["restarts"] += 1

    def _send_failed_again(self, now: datetime) -> None:
        """Somebody looks at the page and sends again what was refused."""
        waiting = {
            letter.person for letter in self.letters.values() if letter.status in ("pending", "sending")
        }
        for number, letter in self.letters.items():
            if letter.status == "failed" and letter.person not in waiting:
                send_again(number, actor=SYSTEM, now=now)
                letter.status = "pending"
                waiting.add(letter.person)
                self.done["sent again"] += 1

    # --- one run

    def expected(self, now: datetime) -> dict[int, Step]:
        """What the model says this run does."""
        local = now.astimezone(ZONE)
        steps = {}
        for person in self.house.people.values():
            letters = self.of(person)
            off, content = next_letter(self.house, person, local.date(), local.hour, self.ran, letters)
            if off is not None or content is not None:
                steps[person.id] = Step(off, content)
        return steps

    def run(self, now: datetime) -> None:
        """A run, held against the model."""
        steps = self.expected(now)
        settings = self.settings
        if not self.weather.reachable:
            assert settings.smtp is not None
            settings = replace(settings, smtp=replace(settings.smtp, port=1))
        self.lease.set(self.lease.now() + timedelta(minutes=11))
        done = remind(now=now, settings=settings, lease_clock=self.lease)
        self.done["runs"] += 1
        made = self._read(now)
        assert done["queued"] == len(made)
        self._check_steps(steps, made, now)
        self._check_sent(now)

    def _run_and_die(self, now: datetime) -> None:
        """A run in a process of its own that is killed: it made every letter or none, and told no lie."""
        steps = self.expected(now)
        gap = self.world.dice.choice(GAPS)
        self.lease.set(self.lease.now() + timedelta(minutes=11))
        arguments = [self.url, str(self.settings.instance), str(self.sink.port), now.isoformat()]
        arguments += [self.lease.now().isoformat(), gap, "0", "killed"]
        command = [sys.executable, "-m", "tests.reminders.dying", *arguments]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert ended.returncode in (0, -9), ended.stderr
        self.done["kills"] += ended.returncode == -9
        self.extra += ended.returncode == -9
        made = self._read(now)
        if made or ended.returncode == 0:
            self._check_steps(steps, made, now)
        self._collect(now)

    def _read(self, now: datetime) -> list[int]:
        """Take in what the outbox says; the numbers of the new letters."""
        known = [number for number, one in self.letters.items() if one.status in ("pending", "sending")]
        o = OutboxMail
        columns = (o.id, o.user_id, o.occurrence_on, o.status, o.message_id, o.attempts, o.text, o.dedupe_key)
        made = []
        newest = max(self.letters, default=0)
        for number, user, day, status, message_id, attempts, text, key in (
            o.select(*columns).where((o.id > newest) | o.id.in_(known)).order_by(o.id).tuples()
        ):
            assert attempts <= self.attempts[number] + 1, "no letter is tried twice in one run"
            self.attempts[number] = attempts
            if number in self.letters:
                self.letters[number].status = status
                continue
            n = Notice
            rows = n.select(n.kind, n.thing, n.occurrence_on, n.lead_days).where(n.mail_key == key).tuples()
            content = Content({(kind, thing, on): lead for kind, thing, on, lead in rows})
            self.letters[number] = Letter(user, day, content, status)
            self.ids[number] = message_id
            assert day == now.astimezone(ZONE).date()
            made.append(number)
            self._keep_text(number, text)
        return made

    def _keep_text(self, number: int, text: str) -> None:
        self.letters[number].text = text

    def _check_steps(self, steps: dict[int, Step], made: list[int], now: datetime) -> None:
        """The letters made and called off are those of the model, word by word."""
        fresh = {self.letters[number].person: self.letters[number] for number in made}
        assert len(fresh) == len(made), "one letter to a person"
        wanted = {person: step.content for person, step in steps.items() if step.content is not None}
        about = f"{now.astimezone(ZONE):%a %Y-%m-%d %H:%M}"
        for person in self.house.people:
            told = fresh[person].content.news if person in fresh else None
            should = wanted[person].news if person in wanted else None
            assert told == should, self.explain(person, about, told, should)
        for person, letter in fresh.items():
            check_text(letter.text, letter.day, wanted[person])
        for step in steps.values():
            if step.called_off is not None:
                assert step.called_off.status == "cancelled", about
                self.done["called off"] += 1

    def explain(self, number: int, about: str, told: Any, should: Any) -> str:
        """For whoever reads a failure."""
        person = self.house.people[number]
        last = [(one.day, one.status, len(one.content.news)) for one in self.of(person)[-4:]]
        return f"{about}: {person}\n told {told}\n should {should}\n last {last}"

    # --- what arrives

    def _collect(self, now: datetime) -> Iterable[str]:
        """What the server took since the last look."""
        by_id = {message_id: number for number, message_id in self.ids.items()}
        fresh = []
        for mail, address in zip(self.sink.mails, self.sink.recipients, strict=True):
            message_id = str(mail["Message-ID"])
            letter = self.letters[by_id[message_id]]
            assert address == self.house.people[letter.person].email
            assert matters_in(words_of(mail)) == matters_in(letter.text)
            self.arrived[message_id] += 1
            self.arrived_on.setdefault(message_id, now.astimezone(ZONE).date())
            fresh.append(message_id)
            if address in self.sink.cuts:
                self.extra += 1
        self.sink.mails.clear()
        self.sink.recipients.clear()
        return fresh

    def _check_sent(self, now: datetime) -> None:
        """Sent is what the server took; nothing untrue left; nothing waits that could go."""
        by_id = {message_id: number for number, message_id in self.ids.items()}
        for message_id in self._collect(now):
            letter = self.letters[by_id[message_id]]
            assert all(map(self.house.is_true, letter.content.news)), "what is done or moved is not told"
        sent = {self.ids[number] for number, letter in self.letters.items() if letter.status == "sent"}
        taken_but_cut = self.arrived.keys() - sent
        assert sent <= self.arrived.keys()
        assert len(taken_but_cut) <= self.extra
        assert sum(self.arrived.values()) - len(self.arrived) <= self.extra
        waiting = Counter(one.person for one in self.letters.values() if one.status in ("pending", "sending"))
        assert max(waiting.values(), default=0) <= 1, "one letter to a person waits at most"
        rows = OutboxMail.select().where(OutboxMail.status.in_(["pending", "sending"]))
        for row in rows:
            assert row.status == "pending", "a claim ends with its run, or with its lease"
            assert row.not_before <= now + HOUR
            assert row.created_at + WEEK > now - HOUR or row.first_attempt_at + WEEK > now - HOUR
            if self._works_for(row.recipient):
                assert row.not_before > now, "what can go goes"

    def _works_for(self, address: str) -> bool:
        hindered = address in self.weather.moods or address in self.weather.cuts
        return self.weather.reachable and not hindered

    def _check_evening(self, day: date) -> None:
        """On a calm day nobody whose turn it is goes to bed without what they must know."""
        for person in self.house.people.values():
            letters = self.of(person)
            delivered = [one for one in letters if one.status in ("sent", "failed")]
            if any(one.status == "pending" for one in letters):
                continue  # asked to wait, at most an hour
            if person.days == "weekdays" and person.takes_mail_on(day):
                rest = content_for(self.house, person, day, told_by(delivered))
                # Whoever hears of one thing for two reasons reads it once that day.
                said = {matter for one in delivered if one.day == day for matter in one.content.news}
                missing = rest.news.keys() - said if rest else set()
                assert not missing, self.explain(person.id, str(day), said, missing)
                self.done["evenings"] += 1

    # --- in the end

    def check_whole(self) -> None:
        """Over all days nothing was told twice and no day has two letters; the page has the rest."""
        told: Counter[tuple[int, Matter, int]] = Counter()
        days: Counter[tuple[int, date]] = Counter()
        for number, letter in self.letters.items():
            if letter.status == "cancelled" or self.ids[number] not in self.arrived:
                # One the server took without a word, later called off, is among `extra`.
                assert letter.status in ("cancelled", "failed", "pending")
                continue
            days[letter.person, letter.day] += 1
            told.update((letter.person, matter, lead) for matter, lead in letter.content.news.items())
        assert max(told.values()) == 1
        assert max(days.values()) == 1
        self.done["letters"], self.done["lines"] = len(days), len(told)


def words_of(mail: EmailMessage) -> str:
    """The text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())

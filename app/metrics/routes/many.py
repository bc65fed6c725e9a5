"""Pages: the months of many partnerships from one file, and all of them in one file.

Reading and saving take seconds, so both are told while they go on: the page is sent piece by piece. It works
without scripts, needs no second process, and closing it before the end saves nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.actor import Actor
from app.core.errors import EvenkeelError, RuleViolation
from app.core.files import keep_file, read_file
from app.terms.queries import terms_of_all
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import file_to_save, page, see_other, streamed, toast

from .. import forms, queries
from ..forms import NewMonth
from ..queries import HeldMonth
from ..rules import FIGURES, figure_words, month_number, month_problem
from ..service import Wanted, save_months_of_many, take_back_months_of_many
from .blueprint import START, bp

log = logging.getLogger("evenkeel")
MOST_LINES = 50  # partnerships, and months that differ, in a look
BROKEN = "Something went wrong on our side. Nothing is saved; if it happens again, tell your admin the time."


@dataclass(slots=True)
class Differs:
    """A month that is here already, with what the file changes: label, before, after."""

    month_on: date
    changes: list[tuple[str, str, str]]


@dataclass(slots=True)
class Home:
    """What a file would bring to one partnership."""

    name: str
    new: list[date] = field(default_factory=list)
    differing: int = 0
    shown: list[Differs] = field(default_factory=list)


class Work:
    """Something that takes seconds and tells how far it is; `refused` says why it came to nothing."""

    refused = ""

    def steps(self) -> Iterator[str]:
        """Work on to the end; a few words now and then. Never raises."""
        try:
            yield from self._steps()
        except EvenkeelError as error:
            self.refused = error.message
        except Exception:
            log.exception("unexpected failure at %s", request.endpoint)
            self.refused = BROKEN

    def _steps(self) -> Iterator[str]:
        raise NotImplementedError


class Look(Work):
    """Reads a file and compares it with what is here; nothing is saved."""

    def __init__(self, reading: forms.Reading, names: dict[int, str], actor: Actor) -> None:
        self.found, self.homes, self.digest = reading.found, list[Home](), ""
        self._reading, self._names, self._actor = reading, names, actor
        self._wanted: list[NewMonth] = []
        self._versions: dict[tuple[int, date], int] = {}
        self._room = MOST_LINES

    @property
    def months(self) -> int:
        """How many months would be new or different."""
        return len(self._wanted)

    def _steps(self) -> Iterator[str]:
        for lines in self._reading.lines():
            yield f"{lines:,} rows are read."
        by_home: dict[int, list[NewMonth]] = {}
        for one in self.found.months:
            by_home.setdefault(one.home, []).append(one)
        homes = sorted(by_home, key=lambda home: self._names[home])
        yield f"{counted(len(homes), 'partnership is', 'partnerships are')} compared with what is here."
        starts = _starts(homes)
        for begin in range(0, len(homes), queries.AT_ONCE):
            some = homes[begin : begin + queries.AT_ONCE]
            held = queries.held_months(some)
            for home in some:
                self._check(home, by_home[home], held[home], starts.get(home))
        if self._wanted and not self.found.faults:
            self.digest = keep_file(forms.to_keep(self._wanted, self._versions), now=now())

    def _check(
        self, home: int, months: list[NewMonth], held: dict[date, HeldMonth], start: date | None
    ) -> None:
        told = Home(self._names[home])
        if not may(self._actor, Verb.EDIT, home):
            self.found.faults.append(f"Line {months[0].line}: you cannot change {told.name}.")
        known = min(((one.month, on) for on, one in held.items()), default=None)
        earliest = min(one.month_on for one in months)
        known = known or (month_number(earliest, None, start), earliest)
        for one in months:
            problem = month_problem(one.month_on, month_number(one.month_on, known, start), today())
            self.found.faults += [f"Line {one.line}, {told.name}: {problem}"] if problem else []
            self._compare(told, one, held.get(one.month_on))
        if told.new or told.differing:
            self.homes.append(told)

    def _compare(self, told: Home, one: NewMonth, held: HeldMonth | None) -> None:
        if held is None:
            told.new.append(one.month_on)
        else:
            apart = [name for name, value in one.values.items() if held.values[name] != value]
            if not apart:
                return
            told.differing += 1
            self._versions[one.home, one.month_on] = held.version
            if self._room:
                self._room -= 1
                told.shown.append(Differs(one.month_on, [_change(n, held, one) for n in apart]))
        self._wanted.append(one)


def _change(name: str, held: HeldMonth, one: NewMonth) -> tuple[str, str, str]:
    before, after = (
        "empty" if value is None else figure_words(name, value)
        for value in (held.values[name], one.values[name])
    )
    return FIGURES[name].label, before, after


class Save(Work):
    """Saves what was shown, all of it or nothing."""

    def __init__(self, kept: list[tuple[NewMonth, int]]) -> None:
        self._wanted: dict[int, list[Wanted]] = {}
        for one, seen in kept:
            self._wanted.setdefault(one.home, []).append(Wanted(one.month_on, one.values, seen))
        self.batch, self.months = "", len(kept)

    @property
    def homes(self) -> int:
        """Of how many partnerships."""
        return len(self._wanted)

    def _steps(self) -> Iterator[str]:
        saving = save_months_of_many(
            self._wanted, starts=_starts(list(self._wanted)), actor=actor(), now=now(), today=today()
        )
        while not self.batch:
            try:
                yield f"{next(saving)} of {counted(self.homes, 'partnership', 'partnerships')} written."
            except StopIteration as end:
                self.batch = end.value


def _starts(homes: list[int]) -> dict[int, date]:
    terms = terms_of_all([START], today(), homes)
    return {home: one[START] for home, one in terms.items() if isinstance(one.get(START), date)}


@bp.get("/numbers/bring")
def bring_many() -> Response:
    """Bring the months of many partnerships."""
    require(actor(), Verb.EDIT)
    return page("metrics/bring_many.html", form=FormData(), look=None, save=None)


@bp.post("/numbers/bring")
def look_at_many() -> Response:
    """Read a file and show what it would change; nothing is saved yet."""
    require(actor(), Verb.EDIT)
    form, sent = FormData(request.form), request.files.get("file")
    homes = queries.homes()
    try:
        if sent is None or not sent.filename:
            raise RuleViolation("Choose the file.")
        with closing(sent):
            data = sent.read(forms.OF_MANY.bytes + 1)
        reading = forms.Reading(data, forms.OF_MANY, forms.Homes(homes))
    except RuleViolation as refused:
        form.fail("file", refused.message)
        return page("metrics/bring_many.html", 422, form=form, look=None, save=None)
    names = {home: name for home, _key, name in homes}
    return streamed("metrics/bring_many.html", form=form, look=Look(reading, names, actor()), save=None)


@bp.post("/numbers/bring/save")
def save_many() -> Response:
    """Save what was shown, unless somebody saved one of these months since."""
    require(actor(), Verb.EDIT)
    form = FormData(request.form)
    kept = forms.from_kept(read_file(form.text("file_digest", limit=64)))
    for home in {one.home for one, _seen in kept}:
        require(actor(), Verb.EDIT, home)
    return streamed("metrics/bring_many.html", form=form, look=None, save=Save(kept))


@bp.post("/numbers/undo/<batch_id>")
def undo_many(batch_id: str) -> Response:
    """Take the saving of a file of many partnerships back."""
    require(actor(), Verb.EDIT)
    person = actor()
    found = take_back_months_of_many(
        batch_id, lambda home: may(person, Verb.EDIT, home), actor=person, now=now()
    )
    words = counted(found.left, "month stays", "months stay")
    left = f" {words}: somebody worked on {'it' if found.left == 1 else 'them'} since."
    toast(f"The numbers are as they were.{left if found.left else ''}")
    return see_other("metrics.bring_many")


@bp.get("/numbers/file.csv")
def file_of_many() -> Response:
    """Every figure of every month of all partnerships, as a file that this page takes back unchanged."""
    require(actor(), Verb.SEE)
    homes = [home for home, _key, _name in queries.homes() if may(actor(), Verb.SEE, home)]
    data = forms.write_csv_of_many(queries.months_of_many(homes))
    return file_to_save(data, "text/csv; charset=utf-8", "numbers-of-all-partnerships.csv")

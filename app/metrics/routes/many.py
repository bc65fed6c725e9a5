"""Pages: the months of many partnerships from one file, and all of them in one file.

Reading and saving take seconds, so both are told while they go on: the page is sent piece by piece. It works
without scripts, needs no second process, and closing it before the end saves nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.errors import EvenkeelError, RuleViolation
from app.core.files import keep_file, read_file
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import file_to_save, page, see_other, streamed, toast

from .. import forms, queries
from ..service import Wanted, save_months_of_many, take_back_months_of_many
from .blueprint import bp, starts_of

log = logging.getLogger("evenkeel")
MOST_SHOWN = 50  # months that differ, with their changes, in a look
BROKEN = "Something went wrong on our side. Nothing is saved; if it happens again, tell your admin the time."


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


class Looking(Work):
    """Reads a file and compares it with what is here; what was shown is kept, nothing is saved yet."""

    def __init__(self, look: forms.Look) -> None:
        self.compared, self.digest = look, ""

    def _steps(self) -> Iterator[str]:
        yield from self.compared.steps()
        kept = self.compared.to_keep()
        self.digest = keep_file(kept, now=now()) if kept else ""


class Save(Work):
    """Saves what was shown, all of it or nothing."""

    def __init__(self, wanted: dict[int, list[Wanted]]) -> None:
        self._wanted = wanted
        self.batch, self.months = "", sum(len(months) for months in wanted.values())

    @property
    def homes(self) -> int:
        """Of how many partnerships."""
        return len(self._wanted)

    def _steps(self) -> Iterator[str]:
        saving = save_months_of_many(
            self._wanted, starts=starts_of(self._wanted), actor=actor(), now=now(), today=today()
        )
        while not self.batch:
            try:
                yield f"{next(saving)} of {counted(self.homes, 'partnership', 'partnerships')} written."
            except StopIteration as end:
                self.batch = end.value


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
    person = actor()
    look = forms.Look(
        reading,
        {home: name for home, _key, name in homes},
        may_edit=lambda home: may(person, Verb.EDIT, home),
        starts=starts_of,
        today=today(),
        most=MOST_SHOWN,
    )
    return streamed("metrics/bring_many.html", form=form, look=Looking(look), save=None)


@bp.post("/numbers/bring/save")
def save_many() -> Response:
    """Save what was shown, unless somebody saved one of these months since."""
    require(actor(), Verb.EDIT)
    form = FormData(request.form)
    there = {home for home, _key, _name in queries.homes()}
    wanted = forms.from_kept(read_file(form.text("file_digest", limit=64)), there)
    for home in wanted:
        require(actor(), Verb.EDIT, home)
    return streamed("metrics/bring_many.html", form=form, look=None, save=Save(wanted))


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

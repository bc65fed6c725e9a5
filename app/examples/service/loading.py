"""Loading a folder: read and told first, then stored whole in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.db import db, rows, write
from app.core.errors import RuleViolation
from app.core.text import count_words
from app.examples.reader import (
    BUNDLED_FOLDER,
    ExamplePartnership,
    Examples,
    ProblemReport,
    read_folder,
    shift_all,
)
from app.examples.service.reviewing import store_reviewing
from app.examples.service.storing import Loader
from app.examples.story import Story, day_of_telling, tell_all
from app.organization.queries import house_facts
from app.partnerships.models import Partnership

NAMED = 5  # more names than these make no sentence
MOST_KEYS = 500  # in one question to the database


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load came to: a sentence for people, the keys stored now and those that were there.

    `warnings` are oddities of the folder that did not stop it, a sentence each.
    """

    sentence: str
    loaded: tuple[str, ...]
    already_there: tuple[str, ...]
    warnings: tuple[str, ...] = ()


Told = tuple[ExamplePartnership, Story]


def load_examples(
    folder: Path | None, *, shift: bool, actor: Actor, now: datetime, today: date
) -> LoadReport:
    """Load every partnership of a folder (of the bundled one without a folder); twice changes nothing.

    With `shift` all dates move by whole months, so that the newest data month is last month. An
    example that is there already is left as it is. Raises RuleViolation with every fault of the
    folder, one a line, or when a key belongs to a real partnership; then nothing is stored.
    """
    examples = _read(folder or BUNDLED_FOLDER)
    if shift:
        examples = shift_all(examples, today)
    as_of = day_of_telling(examples, today=today)
    there = _already_there(examples)
    new = [one for one in examples.partnerships if one.key not in there]
    told = list(zip(new, tell_all(new, as_of=as_of), strict=True))
    joined = db.in_transaction()
    try:
        there = _store(examples, told, actor=actor, now=now, today=today)
    except IntegrityError:
        # Somebody else loaded them at this very moment. Inside a larger transaction there is no second try.
        if joined:
            raise
        there = _store(examples, told, actor=actor, now=now, today=today)
    return _report(examples, there)


def _read(folder: Path) -> Examples:
    try:
        return read_folder(folder)
    except ProblemReport as report:
        raise RuleViolation(report.message) from report


def _already_there(examples: Examples) -> set[str]:
    """The keys of the folder that are examples here. Raises RuleViolation for one that is real."""
    keys = [one.key for one in examples.partnerships]
    found: dict[str, bool] = {}
    for start in range(0, len(keys), MOST_KEYS):
        few = Partnership.key.in_(keys[start : start + MOST_KEYS])
        query = Partnership.select(Partnership.key, Partnership.example).where(few)
        found.update((key, bool(example)) for key, example in rows(query))
    real = [key for key in keys if found.get(key) is False]
    if real:
        raise RuleViolation(
            f"There is a real partnership with the short name {_listed(real)}. "
            "Nothing was loaded; give the example another key."
        )
    return set(found)


def _store(examples: Examples, told: Sequence[Told], *, actor: Actor, now: datetime, today: date) -> set[str]:
    """Everything in one transaction; the keys that somebody else stored first are handed back."""
    with write():
        there = _already_there(examples)
        loader = Loader(actor=actor, now=now, zone=house_facts().time_zone)
        for example, story in told:
            if example.key not in there:
                partnership = loader.store(example, story)
                store_reviewing(partnership, now=now, today=today)
        return there


def _report(examples: Examples, there: set[str]) -> LoadReport:
    new = [one for one in examples.partnerships if one.key not in there]
    old = [one for one in examples.partnerships if one.key in there]
    if new:
        sentence = f"{_count(len(new))} here: {_listed([one.name for one in new])}."
        if old:
            sentence += f" Already there: {_listed([one.name for one in old])}."
    else:
        sentence = "The examples are already there. Nothing changed."
    return LoadReport(
        sentence, tuple(one.key for one in new), tuple(one.key for one in old), examples.warnings
    )


def _count(number: int) -> str:
    return f"{count_words(number).capitalize()} example partnership{' is' if number == 1 else 's are'}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

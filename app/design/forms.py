"""What people type about a service design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.web.formdata import LONG, FormData, Submitted

from .queries import NOTHING, Answer
from .rules import OWNERS, Block, Card, Lean, Level, Plausible

MOST_TASKS = 60
Answers = dict[str, dict[str, Any]]


def read_block(submitted: Submitted, block: Block) -> tuple[Answers | None, dict[str, int], FormData]:
    """The answers to the questions of a block, and the version of each that was looked at."""
    form = FormData(submitted)
    found: Answers = {}
    for one in block.questions:
        answer: dict[str, Any] = {"text": form.text(f"{one.id}.text", limit=LONG)}
        keys = [key for key, _words in one.choices]
        if one.many:
            answer["choices"] = form.choices(f"{one.id}.choices", keys)
        elif one.choices:
            answer["choice"] = form.choice(f"{one.id}.choice", keys)
        found[one.id] = {name: value for name, value in answer.items() if value}
    return (found if form.ok else None), _seen(form, found), form


def block_form(block: Block, answers: Mapping[str, Answer]) -> FormData:
    """The form of a block with what is known."""
    values: dict[str, Any] = {}
    for one in block.questions:
        held = answers.get(one.id) or NOTHING
        chosen = one.chosen(held.value)
        values |= {
            f"{one.id}.text": held.value.get("text", ""),
            f"{one.id}.choices": list(chosen),
            f"{one.id}.choice": "".join(chosen[:1]),
            f"{one.id}.seen": held.version,
        }
    return FormData(initial=values)


def _seen(form: FormData, names: Iterable[str]) -> dict[str, int]:
    return {name: form.whole(f"{name}.seen") or 0 for name in names}


def read_card(submitted: Submitted, card: Card) -> tuple[dict[str, str] | None, int, FormData]:
    """A process card: each field in the words of the people who work by it."""
    form = FormData(submitted)
    found = {name: form.text(name, limit=LONG) for name, _label in card.fields}
    seen = form.whole("seen") or 0
    return ({name: text for name, text in found.items() if text} if form.ok else None), seen, form


def card_form(card: Card, held: Answer | None) -> FormData:
    """The form of a card with what is known."""
    value = held.value if held else {}
    values: dict[str, Any] = {name: value.get(name, "") for name, _label in card.fields}
    return FormData(initial=values | {"seen": held.version if held else 0})


def read_roles(submitted: Submitted) -> tuple[list[dict[str, str]] | None, str, date | None, FormData]:
    """The role table: each task with an owner and a helper, and the day from which it holds."""
    form = FormData(submitted)
    rows = []
    for place in range(MOST_TASKS):
        if not form.sent(f"{place}.id"):
            break
        row = {"id": form.text(f"{place}.id", limit=24), "task": form.text(f"{place}.task")}
        row["owner"] = form.choice(f"{place}.owner", OWNERS)
        row["helper"] = form.text(f"{place}.helper")
        if (row["owner"] or row["helper"]) and not row["task"]:
            form.fail(f"{place}.task", "Say which task this is.")
        if row["helper"] and not row["owner"]:
            form.fail(f"{place}.owner", "A task that has a helper needs an owner.")
        rows.append(row)
    on = form.day("on", "Choose the day from which this holds.")
    seen = form.text("seen")
    return (rows if form.ok else None), seen, on, form


def read_matrix(
    submitted: Submitted, tasks: Iterable[str], disciplines: Sequence[str]
) -> tuple[dict[str, dict[str, str]] | None, int]:
    """Who leads, shares or has a limited part in each shared task; None where an answer is in no list."""
    form = FormData(submitted)
    found = {}
    for task in tasks:
        parts = {one: form.choice(f"{task}.{one}", list(Level)) for one in disciplines}
        found[task] = {one: level for one, level in parts.items() if level}
    kept = {task: parts for task, parts in found.items() if parts}
    return (kept if form.ok else None), form.whole("matrix.seen") or 0


def read_leans(
    submitted: Submitted, keys: Iterable[str]
) -> tuple[dict[str, dict[str, str]] | None, int, FormData]:
    """Where each criterion should go, and why."""
    form = FormData(submitted)
    found = {}
    for key in keys:
        answer = {"lean": form.choice(f"{key}.lean", list(Lean)), "note": form.text(f"{key}.note")}
        found[key] = {name: value for name, value in answer.items() if value}
    kept = {key: answer for key, answer in found.items() if answer}
    return (kept if form.ok else None), form.whole("seen") or 0, form


def read_plausible(
    submitted: Submitted, ids: Iterable[str]
) -> tuple[dict[str, dict[str, str]] | None, int, FormData]:
    """Whether the services can bring each outcome, and what to keep in mind."""
    form = FormData(submitted)
    found = {}
    for ident in ids:
        answer = {"how": form.choice(f"{ident}.how", list(Plausible)), "caveat": form.text(f"{ident}.caveat")}
        found[ident] = {name: value for name, value in answer.items() if value}
    kept = {ident: answer for ident, answer in found.items() if answer}
    return (kept if form.ok else None), form.whole("plausible.seen") or 0, form

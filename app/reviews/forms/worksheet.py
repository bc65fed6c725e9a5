"""What is typed on the worksheet of a review and in its sufficiency assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actions.rules import Side
from app.triggers.queries import LeverRow
from app.triggers.rules import LEVER_STATES
from app.triggers.service import LeverReply
from app.web.formdata import LONG, FormData, Submitted

from ..queries import Step
from ..rules import CONCLUSIONS, STATES, Part, Reply


def part_form(part: Part) -> FormData:
    """The form of a focus area with what was said."""
    values: dict[str, str] = {}
    for one in part.questions:
        values |= {
            f"{one.id}.answer": one.answer,
            f"{one.id}.state": one.state,
            f"{one.id}.seen": str(one.version),
            f"{one.id}.side": Side.PROVIDER.value,
        }
    return FormData(initial=values)


def read_part(
    submitted: Submitted, part: Part, owners: Mapping[str, int]
) -> tuple[tuple[Reply, ...] | None, FormData]:
    """What was said to the questions of a focus area; a question that the form did not hold is left alone."""
    form = FormData(submitted)
    replies = [_reply(form, one.id, owners) for one in part.questions if form.sent(f"{one.id}.seen")]
    return (tuple(replies) if form.ok else None), form


def _reply(form: FormData, ident: str, owners: Mapping[str, int]) -> Reply:
    text = form.text(f"{ident}.action")
    owner = form.choice(f"{ident}.owner", list(owners))
    due_on = form.day(f"{ident}.due")
    if not text and due_on is not None:
        form.fail(f"{ident}.action", "Write what is to be done by that day.")
    return Reply(
        ident,
        form.text(f"{ident}.answer", limit=LONG),
        form.choice(f"{ident}.state", list(STATES)),
        form.whole(f"{ident}.seen") or 0,
        text,
        owners.get(owner),
        form.choice(f"{ident}.side", list(Side)) or Side.PROVIDER.value,
        due_on,
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """A sufficiency assessment as it is typed."""

    steps: Mapping[str, tuple[str, int]]
    conclusion: str
    levers: tuple[LeverReply, ...]
    seen: int


def sufficiency_form(
    steps: Sequence[Step], levers: Sequence[LeverRow], conclusion: str, seen: int
) -> FormData:
    """The form of the assessment with what was written."""
    values = {"conclusion": conclusion, "seen": str(seen)}
    for step in steps:
        values |= {step.id: step.answer, f"{step.id}.seen": str(step.version)}
    return FormData(initial=values | lever_values(levers))


def lever_values(levers: Sequence[LeverRow]) -> dict[str, str]:
    """Where each lever stands, as a form shows it."""
    values: dict[str, str] = {}
    for one in levers:
        values |= {
            f"{one.id}.state": one.state,
            f"{one.id}.note": one.note,
            f"{one.id}.seen": str(one.version),
        }
    return values


def read_levers(form: FormData, levers: Sequence[LeverRow]) -> tuple[LeverReply, ...]:
    """Where the levers stand by the form; one that it did not hold is left alone."""
    return tuple(
        LeverReply(
            one.id,
            form.choice(f"{one.id}.state", list(LEVER_STATES)),
            form.text(f"{one.id}.note"),
            form.whole(f"{one.id}.seen") or 0,
        )
        for one in levers
        if form.sent(f"{one.id}.seen")
    )


def read_sufficiency(
    submitted: Submitted, steps: Sequence[Step], levers: Sequence[LeverRow]
) -> tuple[Assessment | None, FormData]:
    """The assessment as typed, or the form with what is wrong."""
    form = FormData(submitted)
    texts = {one.id: (form.text(one.id, limit=LONG), form.whole(f"{one.id}.seen") or 0) for one in steps}
    replies = read_levers(form, levers)
    conclusion = form.choice("conclusion", list(CONCLUSIONS))
    seen = form.whole("seen") or 0
    return (Assessment(texts, conclusion, replies, seen) if form.ok else None), form

"""What people answer about a group of items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.web.formdata import LONG, FormData, Submitted

from ..queries import ItemLine, RatingRow, method
from ..rules import NO_ANSWER, Answer, Instead, Rating, Who
from ..service import Given

People = Mapping[str, Mapping[str, tuple[int, str]]]  # number and name by public id, for each side


def read_group(
    submitted: Submitted, lines: Iterable[ItemLine], people: People
) -> tuple[dict[str, Given], FormData]:
    """The answers to the items that stood in the form; what did not stand there stays as it is."""
    form, given = FormData(submitted), {}
    for line in lines:
        item = line.item.id
        if form.sent(f"{item}.seen"):
            seen = form.whole(f"{item}.seen") or 0
            answer = _answer(form, item, line.row.answer if line.row else NO_ANSWER, people)
            given[item] = Given(_without_offer(answer, line), seen)
    return given, form


def _without_offer(answer: Answer, line: ItemLine) -> Answer:
    """Last time's plan stood in the form as an offer; where nothing is lacking now, nobody took it."""
    if line.row is not None or line.last is None or answer.is_lacking:
        return answer
    # What the form asks anew, and what it does not ask once the agreement is signed.
    mine: dict[str, Any] = {"rating": answer.rating, "evidence": answer.evidence}
    offered = replace(line.last.answer, **mine, in_agreement=answer.in_agreement)
    taken_as_is = answer in (offered, replace(offered, due_on=None))
    return Answer(**mine) if taken_as_is else answer


def _answer(form: FormData, item: str, kept: Answer, people: People) -> Answer:
    who = form.choice(f"{item}.who", list(Who))
    rating = form.choice(f"{item}.rating", list(Rating)) or kept.rating
    asked = form.sent(f"{item}.agreement_asked")
    return Answer(
        rating=rating,
        evidence=form.text(f"{item}.evidence", limit=LONG),
        strategy=form.choice(f"{item}.strategy", list(method().strategies)),
        filler=Who(who).filler.value if who else "",
        filler_side=who if who in (Who.PROVIDER, Who.PAYER) else "",
        person_provider=_person(form, f"{item}.ours", people["provider"]),
        person_payer=_person(form, f"{item}.theirs", people["payer"]),
        first_step=form.text(f"{item}.step"),
        due_on=form.day(f"{item}.due"),
        instead=form.choice(f"{item}.instead", list(Instead)),
        instead_note=form.text(f"{item}.instead_note", limit=LONG),
        in_agreement=form.flag(f"{item}.agreement") if asked else kept.in_agreement,
    )


def _person(form: FormData, name: str, possible: Mapping[str, tuple[int, str]]) -> int | None:
    picked = form.choice(name, list(possible))
    return possible[picked][0] if picked else None


def group_form(lines: Iterable[ItemLine], today: date) -> FormData:
    """The form with what is known.

    An item without an answer is offered last time's plan, without its rating and without a day gone by.
    """
    values: dict[str, Any] = {}
    for line in lines:
        item = line.item.id
        row = line.row or (line.last if line.last and line.last.is_lacking else None)
        values[f"{item}.seen"] = line.row.version if line.row else 0
        if line.row:
            values |= {f"{item}.rating": line.row.rating, f"{item}.evidence": line.row.evidence}
        if row:
            values |= {f"{item}.{name}": value for name, value in _plan(row).items()}
            if not line.row and row.due_on and row.due_on < today:
                values[f"{item}.due"] = ""
    return FormData(initial=values)


def _plan(row: RatingRow) -> dict[str, Any]:
    return {
        "strategy": row.strategy,
        "who": row.who.value if row.who else "",
        "ours": row.provider_public_id or "",
        "theirs": row.payer_public_id or "",
        "step": row.first_step,
        "due": row.due_on.isoformat() if row.due_on else "",
        "instead": row.instead,
        "instead_note": row.instead_note,
        "agreement": bool(row.in_agreement),
    }


def keep_typed(form: FormData, versions: Mapping[str, int]) -> FormData:
    """What was typed, to be sent once more over what somebody else saved meanwhile."""
    for item, version in versions.items():
        form.values[f"{item}.seen"] = version
    return form

"""What is asked about a strategy."""

from __future__ import annotations

from app.partnerships.models import Partnership
from app.partnerships.queries import members
from app.web.formdata import LONG, FormData, Submitted

from ..models import Strategy
from ..rules import Side, StrategyStatus, next_due
from ..service import StrategyFacts

MOST_WEEKS = 104


def read_strategy(
    submitted: Submitted, partnership: Partnership, known: Strategy | None = None
) -> tuple[StrategyFacts | None, FormData]:
    """What was typed. A strategy of the catalogue keeps its words and its side."""
    form = FormData(submitted)
    fixed = known is not None and bool(known.catalogue_id)
    title = known.title if known and fixed else form.text("title", "Say what is done.")
    side = known.side if known and fixed else form.choice("side", list(Side), "Choose whose strategy it is.")
    owner = read_person(form, "owner", partnership)
    every_weeks = form.whole("every_weeks", 1, MOST_WEEKS)
    status = form.choice("status", list(StrategyStatus), "Choose how it stands.")
    last_done_on = form.day("last_done_on")
    next_due_on = form.day("next_due_on")
    note = form.text("note", limit=LONG)
    if not form.ok:
        return None, form
    if next_due_on is None and last_done_on is not None:
        next_due_on = next_due(last_done_on, every_weeks)
    return StrategyFacts(side, title, owner, every_weeks, status, last_done_on, next_due_on, note), form


def read_person(form: FormData, name: str, partnership: Partnership) -> int | None:
    """Somebody who works on the partnership, as an id; none where nobody was chosen."""
    chosen = form.text(name)
    if not chosen:
        return None
    for member in members(partnership.id):
        if member.public_id == chosen:
            return member.person_id
    form.fail(name, f"Choose somebody who works on {partnership.name}.")
    return None


def strategy_form(strategy: Strategy | None = None) -> FormData:
    """The form with what is known."""
    if strategy is None:
        return FormData(initial={"side": Side.PROVIDER.value, "status": StrategyStatus.PLANNED.value})
    return FormData(
        initial={
            "title": strategy.title,
            "side": strategy.side,
            "owner": strategy.owner.public_id if strategy.owner else "",
            "every_weeks": "" if strategy.every_weeks is None else strategy.every_weeks,
            "status": strategy.status,
            "last_done_on": iso(strategy.last_done_on),
            "next_due_on": iso(strategy.next_due_on),
            "note": strategy.note,
        }
    )


def iso(day: object) -> str:
    """A day as a date field holds it; empty for none."""
    return "" if day is None else str(day)

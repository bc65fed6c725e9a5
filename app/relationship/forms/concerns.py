"""What people type about a concern, and about the talk that it needs."""

from __future__ import annotations

from datetime import date

from app.actions.rules import Side as ActionSide
from app.actions.service import ActionFacts
from app.partnerships.models import Partnership
from app.partnerships.rules import Side
from app.web.formdata import LONG, FormData, Submitted

from ..models import Concern
from ..rules import AREA_WORDS, NATURE_WORDS, TOLD_WORDS, Area, Nature, Severity, ToldHow, told_problem
from ..service import ConcernFacts, GuideFacts
from .people import not_ahead, read_person

AREA_OPTIONS = [(area.value, text) for area, text in AREA_WORDS.items()]
TOLD_OPTIONS = [(how.value, text) for how, text in TOLD_WORDS.items()]
NATURE_OPTIONS = [(nature.value, text) for nature, text in NATURE_WORDS.items()]
SEVERITY_OPTIONS = [(one.value, one.value.capitalize()) for one in Severity]
GUIDE_FIELDS = ("effect", "asks", "offers", "others")
OUR_SIDE = (Side.PROVIDER.value,)


def read_concern(
    submitted: Submitted, partnership: Partnership, today: date
) -> tuple[ConcernFacts | None, FormData]:
    """What was typed about a concern."""
    form = FormData(submitted)
    text = form.text("text", "Write in a sentence what weighs on you or on them.", LONG)
    opened_on = form.day("opened_on", "Enter the day on which it was raised.")
    not_ahead(form, "opened_on", opened_on, today)
    side = form.choice("raised_by_side", list(Side), "Choose who raised it.")
    area = form.choice("area", list(Area), "Choose what it is about.")
    told_how = form.choice("told_how", list(ToldHow))
    told_on = form.day("told_on")
    facts = ConcernFacts(
        opened_on or today,
        side,
        area,
        text,
        form.choice("severity", list(Severity)),
        form.choice("person_or_culture", list(Nature)),
        told_how,
        told_on,
        read_person(form, "owner", partnership, sides=OUR_SIDE),
        form.day("next_step_on"),
        form.flag("sharable"),
    )
    problem = told_problem(told_how, told_on, opened_on, today) if opened_on else ""
    if problem:
        form.fail("told_on", problem)
    return (facts if form.ok else None), form


def concern_form(concern: Concern) -> FormData:
    """The form with what is known."""
    names = ("text", "raised_by_side", "area", "severity", "person_or_culture", "told_how", "sharable")
    values = {name: getattr(concern, name) for name in names}
    for name in ("opened_on", "told_on", "next_step_on"):
        day = getattr(concern, name)
        values[name] = day.isoformat() if day else ""
    values["owner"] = concern.owner.public_id if concern.owner else ""
    return FormData(initial=values)


def read_guide(submitted: Submitted) -> tuple[GuideFacts | None, FormData]:
    """What was typed to prepare a talk."""
    form = FormData(submitted)
    facts = GuideFacts(*(form.text(name, limit=LONG) for name in GUIDE_FIELDS))
    return (facts if form.ok else None), form


def guide_form(concern: Concern) -> FormData:
    """The form with what is prepared so far."""
    return FormData(initial={name: getattr(concern, name) for name in GUIDE_FIELDS})


def read_settlement(
    submitted: Submitted, concern: Concern, today: date
) -> tuple[tuple[date, str] | None, FormData]:
    """The day on which a concern was settled, and how."""
    form = FormData(submitted)
    on = form.day("resolved_on", "Enter the day on which it was settled.")
    resolution = form.text("resolution", "Write in a few words how it was settled.", LONG)
    not_ahead(form, "resolved_on", on, today)
    if on is not None and on < concern.opened_on:
        form.fail("resolved_on", "This day is before the concern was raised.")
    return ((on, resolution) if form.ok and on is not None else None), form


def read_action(submitted: Submitted, partnership: Partnership) -> tuple[ActionFacts | None, FormData]:
    """A promise that comes of a concern."""
    form = FormData(submitted)
    text = form.text("action_text", "Write what needs doing.", LONG)
    side = form.choice("action_side", list(ActionSide), "Choose whose promise it is.")
    owner = read_person(form, "action_owner", partnership)
    due_on = form.day("action_due_on")
    private = form.flag("action_private")
    return (ActionFacts(text, side, owner, due_on, private) if form.ok else None), form


def action_form(concern: Concern) -> FormData:
    """An empty promise: private where the concern is."""
    return FormData(initial={"action_side": Side.PROVIDER.value, "action_private": not concern.sharable})

"""What people type about a milestone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue import catalogue
from app.partnerships.models import Partnership
from app.partnerships.queries import members, people_here, stage_changes, stage_name
from app.partnerships.rules import Stage
from app.people.models import Person
from app.web.filters import full_day
from app.web.formdata import LONG, FormData, Submitted

from .models import Milestone
from .queries import Choices, choices_for, known_of
from .rules import LESSONS, Anchor, Lead
from .service import MilestoneFacts

FARTHEST = 3650
UNITS = (("weeks", "weeks"), ("days", "days"))


@dataclass(frozen=True, slots=True)
class Options:
    """What the form lets somebody choose from: pairs of value and words."""

    stages: tuple[tuple[str, str], ...]
    lessons: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    began: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """When a milestone was reached and what shows it."""

    on: date
    evidence: str


def options_for(partnership: Partnership, choices: Choices, owner: Person | None = None) -> Options:
    """Everything to choose from on this partnership; an owner who has left since can stay the owner."""
    names = {one.tag: one.title for one in catalogue().lessons}
    moves = stage_changes(partnership.id)
    here = people_here(partnership.id)
    people = [(person.public_id, person.words) for person in here]
    if owner is not None and owner.id not in {person.person_id for person in here}:
        people.append((owner.public_id, f"{owner.name}, no longer on this partnership"))
    return Options(
        stages=tuple((stage.value, stage_name(stage)) for stage in Stage),
        lessons=tuple((tag, names[tag]) for tag in LESSONS if tag in names),
        leads=(
            (Lead.PROVIDER.value, "Our side"),
            (Lead.PAYER.value, partnership.payer.name),
            (Lead.JOINT.value, "Both sides together"),
        ),
        owners=tuple(people),
        began=tuple((f"{move.id}", f"{move.name}, {full_day(move.on)}") for move in moves),
        steps=tuple((one.public_id, one.title) for one in choices.steps),
    )


def read_facts(
    submitted: Submitted, partnership: Partnership, milestone: Milestone | None = None
) -> tuple[MilestoneFacts | None, FormData, Options]:
    """What was typed about a milestone, with what there was to choose from."""
    form = FormData(submitted)
    choices = choices_for(partnership.id, milestone)
    owner = milestone.owner if milestone else None
    options = options_for(partnership, choices, owner)
    title = form.text("title", "Write what is reached then, like “Data agreement signed”.")
    stage = form.choice("stage", _keys(options.stages), "Choose the stage it belongs to.")
    lesson = form.choice("lesson", _keys(options.lessons))
    lead = form.choice("lead", _keys(options.leads), "Choose who takes the first step.")
    why, wanted = form.text("why", limit=LONG), form.text("wanted", limit=LONG)
    known = known_of(milestone.catalogue_id) if milestone else ("", "")
    day = _read_day(form, options, choices)
    waits = form.choices("waits", _keys(options.steps))
    facts = MilestoneFacts(
        stage=stage,
        title=title,
        lead=lead,
        owner_id=_owner(form, partnership, options, owner),
        lesson=lesson,
        # What the catalogue says already is not stored again, so that its better words show.
        why="" if why == known[0] else why,
        wanted="" if wanted == known[1] else wanted,
        waits_for=tuple(one.id for one in choices.steps if one.public_id in waits),
        **day,
    )
    return (facts if form.ok else None), form, options


def _keys(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [key for key, _words in pairs]


def _owner(form: FormData, partnership: Partnership, options: Options, owner: Person | None) -> int | None:
    chosen = form.choice("owner", _keys(options.owners))
    if not chosen:
        return None
    if owner is not None and chosen == owner.public_id:
        return int(owner.id)
    return next(one.person_id for one in members(partnership.id) if one.public_id == chosen)


def _read_day(form: FormData, options: Options, choices: Choices) -> dict[str, Any]:
    """The date: of its own, or counted from a stage or from another milestone."""
    anchor = form.choice("anchor", list(Anchor))
    due_on = form.day("due_on")
    from_stage = form.choice("anchor_stage", _keys(options.began))
    from_step = form.choice("anchor_milestone", _keys(options.steps))
    count = form.whole("offset", -FARTHEST, FARTHEST)
    unit = form.choice("offset_unit", _keys(UNITS)) or "weeks"
    if not anchor:
        return {"due_on": due_on}
    anchor_id: int | None = None
    if anchor == Anchor.STAGE:
        if not from_stage:
            form.fail("anchor_stage", "Choose the stage from whose first day it counts.")
        anchor_id = int(from_stage) if from_stage else None
    else:
        if not from_step:
            form.fail("anchor_milestone", "Choose the milestone from which it counts.")
        anchor_id = next((one.id for one in choices.steps if one.public_id == from_step), None)
    if count is None:
        form.fail("offset", "Enter how many weeks or days lie between, like 4.")
    days = (count or 0) * (7 if unit == "weeks" else 1)
    return {"due_on": due_on, "anchor": anchor, "anchor_id": anchor_id, "offset_days": days}


def new_form(stage: str) -> FormData:
    """An empty form for the present stage."""
    return FormData(
        initial={"stage": stage, "lead": Lead.PROVIDER.value, "anchor": "", "offset_unit": "weeks"}
    )


def milestone_form(milestone: Milestone, waits: tuple[str, ...]) -> FormData:
    """The form with what is known."""
    days = milestone.offset_days
    whole_weeks = days is None or days % 7 == 0
    why, wanted = known_of(milestone.catalogue_id)
    other = milestone.anchor_milestone
    return FormData(
        initial={
            "title": milestone.title,
            "stage": milestone.stage,
            "lesson": milestone.lesson,
            "lead": milestone.lead,
            "owner": milestone.owner.public_id if milestone.owner else "",
            "why": milestone.why or why,
            "wanted": milestone.wanted or wanted,
            "anchor": milestone.anchor,
            "due_on": milestone.due_on.isoformat() if milestone.due_on else "",
            "anchor_stage": milestone.anchor_stage_id or "",
            "anchor_milestone": other.public_id if other else "",
            "offset": "" if days is None else days // 7 if whole_weeks else days,
            "offset_unit": "weeks" if whole_weeks else "days",
            "waits": list(waits),
        }
    )


def done_form(milestone: Milestone, today: date) -> FormData:
    """When it was reached and what shows it, as far as that is known."""
    on = milestone.done_on or today
    return FormData(initial={"on": on.isoformat(), "evidence": milestone.evidence})


def read_done(submitted: Submitted, today: date) -> tuple[Done | None, FormData]:
    """What was typed about a milestone that is reached."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day it was reached.")
    evidence = form.text("evidence", limit=LONG)
    if on is not None and on > today:
        form.fail("on", "This day is still to come. Enter today or an earlier day.")
    return (Done(on, evidence) if form.ok and on is not None else None), form


def read_drop(submitted: Submitted) -> tuple[str, FormData]:
    """Why a milestone is not needed."""
    form = FormData(submitted)
    return form.text("reason", "Write in a few words why it is not needed here.", LONG), form

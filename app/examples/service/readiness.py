"""The readiness of one told example becomes rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from app.actions.models import Action
from app.actions.rules import Source
from app.assessments.models import Assessment, ConnectingResource, NeedsRating, RightJudgment, Unknown
from app.assessments.rules import Rating
from app.core.fields import new_public_id
from app.core.text import folded
from app.examples.service.bulk import Row, insert, insert_named
from app.examples.story.readiness_records import (
    Resource,
    StoryAssessment,
    StoryRating,
    StoryReadiness,
    StoryUnknown,
)


def store_readiness(
    told: StoryReadiness, people: Mapping[str, int], stamped: Row, made_at: Callable[[date], datetime]
) -> None:
    """Everything of one partnership; `stamped` holds its id and the moment, `made_at` gives that of a day."""
    home = {"partnership": stamped["partnership"]}
    named = {f"{place:03}": stamped | _assessment(one) for place, one in enumerate(told.assessments)}
    stored = insert_named(Assessment, named)
    homes = [(one, {"assessment": stored[f"{place:03}"]}) for place, one in enumerate(told.assessments)]
    insert(NeedsRating, [_rating(cell, one, people) | at for one, at in homes for cell in one.ratings], {})
    promised = [
        _action(cell, people) | {"created_at": made_at(one.begun_on)}
        for one in told.assessments
        if one.finished_on is None
        for cell in one.ratings
        if _is_promised(cell)
    ]
    insert(Action, promised, home)
    insert(ConnectingResource, [_resource(one, checked) for one, checked in told.resources], stamped)
    insert(Unknown, [_unknown(one) for one in told.unknowns], home)
    insert(
        RightJudgment,
        [{"question": question, "state": state, "note": note} for question, state, note in told.right],
        home | {"judged_on": told.judged_on},
    )


def _assessment(one: StoryAssessment) -> Row:
    return {
        "why": one.why,
        "because": one.because,
        "sides": ["provider", "payer"],
        "assessed_by": one.assessed_by,
        "asked_on": one.asked_on,
        "begun_on": one.begun_on,
        "finished_on": one.finished_on,
    }


def _rating(one: StoryRating, home: StoryAssessment, people: Mapping[str, int]) -> Row:
    plan = one.plan
    return {
        "public_id": new_public_id(),
        "item": one.item,
        "rating": one.rating,
        "evidence": one.evidence,
        "strategy": plan.strategy if plan else "",
        "filler": plan.filler if plan else "",
        "filler_side": plan.filler_side if plan else "",
        "person_provider": people.get(one.provider),
        "person_payer": people.get(one.payer),
        "first_step": plan.first_step if plan else "",
        "due_on": one.due_on,
        "instead": plan.instead if plan else "",
        "instead_note": plan.instead_note if plan else "",
        "rated_on": home.finished_on or home.begun_on,
    }


def _is_promised(one: StoryRating) -> bool:
    return one.rating == Rating.GAP and one.plan is not None and one.due_on is not None


def _action(one: StoryRating, people: Mapping[str, int]) -> Row:
    """The promise that a gap of the open assessment has become."""
    plan = one.plan
    text = plan.first_step if plan else ""
    return {
        "public_id": new_public_id(),
        "text": text,
        "folded": folded(text),
        "side": (plan.filler_side if plan else "") or "joint",
        "owner": people.get(one.provider or one.payer),
        "due_on": one.due_on,
        "first_due_on": one.due_on,
        "source": Source.GAP.value,
        "source_note": "Readiness",
        "source_ref": one.item,
    }


def _resource(one: Resource, checked: date) -> Row:
    return {
        "public_id": new_public_id(),
        "resource": one.name,
        "need_met": one.need,
        "known_by": one.known_by,
        "who_can_use": one.who_can_use,
        "how_to_refer": one.how_to_refer,
        "contact_office": one.office,
        "overlaps_with_our_services": one.overlaps,
        "checked_on": checked,
    }


def _unknown(one: StoryUnknown) -> Row:
    return {
        "item": one.item,
        "guess": one.guess,
        "guessed_on": one.guessed_on,
        "truth": one.truth,
        "truth_on": one.truth_on if one.truth else None,
    }

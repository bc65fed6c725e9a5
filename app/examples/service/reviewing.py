"""The reviews of a told example: what they took up, what was found and promised, what changed by them."""

from __future__ import annotations

from datetime import date, datetime

from app.actions.models import Action
from app.drafts.models import Amendment
from app.partnerships.models import Membership, Partnership
from app.reviews.models import Review, ReviewAnswer, ReviewGuest, ReviewSignal
from app.reviews.rules import Conclusion
from app.triggers.models import LeverNote, Signal
from app.triggers.rules import Answer
from app.triggers.service import first_look, note_look

from .bulk import Row, insert, insert_named

RENEGOTIATE = "renegotiate"
PROMISES = 3
# What the worksheet of a talk about the terms holds: question, what was found, how it stands.
FOUND = (
    (
        "RQ-E1",
        "Tasks came in by phone after signing. Two of them another funded team could do.",
        "change_needed",
    ),
    ("RQ-E2", "Nurses would move every second contact of stable patients to video.", "watch"),
    ("RQ-E3", "Two routes cross the county; a zone for each nurse would save an hour a day.", "watch"),
    ("RQ-P1", "A third of the referred do not qualify under the present wording.", "change_needed"),
    ("RQ-P6", "A patient month costs more than it brings, with every saving counted.", "change_needed"),
    ("RQ-O1", "Families say the care is right. Nothing is to change here.", "fine"),
    ("RQ-R1", "Worries are told late on both sides. Say them within the month.", "watch"),
)
LEVERS = (
    ("LE1", "possible", "The home health agency could order equipment; the plan must agree."),
    ("LE2", "refused", "The plan wants every task kept."),
    ("LE3", "tried", "Two fixed chaplain contacts became one; saved three hours a month."),
    ("LE4", "tried", "Weekly for six weeks, then every second week."),
    ("LE5", "tried", "Every second contact of stable patients by video."),
    ("LE6", "refused", "No community health worker could be found in the county."),
    ("LE7", "tried", "Calls after discharge went to the nurse assistant."),
    ("LE8", "possible", "One page of criteria, once the plan agrees."),
    ("LE9", "tried", "Four items nobody read are no longer collected."),
    ("LE10", "possible", "A fast track for known patients was asked for."),
    ("LE11", "tried", "Core meetings by video, half an hour shorter."),
    ("LE12", "tried", "A zone for each nurse; an hour a day less on the road."),
    ("LE13", "tried", "Shorter note for phone contacts."),
    ("LE14", "refused", "Too few primary doctors in the county would join."),
)
LEARNED = "Take no task by phone: note it, and look at it in a review. Say a worry within the month."


def store_reviewing(partnership: Partnership, *, now: datetime, today: date) -> None:
    """What the rules find at a first look, tied to the reviews that took it up and what came of them."""
    reviews = list(Review.select().where(Review.partnership == partnership).order_by(Review.held_on))
    first = first_look(partnership, today=today)
    signals = first.signals
    taken = _taken_up(reviews, signals)
    named = {f"{one['trigger']}/{one['instance']}": one for one in signals}
    shared = {"partnership": partnership.id, "created_at": now}
    ids = insert_named(Signal, {name: shared | one for name, one in named.items()})
    insert(ReviewSignal, [{"review": review.id, "signal": ids[name]} for review, name in taken], {})
    insert(ReviewGuest, _guests(partnership, reviews), {})
    note_look(partnership, first, today=today)
    talks = [one for one in reviews if one.decision == RENEGOTIATE and one.kind == "sufficiency"]
    for review in talks[:1]:
        _work_through(partnership, review)
    _tie_amendments(partnership, talks)


def _taken_up(reviews: list[Review], signals: list[Row]) -> list[tuple[Review, str]]:
    """Each review takes up what fired since the one before it and was open when it took place."""
    found, since = [], date.min
    for review in reviews:
        for one in signals:
            over = one["closed_on"] is not None and one["closed_on"] <= review.held_on
            if since < one["fired_on"] <= review.held_on and not over:
                one |= {"answer": Answer.REVIEW.value, "answered_on": review.held_on}
                one["review_on"] = review.held_on
                found.append((review, f"{one['trigger']}/{one['instance']}"))
        since = review.held_on or since
    return found


def _guests(partnership: Partnership, reviews: list[Review]) -> list[Row]:
    leads = (Membership.partnership == partnership) & Membership.lead
    people = [one.person_id for one in Membership.select(Membership.person).where(leads)]
    return [{"review": review.id, "person": one} for review in reviews for one in people]


def _work_through(partnership: Partnership, review: Review) -> None:
    answers = [{"question": ident, "answer": text, "state": state} for ident, text, state in FOUND]
    insert(ReviewAnswer, answers, {"review": review.id})
    levers = [{"lever": ident, "state": state, "note": note} for ident, state, note in LEVERS]
    insert(LeverNote, levers, {"partnership": partnership.id, "noted_on": review.held_on})
    written = {"conclusion": Conclusion.UNDERPAID.value, "learned": LEARNED}
    Review.update(**written).where(Review.id == review.id).execute()
    a = Action
    soon = (a.partnership == partnership) & (a.due_on > review.held_on) & ~a.private
    came = a.select(a.id).where(soon).order_by(a.due_on, a.id).limit(PROMISES)
    of_review = {"source": "review", "source_ref": review.public_id}
    a.update(**of_review).where(a.id.in_([one.id for one in came])).execute()


def _tie_amendments(partnership: Partnership, talks: list[Review]) -> None:
    """Each amendment to the talk about terms before it was signed."""
    for review in talks:
        later = (Amendment.partnership == partnership) & (Amendment.signed_on > review.held_on)
        Amendment.update(review=review).where(later).execute()

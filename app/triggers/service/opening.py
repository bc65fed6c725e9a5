"""What a change opens: one click makes all of it, and one takes it back as far as nobody touched it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.actions.models import Action
from app.actions.rules import Side, Source
from app.actions.service import ActionFacts, create_action
from app.assessments.models import Assessment
from app.assessments.service import ask_again
from app.core import history
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, rows_of
from app.core.batches import take_back as take_batch_back
from app.core.calendar import day_words
from app.core.db import BaseModel, hold, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import History
from app.meetings.models import AgendaTopic, DensePeriod, Meeting
from app.meetings.rules import DenseSource
from app.meetings.service import add_dense_period
from app.metrics.models import Assumption
from app.partnerships.models import Partnership

from ..models import ChangeEvent, Signal
from ..queries.opening import kind_of, signal_of
from ..rules import OPEN_DAYS, Answer, Duty, Teller, review_by, told_words

OPENED: dict[str, type[BaseModel]] = {
    model._meta.table_name: model for model in (Signal, Action, DensePeriod, Assumption, Meeting, Assessment)
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody decided to open; `weeks` of denser meetings (0: none), who does it, who tells."""

    review: bool
    assess: bool
    weeks: int
    assumptions: bool
    duties: tuple[Duty, ...]
    owner_id: int | None
    teller: Teller = Teller.OURS


def open_from(event: ChangeEvent, wanted: Opening, *, actor: Actor, now: datetime, today: date) -> str:
    """Open what a change asks for; answers the id of the undo. Raises RuleViolation when it was opened."""
    with write():
        event = hold(event)
        if event.opened:
            raise RuleViolation("Somebody opened what this change asks for a moment ago.")
        made = _Opener(event, Partnership.get_by_id(event.partnership_id), Together(actor, now), today)
        due = today + timedelta(days=OPEN_DAYS)
        if wanted.review:
            made.take_into_review()
        if wanted.assess:
            made.ask_again()
        if wanted.weeks:
            made.meet_more_often(wanted.weeks)
        if wanted.assumptions:
            made.check_assumptions(due)
        for duty in wanted.duties:
            made.promise_to_tell(wanted.teller, wanted.owner_id, duty.due_on)
        batch = made.together.keep()
        history.change(event, actor=actor, now=now, opened=batch)
        return batch


@dataclass(slots=True)
class _Opener:
    """Makes the single parts, all inside one click."""

    event: ChangeEvent
    partnership: Partnership
    together: Together
    today: date

    @property
    def title(self) -> str:
        kind = kind_of(self.event)
        return kind.title if kind else self.event.kind

    def ask_again(self) -> None:
        """The needs assessment is asked for; its reason is this change [T5 sustainability]."""
        ask_again(
            self.partnership,
            because=f"{self.title}, {day_words(self.event.on)}",
            actor=self.together.actor,
            now=self.together.now,
            today=self.today,
            together=self.together,
        )

    def promise_to_tell(self, teller: Teller, owner_id: int | None, due: date) -> None:
        """A promise of the side that has to tell; what the plan has to do is nobody's of ours."""
        home = self.partnership
        text = told_words(teller, home.provider.name, home.payer.name, self.title)
        ours = None if teller is Teller.THEIRS else owner_id
        facts = ActionFacts(text, Side(teller.value), ours, due)
        create_action(
            self.partnership,
            facts,
            actor=self.together.actor,
            now=self.together.now,
            source=Source.TRIGGER,
            source_note=f"{self.title}, {day_words(self.event.on)}",
            source_ref=self.event.public_id,
            together=self.together,
        )

    def take_into_review(self) -> None:
        signal = signal_of(self.event)
        if signal is None:
            return
        self.together.change(
            signal,
            answer=Answer.REVIEW.value,
            review_on=review_by(self.today),
            answered_on=self.today,
            answered_by=self.together.actor.name,
            ask_again_on=None,
        )

    def meet_more_often(self, weeks: int) -> None:
        """For some weeks; the meeting that this puts on the calendar at once is part of the click."""
        home = Meeting.partnership == self.partnership
        before = {row_id for (row_id,) in rows(Meeting.select(Meeting.id).where(home))}
        period = add_dense_period(
            self.partnership,
            weeks,
            self.title,
            DenseSource.EVENT,
            actor=self.together.actor,
            now=self.together.now,
            today=self.today,
        )
        self.together.made(period)
        for meeting in list(Meeting.select().where(home & Meeting.id.not_in(before or {0}))):
            self.together.made(meeting)

    def check_assumptions(self, due: date) -> None:
        """Every assumption is looked at by a day; one that is looked at sooner stays so."""
        for row in list(Assumption.select().where(Assumption.partnership == self.partnership)):
            if row.check_on is None or row.check_on > due:
                self.together.change(row, check_on=due)


def take_opening_back(
    partnership: Partnership, event: ChangeEvent, *, actor: Actor, now: datetime
) -> TakenBack:
    """Take back what a change opened, as far as nobody worked on it since. Raises NotFound."""
    with write():
        event = hold(event)
        if event.partnership_id != partnership.id or not event.opened:
            raise NotFound("This change opened nothing, or it was taken back already.")
        back = _back(event, actor=actor, now=now)
        history.change(event, actor=actor, now=now, opened="")
        return back


def _back(event: ChangeEvent, *, actor: Actor, now: datetime) -> TakenBack:
    if not event.opened:
        return TakenBack(0, 0)
    batch = get_batch(event.opened)
    kept = _prepared(batch)
    meetings = Meeting._meta.table_name
    batch.changes = [one for one in batch.changes if one[0] != meetings or one[1] not in kept]
    back = take_batch_back(batch, OPENED, actor=actor, now=now)
    return TakenBack(back.restored, back.left + len(kept))


def _prepared(batch: Batch) -> set[int]:
    """Meetings of this click on whose agenda somebody has written since; they stay."""
    t, h = AgendaTopic, History
    meetings = [row.get_id() for row in rows_of(batch, Meeting)]
    since = (h.entity == t._meta.table_name) & (h.at > batch.at)
    query = t.select(t.meeting).join(h, on=(h.entity_id == t.id)).where(since & t.meeting.in_(meetings))
    return {meeting for (meeting,) in rows(query.distinct())}


def remove_event(
    partnership: Partnership, event: ChangeEvent, *, actor: Actor, now: datetime
) -> tuple[str, int]:
    """Take a change back, with what it opened as far as nobody worked on it.

    Answers the id of the undo, and how much stays. The undo brings the change back, not what it opened.
    """
    with write():
        event = hold(event)
        if event.partnership_id != partnership.id:
            raise NotFound("There is no such change here.")
        left = _back(event, actor=actor, now=now).left
        if event.opened:
            event = history.change(event, actor=actor, now=now, opened="")
        together = Together(actor, now)
        together.remove(event)
        return together.keep(), left

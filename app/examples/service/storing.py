"""One told example becomes rows, in bulk.

Examples are nobody's edits: the history keeps one entry per partnership and organization, not one
for each of two thousand rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from app.actions.models import Action
from app.balance.models import Adjustment, BalanceRating
from app.core.actor import Actor
from app.core.calendar import local_moment
from app.core.db import BaseModel, rows
from app.core.fields import ScaledField, new_public_id
from app.core.history import create
from app.core.text import folded
from app.costs.models import CostSet
from app.examples.reader import ExamplePartnership
from app.examples.service.balance import adjustment_rows, rating_rows
from app.examples.service.bulk import Row, insert, insert_named
from app.examples.service.contract import store_amendments
from app.examples.service.costing import assumption_rows, cost_set
from app.examples.service.ending import store_ending
from app.examples.service.knowing import store_knowledge
from app.examples.service.measured import metric_rows
from app.examples.service.outreach import store_outreach
from app.examples.service.readiness import store_readiness
from app.examples.service.relations import concern_rows, relation_rows, store_culture
from app.examples.service.steps import store_milestones
from app.examples.service.storing_meetings import store_meetings
from app.examples.story import Story, StoryPerson
from app.examples.story.days import days_in_words
from app.measuring.models import PlannedMetric
from app.metrics.models import Assumption, DataMonth
from app.partnerships.models import Membership, Partnership, StageChange
from app.partnerships.rules import SETTINGS
from app.people.models import Organization, Person
from app.people.rules import OrganizationRole
from app.people.service import OrganizationFacts, create_organization
from app.relationship.models import Concern, Pulse
from app.reviews.models import Review
from app.terms.models import Term
from app.terms.queries import definitions
from app.terms.values import encode
from app.triggers.models import ChangeEvent

NOON = time(12)


@dataclass(slots=True)
class Loader:
    """Stores examples one after another inside the caller's `write()`.

    An organization that stands in several examples is one row, with its people.
    """

    actor: Actor
    now: datetime
    zone: str
    organizations: dict[tuple[str, str], Organization] = field(default_factory=dict)

    def store(self, example: ExamplePartnership, story: Story) -> Partnership:
        """One partnership with everything in it."""
        kinds = {told.side: told.kind for told in story.relations.cultures}
        provider = self._organization(example.provider, OrganizationRole.PROVIDER, kinds["provider"])
        payer = self._organization(example.payer, OrganizationRole.PAYER, kinds["payer"])
        partnership = self._partnership(example, story, provider, payer)
        people = self._people(story, {"provider": provider.get_id(), "payer": payer.get_id()})
        home = {"partnership": partnership.get_id()}
        insert(StageChange, _stages(story), home)
        insert(Membership, _members(story, people), home)
        insert(Term, _terms(story), home | {"changed_at": self.now})
        made = {"created_at": self.now, "created_by": self.actor.name}
        store_amendments(story, example.pilot_start, home | made)
        insert(DataMonth, _months(example), home | {"changed_at": self.now})
        stamped = home | {"created_at": self.now}
        insert(CostSet, [cost_set(example)], stamped | {"changed_at": self.now})
        insert(Assumption, assumption_rows(example), home | {"changed_at": self.now})
        insert(PlannedMetric, metric_rows(example), stamped | {"changed_at": self.now})
        insert(ChangeEvent, _events(example), stamped)
        insert(Concern, concern_rows(example, story, people, self.now), stamped)
        insert(Pulse, _pulses(example), home)
        store_milestones(partnership, story, people, stamped)
        insert(Action, self._actions(story, people), home)
        insert(Review, _reviews(story), stamped)
        insert(BalanceRating, rating_rows(story), stamped)
        insert(Adjustment, adjustment_rows(story), stamped)
        store_meetings(example.key, story, people, stamped, zone=self.zone, now=self.now)
        store_knowledge(story, stamped)
        store_ending(story, people, stamped)
        store_outreach(story.outreach, people, stamped)
        store_readiness(story.readiness, people, stamped, self._made_at)
        for model, cells in relation_rows(story, people):
            insert(model, cells, stamped)
        for told in story.relations.cultures:
            home_of = provider if told.side == OrganizationRole.PROVIDER else payer
            store_culture(told, home_of.get_id(), self.now)
        return partnership

    def _organization(self, name: str, role: OrganizationRole, kind: str) -> Organization:
        """The example organization of this name; each example's hospice is "ours" for its own story."""
        if (name, role) not in self.organizations:
            found = Organization.get_or_none(
                (Organization.name == name) & (Organization.role == role.value) & Organization.example
            )
            facts = OrganizationFacts(name, role.value, kind, ours=role is OrganizationRole.PROVIDER)
            self.organizations[name, role] = found or create_organization(
                facts, actor=self.actor, now=self.now, example=True
            )
        return self.organizations[name, role]

    def _partnership(
        self, example: ExamplePartnership, story: Story, provider: Organization, payer: Organization
    ) -> Partnership:
        stage = story.stages[-1]
        return create(
            Partnership,
            actor=self.actor,
            now=self.now,
            key=example.key,
            name=example.name,
            provider=provider,
            payer=payer,
            product_lines=[example.product_line],
            setting=example.setting if example.setting in SETTINGS else "",
            stage=stage.stage,
            stage_since=stage.from_on,
            lead=self.actor.id,
            notice_given_on=example.notice_given_on,
            example=True,
            created_at=self.now,
        )

    def _made_at(self, on: date) -> datetime:
        """When something was noted that the story tells of a day."""
        return min(local_moment(on, NOON, self.zone), self.now)

    def _people(self, story: Story, organizations: Mapping[str, int]) -> dict[str, int]:
        """The ids of the story's people by ref; who is there from another example is not doubled."""
        known = {
            (organization, name): person_id
            for person_id, organization, name in rows(
                Person.select(Person.id, Person.organization, Person.name).where(
                    Person.organization.in_(list(organizations.values())) & Person.example
                )
            )
        }
        new = {
            person.ref: _person(person, organizations[person.side]) | {"created_at": self.now}
            for person in story.people
            if (organizations[person.side], person.name) not in known
        }
        stored = insert_named(Person, new)
        people = {
            person.ref: stored.get(person.ref) or known[organizations[person.side], person.name]
            for person in story.people
        }
        deputies = [
            Person(id=people[person.ref], deputy=people[person.deputy])
            for person in story.people
            if person.ref in new
        ]
        if deputies:
            Person.bulk_update(deputies, [Person.deputy])
        return people

    def _actions(self, story: Story, people: Mapping[str, int]) -> list[Row]:
        return [
            {
                "text": action.text,
                "folded": folded(action.text),
                "side": action.side,
                "owner": people[action.owner],
                "due_on": action.due_on,
                "first_due_on": action.first_due_on,
                "source": action.source,
                "source_note": action.source_note,
                "status": action.status,
                "done_on": action.done_on,
                "moved_times": action.moved_times,
                "waiting_for": action.waiting_for,
                "waiting_since": action.first_due_on if action.waiting_for else None,
                "repeats": action.repeats,
                "repeats_from": action.due_on if action.repeats else None,
                "series": new_public_id() if action.repeats else "",
                "created_at": self._made_at(action.made_on),
            }
            for action in story.actions
        ]


def _person(person: StoryPerson, organization: int) -> Row:
    return {
        "organization": organization,
        "name": person.name,
        "function": person.function,
        "title": person.title,
        "email": person.email,
        "phone": person.phone,
        "left_on": person.left_on,
        "example": True,
    }


def _stages(story: Story) -> list[Row]:
    before = [""] + [earlier.stage for earlier, _later in pairwise(story.stages)]
    return [
        {"from_stage": earlier, "to_stage": one.stage, "on": one.from_on, "reason": one.reason}
        for earlier, one in zip(before, story.stages, strict=True)
    ]


def _members(story: Story, people: Mapping[str, int]) -> list[Row]:
    return [
        {"person": people[one.ref], "side": one.side, "lead": one.lead and one.left_on is None}
        for one in story.people
    ]


def _terms(story: Story) -> list[Row]:
    known = definitions()
    return [
        {
            "key": known[term.key].home,
            "effective_on": term.effective_on,
            "value": encode(known[term.key], term.value),
            "settled_with": term.settled_with,
            "settled_on": term.effective_on,
        }
        for term in story.terms
    ]


def _months(example: ExamplePartnership) -> list[Row]:
    """The cells of each month that the table has; what it computes from them is not stored."""
    columns = DataMonth._meta.fields
    found = []
    for month in example.months:
        cells = {name: getattr(month, name) for name in month.__dataclass_fields__ if name in columns}
        found.append({"month_on": month.calendar_month, **_fitting(DataMonth, cells)})
    return found


def _fitting(model: type[BaseModel], cells: Mapping[str, Any]) -> Row:
    """Decimals to the places that their columns have."""
    fields = model._meta.fields
    return {
        name: _rounded(value, fields[name].places)
        if isinstance(value, Decimal) and isinstance(fields[name], ScaledField)
        else value
        for name, value in cells.items()
    }


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _events(example: ExamplePartnership) -> list[Row]:
    return [
        {
            "on": one.on,
            "kind": one.trigger,
            "text": days_in_words(one.what),
            "answer": days_in_words(one.answer),
        }
        for one in example.events
    ]


def _pulses(example: ExamplePartnership) -> list[Row]:
    means = ("payer_mean", "provider_mean")
    return [
        {"on": one.on, **_fitting(Pulse, {name: getattr(one, name) for name in means})}
        for one in example.pulses
    ]


def _reviews(story: Story) -> list[Row]:
    """One review per due day: the first that the story tells."""
    by_day: dict[date, Row] = {}
    for one in story.reviews:
        decided = {"decision": one.decision, "decided_on": one.held_on, "reasons": one.note}
        by_day.setdefault(
            one.due_on, {"due_on": one.due_on, "held_on": one.held_on, "kind": one.kind, **decided}
        )
    return list(by_day.values())

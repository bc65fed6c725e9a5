"""Partnerships, written: begun, changed, moved from stage to stage, and staffed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.calendar import day_words
from app.core.db import rows, write
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History, change, create, remove
from app.people.models import Organization, Person
from app.people.rules import OrganizationRole
from app.people.service import OrganizationFacts, create_organization

from .models import Membership, Partnership, StageChange
from .queries import first_day_hindrance, move_hindrances, side_of, stage_neighbors
from .rules import Stage, key_from_name


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What is known of a partnership besides its stage."""

    name: str
    product_lines: tuple[str, ...] = ()
    setting: str = ""
    service_area: str = ""
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two organizations: one of the list, or the name of a new one."""

    organization_id: int | None
    name: str = ""


def create_partnership(
    facts: PartnershipFacts,
    provider: Party,
    payer: Party,
    *,
    stage: str,
    since: date,
    actor: Actor,
    now: datetime,
    today: date,
    key: str = "",
    example: bool = False,
) -> Partnership:
    """Begin to keep a partnership, in whichever stage it is.

    `key` names it for the command line; without one it is made from the name. An empty name
    becomes that of the plan.
    """
    if since > today:
        raise RuleViolation("The stage begins on a day that has come. Enter today or an earlier day.")
    with write():
        ours = _party(provider, OrganizationRole.PROVIDER, actor, now, example)
        theirs = _party(payer, OrganizationRole.PAYER, actor, now, example)
        name = facts.name or theirs.name
        partnership = create(
            Partnership,
            actor=actor,
            now=now,
            key=key or key_from_name(name, _taken_keys()),
            name=name,
            provider=ours,
            payer=theirs,
            product_lines=list(facts.product_lines),
            setting=facts.setting,
            service_area=facts.service_area,
            stage=stage,
            stage_since=since,
            lead=facts.lead_id,
            example=example,
            created_at=now,
        )
        create(StageChange, actor=actor, now=now, partnership=partnership, to_stage=stage, on=since)
        return partnership


def _party(party: Party, role: OrganizationRole, actor: Actor, now: datetime, example: bool) -> Organization:
    if party.organization_id is not None:
        found = Organization.get_or_none(Organization.id == party.organization_id)
        if found is None:
            raise NotFound("One of the two organizations is gone. Choose it again.")
        return found
    # The first provider somebody names is the house itself.
    ours = role is OrganizationRole.PROVIDER and not example and not _own_exists()
    facts = OrganizationFacts(name=party.name, role=role.value, ours=ours)
    return create_organization(facts, actor=actor, now=now, example=example)


def _own_exists() -> bool:
    return bool(Organization.select().where(Organization.ours & ~Organization.example).exists())


def _taken_keys() -> set[str]:
    return {key for (key,) in rows(Partnership.select(Partnership.key))}


def update_partnership(
    partnership: Partnership,
    facts: PartnershipFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Partnership:
    """Change what is known; the key stays. Conflict when somebody saved since version `seen`."""
    with write():
        return change(
            partnership,
            actor=actor,
            now=now,
            seen=seen,
            name=facts.name,
            product_lines=list(facts.product_lines),
            setting=facts.setting,
            service_area=facts.service_area,
            lead=facts.lead_id,
        )


def move_stage(
    partnership: Partnership,
    to_stage: str,
    *,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> StageChange:
    """Move to another stage as of a day [L7 transition]; RuleViolation names the first reason not to."""
    with write():
        problems = move_hindrances(partnership, to_stage, on, reason, today=today)
        if problems:
            raise RuleViolation(next(iter(problems.values())))
        moved = create(
            StageChange,
            actor=actor,
            now=now,
            partnership=partnership,
            from_stage=partnership.stage,
            to_stage=to_stage,
            on=on,
            reason=reason,
        )
        # A notice holds until its end; who begins anew after it begins without one.
        over: dict[str, Any] = {"notice_given_on": None} if partnership.stage == Stage.ENDED else {}
        change(partnership, actor=actor, now=now, seen=seen, stage=to_stage, stage_since=on, **over)
        return moved


def undo_stage(partnership: Partnership, change_id: int, *, actor: Actor, now: datetime) -> Partnership:
    """Take back the latest move, if `change_id` is still the latest."""
    with write():
        moves = list(
            StageChange.select()
            .where(StageChange.partnership == partnership.id)
            .order_by(StageChange.id.desc())
            .limit(2)
        )
        if len(moves) < 2 or moves[0].id != change_id:
            raise RuleViolation("The partnership has moved on since. Move it to the stage it is in.")
        remove(moves[0], actor=actor, now=now)
        back: dict[str, Any] = {
            "stage": moves[1].to_stage,
            "stage_since": moves[1].on,
            **_notice_before(partnership, moves),
        }
        return change(partnership, actor=actor, now=now, **back)


def _notice_before(partnership: Partnership, moves: Sequence[StageChange]) -> dict[str, date]:
    """The notice that was over with the latest move, as the history keeps it."""
    if moves[1].to_stage != Stage.ENDED:
        return {}
    changes = (History.entity == "partnership") & (History.entity_id == partnership.id)
    told = History.select(History.before).where(changes & (History.verb == "change"))
    of_move = (row for (row,) in rows(told.order_by(History.id.desc())) if "stage" in row)
    before: dict[str, Any] = next(of_move, {})
    given = before.get("notice_given_on")
    return {"notice_given_on": date.fromisoformat(given)} if given else {}


def correct_first_day(
    partnership: Partnership,
    change_id: int,
    on: date,
    *,
    seen: date,
    actor: Actor,
    now: datetime,
    today: date,
) -> StageChange:
    """Correct the day on which a stage began. Conflict when it is no longer the day that was `seen`."""
    with write():
        _before, move, after = stage_neighbors(partnership.id, change_id)
        problem = first_day_hindrance(partnership, change_id, on, today=today)
        if problem:
            raise RuleViolation(problem)
        if move.on != seen:
            raise Conflict(
                "Somebody else corrected this day while you were looking. Both are below; nothing is lost.",
                {"First day": day_words(on)},
                {"First day": day_words(move.on)},
            )
        if after is None:
            change(partnership, actor=actor, now=now, stage_since=on)
        return change(move, actor=actor, now=now, on=on)


def delete_partnership(partnership: Partnership, *, actor: Actor, now: datetime) -> None:
    """Delete a partnership with everything in it; the history keeps what the partnership row held."""
    with write():
        remove(partnership, actor=actor, now=now)


def add_member(
    partnership: Partnership, person: Person, *, lead: bool = False, actor: Actor, now: datetime
) -> Membership:
    """Put somebody of either organization on the partnership; doing it twice changes nothing."""
    with write():
        side = side_of(partnership, person.organization_id)
        if side is None:
            raise RuleViolation(f"{person.name} works for neither of the two organizations.")
        found = _membership(partnership, person)
        if found is None:
            found = create(
                Membership,
                actor=actor,
                now=now,
                partnership=partnership,
                person=person,
                side=side.value,
            )
        return name_lead(partnership, person, actor=actor, now=now) if lead else found


def name_lead(partnership: Partnership, person: Person, *, actor: Actor, now: datetime) -> Membership:
    """Make a member the lead of their side; there is one lead on each."""
    with write():
        member = _membership(partnership, person)
        if member is None:
            raise NotFound(f"{person.name} is not on this partnership.")
        others = Membership.select().where(
            (Membership.partnership == partnership.id) & (Membership.side == member.side) & Membership.lead
        )
        for other in others:
            if other.id != member.id:
                change(other, actor=actor, now=now, lead=False)
        return change(member, actor=actor, now=now, lead=True)


def remove_member(partnership: Partnership, person: Person, *, actor: Actor, now: datetime) -> None:
    """Take somebody off the partnership; their promises keep their name."""
    with write():
        member = _membership(partnership, person)
        if member is None:
            raise NotFound(f"{person.name} is not on this partnership.")
        remove(member, actor=actor, now=now)


def _membership(partnership: Partnership, person: Person) -> Membership | None:
    return Membership.get_or_none(
        (Membership.partnership == partnership.id) & (Membership.person == person.id)
    )

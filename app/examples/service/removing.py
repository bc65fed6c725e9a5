"""Taking the examples away again, in one step; what is real stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import BaseModel, rows, write
from app.core.history import change, remove
from app.mail.models import OutboxMail
from app.mail.rules import UNSENT, MailStatus
from app.mail.service import call_off
from app.partnerships.models import Partnership
from app.people.models import DESCRIBING, Organization, Person
from app.reminders.models import Notice

REASON = "The example partnership it spoke of was removed."
MOST = 500  # values of one statement


def remove_examples(*, actor: Actor, now: datetime) -> int:
    """Remove every example with all that is in it; says how many partnerships went.

    An organization or person that something real hangs on is kept and is no example any more. Mails
    about an example that still wait are called off with the reason.
    """
    with write():
        examples = list(Partnership.select().where(Partnership.example))
        _call_off_mail([one.get_id() for one in examples])
        for partnership in examples:
            remove(partnership, actor=actor, now=now)
        _remove_people(actor, now)
        _remove_organizations(actor, now)
        return len(examples)


def _call_off_mail(partnership_ids: Collection[int]) -> None:
    waiting: Any = OutboxMail.select(OutboxMail.dedupe_key).where(
        OutboxMail.partnership_id.in_(partnership_ids) & (OutboxMail.status == MailStatus.PENDING)
    )
    for (key,) in list(rows(waiting)):
        call_off(key, REASON)
    # What an unsent digest announces stays noted: by that the next run sees that it is no longer true.
    unsent = OutboxMail.select(OutboxMail.dedupe_key).where(OutboxMail.status.in_(list(UNSENT)))
    about = Notice.partnership_id.in_(partnership_ids)
    Notice.delete().where(about & Notice.mail_key.not_in(unsent)).execute()


def _remove_people(actor: Actor, now: datetime) -> None:
    """Example people go in bulk; who works on something real stays, with the name everybody knows."""
    real_deputy = Person.deputy.is_null(False) & ~Person.example
    needed = _referred_to(Person, besides=Person.deputy)
    needed |= {row[0] for row in rows(Person.select(Person.deputy).where(real_deputy))}
    ids = {row[0] for row in rows(Person.select(Person.id).where(Person.example))}
    for person in Person.select().where(Person.id.in_(sorted(ids & needed))):
        change(person, actor=actor, now=now, example=False)
    _delete(Person, ids - needed)


def _remove_organizations(actor: Actor, now: datetime) -> None:
    needed = _referred_to(Organization)
    for organization in Organization.select().where(Organization.example):
        if organization.get_id() in needed:
            change(organization, actor=actor, now=now, example=False)
        else:
            remove(organization, actor=actor, now=now)


def _referred_to(model: type[BaseModel], besides: Any = None) -> set[int]:
    """The ids of the example rows that any table still points at; what only describes them does not count."""
    examples = model.select(model._meta.primary_key).where(model._meta.fields["example"])
    found: set[int] = set()
    links: dict[Any, type[BaseModel]] = dict(model._meta.backrefs)
    for link, other in links.items():
        if link is not besides and other not in DESCRIBING:
            found.update(row[0] for row in rows(other.select(link).where(link.in_(examples)).distinct()))
    return found


def _delete(model: type[BaseModel], ids: Collection[int]) -> None:
    key: Any = model._meta.primary_key
    every = sorted(ids)
    for start in range(0, len(every), MOST):
        model.delete().where(key.in_(every[start : start + MOST])).execute()

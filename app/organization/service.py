"""Our own settings, written."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import User
from app.accounts.rules import Verb
from app.accounts.service import require, use_setup_link
from app.core.actor import Actor, Role
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.files import keep_file
from app.core.history import History, change, create, remove
from app.core.text import UNPRINTABLE
from app.documents.look import Findings, check_logo, prepare_reference

from .models import HolidayChange, House, HouseLook
from .rules import DayKind


def ensure_house(time_zone: str, *, actor: Actor, now: datetime) -> House:
    """The one row of our own settings, made on the first start."""
    with write():
        return House.select().first() or create(House, actor=actor, now=now, time_zone=time_zone)


def name_house(name: str, time_zone: str, holidays: str, *, actor: Actor, now: datetime) -> House:
    """What the set-up page asks: the name on agendas and contracts, the zone, the holidays."""
    with write():
        house = ensure_house(time_zone, actor=actor, now=now)
        return change(house, actor=actor, now=now, name=name, time_zone=time_zone, holidays=holidays)


def set_up(
    token: str,
    *,
    house_name: str,
    time_zone: str,
    holidays: str,
    name: str,
    email: str,
    password: str,
    now: datetime,
) -> User:
    """The organization and its first admin, in one step. Raises NotFound for a link that no longer works."""
    with write():
        user = use_setup_link(token, email=email, name=name, password=password, now=now)
        person = Actor(user.id, user.name, Role(user.role))
        name_house(house_name, time_zone, holidays, actor=person, now=now)
        return user


def change_house(
    name: str,
    time_zone: str,
    holidays: str,
    approval_days: int,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> House:
    """Everything on the organization section of the settings page."""
    require(actor, Verb.ADMINISTER)
    with write():
        house = ensure_house(time_zone, actor=actor, now=now)
        return change(
            house,
            actor=actor,
            now=now,
            seen=seen,
            name=name,
            time_zone=time_zone,
            holidays=holidays,
            approval_days=approval_days,
        )


def keep_mail_texts(months: int, *, actor: Actor, now: datetime, seen: int | None = None) -> House:
    """Decide for how many months the text of mails is kept."""
    require(actor, Verb.ADMINISTER)
    with write():
        return change(House.get(), actor=actor, now=now, seen=seen, mail_text_months=months)


def mark_day(on: date, name: str, kind: DayKind, *, actor: Actor, now: datetime) -> HolidayChange:
    """Close on a day, or work on a public holiday. What was said of that day before is replaced."""
    require(actor, Verb.ADMINISTER)
    with write():
        row = HolidayChange.get_or_none(HolidayChange.on == on)
        if row is None:
            return create(HolidayChange, actor=actor, now=now, on=on, name=name, kind=kind.value)
        return change(row, actor=actor, now=now, name=name, kind=kind.value)


def unmark_day(on: date, *, actor: Actor, now: datetime) -> None:
    """The day is again what the public holidays say. Raises NotFound when nothing was said of it."""
    require(actor, Verb.ADMINISTER)
    with write():
        row = HolidayChange.get_or_none(HolidayChange.on == on)
        if row is None:
            raise NotFound("That day is not in the list any more.")
        remove(row, actor=actor, now=now)


CODE_LIVES = timedelta(days=7)  # a delayed mail may take as long as the outbox tries


def start_mail_test(*, actor: Actor, now: datetime) -> str:
    """A new code for a test mail; only its digest is stored."""
    code = f"{secrets.randbelow(10**6):06d}"
    with write():
        house = House.get()
        change(house, actor=actor, now=now, mail_code=_digest(code), mail_code_at=now)
    return code


def prove_mail(code: str, *, actor: Actor, now: datetime) -> House:
    """The code came back: mail arrives. Raises RuleViolation for another code or one that is too old."""
    with write():
        house = House.get()
        if house.mail_code is None or house.mail_code_at is None or now - house.mail_code_at > CODE_LIVES:
            raise RuleViolation("No test mail is waiting for its code. Send a new one.")
        if not secrets.compare_digest(house.mail_code, _digest("".join(code.split()))):
            raise RuleViolation("That is not the code of the newest test mail. Look for the latest one.")
        return change(house, actor=actor, now=now, mail_proven_at=now, mail_code=None, mail_code_at=None)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]


# --- how our papers look

LOOK_PARTS = ("reference", "logo", "letterhead")


def _own_look(actor: Actor, now: datetime) -> HouseLook:
    require(actor, Verb.ADMINISTER)
    return HouseLook.select().first() or create(HouseLook, actor=actor, now=now)


def save_letterhead(lines: str, *, actor: Actor, now: datetime) -> None:
    """Let these lines stand at the head of letters and covers."""
    with write():
        change(_own_look(actor, now), actor=actor, now=now, letterhead=lines)


def take_look_file(part: str, data: bytes, name: str, *, actor: Actor, now: datetime) -> Findings | None:
    """Keep a reference file or a logo; answers what was found in a reference. Raises RuleViolation."""
    require(actor, Verb.ADMINISTER)
    findings = None
    if part == "reference":
        _prepared, findings = prepare_reference(data)
    else:
        check_logo(data)
    digest = keep_file(data, now=now)
    with write():
        facts: dict[str, Any] = {part: digest, f"{part}_name": UNPRINTABLE.sub("", name)[:255]}
        change(_own_look(actor, now), actor=actor, now=now, **facts)
    return findings


def drop_look(part: str, *, actor: Actor, now: datetime) -> None:
    """Take a part of the look away; ours stands again."""
    with write():
        nothing: dict[str, Any] = {part: ""}
        change(_own_look(actor, now), actor=actor, now=now, **nothing)


def restore_look(part: str, *, actor: Actor, now: datetime) -> None:
    """Put back what was taken away last."""
    with write():
        row = _own_look(actor, now)
        for entry in (
            History.select()
            .where((History.entity == HouseLook._meta.table_name) & (History.entity_id == row.id))
            .order_by(History.id.desc())
        ):
            before = (entry.before or {}).get(part)
            if before and not getattr(row, part):
                change(row, actor=actor, now=now, **{part: before})
                return
        raise NotFound("There is nothing to put back.")

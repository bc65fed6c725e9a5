"""The one seam that every permission passes, and what changes accounts."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from app.core.actor import SYSTEM, Actor, Role
from app.core.address import read_address
from app.core.db import is_sqlite, write
from app.core.errors import EvenkeelError, Forbidden, NotFound, RuleViolation
from app.core.fields import new_public_id
from app.core.history import change, create

from .models import EndedVisit, LoginAttempt, OneTimeLink, User
from .queries import anyone_active, find_by_email, find_invited, find_link, get_own, token_hash
from .rules import (
    PER_ACCOUNT,
    PER_ADDRESS,
    ROLES,
    THEMES,
    Purpose,
    Verb,
    account_key,
    address_key,
    blocked_until,
    folded,
    normal_password,
    password_problem,
    role_allows,
)

View = TypeVar("View", bound=Callable[..., Any])
log = logging.getLogger("evenkeel")

REFUSALS = {
    Verb.SEE: "Your account does not show this.",
    Verb.EDIT: "Your account can look but not change things. Ask an admin of your team if you need to.",
    Verb.ADMINISTER: "Only an admin of your team can do this.",
}
USED_LINK = "This link has been used or has ended. Ask an admin of your team for a new one."
USED_SETUP = "This set-up link has been used or has ended. Sign in, or start Evenkeel again for a new one."
REMEMBERED = timedelta(days=1)
LONGEST_NAME = 255
# A password nobody has, hashed like all others: an unknown address takes as long as a known one.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$2mS2G+Mp+ukMBB8DQq7JJQ$mpbCXN9M7p0sjmsiA2M8avQohcRly9/RbsINx+yYl6s"


class SignInBlocked(EvenkeelError):
    """Too many tries failed; `until` is when the next one counts."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries did not match.")
        self.until = until


def may(actor: Actor, verb: Verb, partnership_id: int | None = None) -> bool:
    """Whether the actor may do this, in this partnership or at all."""
    return role_allows(actor.role, verb)


def require(actor: Actor, verb: Verb, partnership_id: int | None = None) -> None:
    """As `may`; raises Forbidden with a plain sentence."""
    if not may(actor, verb, partnership_id):
        raise Forbidden(REFUSALS[verb])


def personal(view: View) -> View:
    """Mark a view that changes only the own account: those who may only look may send it too."""
    view.is_personal = True  # type: ignore[attr-defined]
    return view


def hash_password(password: str) -> str:
    """The stored form of a password, as Flask-Security reads it."""
    return str(_hasher().hash(normal_password(password)))


def password_matches(stored: str, password: str) -> bool:
    """Whether `password` is the one behind the stored form."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(stored, normal_password(password)))
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> Any:
    from argon2 import PasswordHasher  # only signing in needs it

    # Two passes over 19 MiB: strong enough, and eight sign-ins at once fit into a small computer.
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def setup_token(*, now: datetime) -> str | None:
    """A fresh link for setting up, made once per start; none once somebody can sign in."""
    with write():
        OneTimeLink.delete().where(
            (OneTimeLink.purpose == Purpose.SETUP) & OneTimeLink.used_at.is_null()
        ).execute()
        return None if anyone_active() else _make_link(Purpose.SETUP, None, now)


def use_setup_link(token: str, *, email: str, name: str, password: str, now: datetime) -> User:
    """The first admin. Raises NotFound for a link that is wrong, used, or too late."""
    with write():
        link = find_link(Purpose.SETUP, token)
        if link is None or anyone_active() or not _spend(link, now):
            raise NotFound(
                "This set-up link has been used or has ended. Sign in, or start Evenkeel again for a new one."
            )
        return add_user(email, name, Role.ADMIN, password, actor=SYSTEM, now=now)


def add_user(
    email: str,
    name: str,
    role: str,
    password: str,
    *,
    actor: Actor,
    now: datetime,
    own_words: Iterable[str] = (),
) -> User:
    """An account that can sign in at once. Raises RuleViolation with what to mend."""
    problem = password_problem(password, (email, name, *own_words))
    if problem:
        raise RuleViolation(problem)
    stored = hash_password(password)
    with write():
        return _create(email, name, role, stored, actor=actor, now=now)


def invite_user(email: str, name: str, role: str, *, actor: Actor, now: datetime) -> str:
    """An account without a password; returns the token of its link, which works once, for a week.

    Asked by the command line for an account that exists, it gives a new link and changes nothing else:
    the way back for the only admin who forgot the password.
    """
    with write():
        user = find_by_email(email)
        if user is None or actor.role != Role.SYSTEM:
            user = _create(email, name, role, None, actor=actor, now=now)
        return renew_link(user, actor=actor, now=now)


def renew_link(user: User, *, actor: Actor, now: datetime) -> str:
    """A new link to choose a password; earlier ones end. The present password holds until it is used."""
    require(actor, Verb.ADMINISTER)
    with write():
        if not user.active:
            raise RuleViolation(f"{user.name} cannot sign in at present. Let them in again first.")
        _void_links(user)
        change(user, actor=actor, now=now, invited_at=now)
        return _make_link(Purpose.INVITE, user.id, now)


def accept_invitation(token: str, password: str, *, now: datetime, own_words: Iterable[str] = ()) -> User:
    """The invited person chooses a password; sessions under an earlier one end. Raises NotFound."""
    user = find_invited(token, now=now)
    if user is None:
        raise NotFound(USED_LINK)
    stored = _new_password(user, password, own_words)
    with write():
        link = find_link(Purpose.INVITE, token)
        if link is None or not _spend(link, now):
            raise NotFound(USED_LINK)
        _void_links(user)
        _forget_tries(user.email)
        return _set_password(user, stored, _person(user), now)


def check_sign_in(email: str, password: str, ip: str, *, now: datetime) -> User | None:
    """The person with this address and password, or None. Raises SignInBlocked before looking at either."""
    _claim_try(email, ip, now)
    user = find_by_email(email)
    known = user is not None and user.active and user.password is not None
    matches = password_matches(user.password if known else NOBODY, password)  # type: ignore[union-attr, arg-type]
    if user is None or not known or not matches:
        log.warning("sign-in failed for %s from %s", account_key(email)[:12], ip)
        return None
    log.info("account %s signed in from %s", user.id, ip)
    with write():
        _forget_tries(user.email)
        User.update(last_seen_at=now).where(User.id == user.id).execute()
    return user


def change_password(
    present: str, new: str, ip: str, *, actor: Actor, now: datetime, own_words: Iterable[str] = ()
) -> User:
    """A new password for the person who asks; every session but this one ends.

    Raises Forbidden when the present one does not match, RuleViolation when the new one will not do.
    """
    user = get_own(actor)
    _claim_try(user.email, ip, now)
    if not password_matches(user.password or NOBODY, present):
        raise Forbidden("That is not your present password.")
    stored = _new_password(user, new, own_words)
    with write():
        _forget_tries(user.email)
        _void_links(user)
        return _set_password(user, stored, actor, now)


def change_own_details(name: str, theme: str, *, actor: Actor, now: datetime) -> User:
    """Name and colors of the person who asks."""
    with write():
        return change(get_own(actor), actor=actor, now=now, name=name, theme=theme)


def change_own_digest(days: str, at: time | None, *, actor: Actor, now: datetime) -> User:
    """When the person who asks wants to be reminded; at eight when no time is given."""
    with write():
        return change(get_own(actor), actor=actor, now=now, digest_days=days, digest_at=at)


def set_theme(theme: str, *, actor: Actor, now: datetime) -> None:
    """Light, dark, or (empty) as the computer has it."""
    if theme not in THEMES:
        raise RuleViolation("Choose light or dark.")
    with write():
        change(get_own(actor), actor=actor, now=now, theme=theme)


def change_account(
    user: User, *, name: str, email: str, role: str, actor: Actor, now: datetime, seen: int | None = None
) -> User:
    """Name, address and role. The last admin stays one, and nobody changes their own role."""
    require(actor, Verb.ADMINISTER)
    if role not in ROLES:
        raise RuleViolation("Choose one of the roles in the list.")
    if user.id == actor.id and role != actor.role:
        raise RuleViolation("Nobody changes their own role. Ask another admin of your team.")
    address = _checked(email)
    with write():
        other = find_by_email(address)
        if other is not None and other.id != user.id:
            raise RuleViolation(f"{address} belongs to another account.")
        if role != Role.ADMIN:
            _keep_an_admin(user)
        values = {"name": name.strip(), "email": address, "role": Role(role).value}
        return change(user, actor=actor, now=now, seen=seen, **values)


def deactivate_user(user: User, *, actor: Actor, now: datetime) -> User:
    """Somebody who no longer signs in; what they did stays. The last admin stays."""
    require(actor, Verb.ADMINISTER)
    if user.id == actor.id:
        raise RuleViolation("Nobody shuts themselves out. Ask another admin of your team.")
    with write():
        _keep_an_admin(user)
        _void_links(user)
        return change(user, actor=actor, now=now, active=False, fs_uniquifier=new_public_id())


def reactivate_user(user: User, *, actor: Actor, now: datetime) -> User:
    """Somebody who may sign in again, with the password from before."""
    require(actor, Verb.ADMINISTER)
    with write():
        return change(user, actor=actor, now=now, active=True)


def end_visit(visit: str, *, now: datetime) -> None:
    """Remember that a session was signed out, so that a copy of its cookie opens nothing."""
    with write():
        EndedVisit.insert(visit=visit, at=now).on_conflict_ignore().execute()


def forget_old_tries(*, now: datetime, visit_length: timedelta) -> int:
    """Delete failed tries older than a day, and ended sessions whose cookie has run out anyway."""
    with write():
        count = LoginAttempt.delete().where(LoginAttempt.at < now - REMEMBERED).execute()
        EndedVisit.delete().where(EndedVisit.at < now - visit_length).execute()
        return int(count)


def _create(email: str, name: str, role: str, password: str | None, *, actor: Actor, now: datetime) -> User:
    require(actor, Verb.ADMINISTER)
    if role not in ROLES:
        raise RuleViolation(f"“{role}” is not a role. Choose admin, editor or viewer.")
    name = " ".join(name.split())
    if not name:
        raise RuleViolation("Enter the person’s name.")
    if len(name) > LONGEST_NAME:
        raise RuleViolation(f"Keep the name under {LONGEST_NAME} characters; it has {len(name):,}.")
    if find_by_email(email) is not None:
        raise RuleViolation(f"{folded(email)} has an account already.")
    return create(
        User,
        actor=actor,
        now=now,
        email=_checked(email),
        name=name,
        role=Role(role).value,
        password=password,
        fs_uniquifier=new_public_id(),
        created_at=now,
    )


def _checked(email: str) -> str:
    address = read_address(email)
    if address is None:
        raise RuleViolation("Enter an email address like dana@hospice.org.")
    return folded(address)


def _claim_try(email: str, ip: str, now: datetime) -> None:
    # Counted before the password is looked at, so that tries at the same moment count as well.
    account, address = account_key(email), address_key(ip)
    with write():
        since = LoginAttempt.at > now - REMEMBERED
        for column, value, limit in (
            (LoginAttempt.account, account, PER_ACCOUNT),
            (LoginAttempt.ip, address, PER_ADDRESS),
        ):
            rows = (
                LoginAttempt.select(LoginAttempt.at)
                .where((column == value) & since)
                .order_by(LoginAttempt.at)
            )
            until = blocked_until((row.at for row in rows), limit)
            if until is not None and until > now:
                raise SignInBlocked(until)
        LoginAttempt.create(account=account, ip=address, at=now)


def _forget_tries(email: str) -> None:
    LoginAttempt.delete().where(LoginAttempt.account == account_key(email)).execute()


def _new_password(user: User, password: str, own_words: Iterable[str]) -> str:
    problem = password_problem(password, (user.email, user.name, *own_words))
    if problem:
        raise RuleViolation(problem)
    return hash_password(password)


def _set_password(user: User, stored: str, actor: Actor, now: datetime) -> User:
    return change(user, actor=actor, now=now, password=stored, fs_uniquifier=new_public_id())


def _person(user: User) -> Actor:
    return Actor(user.id, user.name, Role(user.role))


def _keep_an_admin(user: User) -> None:
    admins = User.select(User.id).where(
        (User.role == Role.ADMIN.value) & User.active & User.password.is_null(False)
    )
    if not is_sqlite():
        admins = admins.for_update()  # two admins who demote each other at the same moment
    if {row.id for row in admins} == {user.id}:
        raise RuleViolation(f"{user.name} is the only admin. Make somebody else an admin first.")


def _make_link(purpose: Purpose, user_id: int | None, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    OneTimeLink.create(purpose=purpose.value, token_hash=token_hash(token), user_id=user_id, created_at=now)
    return token


def _spend(link: OneTimeLink, now: datetime) -> bool:
    unused = (OneTimeLink.id == link.id) & OneTimeLink.used_at.is_null()
    return bool(OneTimeLink.update(used_at=now).where(unused).execute() == 1)


def _void_links(user: User) -> None:
    OneTimeLink.delete().where((OneTimeLink.user_id == user.id) & OneTimeLink.used_at.is_null()).execute()

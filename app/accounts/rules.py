"""What a role may do, what makes a password, how long a sign-in has to wait. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from ipaddress import ip_address, ip_network

from app.core.actor import Role


class Verb(StrEnum):
    """What somebody wants to do. Finer verbs can come without touching routes."""

    SEE = "see"
    EDIT = "edit"
    ADMINISTER = "administer"


class Purpose(StrEnum):
    """What a link that works once is for."""

    SETUP = "setup"
    INVITE = "invite"


ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.VIEWER: frozenset({Verb.SEE}),
    Role.EDITOR: frozenset({Verb.SEE, Verb.EDIT}),
    Role.ADMIN: frozenset(Verb),
    Role.SYSTEM: frozenset(Verb),
}
ROLES = (Role.ADMIN, Role.EDITOR, Role.VIEWER)  # what an account can have
ROLE_WORDS = {
    Role.EDITOR: "change things",
    Role.ADMIN: "change things and manage people",
    Role.VIEWER: "read only",
}
DIGEST_DAYS = {"weekdays": "Every workday", "weekly": "Mondays only", "none": "Never"}
THEMES = {"": "Like my computer", "light": "Light", "dark": "Dark"}

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
VISIT = timedelta(days=14)
INVITATION = timedelta(days=7)
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=2)
PER_ACCOUNT, PER_ADDRESS = 5, 30

# What people build weak long passwords from; the check takes digits, signs and look-alikes off first.
COMMON = tuple(
    word
    for line in (
        "password passwort passphrase secret welcome letmein changeme changethis default qwerty qwertyuiop",
        "asdf asdfgh asdfghjkl zxcvbnm admin administrator root user login test testing guest master access",
        "iloveyou love monkey dragon sunshine princess football baseball basketball soccer hockey superman",
        "batman shadow michael jennifer jesus money summer winter spring autumn fall january february march",
        "april may june july august september october november december monday friday sunday hello hospice",
        "palliative care health team office evenkeel company computer internet my your the our me you is it",
        "a i one two three four please enter open sesame trust no",
    )
    for word in line.split()
)
_LOOK_ALIKE = str.maketrans("013457@$!|", "oieastasii")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1234567890" * 4,
    "qazwsxedcrfvtgbyhnujmikolp",
)


def role_allows(role: Role, verb: Verb) -> bool:
    """Whether the role as such allows the verb."""
    return verb in ALLOWED[role]


def normal_password(password: str) -> str:
    """The same password, whichever keyboard composed its accents."""
    return unicodedata.normalize("NFKC", password)


def password_problem(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why this password may not be chosen, in a sentence; None when it may.

    `own_words` are the person's address and name and the organization's name.
    """
    password = normal_password(password)
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose at least {SHORTEST_PASSWORD} characters. A sentence is fine."
    if len(password) > LONGEST_PASSWORD:
        return f"Choose at most {LONGEST_PASSWORD} characters."
    bare = _letters(password)
    for words in own_words:
        if bare and bare in {_letters(words), _letters(words.split("@")[0])}:
            return "Choose something other than your name, your address or your organization."
    if is_common(password):
        return "Too many people use this one. Put a few unrelated words together."
    return None


def is_common(password: str) -> bool:
    """Whether the password is one of those tried first: few signs, a run of keys, stock words and digits."""
    low = password.lower()
    if len(set(low)) < 5 or _repeats(low):
        return True
    plain = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", low).translate(_LOOK_ALIKE)
    letters = re.sub(r"[\W\d_]+", "", plain)
    if not letters:
        return any(low in run or low[::-1] in run for run in _RUNS) or low.isdigit()
    return any(letters in run or letters[::-1] in run for run in _RUNS) or _made_of(letters, COMMON)


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", normal_password(text).lower())


def _repeats(low: str) -> bool:
    return any(low == (low[:size] * len(low))[: len(low)] for size in range(1, len(low) // 2 + 1))


def _made_of(letters: str, words: Collection[str], parts: int = 4) -> bool:
    if not letters:
        return True
    return parts > 0 and any(
        _made_of(letters[len(w) :], words, parts - 1) for w in words if letters.startswith(w)
    )


def blocked_until(failures: Iterable[datetime], limit: int) -> datetime | None:
    """Until when no further try counts, given the failed tries of the last day, oldest first.

    `limit` failures within fifteen minutes bring a wait of fifteen minutes; each further round
    doubles it, up to two hours.
    """
    rounds = 0
    recent: list[datetime] = []
    until = None
    for moment in failures:
        recent = [earlier for earlier in recent if moment - earlier < WINDOW] + [moment]
        if len(recent) >= limit:
            until = moment + min(WINDOW * 2**rounds, LONGEST_WAIT)
            rounds, recent = rounds + 1, []
    return until


def folded(email: str) -> str:
    """The form in which an address is stored and looked up."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def account_key(email: str) -> str:
    """What stands for a typed address in the list of failed tries: not the address itself."""
    return sha256(folded(email).encode("utf-8", "surrogatepass")).hexdigest()


def address_key(ip: str) -> str:
    """The network address a try came from; one household of IPv6 counts as one."""
    try:
        address = ip_address(ip.split("%")[0])
    except ValueError:
        return ip[:64]
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)

"""The secret address of a calendar. Pure."""

from __future__ import annotations

import base64
import hmac
from enum import StrEnum
from hashlib import sha256


class Scope(StrEnum):
    """What a person's own calendar holds."""

    MINE = "mine"
    ALL = "all"


SCOPE_WORDS = {
    Scope.MINE: "What concerns me: my actions, my meetings, and the dates of partnerships I lead",
    Scope.ALL: "Everything in all partnerships",
}


def address_token(secret: str, nonce: str) -> str:
    """The secret part of an address: 43 letters that nobody guesses, the same whenever they are asked for.

    It follows from the secret of the installation, so that a copy of the database opens no calendar.
    """
    digest = hmac.new(secret.encode(), f"calendar:{nonce}".encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

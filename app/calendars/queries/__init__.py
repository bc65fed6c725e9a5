"""Links, what belongs into a calendar, and invitations, read."""

from __future__ import annotations

from .dated import dated_of, one_meeting
from .invitations import Guest, guests_of, open_invitations
from .links import LinkRow, find_reader, link_of_partnership, link_of_user

__all__ = [
    "Guest",
    "LinkRow",
    "dated_of",
    "find_reader",
    "guests_of",
    "link_of_partnership",
    "link_of_user",
    "one_meeting",
    "open_invitations",
]

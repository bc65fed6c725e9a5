"""Links made and turned off, calendar files written, invitations sent."""

from __future__ import annotations

from .files import calendar_of, file_of_meeting, file_of_renewals
from .invitations import choose_guests, send_due
from .links import address_of, make_link, note_read, renew_link, set_scope, turn_off

__all__ = [
    "address_of",
    "calendar_of",
    "choose_guests",
    "file_of_meeting",
    "file_of_renewals",
    "make_link",
    "note_read",
    "renew_link",
    "send_due",
    "set_scope",
    "turn_off",
]

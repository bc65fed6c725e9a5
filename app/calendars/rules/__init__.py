"""What a calendar link is, what stands in a feed, and who gets which invitation. Pure."""

from __future__ import annotations

from .entries import AHEAD, BACK, SERIES_AHEAD, Dated, Known, Reader, concerns, settle
from .invitations import InvitationState, Method, Next, Says, Standing, Told, next_mail, state_of
from .links import SCOPE_WORDS, Scope, address_token
from .mails import mail_subject, mail_text

__all__ = [
    "AHEAD",
    "BACK",
    "SCOPE_WORDS",
    "SERIES_AHEAD",
    "Dated",
    "InvitationState",
    "Known",
    "Method",
    "Next",
    "Reader",
    "Says",
    "Scope",
    "Standing",
    "Told",
    "address_token",
    "concerns",
    "mail_subject",
    "mail_text",
    "next_mail",
    "settle",
    "state_of",
]

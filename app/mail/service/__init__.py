"""The outbox, written, and the sending of what waits in it."""

from __future__ import annotations

from .outbox import (
    NewFile,
    NewMail,
    call_off,
    cancel_mail,
    enqueue,
    forget_texts,
    mail_key,
    next_key,
    send_again,
)
from .sending import deliver, reach_server

__all__ = [
    "NewFile",
    "NewMail",
    "call_off",
    "cancel_mail",
    "deliver",
    "enqueue",
    "forget_texts",
    "mail_key",
    "next_key",
    "reach_server",
    "send_again",
]

"""Reminders, written: digests, what people choose and answer, the mail that proves that mail arrives."""

from __future__ import annotations

from .answering import hand_over, note_seen, snooze
from .choosing import forget_own_wishes, save_own_wishes, save_role_wishes
from .digests import Queued, queue_digests
from .strays import call_off_strays
from .test_mail import queue_test_mail
from .words import LATE_SHOWN, SHOWN, render_digest

__all__ = [
    "LATE_SHOWN",
    "SHOWN",
    "Queued",
    "call_off_strays",
    "forget_own_wishes",
    "hand_over",
    "note_seen",
    "queue_digests",
    "queue_test_mail",
    "render_digest",
    "save_own_wishes",
    "save_role_wishes",
    "snooze",
]

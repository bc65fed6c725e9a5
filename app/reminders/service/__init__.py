"""Reminders, written: digests into the outbox, and the mail that proves that mail arrives."""

from __future__ import annotations

from .digests import Queued, queue_digests
from .test_mail import queue_test_mail
from .words import LATE_SHOWN, SHOWN, render_digest

__all__ = ["LATE_SHOWN", "SHOWN", "Queued", "queue_digests", "queue_test_mail", "render_digest"]

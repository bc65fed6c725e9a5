"""Signals, written: what the rules said, what people answered, and which rules watch."""

from __future__ import annotations

from .answering import answer, put_on_agenda, take_back
from .events import add_event, take_event_back
from .looking import Looked, first_signals, look, note_look
from .watching import choose_rule, usual_rule

__all__ = [
    "Looked",
    "add_event",
    "answer",
    "choose_rule",
    "first_signals",
    "look",
    "note_look",
    "put_on_agenda",
    "take_back",
    "take_event_back",
    "usual_rule",
]

"""The forms of the calendar pages, read."""

from __future__ import annotations

from app.web.formdata import FormData, Submitted

from .rules import SCOPE_WORDS, Scope


def read_scope(submitted: Submitted) -> tuple[Scope | None, FormData]:
    """What the own calendar is to hold, or the form with what is wrong."""
    form = FormData(submitted)
    chosen = form.choice("scope", list(SCOPE_WORDS), missing="Choose what your calendar holds.")
    return (Scope(chosen) if form.ok and chosen else None), form


def read_seen(submitted: Submitted) -> int | None:
    """The version of the link that somebody looked at."""
    return FormData(submitted).whole("seen")

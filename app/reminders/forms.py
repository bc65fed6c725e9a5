"""What the reminders page asks."""

from __future__ import annotations

import re

from app.web.formdata import FormData, Submitted


def read_code(submitted: Submitted) -> tuple[str | None, FormData]:
    """The code of a test mail, or the form with what is wrong."""
    form = FormData(submitted)
    code = "".join(form.text("code", missing="Type the six digits from the test mail.").split())
    if form.ok and not re.fullmatch(r"[0-9]{6}", code):
        form.fail("code", "The code has six digits. Copy it from the test mail.")
    return (code if form.ok else None), form


def read_reason(submitted: Submitted) -> tuple[str | None, FormData]:
    """Why a mail is called off."""
    form = FormData(submitted)
    reason = form.text("reason", missing="Say in a few words why this mail is called off.", limit=200)
    return (reason if form.ok else None), form

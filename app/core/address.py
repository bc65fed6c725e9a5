"""Whether a text is an address that mail can go to: one question for forms, accounts and commands."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email


def read_address(text: str) -> str | None:
    """The address, its domain in lower case, or None; whether it exists is not asked of the internet.

    Letters of any language may stand before the @. Pictures may not: no mail server has such a mailbox.
    """
    if any(unicodedata.category(sign)[0] in "SC" and not sign.isascii() for sign in text):
        return None
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None

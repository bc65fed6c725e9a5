"""A digest that waits while its person leaves or gets another address is called off before it goes out."""

from __future__ import annotations

from datetime import datetime

from app.core.db import write
from app.mail.service import call_off

from ..models import Notice
from ..queries import stray_digests


def call_off_strays(real: datetime) -> int:
    """Call off what would reach the wrong person; returns how many. `real` judges the claims.

    What such a digest said counts as told to nobody, so that it is told once the person is back.
    """
    strays = stray_digests(real)
    if not strays:
        return 0
    count = 0
    with write():
        for one in strays:
            if call_off(one.key, _why(one.name, still_here=one.still_here), failed=True, real=real):
                Notice.delete().where(Notice.mail_key == one.key).execute()
                count += 1
    return count


def _why(name: str, *, still_here: bool) -> str:
    if still_here:
        return f"{name} has another address now; what still holds is told there."
    return f"{name} does not sign in here any more."

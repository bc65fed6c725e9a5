"""The mail that proves that mail arrives: it carries a code."""

from __future__ import annotations

from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.mail.queries import open_keys
from app.mail.service import NewMail, call_off, enqueue, mail_key, next_key
from app.organization.service import start_mail_test
from app.settings import Settings

from .words import mail_templates

TEST = "test"


def queue_test_mail(
    email: str, name: str, *, actor: Actor, now: datetime, today: date, settings: Settings
) -> None:
    """Send a code to the person who asks. Raises RuleViolation while mail is not set up."""
    if settings.smtp is None:
        raise RuleViolation(
            "Mail is not set up yet. Set EVENKEEL_SMTP_URL and EVENKEEL_MAIL_FROM, then start again."
        )
    key = mail_key(TEST, "mail", today, email)
    with write():
        for earlier in open_keys(TEST):  # the code of an earlier one proves nothing any more
            call_off(earlier, "A newer test mail takes its place.", failed=True)
        free = next_key(key)
        if free is None:
            raise RuleViolation("A test mail is on its way. Wait a minute, then look for it.")
        code = start_mail_test(actor=actor, now=now)
        text, html = (
            mail_templates().get_template(f"mail/test.{kind}").render(code=code, base_url=settings.base_url)
            for kind in ("txt", "html")
        )
        enqueue(
            NewMail(
                dedupe_key=free,
                kind=TEST,
                recipient=email,
                recipient_name=name,
                user_id=actor.id,
                occurrence_on=today,
                why=f"{actor.name} asked for a test.",
                subject="Evenkeel: a test mail with your code",
                text=text,
                html=html,
            ),
            settings=settings,
            now=now,
        )

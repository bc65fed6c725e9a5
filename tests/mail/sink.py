"""A mail server on a free loopback port that keeps what it is given and can misbehave on purpose."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from app.settings import SmtpSettings


class Sink:
    """Takes mails; `answer` may refuse the n-th one, `drop` cuts the line before the answer.

    `moods` holds the answer for single addresses, `cuts` the addresses at which the line is cut.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.tries = 0
        self.answer: Callable[[int], str] = lambda _number: "250 2.0.0 queued"
        self.drop: Callable[[int], bool] = lambda _number: False
        self.before: Callable[[int], None] = lambda _number: None
        self.to_sender = ""  # what it answers to MAIL FROM, RCPT TO; empty: it takes them
        self.to_recipient = ""
        self.pause = 0.0  # seconds before it answers to the message
        self.moods: dict[str, str] = {}
        self.cuts: set[str] = set()
        self.port = 0

    @property
    def smtp(self) -> SmtpSettings:
        """How to reach it."""
        return SmtpSettings("127.0.0.1", self.port, "", "", "none")

    @property
    def ids(self) -> list[str]:
        """The Message-ID of everything it took."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_MAIL(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if not self.to_sender:
            envelope.mail_from = address
        return self.to_sender or "250 2.1.0 ok"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if not self.to_recipient:
            envelope.rcpt_tos.append(address)
        return self.to_recipient or "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        self.tries += 1
        number = self.tries
        self.before(number)
        await asyncio.sleep(self.pause)
        address = envelope.rcpt_tos[0]
        answer = self.moods.get(address) or self.answer(number)
        if answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.mails.append(parsed)
            self.recipients.extend(envelope.rcpt_tos)
        if self.drop(number) or address in self.cuts:
            server.transport.abort()
            await asyncio.sleep(0)
        return answer


@contextmanager
def running_sink(*, wide: bool = False, **options: Any) -> Iterator[Sink]:
    """A sink that listens; a wide one takes addresses with any letters. The options are aiosmtpd's."""
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, enable_SMTPUTF8=wide, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()

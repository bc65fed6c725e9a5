"""The only way out: hands a message to the mail server and brings back the server's words."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.settings import SmtpSettings

from .rules import Verdict, header_text, is_address, judge

TIMEOUT_SECONDS = 20
INVITATION = "text/calendar; method="  # the type of a file that is one


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try came to, with the server's own words."""

    verdict: Verdict
    words: str


class Unreachable(Exception):
    """No session with the server; the message is the reason in its words."""


class Dropped(Exception):
    """The server hung up in the middle of a message; it may answer a new session."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside a letter."""

    name: str
    mimetype: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes over the wire; Message-ID and Date are those of the outbox row, at every try."""

    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    enclosure: Enclosure | None = None


def compose(letter: Letter) -> EmailMessage:
    """The message with its headers. Raises ValueError for an address that is not one address."""
    for address in (letter.sender, letter.recipient):
        if not is_address(address):
            raise ValueError(f"“{header_text(address, 80)}” is not an address that mail can go to.")
    message = EmailMessage(policy=SMTP.clone(utf8=_is_wide(letter)))
    message["From"] = _named(letter.sender_name, letter.sender)
    message["To"] = _named(letter.recipient_name, letter.recipient)
    message["Subject"] = header_text(letter.subject)
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.enclosure and letter.enclosure.mimetype.startswith(INVITATION):
        # Beside the text and not below it: so the programs of the world know an invitation.
        method = letter.enclosure.mimetype.removeprefix(INVITATION)
        params = {"charset": "utf-8", "method": method, "name": header_text(letter.enclosure.name, 200)}
        message.add_alternative(letter.enclosure.data, "text", "calendar", cte="base64", params=params)
    elif letter.enclosure:
        main, _, sub = letter.enclosure.mimetype.partition("/")
        message.add_attachment(
            letter.enclosure.data,
            maintype=main,
            subtype=sub,
            filename=header_text(letter.enclosure.name, 200),
        )
    return message


def _named(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(header_text(name, 100), local, domain)


def _is_wide(letter: Letter) -> bool:
    """Whether an address holds letters that only newer servers take."""
    return not (letter.recipient + letter.sender).isascii()


class Session:
    """One conversation with the server, good for several messages."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(self, letter: Letter) -> Answer:
        """Try one message. Raises Dropped or Unreachable when the conversation itself ends."""
        try:
            message = compose(letter)
        except (ValueError, UnicodeError) as error:
            return Answer(Verdict.REFUSED, str(error))
        try:
            code, words = self._hand_over(message, letter)
        except smtplib.SMTPResponseException as error:
            code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]
        except smtplib.SMTPNotSupportedError as error:
            return Answer(Verdict.REFUSED, str(error))
        except (smtplib.SMTPServerDisconnected, ConnectionError) as error:
            # A server that lets us wait is not asked again for the next message.
            slow = isinstance(error.__context__, TimeoutError)
            raise (Unreachable if slow else Dropped)(_reason(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_reason(error)) from error
        if code == 421:
            raise Unreachable(_words(code, words))
        return Answer(judge(code), _words(code, words))

    def _hand_over(self, message: EmailMessage, letter: Letter) -> tuple[int, bytes]:
        """As smtplib's sendmail, but it keeps what the server answered to the data."""
        server = self._server
        server.ehlo_or_helo_if_needed()
        wide = _is_wide(letter)
        if wide and not server.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError(
                "The mail server takes no addresses with letters beyond a to z."
            )
        options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
        code, words = server.mail(letter.sender, options)
        if judge(code) is Verdict.SENT:
            code, words = server.rcpt(letter.recipient)
        if judge(code) is Verdict.SENT:
            return server.data(message.as_bytes())
        with suppress(OSError, smtplib.SMTPException):
            server.rset()
        return code, words


@contextmanager
def session(settings: SmtpSettings) -> Iterator[Session]:
    """A conversation with the server. Raises Unreachable with the reason when there is none."""
    try:
        server = _connect(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(_reason(error)) from error
    try:
        yield Session(server)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
    except BaseException:
        server.close()
        raise
    return server


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return header_text(f"{code} {text}", 500)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, ssl.SSLCertVerificationError):
        why = header_text(error.verify_message, 300).rstrip(".")
        return f"The mail server’s certificate is not trusted here: {why}. Nothing was handed over."
    words = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    return header_text(f"The mail server cannot be reached: {words}", 500).rstrip(".") + "."

"""The only way out: hands a message to the mail server and brings back the server's words."""

from __future__ import annotations

import smtplib
import socket
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

from .rules import Step, Trouble, Verdict, header_text, is_address, judge, trouble_of, verdict_of

TIMEOUT_SECONDS = 20
INVITATION = "text/calendar; method="  # the type of a file that is one


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try came to, with the server's own words."""

    verdict: Verdict
    words: str
    trouble: Trouble | None = None  # None once it is sent


class _Ended(Exception):
    """The conversation is over; the message is the reason in the server's words."""

    def __init__(self, words: str, trouble: Trouble) -> None:
        super().__init__(words)
        self.trouble = trouble


class Unreachable(_Ended):
    """No session with the server."""


class Dropped(_Ended):
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
    preferences: str = ""  # the page where the reader changes or stops such mails
    reply_to: str = ""


def compose(letter: Letter) -> EmailMessage:
    """The message with its headers. Raises ValueError for an address that is not one address."""
    for address in (letter.sender, letter.recipient):
        if not is_address(address):
            raise ValueError(f"“{header_text(address, 80)}” is not an address that mail can go to.")
    message = EmailMessage(policy=SMTP.clone(utf8=_is_wide(letter)))
    message["From"] = _named(letter.sender_name, letter.sender)
    message["To"] = _named(letter.recipient_name, letter.recipient)
    if letter.reply_to:
        message["Reply-To"] = _named("", letter.reply_to)
    message["Subject"] = header_text(letter.subject)
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.preferences:
        message["List-Unsubscribe"] = f"<{header_text(letter.preferences)}>"
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
        except ValueError as error:
            return Answer(Verdict.REFUSED, str(error), Trouble.ADDRESS)
        except Exception as error:  # one mail that cannot be written must not hold up the others
            words = f"This mail cannot be put together ({type(error).__name__})."
            return Answer(Verdict.REFUSED, words, Trouble.REFUSED)
        try:
            step, code, words = self._hand_over(message, letter)
        except smtplib.SMTPResponseException as error:
            step, code, words = Step.SENDER, error.smtp_code, _words(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Answer(Verdict.REFUSED, str(error), Trouble.ADDRESS)
        except (smtplib.SMTPServerDisconnected, ConnectionError) as error:
            # A server that lets us wait is not asked again for the next message.
            if _is_slow(error):
                raise Unreachable(_reason(error), Trouble.TIMEOUT) from error
            raise Dropped(_reason(error), Trouble.HUNG_UP) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_reason(error), _trouble(error)) from error
        if code == 421:
            raise Unreachable(words, Trouble.DELAYED)
        if judge(code) is Verdict.SENT:
            return Answer(Verdict.SENT, words)
        trouble = trouble_of(code, words, step)
        return Answer(verdict_of(code, trouble), words, trouble)

    def _hand_over(self, message: EmailMessage, letter: Letter) -> tuple[Step, int, str]:
        """As smtplib's sendmail, but it keeps what the server answered last, and to what."""
        server = self._server
        server.ehlo_or_helo_if_needed()
        wide = _is_wide(letter)
        if wide and not server.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError(
                "The mail server takes no addresses with letters beyond a to z."
            )
        data = message.as_bytes()
        options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
        if server.has_extn("size"):  # a mail that is too large is refused before it is on the way
            options.append(f"SIZE={len(data)}")
        step, (code, words) = Step.SENDER, server.mail(letter.sender, options)
        if judge(code) is Verdict.SENT:
            step, (code, words) = Step.RECIPIENT, server.rcpt(letter.recipient)
        if judge(code) is Verdict.SENT:
            step, (code, words) = Step.MESSAGE, _data(server, data)
        elif code != 421:
            with suppress(OSError, smtplib.SMTPException):
                server.rset()
        return step, code, _words(code, words)


def _data(server: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
    """The answer to the message itself, also when the server will not hear it."""
    try:
        return server.data(data)
    except smtplib.SMTPDataError as error:
        words = error.smtp_error
        return error.smtp_code, words if isinstance(words, bytes) else words.encode()


@contextmanager
def session(settings: SmtpSettings) -> Iterator[Session]:
    """A conversation with the server. Raises Unreachable with the reason when there is none."""
    try:
        server = _connect(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(_reason(error), _trouble(error)) from error
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
    if _is_slow(error):
        return "The mail server did not answer in time."
    if isinstance(error, ssl.SSLCertVerificationError):
        why = header_text(error.verify_message, 300).rstrip(".")
        return f"The mail server’s certificate is not trusted here: {why}. Nothing was handed over."
    words = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    return header_text(f"The mail server cannot be reached: {words}", 500).rstrip(".") + "."


def _is_slow(error: Exception) -> bool:
    """Whether the time ran out; smtplib tells it as a server that hung up."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _trouble(error: Exception) -> Trouble:
    """What kept us from a conversation, or ended it."""
    if _is_slow(error):
        return Trouble.TIMEOUT
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Trouble], ...] = (
        (smtplib.SMTPAuthenticationError, Trouble.SIGN_IN),
        (smtplib.SMTPResponseException, Trouble.DELAYED),
        (smtplib.SMTPServerDisconnected, Trouble.HUNG_UP),
        (smtplib.SMTPNotSupportedError, Trouble.NO_ENCRYPTION),
        (smtplib.SMTPException, Trouble.SIGN_IN),  # no way of signing in that both know
        (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
        (ssl.SSLError, Trouble.ENCRYPTION),
        (socket.gaierror, Trouble.UNKNOWN_HOST),
        ((ConnectionResetError, BrokenPipeError), Trouble.HUNG_UP),
    )
    if isinstance(error, smtplib.SMTPNotSupportedError) and "AUTH" in str(error):
        return Trouble.SIGN_IN
    return next((trouble for kind, trouble in kinds if isinstance(error, kind)), Trouble.CLOSED)

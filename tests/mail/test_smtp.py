"""What goes over the wire: one recipient, our headers, the server's words brought back."""

from __future__ import annotations

import email
import email.policy
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.mail.rules import Verdict
from app.mail.smtp import Dropped, Enclosure, Letter, Session, Unreachable, compose, session
from app.settings import SmtpSettings
from tests.mail.sink import Sink, running_sink

LETTER = Letter(
    sender="evenkeel@hospice.example",
    sender_name="Evenkeel",
    recipient="dana@hospice.example",
    recipient_name="Dana Whitfield",
    subject="Evenkeel: 1 late",
    text="Tuesday: 1 late.\nÜber 1,000 characters " + "x" * 1200,
    html="<p>Tuesday: 1 late.</p>",
    message_id="<1234@hospice.example>",
    date=datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


def test_a_mail_carries_text_html_and_the_headers_of_its_row(sink: Sink) -> None:
    with session(sink.smtp) as server:
        answer = server.send(LETTER)
    assert (answer.verdict, answer.words) == (Verdict.SENT, "250 2.0.0 queued")
    mail = sink.mails[0]
    assert mail["Message-ID"] == "<1234@hospice.example>"
    assert mail["Date"] == "Tue, 24 Nov 2026 16:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Evenkeel <evenkeel@hospice.example>"
    assert mail["To"] == "Dana Whitfield <dana@hospice.example>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Über 1,000" in str(plain.get_content())
    assert sink.recipients == ["dana@hospice.example"]


def test_an_invitation_stands_beside_the_text_and_says_what_it_asks(sink: Sink) -> None:
    data = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    entry = Enclosure("invitation.ics", "text/calendar; method=CANCEL", data)
    with session(sink.smtp) as server:
        server.send(replace(LETTER, enclosure=entry))
    mail = sink.mails[0]
    assert mail.get_content_type() == "multipart/alternative"
    part = list(mail.iter_parts())[-1]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "CANCEL")
    assert (part.get_content_charset(), part.get_payload(decode=True)) == ("utf-8", data)


@pytest.mark.parametrize("field", ["subject", "recipient_name", "sender_name"])
def test_a_line_break_in_a_name_or_subject_makes_no_header(field: str) -> None:
    message = compose(replace(LETTER, **{field: "Dana\r\nBcc: x@y.example\r\n\r\nhello"}))
    assert message["Bcc"] is None
    assert "\nBcc:" not in message.as_string()
    assert len(message.get_all("To")) == len(message.get_all("Subject")) == 1


TRICKS = (
    "\r\nBcc: x@y.example",
    "a\u2028Bcc: x",
    "\n\nhello",
    "=?utf-8?q?=0ABcc:_x=40y.example?=",
    "=??Q?=0A?=",
    "=\x00?utf-8?q?=0A?=",
)
ANYTHING = st.text(max_size=60) | st.sampled_from(TRICKS) | st.text("=?qQ0AaBb_:\r\n ", max_size=40)


@example(subject=TRICKS[3], name=TRICKS[4], sender_name=TRICKS[3], page=TRICKS[4])
@given(subject=ANYTHING, name=ANYTHING, sender_name=ANYTHING, page=ANYTHING)
def test_whatever_is_typed_no_header_and_no_recipient_is_added(
    subject: str, name: str, sender_name: str, page: str
) -> None:
    letter = replace(
        LETTER, subject=subject, recipient_name=name, sender_name=sender_name, preferences=f"https://x/{page}"
    )
    read = email.message_from_bytes(compose(letter).as_bytes(), policy=email.policy.default)
    assert sorted(read.keys()) == sorted(
        [
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe"),
            *("MIME-Version", "Content-Type"),
        ]
    )
    assert [one.addr_spec for one in read["To"].addresses] == ["dana@hospice.example"]
    assert [one.addr_spec for one in read["From"].addresses] == ["evenkeel@hospice.example"]


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example", "nobody", ""]
)
def test_an_address_that_is_not_one_address_is_refused_before_the_wire(sink: Sink, address: str) -> None:
    with session(sink.smtp) as server:
        answer = server.send(replace(LETTER, recipient=address))
    assert answer.verdict is Verdict.REFUSED
    assert sink.tries == 0


@pytest.mark.parametrize(
    ("reply", "verdict"), [("451 4.7.1 later", Verdict.LATER), ("552 5.2.2 mailbox full", Verdict.REFUSED)]
)
def test_the_servers_words_come_back(sink: Sink, reply: str, verdict: Verdict) -> None:
    sink.answer = lambda _number: reply
    with session(sink.smtp) as server:
        answer = server.send(LETTER)
    assert (answer.verdict, answer.words) == (verdict, reply)


def test_after_a_refusal_the_same_session_goes_on(sink: Sink) -> None:
    sink.answer = lambda number: "550 no" if number == 1 else "250 yes"
    with session(sink.smtp) as server:
        assert server.send(LETTER).verdict is Verdict.REFUSED
        assert server.send(LETTER).verdict is Verdict.SENT


def test_an_address_beyond_ascii_is_refused_in_words_by_a_server_without_it() -> None:
    class Plain:
        esmtp_features: dict[str, str] = {}

        def ehlo_or_helo_if_needed(self) -> None:
            return None

        def has_extn(self, _name: str) -> bool:
            return False

    answer = Session(Plain()).send(replace(LETTER, recipient="dána@hospice.example"))  # type: ignore[arg-type]
    assert (answer.verdict, answer.words) == (
        Verdict.REFUSED,
        "The mail server takes no addresses with letters beyond a to z.",
    )


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (
        pytest.raises(Unreachable, match="refused"),
        session(SmtpSettings("127.0.0.1", port, "", "", "none")),
    ):
        pass


def test_a_server_without_encryption_gets_nothing_unless_told_so(sink: Sink) -> None:
    guarded = replace(sink.smtp, security="starttls")
    with pytest.raises(Unreachable, match="STARTTLS"), session(guarded):
        pass
    assert sink.tries == 0


def test_encryption_checks_the_servers_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[ssl.SSLContext] = []

    class Recorder(smtplib.SMTP):
        def __init__(
            self, *_args: object, timeout: float, context: ssl.SSLContext | None = None, **_: object
        ) -> None:
            assert timeout == 20
            if context is not None:
                seen.append(context)

        def starttls(
            self, *, keyfile: None = None, certfile: None = None, context: ssl.SSLContext | None = None
        ) -> tuple[int, bytes]:  # type: ignore[override]
            assert context is not None
            seen.append(context)
            return 220, b""

        def quit(self) -> tuple[int, bytes]:
            return 221, b""

        def close(self) -> None:
            return None

    monkeypatch.setattr(smtplib, "SMTP", Recorder)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Recorder)
    for security in ("starttls", "tls"):
        with session(SmtpSettings("mail.example", 465, "", "", security)):
            pass
    assert [(one.check_hostname, one.verify_mode) for one in seen] == [(True, ssl.CERT_REQUIRED)] * 2


def test_a_certificate_that_nobody_vouches_for_is_told_in_words(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] (_ssl.c:1006)")
    refused.verify_message = "self-signed certificate"

    def starttls(*_: object, **__: object) -> None:
        raise refused

    monkeypatch.setattr(smtplib.SMTP, "starttls", starttls)
    with pytest.raises(Unreachable) as told, session(replace(sink.smtp, security="starttls")):
        pass
    assert str(told.value) == (
        "The mail server’s certificate is not trusted here: self-signed certificate. Nothing was handed over."
    )
    assert sink.tries == 0


def test_a_server_that_hangs_up_is_told_apart_from_one_that_is_gone(sink: Sink) -> None:
    sink.drop = lambda _number: True
    with pytest.raises(Dropped), session(sink.smtp) as server:
        server.send(LETTER)


def test_an_address_beyond_ascii_goes_to_a_server_that_takes_it() -> None:
    with running_sink(wide=True) as sink:
        with session(sink.smtp) as server:
            answer = server.send(replace(LETTER, recipient="dána@hospice.example"))
        assert answer.verdict is Verdict.SENT
        assert sink.recipients == ["dána@hospice.example"]

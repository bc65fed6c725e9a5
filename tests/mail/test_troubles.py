"""Each way in which a mail server can fail us, by a real server: which it was, in words to act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from app.mail import smtp
from app.mail.rules import MailStatus as M
from app.mail.rules import Step, Trouble, Verdict, advice, result_word, trouble_of
from app.mail.smtp import Answer, Dropped, Unreachable, session
from app.settings import SmtpSettings
from tests.mail.sink import Sink, running_sink
from tests.mail.test_smtp import LETTER

CERTIFICATES = Path(__file__).parent / "certificates"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


def sent(settings: SmtpSettings, **changed: Any) -> Answer:
    """What came of one letter; a conversation that ended early is an answer as well."""
    try:
        with session(settings) as server:
            return server.send(replace(LETTER, **changed))
    except (Dropped, Unreachable) as error:
        return Answer(Verdict.LATER, str(error), error.trouble)


def certified(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer knows whoever made our three certificates."""
    usual = ssl.create_default_context

    def create(*_args: Any, **_options: Any) -> ssl.SSLContext:
        context = usual()
        for file in CERTIFICATES.glob("*.pem"):
            context.load_verify_locations(file)
        return context

    monkeypatch.setattr(smtp.ssl, "create_default_context", create)


@contextmanager
def silent_server() -> Iterator[SmtpSettings]:
    """Something takes the call and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield SmtpSettings("127.0.0.1", listening.getsockname()[1], "", "", "none")


# --- what the server says about this one mail


@pytest.mark.parametrize(
    ("reply", "trouble", "verdict"),
    [
        ("550 5.1.1 no such user here", Trouble.NOBODY, Verdict.REFUSED),
        ("550 unknown user", Trouble.NOBODY, Verdict.REFUSED),
        ("552 5.2.2 mailbox full", Trouble.FULL, Verdict.REFUSED),
        ("452 4.2.2 over quota", Trouble.FULL, Verdict.LATER),
        ("451 4.7.1 greylisted, come back", Trouble.DELAYED, Verdict.LATER),
        ("554 5.7.1 relay access denied", Trouble.RELAY, Verdict.LATER),
        ("550 5.7.26 policy", Trouble.REFUSED, Verdict.REFUSED),
    ],
)
def test_a_recipient_that_is_not_taken(sink: Sink, reply: str, trouble: Trouble, verdict: Verdict) -> None:
    sink.to_recipient = reply
    assert sent(sink.smtp) == Answer(verdict, reply, trouble)
    assert sink.tries == 0


def test_a_sender_that_is_not_taken_waits_for_the_setting_and_costs_no_mail(sink: Sink) -> None:
    sink.to_sender = "553 5.7.1 sender address rejected: not owned by user"
    assert sent(sink.smtp) == Answer(Verdict.LATER, sink.to_sender, Trouble.SENDER)
    sink.to_sender = ""
    assert sent(sink.smtp).verdict is Verdict.SENT


@pytest.mark.parametrize(
    ("reply", "trouble", "verdict"),
    [
        ("554 5.7.1 looks like spam", Trouble.CONTENT, Verdict.REFUSED),
        ("552 5.3.4 too big", Trouble.TOO_LARGE, Verdict.REFUSED),
        ("552 too much mail data", Trouble.TOO_LARGE, Verdict.REFUSED),
        ("450 4.3.2 try later", Trouble.DELAYED, Verdict.LATER),
    ],
)
def test_a_message_that_is_not_taken(sink: Sink, reply: str, trouble: Trouble, verdict: Verdict) -> None:
    sink.answer = lambda _number: reply
    assert sent(sink.smtp) == Answer(verdict, reply, trouble)


def test_a_message_larger_than_the_server_takes_is_refused_before_it_is_on_the_way() -> None:
    with running_sink(data_size_limit=20_000) as sink:
        answer = sent(sink.smtp, text="x" * 30_000)
        assert (answer.verdict, answer.trouble) == (Verdict.REFUSED, Trouble.TOO_LARGE)
        assert answer.words.startswith("552 ")
        assert sink.tries == 0
        assert sent(sink.smtp).verdict is Verdict.SENT


def test_one_mail_that_cannot_be_written_is_refused_and_the_next_one_goes(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_letter: Any) -> None:
        raise KeyError("Dana Whitfield")

    monkeypatch.setattr(smtp, "compose", breaks)
    answer = sent(sink.smtp)
    assert (answer.verdict, answer.words) == (
        Verdict.REFUSED,
        "This mail cannot be put together (KeyError).",
    )


# --- the way to the server


def test_a_server_without_encryption_is_told(sink: Sink) -> None:
    answer = sent(replace(sink.smtp, security="starttls"))
    assert (answer.verdict, answer.trouble) == (Verdict.LATER, Trouble.NO_ENCRYPTION)
    assert "STARTTLS" in answer.words


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_gets_nothing(security: str) -> None:
    told = tried_with_certificate("own", security)
    assert told.trouble is Trouble.CERTIFICATE
    assert "self-signed certificate" in told.words
    assert "is not trusted by this computer" in advice(Trouble.CERTIFICATE, told.words)


@pytest.mark.parametrize(("name", "told"), [("past", "has run out"), ("other", "is for another name")])
def test_a_certificate_that_ran_out_or_is_for_another_name(trusting: None, name: str, told: str) -> None:
    answer = tried_with_certificate(name, "starttls")
    assert answer.trouble is Trouble.CERTIFICATE
    assert told in advice(Trouble.CERTIFICATE, answer.words)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_holds_is_taken(trusting: None, security: str) -> None:
    assert tried_with_certificate("own", security).verdict is Verdict.SENT


def tried_with_certificate(name: str, security: str) -> Answer:
    how = {"ssl_context" if security == "tls" else "tls_context": certified(name)}
    with running_sink(**how) as sink:
        answer = sent(replace(sink.smtp, security=security))
        assert len(sink.mails) == (answer.verdict is Verdict.SENT)
    return answer


def test_encryption_spoken_to_a_server_that_speaks_plainly(sink: Sink) -> None:
    assert sent(replace(sink.smtp, security="tls")).trouble is Trouble.ENCRYPTION


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_wrong_password_is_told_and_a_right_one_works() -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        good = (given.login, given.password) == (b"evenkeel", b"seven wet owls")
        return AuthResult(success=good, handled=False)

    with running_sink(authenticator=check, auth_require_tls=False, auth_required=True) as sink:
        wrong = sent(replace(sink.smtp, user="evenkeel", password="guess"))
        assert (wrong.verdict, wrong.trouble) == (Verdict.LATER, Trouble.SIGN_IN)
        assert wrong.words.startswith("535")
        none = sent(sink.smtp)
        assert (none.verdict, none.trouble) == (Verdict.LATER, Trouble.SIGN_IN)
        right = sent(replace(sink.smtp, user="evenkeel", password="seven wet owls"))
        assert right.verdict is Verdict.SENT


def test_a_server_that_knows_no_sign_in(sink: Sink) -> None:
    assert sent(replace(sink.smtp, user="evenkeel", password="x")).trouble is Trouble.SIGN_IN


def test_a_name_that_nobody_knows() -> None:
    answer = sent(SmtpSettings("mail.nowhere.invalid", 25, "", "", "none"))
    assert (answer.verdict, answer.trouble) == (Verdict.LATER, Trouble.UNKNOWN_HOST)


def test_a_port_on_which_nothing_listens(sink: Sink) -> None:
    assert sent(replace(sink.smtp, port=1)).trouble is Trouble.CLOSED


def test_a_server_that_never_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.3)
    with silent_server() as settings:
        answer = sent(settings)
    assert answer == Answer(Verdict.LATER, "The mail server did not answer in time.", Trouble.TIMEOUT)


def test_a_server_that_thinks_too_long_about_a_message(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.3)
    sink.pause = 1.0
    assert sent(sink.smtp).trouble is Trouble.TIMEOUT


def test_a_server_that_hangs_up(sink: Sink) -> None:
    sink.drop = lambda _number: True
    assert sent(sink.smtp).trouble is Trouble.HUNG_UP


def test_a_server_that_is_closing_down_asks_us_to_wait(sink: Sink) -> None:
    sink.answer = lambda _number: "421 4.3.2 closing down"
    assert sent(sink.smtp) == Answer(Verdict.LATER, "421 4.3.2 closing down", Trouble.DELAYED)


# --- the words


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_says_what_to_do_and_by_whom(trouble: Trouble) -> None:
    told = advice(trouble, "550 5.0.0 anything")
    assert told.endswith(".") and len(told) < 300
    assert any(
        one in told
        for one in ("Whoever", "whoever", "phone", "Mend", "ask the person", "Hand", "nothing to do")
    )


@pytest.mark.parametrize(
    ("status", "trouble", "word"),
    [
        (M.PENDING, None, "Waiting"),
        (M.PENDING, Trouble.DELAYED, "Delayed"),
        (M.PENDING, Trouble.TIMEOUT, "Unreachable"),
        (M.FAILED, Trouble.NOBODY, "Refused"),
        (M.FAILED, Trouble.TIMEOUT, "Given up"),
        (M.SENT, None, "Sent"),
        (M.CANCELLED, Trouble.DELAYED, "Called off"),
    ],
)
def test_refused_delayed_and_unreachable_are_told_apart(
    status: M, trouble: Trouble | None, word: str
) -> None:
    assert result_word(status, trouble, 1) == word


def test_a_finer_code_counts_more_than_the_step_at_which_it_came() -> None:
    assert trouble_of(550, "550 5.2.2 full", Step.MESSAGE) is Trouble.FULL
    assert trouble_of(535, "535 5.7.8 no", Step.SENDER) is Trouble.SIGN_IN

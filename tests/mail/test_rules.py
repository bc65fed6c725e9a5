"""Retries are patient and bounded; nothing typed into a name becomes a header or a second recipient."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.rules import (
    MailStatus,
    Verdict,
    after_try,
    again_key,
    dedupe_key,
    domain_of,
    header_text,
    is_address,
    judge,
)

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (250, Verdict.SENT),
        (451, Verdict.LATER),
        (421, Verdict.LATER),
        (550, Verdict.REFUSED),
        (554, Verdict.REFUSED),
        (535, Verdict.LATER),
        (530, Verdict.LATER),
    ],
)
def test_a_reply_code_means_sent_later_or_never(code: int, verdict: Verdict) -> None:
    assert judge(code) is verdict


def test_a_delayed_mail_is_tried_at_most_hourly_for_seven_days() -> None:
    moment, tries = NOW, 0
    while True:
        step = after_try(Verdict.LATER, now=moment, first_try=NOW)
        tries += 1
        if step.not_before is None:
            break
        assert step.not_before - moment >= timedelta(hours=1)
        moment = step.not_before
    assert step.status is MailStatus.FAILED
    assert moment - NOW == timedelta(days=7)
    assert tries == 7 * 24 + 1


def test_a_refused_mail_is_not_tried_again() -> None:
    assert after_try(Verdict.REFUSED, now=NOW, first_try=NOW).status is MailStatus.FAILED


@pytest.mark.parametrize(
    "text", ["dana@hospice.example", "d.w+x@a-b.example", "o'neil@hospice.example", "ü@hospice.example"]
)
def test_a_plain_address_is_taken(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dana",
        "dana@",
        "@x.example",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a b@c.example",
        "<a@b.example>",
        "a@b@c.example",
        "a@b..example",
        'a"b@c.example',
        "a@b.example\r",
        "a" * 250 + "@b.example",
    ],
)
def test_what_could_be_two_addresses_or_a_header_is_refused(text: str) -> None:
    assert not is_address(text)


@given(st.text())
def test_header_text_never_holds_a_line_break(text: str) -> None:
    clean = header_text(text)
    assert clean == " ".join(clean.split())
    assert clean.isprintable() or all(ch.isprintable() or ord(ch) > 0x7F for ch in clean)
    assert not set(clean) & set("\r\n\0\x0b\x0c\x1c\x85\u2028\u2029")


def test_a_key_names_kind_thing_day_and_recipient() -> None:
    key = dedupe_key("digest", "u1", date(2026, 11, 24), "dana@hospice.example")
    assert key == "digest:u1:2026-11-24:dana@hospice.example"
    assert again_key(key, 0) == key
    assert again_key(key, 1) == key + ":2"


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("evenkeel@hospice.example", "hospice.example"),
        ("Evenkeel <x@Hospice.Example>", "hospice.example"),
        (None, "evenkeel.local"),
        ("x@b\r\nd", "evenkeel.local"),
    ],
)
def test_message_ids_carry_our_domain(sender: str | None, domain: str) -> None:
    assert domain_of(sender) == domain

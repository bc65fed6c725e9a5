"""Passwords, waits and addresses, decided on facts alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.rules import (
    Verb,
    address_key,
    blocked_until,
    folded,
    password_problem,
    role_allows,
)
from app.core.actor import Role
from app.web.responses import local_target

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        (Role.VIEWER, {Verb.SEE}),
        (Role.EDITOR, {Verb.SEE, Verb.EDIT}),
        (Role.ADMIN, {Verb.SEE, Verb.EDIT, Verb.ADMINISTER}),
        (Role.SYSTEM, {Verb.SEE, Verb.EDIT, Verb.ADMINISTER}),
    ],
)
def test_each_role_allows_what_it_says(role: Role, verbs: set[Verb]) -> None:
    assert {verb for verb in Verb if role_allows(role, verb)} == verbs


@pytest.mark.parametrize(
    "password",
    [
        "seven wet owls sing",
        "correct battery staple",
        "Tr0ubadour&3xyz",
        "мой дом стоит у реки",
        "a" * 5 + "bcdx" + "q9 Zp" * 4,
        "x7!" + "Kq2 " * 3 + "w",
        "palliative partners meet monthly",
    ],
)
def test_a_sentence_or_a_random_password_will_do(password: str) -> None:
    assert password_problem(password, ("dana@hospice.example", "Dana Whitfield", "Lantern Hill")) is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "Welcome12345",
        "123456789012",
        "qwertyuiopas",
        "lkjhgfdsapoi",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "Summer2026!!",
        "letmeinplease",
        "iloveyou2026",
        "Hospice12345",
        "adminadmin12",
        "evenkeel2026!",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert "Too many people" in (password_problem(password) or "")


@pytest.mark.parametrize(
    "password", ["Dana Whitfield", "danawhitfield1", "dwhitfield2026", "Lantern-Hill 2026", "LANTERNHILL11"]
)
def test_the_own_name_address_and_organization_are_refused(password: str) -> None:
    words = ("dwhitfield@hospice.example", "Dana Whitfield", "Lantern Hill")
    assert "other than your name" in (password_problem(password, words) or "")


def test_a_password_has_twelve_to_a_hundred_and_twenty_eight_characters() -> None:
    assert "at least 12" in (password_problem("owl sings x") or "")
    assert password_problem("owl sings xy") is None
    long = "owl sings in wet grass " * 6
    assert password_problem(long[:127] + "!") is None
    assert "at most 128" in (password_problem(long[:128] + "!") or "")


def test_four_failures_bring_no_wait_and_the_fifth_brings_fifteen_minutes() -> None:
    failures = [NINE + n * MINUTE for n in range(5)]
    assert blocked_until(failures[:4], 5) is None
    assert blocked_until(failures, 5) == failures[4] + 15 * MINUTE


def test_failures_spread_over_the_day_bring_no_wait() -> None:
    assert blocked_until([NINE + n * 15 * MINUTE for n in range(40)], 5) is None


def test_each_further_round_doubles_the_wait_up_to_two_hours() -> None:
    failures: list[datetime] = []
    waits = []
    start = NINE
    for _ in range(6):
        failures += [start + n * timedelta(seconds=1) for n in range(5)]
        until = blocked_until(failures, 5)
        assert until is not None
        waits.append((until - failures[-1]) // MINUTE)
        start = until
    assert waits == [15, 30, 60, 120, 120, 120]


def test_an_address_is_stored_in_small_letters() -> None:
    assert folded("  Dana@Hospice.EXAMPLE ") == "dana@hospice.example"


def test_one_household_of_ipv6_counts_as_one_address() -> None:
    assert address_key("2001:db8:1:2:aaaa::1") == address_key("2001:db8:1:2:bbbb::9")
    assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")
    assert address_key("192.0.2.7") == "192.0.2.7"
    assert address_key("fe80::1%eth0") == "fe80::/64"
    assert address_key("") == ""


@pytest.mark.parametrize("target", ["/", "/partnerships?stage=pilot", "/actions/abc#note", "/a//b"])
def test_after_signing_in_one_returns_to_our_own_page(target: str) -> None:
    assert local_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "",
        "evil.example",
        "/\n/evil.example",
        "///evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    assert local_target(target) == "/"

"""An address is taken when mail can go to it; a slip is told where it is typed."""

from __future__ import annotations

import pytest

from app.core.address import read_address


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (" Dana@Hospice.Example.org ", "Dana@hospice.example.org"),
        ("o'neil+palliative@hospice.example", "o'neil+palliative@hospice.example"),
        ("josé@hospice.example", "josé@hospice.example"),
    ],
)
def test_an_address_is_read_as_people_write_it(text: str, read: str) -> None:
    assert read_address(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dana",
        "dana@hospice",
        "dana@hospice..org",
        "dana@hospice,org",
        "dana @hospice.org",
        "dana@hospice.org; sam@hospice.org",
        "Dana <dana@hospice.org>",
        "mailto:dana@hospice.org",
        "😀@hospice.org",
        "dana\u200d❤️@hospice.org",
        "dana@😀.org",
        "a" * 10_000 + "@hospice.org",
    ],
)
def test_what_mail_cannot_go_to_is_no_address(text: str) -> None:
    assert read_address(text) is None

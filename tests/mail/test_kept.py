"""Every mail we send: kept word by word as the mail server got it, its HTML readable by everybody."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.models import User
from app.partnerships.models import Partnership
from app.settings import Settings
from tests.calendars.conftest import bay, dana
from tests.calendars.inviting import House
from tests.mail.every import Desk
from tests.mail.sink import Sink

__all__ = ["bay", "dana"]  # fixtures
KEPT = Path(__file__).parent / "kept"
HEADERS = ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "List-Unsubscribe")
# What chance makes: ids in links and entries, the code of a test mail.
CHANCE = ((r"(?<=[/-])[0-9a-f]{32}(?=[/@])", "ID"), (r"(?<=[ >])\d{6}\b", "CODE"))
ENOUGH = 4.5  # to 1, WCAG 2.2, 1.4.3
VOID = {"meta", "br"}


on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(app: Flask, bay: Partnership, dana: User, mailing: Settings, sink: Sink) -> Desk:
    return Desk(House(app, bay, dana, mailing, sink))


def as_read(mail: EmailMessage) -> str:
    """Everything in a mail that a person or their program reads."""
    parts = [f"{name}: {str(mail[name]).strip()}" for name in HEADERS if mail[name]]
    for part in mail.walk():
        if part.get_filename() and part.get_content_maintype() == "application":
            parts.append(f"--- {part.get_content_type()} {part.get_filename()}")
        elif part.get_content_maintype() == "text":
            words = part.get_payload(decode=True)
            assert isinstance(words, bytes)
            parts.append(f"--- {part.get_content_type()}\n{words.decode().replace(chr(13), '')}")
    text = "\n".join(parts)
    for pattern, name in CHANCE:
        text = re.sub(pattern, name, text)
    return text


@on_one_database
def test_every_mail_reads_as_it_was_kept(desk: Desk) -> None:
    # After a wanted change: write what is read to the file in `kept` and look at it.
    read = {name: as_read(mail) for name, mail in desk.each()}
    assert read == {name: (KEPT / f"{name}.txt").read_text(encoding="utf-8") for name in read}


@on_one_database
def test_a_meeting_called_off_reads_as_it_was_kept(desk: Desk) -> None:
    kept = KEPT / "invitation called off.txt"
    assert as_read(desk.called_off()) == kept.read_text(encoding="utf-8")


class Shown(HTMLParser):
    """Each piece of text in a mail with its color, the ground it stands on, and its size in pixels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.styles: list[dict[str, str]] = [{}]
        self.pieces: list[tuple[str, str, str, int]] = []
        self.feed(html[html.index("<body") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("img", "picture", "svg"), "a mail that needs pictures says nothing with them off"
        if tag not in VOID:
            style = dict(attrs).get("style") or ""
            own = dict(part.split(":", 1) for part in style.split(";") if part)
            self.styles.append(self.styles[-1] | own)

    def handle_endtag(self, tag: str) -> None:
        self.styles.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            style = self.styles[-1]
            size = int(style["font-size"].removesuffix("px"))
            self.pieces.append((data, style["color"], style["background-color"], size))


def contrast(one: str, other: str) -> float:
    """How far two colors of the form #rrggbb stand apart, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["digest", "test"])
def test_the_html_can_be_read_by_weak_eyes_and_with_pictures_off(name: str) -> None:
    kept = (KEPT / f"{name}.txt").read_text(encoding="utf-8")
    pieces = Shown(kept.partition("--- text/html\n")[2]).pieces
    assert len(pieces) > 3
    for words, color, ground, size in pieces:
        assert contrast(color, ground) >= ENOUGH, words
        assert size >= 13, words


def test_contrast_is_counted_as_the_guidelines_count_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)

"""The mail itself: kept word by word, readable everywhere, and its links change nothing (R7, R10)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.balance.models import Adjustment
from app.core.actor import SYSTEM
from app.core.history import History
from app.mail.models import OutboxMail
from app.mail.smtp import Letter, compose
from app.milestones.models import Milestone
from app.partnerships.models import Partnership
from app.reminders.queries import due_items
from app.reminders.rules import Digest, DueItem, Kind, Line, Recipient
from app.reminders.service import LATE_SHOWN, SHOWN, render_digest
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.factories import THEN, make_action, make_meeting, make_partnership
from tests.reminders.conftest import with_terms
from tests.reminders.everything import CASES

MONDAY = date(2026, 11, 30)
KEPT = Path(__file__).parent / "kept"
DANA = Recipient(1, "u1", "Dana Whitfield", "dana@hospice.example")
BASE = "https://evenkeel.hospice.example"


def item(
    days: int, title: str, kind: Kind = Kind.ACTION, partnership: str = "Kestrel Bay / Ordway"
) -> DueItem:
    path = f"/partnerships/{partnership.split()[0].lower()}"
    thing = "-".join(title.lower().split())
    return DueItem(kind, thing, MONDAY + timedelta(days=days), title, 1, partnership, path)


def sample() -> Digest:
    news = (
        Line(item(-10, "Call the analyst about the report", partnership="Tallow Ridge / Sunmere"), -10),
        Line(item(-3, "Send the visit log for October"), -3),
        Line(item(1, "Operations meeting, 2:00 pm", Kind.MEETING), 1),
        Line(
            item(
                7,
                "Last day to give notice (90 days before the term ends)",
                Kind.NOTICE,
                "Tallow Ridge / Sunmere",
            ),
            7,
        ),
        Line(item(21, "Interim review, month 12; data review after 12 months", Kind.REVIEW), 21),
    )
    week = (item(4, "Draft the amendment <b>& more</b>"),)
    return Digest(DANA, MONDAY, news, week, (item(-30, "Sign the data agreement", Kind.MILESTONE),))


@pytest.mark.parametrize(("place", "name"), [(0, "digest.txt"), (1, "digest.html")])
def test_the_digest_reads_as_it_was_kept(place: int, name: str) -> None:
    # After a wanted change: write what is rendered to the file in `kept` and look at it.
    assert render_digest(sample(), BASE)[place] == (KEPT / name).read_text(encoding="utf-8")


class Reader(HTMLParser):
    """What a mail program would load or open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "background", "srcset", "data"):
                self.loaded.append(str(value))
            elif name == "href":
                self.links.append(str(value))


def test_the_html_loads_nothing_and_uses_what_every_mail_program_shows() -> None:
    html = render_digest(sample(), BASE)[1]
    reader = Reader(html)
    assert reader.loaded == []
    assert "url(" not in html
    assert reader.tags <= {"html", "head", "meta", "title", "body", "table", "tr", "td", "a", "br", "span"}
    assert all(link.startswith(BASE) for link in reader.links)
    assert "max-width:600px" in html


def test_text_and_html_name_the_same_things_in_the_same_order() -> None:
    text, html = render_digest(sample(), BASE)
    in_html = [link for link in Reader(html).links if link.startswith(f"{BASE}/reminders/things/")]
    assert re.findall(rf"{BASE}/reminders/things/\S+", text) == in_html
    assert len(in_html) == 7


def test_lines_of_the_mail_are_short_enough_for_every_server() -> None:
    text, html = render_digest(sample(), BASE)
    letter = Letter("a@b.example", "E", "c@d.example", "D", "S", text, html, "<1@b.example>", NOW)
    assert max(len(line) for line in compose(letter).as_bytes().splitlines()) <= 998


def test_a_mail_with_thousands_of_late_things_stays_readable() -> None:
    many = tuple(Line(item(-number, f"Promise {number}"), -10) for number in range(1, 3001))
    text, html = render_digest(Digest(DANA, MONDAY, many), BASE)
    assert text.count("* Promise") == SHOWN
    assert f"and {3000 - SHOWN} more: {BASE}/reminders/sheet" in text
    assert f'<a href="{BASE}/reminders/sheet" style="color:#1f5c4a;">and {3000 - SHOWN} more</a>' in html
    assert len(html) < 100_000
    old = Digest(DANA, MONDAY, (), (), tuple(line.item for line in many))
    assert render_digest(old, BASE)[0].count("* Promise") == LATE_SHOWN


def test_R10_opening_every_link_of_a_digest_changes_nothing(
    app: Flask, editor: Any, partnership: Partnership
) -> None:
    today = date(2026, 11, 24)
    make_action(partnership)
    make_meeting(partnership)
    Milestone.create(
        partnership=partnership,
        stage="pilot",
        title="First data month",
        lead="provider",
        due_on=today,
        created_at=THEN,
    )
    Adjustment.create(
        partnership=partnership, on=today, what_changed="Fast track", check_on=today, created_at=THEN
    )
    with_terms(
        partnership, start_date=date(2026, 9, 1), end_date=date(2027, 3, 31), is_pilot=True, notice_days=90
    )
    former = make_partnership(key="former", stage="ended")
    again = {"S36.recontact_date": today}
    set_terms(former, again, effective_on=date(2026, 1, 1), actor=SYSTEM, now=THEN)
    for case in CASES:
        case.make(make_partnership(lead=partnership.lead))
    with_terms(make_partnership(), start_date=date(2026, 1, 1), end_date=date(2027, 6, 30), notice_days=60)
    items = due_items(today, today + timedelta(days=180))
    assert {one.kind for one in items} == set(Kind)
    before = (History.select().count(), OutboxMail.select().count())
    for path in {one.path for one in items} | {"/reminders", "/settings"}:
        assert editor.get(path).status_code == 200, path
    assert (History.select().count(), OutboxMail.select().count()) == before


def test_a_row_of_the_agreement_keeps_its_name_while_rows_come_and_go(partnership: Partnership) -> None:
    def starts(*sites: str) -> list[DueItem]:
        rows = [{"id": site.lower(), "site": site, "start": MONDAY} for site in sites]
        set_terms(
            partnership, {"S03.site_starts": rows}, effective_on=date(2020, 1, 1), actor=SYSTEM, now=THEN
        )
        return [one for one in due_items(MONDAY, MONDAY) if one.title.endswith("East")]

    assert [one.identity for one in starts("East")] == [one.identity for one in starts("North", "East")]

"""Kestrel Bay's year, by hands on the pages: a task by phone, signals, a review, new terms, and quiet again.

The months are those of the example; they come in as a file, and time passes on the program's clock. What the
scheduler does by itself, the rules' look at what changed, is asked for where it would have happened.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from docx import Document as open_docx
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from app.accounts.service import add_user
from app.core.actor import SYSTEM, Role
from app.core.clock import FixedClock
from app.core.db import connected
from app.examples.reader import BUNDLED_FOLDER
from app.organization.models import House
from app.terms.service import set_terms
from app.triggers.jobs import watch
from tests.browser.conftest import OpenPage
from tests.browser.live import EMAIL, HOUSE, NAME, PASSWORD, LiveServer
from tests.factories import make_organization, make_partnership

HOME = "/partnerships/kestrel-bay"
SIGNED = date(2024, 3, 1)
TERMS = {
    "S01.provider_name": "Kestrel Bay Hospice",
    "S01.payer_name": "Ordway Community Health Plan",
    "S03.start_date": SIGNED,
    "S03.end_date": date(2026, 2, 28),
    "S03.is_pilot": True,
    "S03.notice_days": 90,
    "S13.planned_encounters_ppm": 6,
    "S21.rate_home": 98_000,
}
WHY = "The added tasks cost more than they bring, and another team can do them."


def test_from_a_task_by_phone_to_an_amendment_and_quiet_again(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    set_up(live_server)
    page = open_page()
    passes(live_server, 2024, 10, 11)
    a_change_is_noted(page, live_server)
    passes(live_server, 2025, 2, 3)
    the_numbers_come_in(page, live_server, months=11)
    a_signal_goes_into_the_review(page, live_server)
    the_review_is_prepared(page, live_server)
    passes(live_server, 2025, 3, 4)
    the_worksheet_is_filled(page, live_server)
    the_decision_is_noted(page)
    only_what_changes_is_written(page, live_server)
    passes(live_server, 2025, 5, 20)
    the_amendment_is_signed(page, live_server)
    passes(live_server, 2025, 7, 3)
    the_numbers_come_in(page, live_server, months=16)
    it_is_quiet_and_the_chain_says_why(page, live_server)


def set_up(server: LiveServer) -> None:
    """A partnership in its pilot with a signed agreement, and somebody who works here."""
    passes(server, 2024, 10, 1)
    with connected():
        House.update(name=HOUSE).execute()
        add_user(EMAIL, NAME, Role.ADMIN, PASSWORD, actor=SYSTEM, now=server.clock.now())
        payer = make_organization(name="Ordway Community Health Plan")
        made = make_partnership(
            key="kestrel-bay",
            name="Kestrel Bay / Ordway",
            payer=payer,
            stage="pilot",
            stage_since=SIGNED,
            created_at=datetime(2024, 2, 1, tzinfo=UTC),
        )
        set_terms(made, TERMS, effective_on=SIGNED, actor=SYSTEM, now=datetime(2024, 2, 1, tzinfo=UTC))


def passes(server: LiveServer, year: int, month: int, day: int) -> None:
    """Until the morning of that day."""
    assert isinstance(server.clock, FixedClock)
    server.clock.set(datetime(year, month, day, 18, tzinfo=UTC))


def at(page: Page, server: LiveServer, address: str) -> None:
    """Open a page; after weeks away one signs in again and comes back to it."""
    page.goto(f"{server.url}{address}")
    if page.get_by_label("Password").is_visible():
        page.get_by_label("Work email").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


def the_rules_look(server: LiveServer) -> None:
    with connected():
        watch(server.clock.now(), server.settings)


def a_change_is_noted(page: Page, server: LiveServer) -> None:
    at(page, server, f"{HOME}/signals/change")
    page.get_by_label("What changed").select_option(
        label="Scope or responsibility: New task given to a party"
    )
    page.get_by_label("In a sentence").fill("Equipment orders and wound care come to us, by phone")
    page.get_by_label("When").fill("2024-10-10")
    page.get_by_role("button", name=re.compile("Note")).click()
    at(page, server, f"{HOME}/signals")
    expect(page.get_by_role("main")).to_contain_text("New task given to a party")


def the_numbers_come_in(page: Page, server: LiveServer, *, months: int) -> None:
    """The file of the first months; what is there already stays as it is."""
    lines = (BUNDLED_FOLDER / "b_drifting.csv").read_text().splitlines()[: months + 1]
    at(page, server, f"{HOME}/numbers/bring")
    payload = {"name": "months.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.get_by_label("Excel or CSV file").set_input_files(payload)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name=re.compile(r"Save \d+ months")).click()
    expect(page.locator("#toasts")).to_contain_text("months")
    the_rules_look(server)


def a_signal_goes_into_the_review(page: Page, server: LiveServer) -> None:
    at(page, server, f"{HOME}/signals")
    page.get_by_role("link", name="More care than planned (scope creep)").click()
    expect(page.get_by_role("main")).to_contain_text("123.6%, 132%, 132.1% in the latest 3 months")
    page.get_by_label("Take it into a review").check()
    page.get_by_role("button", name="Save the answer").click()
    expect(page.locator("#toasts")).to_contain_text("Your answer is kept.")


def the_review_is_prepared(page: Page, server: LiveServer) -> None:
    at(page, server, f"{HOME}/reviews")
    line = page.get_by_role("listitem").filter(has_text="Interim review, month 12")
    line.get_by_role("button", name="Prepare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Annual review, March 1, 2025")
    expect(page.get_by_role("main")).to_contain_text("More care than planned (scope creep)")
    page.get_by_role("link", name="Prepare", exact=True).click()
    page.get_by_label(re.compile("New task given to a party")).check()
    page.get_by_label("Why now").fill("More care than the agreement plans, at the same rate")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("New task given to a party")


def the_worksheet_is_filled(page: Page, server: LiveServer) -> None:
    at(page, server, page.url.removeprefix(server.url))
    page.get_by_role("link", name="Effort").click()
    scope = page.get_by_role("region", name="Scope of service")
    expect(scope).to_contain_text("a signal points here")
    scope.get_by_label("What we found").fill("Two tasks came by phone; another funded team could do both.")
    scope.get_by_label("Change needed").check()
    scope.get_by_text("Make it an action").click()
    scope.get_by_label("What is to be done").fill("Hand wound care back to the home health agency")
    scope.get_by_label("Whose promise").select_option(label="Ordway Community Health Plan")
    scope.get_by_label("By").fill("2025-04-15")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("1 of 21 questions has an answer; 1 asks for a change.")


def the_decision_is_noted(page: Page) -> None:
    page.get_by_role("button", name="Mark as held").click()
    page.get_by_role("link", name="Note the decision").first.click()
    expect(page.get_by_role("complementary")).to_contain_text("Two tasks came by phone")
    page.get_by_label("Renegotiate").check()
    page.get_by_label("Why").fill(WHY)
    page.get_by_label("By whom").fill("Ines Calloway and Paul Renner")
    page.get_by_label("Look at it again on").fill("2025-09-02")
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_role("main")).to_contain_text("Decided on March 4, 2025: renegotiate.")


def only_what_changes_is_written(page: Page, server: LiveServer) -> None:
    """The amendment holds the changed term alone, and its Word file only the sections it touches."""
    page.get_by_role("button", name="Open the amendment").click()
    expect(page.get_by_label("Why (optional)")).to_have_value(WHY)
    at(page, server, f"{HOME}/contract?group=money")
    page.get_by_label("Case rate, home").first.fill("1060")
    page.get_by_role("button", name="Put into amendment 1").click()
    at(page, server, f"{HOME}/contract/amendments")
    page.get_by_role("link", name="Amendment 1").first.click()
    expect(page.get_by_role("main")).to_contain_text("$980.00")
    page.get_by_label("In force from").fill("2025-06-01")
    page.get_by_label("Look again on").fill("2025-09-01")
    page.get_by_role("button", name="Make the Word files").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amendment")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("for Ordway Community Health Plan")).click()
    told = words_of(Path(download.value.path()))
    assert "$1,060.00" in told and "Base payment" in told
    assert "Service area" not in told and "After hours" not in told


def words_of(path: Path) -> str:
    """Everything the file says, what stands in a control for a term as well."""
    body = open_docx(BytesIO(path.read_bytes())).element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))


def the_amendment_is_signed(page: Page, server: LiveServer) -> None:
    at(page, server, page.url.removeprefix(server.url))
    page.get_by_role("link", name="Mark as signed").click()
    page.get_by_label("Day of the last signature").fill("2025-05-20")
    page.get_by_role("button", name="It is signed").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("[Ss]igned"))


def it_is_quiet_and_the_chain_says_why(page: Page, server: LiveServer) -> None:
    at(page, server, f"{HOME}/lineage")
    page.get_by_role("link", name="Renegotiate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How amendment 1 came about")
    chain = page.get_by_role("main")
    told = [
        "New task given to a party",
        "More care than planned (scope creep)",
        "Annual review",
        WHY,
        "Hand wound care back to the home health agency",
        "Signed May 20, 2025; 1 term changed.",
        "Back to 104.6%.",
        "Look whether amendment 1 worked",
    ]
    for words in told:
        expect(chain).to_contain_text(words)
    text = chain.inner_text()
    places = [text.index(words) for words in told[:4]]
    assert places == sorted(places)
    expect(chain).to_contain_text("$980.00 → $1,060.00")
    expect(chain).to_contain_text("Sep 1")

"""One invented partnership from the first call to the pilot's first quarter, by hands on a page alone.

Nothing here looks into the database: what the next page needs was typed on an earlier one, and time passes on
the program's clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from app.core.clock import FixedClock
from tests.browser.conftest import OpenPage
from tests.browser.live import EMAIL, HOUSE, NAME, PASSWORD, LiveServer

PLAN, HOME = "Bluestem Health Plan", "/partnerships/bluestem-health-plan"
PEOPLE = (("Priya Nair", "contracting"), ("Ken Lindqvist", "clinical"), ("Alma Brandt", "operations"))


def test_a_partnership_goes_from_the_first_call_to_its_first_quarter(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page()
    set_the_house_up(page, live_server)
    begin_the_partnership(page, live_server)
    name_the_people(page, live_server)
    ask_the_seven_things(page, live_server)
    first_call(page, live_server)
    pass_on(page, live_server, datetime(2027, 1, 26, 17, tzinfo=UTC), "Planning", "Both sides want it.")
    take_what_the_stage_needs(page)
    pass_on(page, live_server, datetime(2027, 7, 27, 17, tzinfo=UTC), "Contracting", "The plan is accepted.")
    pass_on(page, live_server, datetime(2027, 10, 1, 17, tzinfo=UTC), "Pilot", "Signed by both.")
    take_what_the_stage_needs(page)
    operations_meeting(page, live_server)
    keep_the_promise(page, live_server)
    look_back(page, live_server)


def at(page: Page, server: LiveServer, address: str) -> None:
    """Open a page; after weeks away one signs in again and comes back to it."""
    page.goto(f"{server.url}{address}")
    if page.get_by_label("Password").is_visible():
        page.get_by_label("Work email").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


def moved_to(server: LiveServer, moment: datetime) -> None:
    assert isinstance(server.clock, FixedClock)
    server.clock.set(moment)


def set_the_house_up(page: Page, server: LiveServer) -> None:
    page.goto(server.setup_link())
    page.get_by_label("Name of your organization").fill(HOUSE)
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Work email").fill(EMAIL)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How would you like to start?")


def begin_the_partnership(page: Page, server: LiveServer) -> None:
    at(page, server, "/partnerships/new")
    page.get_by_label("Health plan", exact=True).fill(PLAN)
    page.get_by_role("button", name="Add partnership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PLAN)


def name_the_people(page: Page, server: LiveServer) -> None:
    """Three people of the plan, all of them on the partnership."""
    for name, function in PEOPLE:
        at(page, server, f"{HOME}/people")
        page.get_by_role("link", name=f"New person at {PLAN}").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Function").select_option(function)
        page.get_by_role("button", name="Add person").click()
        at(page, server, f"{HOME}/people")
        page.get_by_label("Person", exact=True).select_option(label=f"{name}, {PLAN}")
        page.get_by_role("button", name="Add to partnership").click()
        expect(page.locator("#toasts")).to_contain_text(f"{name} works on this now.")


def ask_the_seven_things(page: Page, server: LiveServer) -> None:
    at(page, server, f"{HOME}/information")
    page.get_by_text("Mark several as asked").click()
    page.get_by_label("Catchment area, by the plan").check()
    page.get_by_label("Target population, by the plan").check()
    page.get_by_label("Answer wanted by").fill("2026-12-15")
    page.get_by_role("button", name="Mark as asked").click()
    expect(page.locator("#toasts")).to_contain_text("2 marked as asked.")
    page.get_by_role("link", name="Catchment area").first.click()
    page.get_by_label("How it stands").select_option("answered")
    page.get_by_label("Answer (optional)").fill("Mesa County\nAlder County")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(f"{PLAN} has answered 1 of 7")


def first_call(page: Page, server: LiveServer) -> None:
    """The first agenda brings the aims worksheet; its minutes end in a decision and a promise."""
    at(page, server, f"{HOME}/meetings/new?kind=core_planning")
    page.get_by_label("Day").fill("2026-12-03")
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.get_by_role("heading", name="For a first meeting")).to_be_visible()
    page.get_by_text("Add a topic or a decision").click()
    page.get_by_label("What it is about").fill("Who drives to Alder County?")
    page.get_by_role("button", name="Add to the agenda").click()
    expect(page.locator("#agenda")).to_contain_text("Who drives to Alder County?")
    moved_to(server, datetime(2026, 12, 3, 22, tzinfo=UTC))
    page.get_by_role("link", name="Take minutes").click()
    page.get_by_label(re.compile(r"Information still missing")).first.fill("The plan sends its figures.")
    page.get_by_label("What was decided").fill("We plan together from January.")
    page.get_by_role("button", name="Add decision").click()
    page.get_by_label("What needs doing").fill("Send the county map")
    page.get_by_label("Who (optional)", exact=True).select_option(label=f"Priya Nair, {PLAN}")
    page.get_by_label("By (optional)", exact=True).fill("2026-12-10")
    page.get_by_role("button", name="Add action").click()
    page.get_by_role("link", name="Finish and send").click()
    expect(page.get_by_role("main")).to_contain_text("Who drives to Alder County?")
    page.get_by_role("button", name="Finish the minutes").click()
    expect(page.get_by_role("main")).to_contain_text("Finished and locked.")
    expect(page.get_by_role("article")).to_contain_text("We plan together from January.")


def pass_on(page: Page, server: LiveServer, moment: datetime, stage: str, reason: str) -> None:
    """Leave a stage with a reason; what was missing is said and stops nobody."""
    moved_to(server, moment)
    at(page, server, f"{HOME}/stage")
    page.get_by_label(stage, exact=True).check()
    page.get_by_label("Why it leaves this stage").fill(reason)
    page.get_by_role("button", name="Move partnership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What this stage usually needs")
    expect(page.locator("#toasts")).to_contain_text(f"moved to {stage}.")


def take_what_the_stage_needs(page: Page) -> None:
    """Its milestones and its meetings, as they are proposed."""
    page.get_by_role("button", name="Put the ticked ones on the plan").click()
    expect(page.locator("#toasts")).to_contain_text("put on the plan")
    page.goto(f"{page.url.split('/milestones')[0]}/stage/plan")
    page.get_by_role("button", name="Begin the ticked meetings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication plan")


def operations_meeting(page: Page, server: LiveServer) -> None:
    """What was not talked about in one meeting of the series stands on the agenda of the next."""
    at(page, server, f"{HOME}/meetings?kind=operations")
    page.get_by_role("region", name="To come").get_by_role("link").first.click()
    page.get_by_text("Add a topic or a decision").click()
    page.get_by_label("What it is about").fill("Oxygen on weekends")
    page.get_by_role("button", name="Add to the agenda").click()
    expect(page.locator("#agenda")).to_contain_text("Oxygen on weekends")
    moved_to(server, datetime(2027, 10, 6, 22, tzinfo=UTC))
    page.reload()
    page.get_by_role("link", name="Take minutes").click()
    page.get_by_label("What needs doing").fill("Name a second approver")
    page.get_by_label("Who (optional)", exact=True).select_option(label=f"Alma Brandt, {PLAN}")
    page.get_by_label("By (optional)", exact=True).fill("2027-10-13")
    page.get_by_role("button", name="Add action").click()
    page.get_by_role("link", name="Finish and send").click()
    page.get_by_role("button", name="Finish the minutes").click()
    expect(page.get_by_role("main")).to_contain_text("Finished and locked.")
    at(page, server, f"{HOME}/meetings?kind=operations")
    page.get_by_role("region", name="To come").get_by_role("link").first.click()
    expect(page.locator("#agenda")).to_contain_text("Oxygen on weekends")
    expect(page.locator("#agenda")).to_contain_text(re.compile("carried from Oct"))


def keep_the_promise(page: Page, server: LiveServer) -> None:
    moved_to(server, datetime(2027, 10, 12, 17, tzinfo=UTC))
    at(page, server, f"/actions?key={HOME.rpartition('/')[2]}")
    page.get_by_role("button", name="Done: Name a second approver").click()
    expect(page.locator("#toasts")).to_contain_text("Action marked done.")


def look_back(page: Page, server: LiveServer) -> None:
    """A quarter later the timeline tells it all, and the mirror shows both sides."""
    moved_to(server, datetime(2028, 1, 5, 17, tzinfo=UTC))
    at(page, server, f"{HOME}/timeline")
    for words in (
        "Moved to Pilot",
        "Signed by both.",
        "Name a second approver",
        "We plan together from January.",
        "Answered: Catchment area",
        "Began in Exploring",
    ):
        expect(page.get_by_role("main")).to_contain_text(words)
    at(page, server, f"{HOME}/follow-through?months=12")
    expect(page.get_by_role("main")).to_contain_text("on time")

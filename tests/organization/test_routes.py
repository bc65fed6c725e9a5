"""Setting up and the settings page, as a browser does it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.service import setup_token
from app.core.jobs import record_run
from app.organization.models import HolidayChange, House
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_user

SET_UP = {
    "house_name": "Lantern Hill Hospice",
    "time_zone": "America/Denver",
    "holidays": "US-CO",
    "name": "Dana Whitfield",
    "email": "Dana@Hospice.example",
    "password": "seven wet owls sing",
}
HOUSE = {"house_name": "Lantern Hill", "time_zone": "America/Denver", "holidays": "US", "approval_days": "10"}


@pytest.fixture
def token(app: Flask) -> str:
    made = setup_token(now=NOW)
    assert made is not None
    return made


def test_the_first_run_ends_signed_in_as_admin_on_the_start_page(client: FlaskClient, token: str) -> None:
    for _ in range(2):  # a mail scanner looks first
        assert "Two short steps" in client.get(f"/setup/{token}").text
    answer = client.post(f"/setup/{token}", data=SET_UP)
    assert answer.headers["Location"] == "/welcome"
    assert "How would you like to start?" in client.get("/welcome").text
    assert "People who sign in" in client.get("/settings").text
    assert User.get().email == "dana@hospice.example"


def test_the_link_works_once(client: FlaskClient, app: Flask, token: str) -> None:
    client.post(f"/setup/{token}", data=SET_UP)
    other = app.test_client()
    assert other.get(f"/setup/{token}").status_code == 404
    assert other.post(f"/setup/{token}", data=SET_UP).status_code == 404
    assert User.select().count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("house_name", "", "Enter the name of your organization."),
        ("time_zone", "Mars/Olympus", "Choose one of the answers in the list."),
        ("holidays", "", "Choose which holidays you keep."),
        ("name", "", "Enter your name."),
        ("email", "nobody", "Enter an email address like"),
        ("password", "short", "Choose at least 12 characters."),
        ("password", "Lantern Hill Hospice", "other than your name"),
    ],
)
def test_a_rejected_set_up_keeps_what_was_typed_but_the_password(
    client: FlaskClient, token: str, field: str, value: str, sentence: str
) -> None:
    answer = client.post(f"/setup/{token}", data={**SET_UP, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Error: " in answer.text
    assert SET_UP["password"] not in answer.text
    if field != "house_name":
        assert 'value="Lantern Hill Hospice"' in answer.text
    assert User.select().count() == 0


def test_an_admin_sees_everything_and_others_only_their_own(admin: SignedIn, editor: SignedIn) -> None:
    for words in ("You", "Your reminders", "Organization", "Days off", "People who sign in", "Mail", "Data"):
        assert f">{words}</h2>" in admin.get("/settings").text
    text = editor.get("/settings").text
    assert ">Your reminders</h2>" in text
    assert "Save organization" not in text
    assert "admin@hospice.example" not in text


def test_the_page_needs_few_statements_however_many_people_there_are(admin: SignedIn) -> None:
    with count_statements() as few:
        admin.get("/settings")
    for _ in range(30):
        make_user()
    with count_statements() as many:
        admin.get("/settings")
    assert few.count == many.count <= 9


def test_somebody_changes_name_colors_and_reminders(viewer: SignedIn) -> None:
    assert viewer.post("/settings/you", data={"name": "Vera Marsh", "theme": "light"}).status_code == 303
    data = {"digest_days": "weekly", "digest_at": "07:00"}
    assert viewer.post("/settings/reminders", data=data).status_code == 303
    stored = User.get_by_id(viewer.user.id)
    assert (stored.name, stored.theme, stored.digest_days) == ("Vera Marsh", "light", "weekly")
    assert stored.digest_at.hour == 7
    page = viewer.get("/settings").text
    assert re.search(r'<option value="07:00" selected>', page)
    assert '<html lang="en" data-theme="light">' in page


def test_the_page_before_the_first_choice_says_eight(viewer: SignedIn) -> None:
    assert '<option value="08:00" selected>' in viewer.get("/settings").text


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/settings/you", {"name": "", "theme": "light"}, "Enter your name."),
        ("/settings/you", {"name": "V", "theme": "pink"}, "Choose one of the answers"),
        ("/settings/reminders", {"digest_days": "hourly"}, "Choose one of the answers"),
        ("/settings/reminders", {"digest_days": "weekly", "digest_at": "noonish"}, "Enter a time like"),
    ],
)
def test_a_rejected_choice_of_ones_own_stores_nothing(
    viewer: SignedIn, path: str, data: dict[str, str], sentence: str
) -> None:
    before = dict(User.get_by_id(viewer.user.id).__data__)
    answer = viewer.post(path, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert User.get_by_id(viewer.user.id).__data__ == before


def test_an_admin_changes_the_organization(admin: SignedIn) -> None:
    seen = str(House.get().version)
    assert admin.post("/settings/organization", data={**HOUSE, "seen": seen}).status_code == 303
    house = House.get()
    assert (house.name, house.time_zone, house.approval_days) == ("Lantern Hill", "America/Denver", 10)
    second = admin.post("/settings/organization", data={**HOUSE, "house_name": "Other", "seen": seen})
    assert second.status_code == 409
    assert "Other" in second.text
    assert "Lantern Hill" in second.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("house_name", "", "Enter the name"),
        ("time_zone", "Mars/Olympus", "Choose one of the answers"),
        ("holidays", "US-XX", "Choose one of the answers"),
        ("approval_days", "many", "Enter a whole number"),
        ("approval_days", "500", "from 0 to 120"),
    ],
)
def test_a_rejected_organization_keeps_what_was_typed(
    admin: SignedIn, field: str, value: str, sentence: str
) -> None:
    typed = {**HOUSE, "house_name": "<i>{{ 7*7 }}</i>", field: value}
    answer = admin.post("/settings/organization", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<i>" not in answer.text
    if field != "house_name":
        assert 'value="&lt;i&gt;{{ 7*7 }}&lt;/i&gt;"' in answer.text
    assert House.get().name == ""


def test_days_off_are_added_worked_on_and_taken_back(admin: SignedIn) -> None:
    assert "11 days in the coming year" in admin.get("/settings").text
    added = admin.post("/settings/days", data={"on": "12/24/2026", "day_name": "Christmas Eve"})
    assert added.status_code == 303
    assert "12 days in the coming year" in admin.get("/settings").text
    assert admin.post("/settings/days/2026-12-25/work", data={"name": "Christmas Day"}).status_code == 303
    assert "you work on this day" in admin.get("/settings").text
    for day in ("2026-12-24", "2026-12-25"):
        assert admin.post(f"/settings/days/{day}/remove").status_code == 303
    assert HolidayChange.select().count() == 0
    assert admin.post("/settings/days/2026-12-24/remove").status_code == 404
    assert admin.post("/settings/days/soon/work").status_code == 404


@pytest.mark.parametrize(
    "data", [{"on": "12/32/2026", "day_name": "X"}, {"on": "12/24/2026", "day_name": ""}]
)
def test_a_day_that_does_not_exist_or_has_no_name_is_refused(admin: SignedIn, data: dict[str, str]) -> None:
    answer = admin.post("/settings/days", data=data)
    assert answer.status_code == 422
    assert f'value="{data["on"]}"' in answer.text
    assert HolidayChange.select().count() == 0


def test_an_invited_colleague_gets_a_link_that_leads_to_a_password(admin: SignedIn, app: Flask) -> None:
    data = {"invite_name": "Joel Pruitt", "email": "joel@hospice.example", "role": "viewer"}
    answer = admin.post("/settings/people", data=data)
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+)", answer.text)
    assert link is not None
    assert "until Tuesday, December 1" in answer.text
    assert "Welcome, Joel Pruitt" in app.test_client().get(link[1]).text
    assert "not signed in yet" in admin.get("/settings").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "admin@hospice.example"}, "has an account already"),
        ({"email": "joel"}, "Enter an email address like"),
        ({"role": "system"}, "Choose one of the answers"),
        ({"invite_name": ""}, "Enter the person"),
    ],
)
def test_a_rejected_invitation_keeps_what_was_typed(
    admin: SignedIn, changed: dict[str, str], sentence: str
) -> None:
    data: dict[str, Any] = {
        "invite_name": "Joel",
        "email": "joel@hospice.example",
        "role": "viewer",
        **changed,
    }
    answer = admin.post("/settings/people", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{data["email"]}"' in answer.text
    assert User.select().count() == 1


def test_names_typed_in_come_out_escaped(admin: SignedIn) -> None:
    make_user(name="<script>alert(1)</script>{{ 7*7 }}")
    text = admin.get("/settings").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in text
    assert "<script>alert" not in text


def test_the_page_tells_whether_mail_and_backup_work(admin: SignedIn) -> None:
    text = admin.get("/settings").text
    assert "No mail server is set up" in text
    assert "none yet" in text
    record_run("backup", NOW, NOW, ok=True)
    assert "Last made Nov 24, 9:00 am" in admin.get("/settings").text
    record_run("backup", NOW, NOW, ok=False, words="disk full")
    assert "The last one failed" in admin.get("/settings").text


def test_a_stranger_is_sent_to_the_sign_in(app: Flask, admin: SignedIn) -> None:
    admin.user.password = "set"
    admin.user.save()
    assert app.test_client().get("/welcome").headers["Location"] == "/sign-in?next=/welcome"


def test_the_start_page_is_for_whoever_sets_up(viewer: SignedIn, editor: SignedIn) -> None:
    for person in (viewer, editor):
        assert person.get("/welcome").status_code == 403

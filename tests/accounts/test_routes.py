"""Signing in and out, passwords, invitations and people, as a browser does it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.service import invite_user
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from tests.accounts.passwords import HASHED, OTHER, PASSWORD
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_user

CREDENTIALS = {"email": "dana@hospice.example", "password": PASSWORD}


@pytest.fixture
def account(app: Flask) -> User:
    return make_user(email="dana@hospice.example", role="admin", name="Dana Whitfield", password=HASHED)


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def test_without_any_account_every_page_leads_to_the_link_printed_at_the_start(client: FlaskClient) -> None:
    answer = client.get("/settings", follow_redirects=True)
    assert answer.status_code == 200
    assert "Set it up with the link printed at the start" in answer.text


def test_signing_in_returns_to_the_page_one_came_for(client: FlaskClient, account: User) -> None:
    sent = client.get("/settings?a=1")
    assert sent.headers["Location"] == "/sign-in?next=/settings?a%3D1"
    form = client.get(sent.headers["Location"]).text
    assert 'name="next" value="/settings?a=1"' in form
    answer = client.post("/sign-in", data={**CREDENTIALS, "next": "/settings?a=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings?a=1")
    assert is_in(client)


def test_whoever_is_signed_out_while_working_comes_back_to_the_same_page(
    client: FlaskClient, account: User
) -> None:
    here = {"Referer": "http://localhost/partnerships?stage=pilot"}
    sent = client.post("/actions", headers=here)
    assert sent.headers["Location"] == "/sign-in?next=/partnerships?stage%3Dpilot"
    asked = client.post("/actions", headers={**here, "HX-Request": "true"})
    assert asked.status_code == 401
    assert asked.headers["HX-Redirect"] == "/sign-in?next=/partnerships?stage%3Dpilot"
    part = client.get("/actions/new?partnership=x", headers={**here, "HX-Request": "true"})
    assert part.headers["HX-Redirect"] == "/sign-in?next=/partnerships?stage%3Dpilot"


def test_a_page_elsewhere_is_nothing_to_come_back_to(client: FlaskClient, account: User) -> None:
    sent = client.post("/actions", headers={"Referer": "https://evil.example/partnerships"})
    assert sent.headers["Location"] == "/sign-in"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\t/evil.example"])
def test_signing_in_never_leads_away(client: FlaskClient, account: User, target: str) -> None:
    assert client.post("/sign-in", data={**CREDENTIALS, "next": target}).headers["Location"] == "/"
    assert client.get("/sign-in", query_string={"next": target}).headers["Location"] == "/"


def test_the_form_suits_password_managers(client: FlaskClient, account: User) -> None:
    form = client.get("/sign-in").text
    assert 'autocomplete="username"' in form
    assert 'autocomplete="current-password"' in form


def test_a_wrong_password_and_an_unknown_address_read_alike(client: FlaskClient, account: User) -> None:
    texts = []
    for email in ("dana@hospice.example", "nobody@hospice.example"):
        answer = client.post("/sign-in", data={"email": email, "password": "wrong"})
        assert answer.status_code == 422
        texts.append(re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(email, "X")))
    assert texts[0] == texts[1]
    assert "do not match an account" in texts[0]
    assert "wrong" not in texts[0]


def test_an_empty_form_keeps_what_was_typed(client: FlaskClient, account: User) -> None:
    answer = client.post("/sign-in", data={"email": "<b>dana</b>", "stay": "1"})
    assert answer.status_code == 422
    assert "Enter your password." in answer.text
    assert 'value="&lt;b&gt;dana&lt;/b&gt;"' in answer.text
    assert re.search(r'name="stay" value="1" checked', answer.text)


def test_a_character_that_no_database_takes_is_refused(client: FlaskClient, account: User) -> None:
    assert client.post("/sign-in", data={"email": "da\x00na", "password": "a\x00b"}).status_code == 422
    assert client.post("/sign-in", data={**CREDENTIALS, "password": "a\x00b"}).status_code == 422


def test_the_sixth_try_is_told_how_long_to_wait(client: FlaskClient, account: User) -> None:
    for _ in range(5):
        client.post("/sign-in", data={"email": "dana@hospice.example", "password": "wrong"})
    answer = client.post("/sign-in", data=CREDENTIALS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again." in answer.text
    assert not is_in(client)


def test_limits_survive_a_restart(
    client: FlaskClient, account: User, clock: FixedClock, app: Flask, settings: object
) -> None:
    from app import create_app
    from app.settings import Settings

    assert isinstance(settings, Settings)
    for _ in range(5):
        client.post("/sign-in", data={"email": "dana@hospice.example", "password": "wrong"})
    again = create_app(settings, clock)
    again.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    assert again.test_client().post("/sign-in", data=CREDENTIALS).status_code == 429
    clock.set(NOW + timedelta(minutes=15))
    assert again.test_client().post("/sign-in", data=CREDENTIALS).status_code == 303


def test_keep_me_signed_in_lasts_fourteen_days_and_else_the_browser_decides(
    app: Flask, account: User, clock: FixedClock
) -> None:
    short, long = app.test_client(), app.test_client()
    cookie = short.post("/sign-in", data=CREDENTIALS).headers["Set-Cookie"]
    assert "Expires" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" in long.post("/sign-in", data={**CREDENTIALS, "stay": "1"}).headers["Set-Cookie"]
    clock.set(NOW + timedelta(days=13, hours=23))
    assert is_in(long)
    clock.set(NOW + timedelta(days=14, seconds=1))
    assert not is_in(long)


def test_a_clock_set_back_signs_nobody_out(client: FlaskClient, account: User, clock: FixedClock) -> None:
    client.post("/sign-in", data=CREDENTIALS)
    clock.set(NOW - timedelta(days=2))
    assert is_in(client)


def test_a_kept_copy_of_the_cookie_opens_nothing_after_signing_out(
    client: FlaskClient, account: User
) -> None:
    client.post("/sign-in", data=CREDENTIALS)
    cookie = client.get_cookie("evenkeel")
    assert cookie is not None
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert not is_in(client)
    client.set_cookie("evenkeel", cookie.value)
    assert not is_in(client)


def test_signing_out_here_leaves_other_devices_alone(app: Flask, account: User) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        client.post("/sign-in", data=CREDENTIALS)
    here.post("/sign-out")
    assert not is_in(here)
    assert is_in(there)


def test_signing_in_anew_takes_nothing_over_from_the_session_before(
    client: FlaskClient, account: User
) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    client.post("/sign-in", data=CREDENTIALS)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_a_new_password_ends_every_other_session_but_not_this_one(app: Flask, account: User) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        client.post("/sign-in", data=CREDENTIALS)
    answer = here.post("/account/password", data={"present": PASSWORD, "password": OTHER})
    assert answer.status_code == 303
    assert is_in(here)
    assert not is_in(there)
    assert there.post("/sign-in", data=CREDENTIALS).status_code == 422
    assert there.post("/sign-in", data={**CREDENTIALS, "password": OTHER}).status_code == 303


@pytest.mark.parametrize(
    ("present", "password", "sentence"),
    [
        ("wrong", OTHER, "That is not your present password."),
        ("", OTHER, "Enter your present password."),
        (PASSWORD, "", "Choose a password."),
        (PASSWORD, "short", "Choose at least 12 characters."),
        (PASSWORD, "Dana Whitfield", "other than your name"),
        (PASSWORD, "password1234", "Too many people use this one."),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_plain_words(
    client: FlaskClient, account: User, present: str, password: str, sentence: str
) -> None:
    client.post("/sign-in", data=CREDENTIALS)
    answer = client.post("/account/password", data={"present": present, "password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert User.get_by_id(account.id).password == HASHED


def test_who_may_only_look_changes_the_own_password_and_theme(app: Flask) -> None:
    user = make_user(email="v@hospice.example", role="viewer", password=HASHED)
    client = app.test_client()
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    assert client.post("/account/theme", data={"theme": "dark"}).status_code == 303
    answer = client.post("/account/password", data={"present": PASSWORD, "password": OTHER})
    assert answer.status_code == 303
    assert 'data-theme="dark"' in client.get("/settings").text


def test_the_theme_is_kept_and_answers_htmx_with_nothing(admin: SignedIn) -> None:
    answer = admin.post("/account/theme", data={"theme": "dark"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert '<html lang="en" data-theme="dark">' in admin.get("/settings").text
    assert admin.post("/account/theme", data={"theme": "x"}).status_code == 422


def test_without_scripts_the_theme_returns_to_the_page_it_was_chosen_on(admin: SignedIn) -> None:
    here = {"Referer": "http://localhost/settings?x=1"}
    elsewhere = {"Referer": "https://evil.example/settings"}
    assert (
        admin.post("/account/theme", data={"theme": "dark"}, headers=here).headers["Location"]
        == "/settings?x=1"
    )
    assert admin.post("/account/theme", data={"theme": "light"}, headers=elsewhere).headers["Location"] == "/"


def test_an_invited_colleague_chooses_a_password_and_is_in(client: FlaskClient, account: User) -> None:
    token = invite_user("joel@hospice.example", "Joel <b>Pruitt</b>", "viewer", actor=SYSTEM, now=NOW)
    for _ in range(2):  # a mail scanner looks first
        page = client.get(f"/invitation/{token}")
    assert page.status_code == 200
    assert "Joel &lt;b&gt;Pruitt&lt;/b&gt;" in page.text
    bad = client.post(f"/invitation/{token}", data={"password": "short"})
    assert bad.status_code == 422
    assert "at least 12" in bad.text
    assert client.post(f"/invitation/{token}", data={"password": PASSWORD}).status_code == 303
    assert is_in(client)
    assert client.get(f"/invitation/{token}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/invitation/nothing", "/setup/nothing", "/invitation/%00", "/setup/%F0%9F"]
)
def test_a_wrong_link_leads_to_a_plain_page(client: FlaskClient, account: User, path: str) -> None:
    for answer in (client.get(path), client.post(path, data={"password": PASSWORD})):
        assert answer.status_code == 404
        assert "has been used or has ended" in answer.text


def test_an_admin_mends_an_account(admin: SignedIn) -> None:
    user = make_user(email="v@hospice.example", role="viewer", name="Vera", password=HASHED)
    page = admin.get(f"/accounts/{user.public_id}/edit").text
    assert 'value="v@hospice.example"' in page
    data = {"name": "Vera Marsh", "email": "vera@hospice.example", "role": "editor", "seen": "1"}
    assert admin.post(f"/accounts/{user.public_id}", data=data).status_code == 303
    stored = User.get_by_id(user.id)
    assert (stored.name, stored.email, stored.role) == ("Vera Marsh", "vera@hospice.example", "editor")
    assert admin.post(f"/accounts/{user.public_id}", data={**data, "name": "V"}).status_code == 409


def test_a_rejected_account_keeps_what_was_typed_and_stores_nothing(admin: SignedIn) -> None:
    user = make_user(email="v@hospice.example", role="viewer", name="Vera", password=HASHED)
    data = {"name": "{{ 7*7 }}<i>", "email": "admin@hospice.example", "role": "viewer", "seen": "1"}
    answer = admin.post(f"/accounts/{user.public_id}", data=data)
    assert answer.status_code == 422
    assert "belongs to another account" in answer.text
    assert 'value="{{ 7*7 }}&lt;i&gt;"' in answer.text
    assert User.get_by_id(user.id).name == "Vera"


def test_a_new_link_is_shown_once_and_somebody_shut_out_is_out(admin: SignedIn, app: Flask) -> None:
    user = make_user(email="v@hospice.example", role="viewer", name="Vera", password=HASHED)
    client = app.test_client()
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    link = re.search(
        r'value="(http[^"]+/invitation/[^"]+)"', admin.post(f"/accounts/{user.public_id}/link").text
    )
    assert link is not None
    assert link[1].startswith("http://127.0.0.1:8000/invitation/")
    assert is_in(client)
    assert admin.post(f"/accounts/{user.public_id}/deactivate").status_code == 303
    assert not is_in(client)
    assert client.get(link[1].removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert admin.post(f"/accounts/{user.public_id}/reactivate").status_code == 303
    assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).status_code == 303


def test_the_only_admin_is_told_why_not(admin: SignedIn) -> None:
    answer = admin.post(f"/accounts/{admin.user.public_id}/deactivate")
    assert answer.status_code == 422
    assert "Nobody shuts themselves out." in answer.text


def test_an_account_that_does_not_exist_is_not_found(admin: SignedIn) -> None:
    assert admin.get("/accounts/nothing/edit").status_code == 404
    assert admin.post("/accounts/nothing/link").status_code == 404


def test_a_request_without_its_token_is_refused(app: Flask, account: User) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    assert client.post("/sign-in", data=CREDENTIALS).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    assert client.post("/sign-in", data={**CREDENTIALS, "csrf_token": token[1]}).status_code == 303


def test_flask_security_reads_the_passwords_we_write(app: Flask, account: User) -> None:
    from flask_security import hash_password as its_hash
    from flask_security.utils import verify_password

    from app.accounts.service import password_matches

    with app.test_request_context():
        assert verify_password(PASSWORD, HASHED)
        assert password_matches(its_hash(PASSWORD), PASSWORD)


def test_knowing_who_asks_takes_one_statement(app: Flask, admin: SignedIn) -> None:
    with count_statements() as counter:
        admin.get("/account/password")
    about_the_session = [sql for sql in counter.statements if '"fs_uniquifier" =' in sql]
    assert len(about_the_session) == 1
    assert counter.count <= 4

"""As it runs for real: tokens checked, headers on every answer, nothing told that does not concern."""

from __future__ import annotations

import http.client
import logging
import re
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import OperationalError

from app import create_app
from app.accounts.models import LoginAttempt
from app.accounts.service import hash_password
from app.actions.models import Action
from app.core.clock import FixedClock
from app.core.db import close_database, open_database
from app.server import make_server
from app.settings import Settings, at_address, load_settings
from tests.conftest import SignedIn
from tests.factories import make_action, make_meeting, make_partnership, make_user
from tests.project.test_access import address, rules
from tests.serving import stop

PASSWORD = "marble kettle under snow"
SECRET_WORDS = "the inner workings"


@pytest.fixture
def real(database: str, settings: Settings, clock: FixedClock) -> Flask:
    """The program as the server runs it: nothing is switched off for tests."""
    return create_app(settings, clock)


@pytest.fixture
def signed_in(real: Flask) -> FlaskClient:
    return SignedIn(real, "admin").browser


def token_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


# --- forms


def test_no_address_takes_a_form_without_its_token(real: Flask, signed_in: FlaskClient) -> None:
    taken = []
    for rule in rules(real, "POST"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = signed_in.post(address(real, rule), headers=headers)
            if answer.status_code != 400 or "Reload it and send it again" not in answer.text:
                taken.append((rule.endpoint, answer.status_code))
    assert taken == []


def test_a_token_of_another_session_opens_nothing(real: Flask, signed_in: FlaskClient) -> None:
    action = make_action(make_partnership())
    foreign = token_of(SignedIn(real, "editor").browser, "/actions/new")
    answer = signed_in.post(f"/actions/{action.public_id}/complete", data={"csrf_token": foreign})
    assert answer.status_code == 400
    assert Action.get_by_id(action.id).status == "open"


FORMS = (
    ("/account/password", "/account/password"),
    ("/settings", "/settings/you"),
    ("/organizations/new", "/organizations"),
    ("/partnerships/new", "/partnerships"),
    ("/actions/new", "/actions"),
    ("/partnerships/kestrel/meetings/new", "/partnerships/kestrel/meetings"),
    ("/partnerships/kestrel/reviews", "/partnerships/kestrel/reviews/hold"),
    ("/partnerships/kestrel/contract", "/partnerships/kestrel/contract"),
    ("/meetings/MEETING/agenda", "/meetings/MEETING/topics"),
    ("/reminders", "/reminders/confirm"),
)


@pytest.mark.parametrize(("page", "target"), FORMS)
def test_the_token_of_a_page_lets_its_form_through(signed_in: FlaskClient, page: str, target: str) -> None:
    """An empty form with its token is read: it comes back with what is missing."""
    meeting = make_meeting(make_partnership(key="kestrel"))
    page, target = (each.replace("MEETING", meeting.public_id) for each in (page, target))
    answer = signed_in.post(target, data={"csrf_token": token_of(signed_in, page)})
    assert answer.status_code == 422, answer.text
    assert "error-summary" in answer.text


def test_htmx_sends_the_token_of_the_form_around_it(signed_in: FlaskClient) -> None:
    action = make_action(make_partnership())
    sent = {"csrf_token": token_of(signed_in, "/actions")}
    answer = signed_in.post(
        f"/actions/{action.public_id}/complete", data=sent, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert Action.get_by_id(action.id).status == "done"


def test_what_is_no_form_changes_nothing(signed_in: FlaskClient) -> None:
    action = make_action(make_partnership())
    where = f"/actions/{action.public_id}/complete"
    assert signed_in.post(where, json={"csrf_token": token_of(signed_in, "/actions")}).status_code == 400
    broken = signed_in.post(where, data=b"--x\r\nhalf", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert signed_in.get(f"{where}?_method=POST", headers={header: "POST"}).status_code == 405
    assert Action.get_by_id(action.id).status == "open"


def test_a_form_of_absurd_size_is_refused(signed_in: FlaskClient) -> None:
    many = {f"field{number}": "x" for number in range(2100)}
    assert signed_in.post("/actions", data=many, content_type="multipart/form-data").status_code == 413
    assert signed_in.post("/actions", data={"text": "x" * 3_000_000}).status_code == 413


# --- headers, cookies, errors

KEPT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}


@pytest.fixture
def behind_tls(database: str, settings: Settings, clock: FixedClock) -> Flask:
    app = create_app(replace(settings, https=True, base_url="https://keel.example"), clock)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def breaks() -> str:
        raise RuntimeError(SECRET_WORDS)

    def waits() -> str:
        raise OperationalError(SECRET_WORDS)

    breaks.is_public = waits.is_public = True  # type: ignore[attr-defined]
    app.add_url_rule("/breaks/<token>", "breaks", breaks)
    app.add_url_rule("/waits", "waits", waits)
    return app


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/static/app.css", 200),
        ("/healthz", 200),
        ("/", 303),
        ("/nothing", 404),
        ("/sign-out", 405),
        ("/setup/nothing", 404),
        ("/breaks/secret-link", 500),
        ("/waits", 503),
    ],
)
def test_every_answer_carries_the_headers_and_tells_nothing(
    behind_tls: Flask, path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    client = behind_tls.test_client()
    with caplog.at_level(logging.INFO):
        answers = [client.get(path), client.head(path), client.get(path, headers={"HX-Request": "true"})]
    assert answers[0].status_code == answers[1].status_code == status
    for answer in answers:
        headers = answer.headers
        assert KEPT.items() <= dict(headers).items()
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert path.startswith("/static") or headers["Cache-Control"] == "no-store"
        assert SECRET_WORDS not in answer.text
        assert "Traceback" not in answer.text
    assert "secret-link" not in "".join(record.getMessage() for record in caplog.records)


def test_an_unchanged_file_carries_the_headers_too(behind_tls: Flask) -> None:
    client = behind_tls.test_client()
    tag = client.get("/static/app.css").headers["ETag"]
    answer = client.get("/static/app.css", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert KEPT.items() <= dict(answer.headers).items()


def test_behind_tls_the_cookie_is_bound_to_this_host_and_to_tls(behind_tls: Flask) -> None:
    make_user(email="dana@hospice.example", password=hash_password(PASSWORD))
    client = behind_tls.test_client()
    base = {"base_url": "https://keel.example", "headers": {"Referer": "https://keel.example/sign-in"}}
    form = client.get("/sign-in", base_url="https://keel.example").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    sent = {"email": "dana@hospice.example", "password": PASSWORD, "csrf_token": token[1]}
    answer = client.post("/sign-in", data=sent, **base)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-evenkeel=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_links_to_send_name_our_address_and_not_the_one_that_was_asked(real: Flask) -> None:
    admin = SignedIn(real, "admin").browser
    user = make_user(email="v@hospice.example", password=None)
    sent = {"csrf_token": token_of(admin, "/settings")}
    page = admin.post(f"/accounts/{user.public_id}/link", data=sent, headers={"Host": "evil.example"})
    assert "evil.example" not in page.text
    assert "evil.example" not in admin.get("/", headers={"Host": "evil.example"}).headers.get("Location", "")


# --- the server itself


@pytest.fixture
def visit(database: str, settings: Settings, clock: FixedClock) -> Iterator[object]:
    """Signs in at a listening server as a proxy would; gives the address that was noted for the try."""
    running = []

    def ask(trusted: int, forwarded: str) -> str:
        chosen = replace(settings, trusted_proxies=trusted, port=0, host="127.0.0.1")
        app = create_app(chosen, clock)
        app.config["WTF_CSRF_ENABLED"] = False
        server = make_server(app, chosen)
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        link = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=20)
        body = "email=nobody%40hospice.example&password=wrong"
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded}
        link.request("POST", "/sign-in", body, kind)
        assert link.getresponse().status == 422
        link.close()
        return str(LoginAttempt.select().order_by(LoginAttempt.id.desc()).get().ip)

    yield ask
    for server, thread in running:
        stop(server, thread)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "noted"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_proxy_speaks_for_its_visitors_only_when_it_is_trusted(
    visit: object, trusted: int, forwarded: str, noted: str
) -> None:
    assert callable(visit)
    assert visit(trusted, forwarded) == noted


def test_links_follow_the_port_unless_an_address_was_set(tmp_path: Path) -> None:
    plain = load_settings({"EVENKEEL_INSTANCE": str(tmp_path)})
    assert at_address(plain, "127.0.0.1", 9000).base_url == "http://127.0.0.1:9000"
    told = load_settings({"EVENKEEL_INSTANCE": str(tmp_path), "EVENKEEL_BASE_URL": "https://keel.example"})
    assert at_address(told, "0.0.0.0", 9000).base_url == "https://keel.example"


def test_what_the_program_makes_is_its_owners_alone(tmp_path: Path) -> None:
    settings = load_settings({"EVENKEEL_INSTANCE": str(tmp_path / "instance")})
    open_database(settings.database_url)
    close_database()
    for path in (settings.instance, *settings.instance.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path

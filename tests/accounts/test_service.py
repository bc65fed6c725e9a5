"""Accounts, links and limits on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import service
from app.accounts.jobs import forget_attempts
from app.accounts.models import EndedVisit, LoginAttempt, OneTimeLink, User
from app.accounts.queries import anyone_active, find_by_email, find_invited, find_link, list_accounts
from app.accounts.rules import Purpose
from app.accounts.service import (
    SignInBlocked,
    accept_invitation,
    add_user,
    change_account,
    change_password,
    check_sign_in,
    deactivate_user,
    end_visit,
    invite_user,
    password_matches,
    reactivate_user,
    renew_link,
    setup_token,
    use_setup_link,
)
from app.core.actor import SYSTEM, Actor, Role
from app.core.errors import Conflict, Forbidden, NotFound, RuleViolation
from app.core.history import History
from app.settings import Settings
from tests.accounts.passwords import HASHED, OTHER, PASSWORD
from tests.conftest import NOW
from tests.factories import make_user

IP = "192.0.2.7"
REAL_HASHER = service._hasher  # before the tests make it cheap


def person(user: User) -> Actor:
    return Actor(user.id, user.name, Role(user.role))


@pytest.fixture
def chief(database: str) -> User:
    return make_user(role="admin", email="chief@hospice.example", password=HASHED)


def test_a_new_installation_has_a_link_that_is_stored_only_as_a_fingerprint(database: str) -> None:
    token = setup_token(now=NOW)
    assert token is not None
    assert find_link(Purpose.SETUP, token) is not None
    assert token not in str(OneTimeLink.get().__data__)


def test_each_start_makes_one_link_and_ends_the_one_before(database: str) -> None:
    first, second = setup_token(now=NOW), setup_token(now=NOW)
    assert first and second
    assert find_link(Purpose.SETUP, first) is None
    assert OneTimeLink.select().count() == 1


def test_with_an_active_account_there_is_no_set_up_link_any_more(database: str) -> None:
    token = setup_token(now=NOW)
    assert token is not None
    use_setup_link(token, email="a@hospice.example", name="Ada", password=PASSWORD, now=NOW)
    assert setup_token(now=NOW) is None
    with pytest.raises(NotFound):
        use_setup_link(token, email="b@hospice.example", name="Bea", password=PASSWORD, now=NOW)
    assert User.select().count() == 1


def test_an_invitation_that_nobody_accepted_does_not_close_the_set_up(database: str) -> None:
    invite_user("a@hospice.example", "Ada", "admin", actor=SYSTEM, now=NOW)
    assert not anyone_active()
    assert setup_token(now=NOW) is not None


def test_an_added_user_signs_in_however_the_address_is_typed(database: str) -> None:
    add_user("Ruben.Ashby@Hospice.Example", "Ruben Ashby", "editor", PASSWORD, actor=SYSTEM, now=NOW)
    user = check_sign_in(" ruben.ashby@hospice.EXAMPLE ", PASSWORD, IP, now=NOW)
    assert user is not None
    assert user.name == "Ruben Ashby"
    assert User.get_by_id(user.id).last_seen_at == NOW


@pytest.mark.parametrize(
    ("email", "name", "role", "password", "sentence"),
    [
        ("nobody", "Ada", "editor", PASSWORD, "email address"),
        ("a@hospice.example", " ", "editor", PASSWORD, "name"),
        ("a@hospice.example", "Ada", "owner", PASSWORD, "not a role"),
        ("a@hospice.example", "Ada", "system", PASSWORD, "not a role"),
        ("a@hospice.example", "Ada", "editor", "short", "at least 12"),
        ("CHIEF@hospice.example", "Ada", "editor", PASSWORD, "has an account"),
    ],
)
def test_a_wrong_account_is_refused_in_plain_words(
    chief: User, email: str, name: str, role: str, password: str, sentence: str
) -> None:
    with pytest.raises(RuleViolation, match=sentence):
        add_user(email, name, role, password, actor=SYSTEM, now=NOW)
    assert User.select().count() == 1


def test_an_editor_makes_no_accounts(chief: User) -> None:
    with pytest.raises(Forbidden):
        invite_user("a@hospice.example", "Ada", "admin", actor=Actor(9, "Ed", Role.EDITOR), now=NOW)


def test_a_name_is_one_line_that_every_database_holds(chief: User) -> None:
    with pytest.raises(RuleViolation, match="under 255 characters"):
        invite_user("long@hospice.example", "D" * 256, "viewer", actor=SYSTEM, now=NOW)
    invite_user("dana@hospice.example", " Dana\n Whitfield ", "viewer", actor=SYSTEM, now=NOW)
    assert User.get(User.email == "dana@hospice.example").name == "Dana Whitfield"


def test_an_invitation_works_once(chief: User) -> None:
    token = invite_user("a@hospice.example", "Ada", "viewer", actor=person(chief), now=NOW)
    user = accept_invitation(token, PASSWORD, now=NOW)
    assert check_sign_in("a@hospice.example", PASSWORD, IP, now=NOW) == user
    with pytest.raises(NotFound):
        accept_invitation(token, OTHER, now=NOW)


def test_an_invitation_ends_after_a_week(chief: User) -> None:
    token = invite_user("a@hospice.example", "Ada", "viewer", actor=person(chief), now=NOW)
    assert find_invited(token, now=NOW + timedelta(days=7)) is not None
    assert find_invited(token, now=NOW + timedelta(days=7, seconds=1)) is None


def test_a_new_link_ends_the_earlier_one_and_a_new_password_the_old_sessions(chief: User) -> None:
    first = invite_user("a@hospice.example", "Ada", "viewer", actor=person(chief), now=NOW)
    user = find_by_email("a@hospice.example")
    assert user is not None
    second = renew_link(user, actor=person(chief), now=NOW)
    assert find_invited(first, now=NOW) is None
    assert accept_invitation(second, PASSWORD, now=NOW).fs_uniquifier != user.fs_uniquifier


def test_the_only_admin_comes_back_by_the_command_line(chief: User) -> None:
    token = invite_user("chief@hospice.example", "Somebody", "viewer", actor=SYSTEM, now=NOW)
    assert check_sign_in("chief@hospice.example", PASSWORD, IP, now=NOW) is not None
    user = accept_invitation(token, OTHER, now=NOW)
    assert (user.name, user.role) == (chief.name, "admin")
    assert check_sign_in("chief@hospice.example", PASSWORD, IP, now=NOW) is None


def test_secrets_never_enter_the_history(chief: User) -> None:
    token = invite_user("a@hospice.example", "Ada", "viewer", actor=person(chief), now=NOW)
    user = accept_invitation(token, PASSWORD, now=NOW)
    change_password(PASSWORD, OTHER, IP, actor=person(user), now=NOW)
    told = " ".join(f"{row.before} {row.after}" for row in History.select())
    assert "argon2" not in told
    assert "fs_uniquifier" not in told
    assert user.fs_uniquifier not in told
    assert token not in told


def test_unknown_addresses_wrong_passwords_and_closed_accounts_answer_alike(chief: User) -> None:
    make_user(email="gone@hospice.example", password=HASHED, active=False)
    make_user(email="invited@hospice.example", password=None)
    for email in ("nobody@hospice.example", "gone@hospice.example", "invited@hospice.example"):
        assert check_sign_in(email, PASSWORD, IP, now=NOW) is None
    assert check_sign_in("chief@hospice.example", OTHER, IP, now=NOW) is None


def test_the_password_of_nobody_opens_nothing_and_costs_what_a_real_one_costs() -> None:
    real = REAL_HASHER().hash(PASSWORD)
    assert service.NOBODY.split("$")[1:4] == real.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    assert not password_matches(service.NOBODY, "")


def test_an_unknown_address_is_hashed_too(chief: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(service, "password_matches", lambda stored, _: bool(asked.append(stored)))
    check_sign_in("nobody@hospice.example", PASSWORD, IP, now=NOW)
    check_sign_in("chief@hospice.example", PASSWORD, IP, now=NOW)
    assert asked == [service.NOBODY, HASHED]


def test_after_five_failures_the_account_waits_before_the_password_is_looked_at(
    chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "password_matches", lambda *_: False)
    for n in range(5):
        assert check_sign_in("chief@hospice.example", "wrong", f"192.0.2.{n}", now=NOW) is None
    monkeypatch.setattr(service, "password_matches", lambda *_: pytest.fail("The password was looked at."))
    with pytest.raises(SignInBlocked) as blocked:
        check_sign_in("CHIEF@hospice.example", PASSWORD, "198.51.100.1", now=NOW + timedelta(minutes=14))
    assert blocked.value.until == NOW + timedelta(minutes=15)
    monkeypatch.undo()
    assert check_sign_in("chief@hospice.example", PASSWORD, IP, now=NOW + timedelta(minutes=15)) is not None
    assert LoginAttempt.select().count() == 0


def test_thirty_failures_from_one_address_stop_it_for_every_account(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "password_matches", lambda *_: False)
    for n in range(30):
        assert check_sign_in(f"user{n}@hospice.example", "wrong", IP, now=NOW) is None
    with pytest.raises(SignInBlocked):
        check_sign_in("another@hospice.example", "wrong", IP, now=NOW)
    assert check_sign_in("another@hospice.example", "wrong", "198.51.100.1", now=NOW) is None


def test_failed_tries_hold_no_address_and_are_forgotten_after_a_day(
    chief: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "password_matches", lambda *_: False)
    check_sign_in("chief@hospice.example", "wrong", IP, now=NOW)
    assert "chief" not in LoginAttempt.get().account
    end_visit("a" * 32, now=NOW)
    assert forget_attempts(now=NOW + timedelta(hours=23), settings=settings) == 0
    assert forget_attempts(now=NOW + timedelta(hours=25), settings=settings) == 1
    assert EndedVisit.select().count() == 1
    forget_attempts(now=NOW + timedelta(days=15), settings=settings)
    assert EndedVisit.select().count() == 0


def test_a_password_changes_only_with_the_present_one(chief: User) -> None:
    with pytest.raises(Forbidden, match="present password"):
        change_password("wrong", OTHER, IP, actor=person(chief), now=NOW)
    assert User.get_by_id(chief.id).password == HASHED


def test_guessing_the_present_password_is_limited_as_well(
    chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "password_matches", lambda *_: False)
    for _ in range(5):
        with pytest.raises(Forbidden):
            change_password("wrong", OTHER, IP, actor=person(chief), now=NOW)
    with pytest.raises(SignInBlocked):
        change_password(PASSWORD, OTHER, IP, actor=person(chief), now=NOW)


def test_the_last_admin_stays_an_admin_and_stays_in(chief: User) -> None:
    second = make_user(role="admin", email="second@hospice.example", password=HASHED)
    make_user(role="admin", email="invited@hospice.example", password=None)
    deactivate_user(second, actor=person(chief), now=NOW)
    with pytest.raises(RuleViolation, match="only admin"):
        deactivate_user(chief, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleViolation, match="only admin"):
        change_account(
            chief, name="Chief", email="chief@hospice.example", role="viewer", actor=SYSTEM, now=NOW
        )


def test_nobody_changes_the_own_role_or_shuts_themselves_out(chief: User) -> None:
    make_user(role="admin", email="second@hospice.example", password=HASHED)
    with pytest.raises(RuleViolation, match="own role"):
        change_account(chief, name="C", email=chief.email, role="editor", actor=person(chief), now=NOW)
    with pytest.raises(RuleViolation, match="themselves"):
        deactivate_user(chief, actor=person(chief), now=NOW)


def test_a_role_changes_with_its_history(chief: User) -> None:
    user = make_user(role="viewer", email="v@hospice.example", name="Vera", password=HASHED)
    change_account(user, name="Vera", email=user.email, role="editor", actor=person(chief), now=NOW)
    entry = History.select().order_by(History.id.desc()).first()
    assert (entry.actor_name, entry.before["role"], entry.after["role"]) == (chief.name, "viewer", "editor")


def test_two_admins_editing_one_account_do_not_overwrite_each_other(chief: User) -> None:
    user = make_user(role="viewer", email="v@hospice.example", password=HASHED)
    who = person(chief)
    change_account(user, name="Vera", email=user.email, role="editor", actor=who, now=NOW, seen=1)
    with pytest.raises(Conflict):
        change_account(user, name="Viola", email=user.email, role="viewer", actor=who, now=NOW, seen=1)


def test_an_address_of_somebody_else_is_refused(chief: User) -> None:
    user = make_user(role="viewer", email="v@hospice.example", password=HASHED)
    with pytest.raises(RuleViolation, match="another account"):
        change_account(
            user, name="V", email="Chief@hospice.example", role="viewer", actor=person(chief), now=NOW
        )


def test_who_is_shut_out_has_no_session_and_no_link_until_let_in_again(chief: User) -> None:
    user = make_user(role="viewer", email="v@hospice.example", password=HASHED)
    token = renew_link(user, actor=person(chief), now=NOW)
    gone = deactivate_user(user, actor=person(chief), now=NOW)
    assert gone.fs_uniquifier != user.fs_uniquifier
    assert find_invited(token, now=NOW) is None
    with pytest.raises(RuleViolation, match="cannot sign in"):
        renew_link(gone, actor=person(chief), now=NOW)
    reactivate_user(gone, actor=person(chief), now=NOW)
    assert check_sign_in(user.email, PASSWORD, IP, now=NOW) is not None


def test_accounts_are_listed_with_what_the_page_says_of_them(chief: User) -> None:
    invite_user("a@hospice.example", "Ada", "viewer", actor=person(chief), now=NOW)
    make_user(email="z@hospice.example", name="Aaron", active=False, password=HASHED)
    rows = [(row.name, row.active, bool(row.accepted), row.invited_at) for row in list_accounts()]
    assert rows == [
        ("Ada", True, False, NOW),
        ("Dana Whitfield", True, True, None),
        ("Aaron", False, True, None),
    ]

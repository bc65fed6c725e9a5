"""What people type to sign in and to choose a password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.web.formdata import FormData, Submitted

from .rules import ROLES, password_problem

NO_MATCH = "That address and password do not match an account. Check both, or ask an admin for a new link."


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who wants in, and for how long."""

    email: str
    password: str
    stay: bool


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The present password (where one is asked) and the one to come."""

    present: str
    password: str


@dataclass(frozen=True, slots=True)
class Account:
    """One of our people, as an admin changes them."""

    name: str
    email: str
    role: str
    seen: int | None


def secret(form: FormData, submitted: Submitted, name: str, missing: str) -> str:
    """A password exactly as typed: not trimmed, and never shown again."""
    text = submitted.get(name, "") or ""
    if not text:
        form.fail(name, missing)
    return text


def read_sign_in(submitted: Submitted) -> tuple[SignIn | None, FormData]:
    """The sign-in form."""
    form = FormData(submitted)
    email = form.text("email", "Enter your work email.", 254)
    password = secret(form, submitted, "password", "Enter your password.")
    stay = form.flag("stay")
    return (SignIn(email, password[:1000], stay), form) if form.ok else (None, form)


def read_account(submitted: Submitted) -> tuple[Account | None, FormData]:
    """Name, address and role of one of our people."""
    form = FormData(submitted)
    name = form.text("name", "Enter the person’s name.")
    email = form.email("email", "Enter the person’s work email.")
    role = form.choice("role", ROLES, "Choose what the person may do.")
    seen = form.whole("seen")
    return (Account(name, email, role, seen), form) if form.ok else (None, form)


def read_new_password(
    submitted: Submitted, own_words: Iterable[str], *, ask_present: bool
) -> tuple[NewPassword | None, FormData]:
    """Choosing a password, with the present one where there is one."""
    form = FormData(submitted)
    present = secret(form, submitted, "present", "Enter your present password.") if ask_present else ""
    password = secret(form, submitted, "password", "Choose a password.")
    problem = password_problem(password, own_words) if password else None
    if problem:
        form.fail("password", problem)
    return (NewPassword(present[:1000], password), form) if form.ok else (None, form)

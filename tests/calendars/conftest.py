"""A partnership with terms, one of our people who leads it, and their calendar link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.calendars.queries import link_of_partnership, link_of_user
from app.calendars.service import address_of, make_link
from app.core.actor import SYSTEM, Actor, Role
from app.partnerships.models import Partnership
from app.settings import Settings
from app.terms.service import set_terms
from tests.calendars.inviting import House
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership
from tests.mail.sink import Sink

START, END = date(2025, 12, 1), date(2027, 6, 30)
TERMS = {"S03.start_date": START, "S03.end_date": END, "S03.notice_days": 90}
Opens = Callable[..., str]


@pytest.fixture
def dana(editor: SignedIn) -> User:
    """One of our people who signs in."""
    editor.user.password = "set"
    editor.user.save()
    return editor.user


@pytest.fixture
def bay(dana: User) -> Partnership:
    """Kestrel Bay / Ordway, led by Dana, whose term ends June 30, 2027."""
    made = make_partnership(key="bay", name="Kestrel Bay / Ordway", lead=dana)
    set_terms(made, TERMS, effective_on=START, actor=SYSTEM, now=NOW)
    return made


@pytest.fixture
def opens(settings: Settings) -> Opens:
    """Makes a link for a person or a partnership, and answers its path."""

    def path(whose: User | Partnership, **values: Any) -> str:
        of = whose if isinstance(whose, Partnership) else None
        actor = SYSTEM if of else Actor(whose.id, whose.name, Role.EDITOR)
        make_link(of, secret=settings.secret, actor=actor, now=NOW, **values)
        link = link_of_partnership(of.id) if of else link_of_user(whose.id)
        assert link is not None
        return address_of(link, base_url="", secret=settings.secret)

    return path


@pytest.fixture
def house(app: Flask, bay: Partnership, dana: User, mailing: Settings, sink: Sink) -> House:
    """A meeting to which people can be invited."""
    return House(app, bay, dana, mailing, sink)

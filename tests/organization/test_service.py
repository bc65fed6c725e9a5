"""Our own settings on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from app.accounts.models import User
from app.accounts.service import setup_token
from app.core.actor import Actor, Role
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.history import History
from app.organization.models import HolidayChange, House
from app.organization.queries import holidays_between, house_facts, list_days
from app.organization.rules import HOLIDAYS, DayKind, zone_choices
from app.organization.service import change_house, mark_day, set_up, unmark_day
from tests.conftest import NOW, ZONE

ADMIN = Actor(None, "Dana Whitfield", Role.ADMIN)
CHRISTMAS, NEW_YEAR = date(2026, 12, 25), date(2027, 1, 1)
FACTS = {
    "house_name": "Lantern Hill Hospice",
    "time_zone": "America/Denver",
    "holidays": "US-CO",
    "name": "Dana Whitfield",
    "email": "dana@hospice.example",
    "password": "seven wet owls sing",
}


def test_setting_up_names_the_house_and_makes_its_first_admin(database: str) -> None:
    token = setup_token(now=NOW)
    assert token is not None
    user = set_up(token, **FACTS, now=NOW)
    assert user.role == "admin"
    assert (house_facts().name, house_facts().time_zone) == ("Lantern Hill Hospice", "America/Denver")
    assert History.get(History.entity == "house", History.verb == "change").actor_name == "Dana Whitfield"


def test_a_set_up_that_fails_leaves_nothing_behind(database: str) -> None:
    with pytest.raises(NotFound):
        set_up("nothing", **FACTS, now=NOW)
    assert User.select().count() == 0
    assert house_facts().name == ""


def test_a_state_keeps_its_own_holidays(database: str) -> None:
    spring = (date(2027, 3, 1), date(2027, 4, 10))
    assert holidays_between(*spring) == {}
    change_house("Lantern Hill", ZONE, "US-CA", 15, actor=ADMIN, now=NOW)
    assert date(2027, 3, 31) in holidays_between(*spring)
    change_house("Lantern Hill", ZONE, "none", 15, actor=ADMIN, now=NOW)
    assert holidays_between(date(2026, 1, 1), date(2027, 12, 31)) == {}


def test_a_day_is_added_worked_on_and_given_back(database: str) -> None:
    eve = date(2026, 12, 24)
    mark_day(eve, "Christmas Eve", DayKind.ADDED, actor=ADMIN, now=NOW)
    mark_day(CHRISTMAS, "Christmas Day", DayKind.WORKED, actor=ADMIN, now=NOW)
    assert list(holidays_between(eve, NEW_YEAR)) == [eve, NEW_YEAR]
    shown = [(row.on, row.kind) for row in list_days(eve, NEW_YEAR)]
    assert shown == [(eve, DayKind.ADDED), (CHRISTMAS, DayKind.WORKED), (NEW_YEAR, None)]
    unmark_day(CHRISTMAS, actor=ADMIN, now=NOW)
    assert list(holidays_between(eve, NEW_YEAR)) == [eve, CHRISTMAS, NEW_YEAR]
    with pytest.raises(NotFound):
        unmark_day(CHRISTMAS, actor=ADMIN, now=NOW)


def test_a_day_said_twice_is_kept_once_as_said_last(database: str) -> None:
    mark_day(CHRISTMAS, "Christmas Day", DayKind.WORKED, actor=ADMIN, now=NOW)
    mark_day(CHRISTMAS, "Closed", DayKind.ADDED, actor=ADMIN, now=NOW)
    assert HolidayChange.select().count() == 1
    assert holidays_between(CHRISTMAS, CHRISTMAS) == {CHRISTMAS: "Closed"}


def test_a_holiday_on_a_weekend_is_no_day_off_to_decide_about(database: str) -> None:
    saturday = date(2027, 6, 19)
    assert saturday in holidays_between(saturday, saturday)
    assert list_days(saturday, saturday) == ()


def test_only_an_admin_changes_the_house(database: str) -> None:
    editor = Actor(None, "Ed", Role.EDITOR)
    with pytest.raises(Forbidden):
        change_house("Mine", ZONE, "US", 15, actor=editor, now=NOW)
    with pytest.raises(Forbidden):
        mark_day(CHRISTMAS, "Mine", DayKind.ADDED, actor=editor, now=NOW)
    with pytest.raises(Forbidden):
        unmark_day(CHRISTMAS, actor=editor, now=NOW)


def test_two_admins_do_not_overwrite_each_other(database: str) -> None:
    seen = House.get().version
    change_house("First", ZONE, "US", 15, actor=ADMIN, now=NOW, seen=seen)
    with pytest.raises(Conflict) as conflict:
        change_house("Second", ZONE, "US", 15, actor=ADMIN, now=NOW, seen=seen)
    assert (conflict.value.mine["name"], conflict.value.theirs["name"]) == ("Second", "First")


@pytest.mark.parametrize("kind", [kind for kind in HOLIDAYS if kind != "none"])
def test_every_choice_of_holidays_is_known(kind: str) -> None:
    import holidays

    country, _, state = kind.partition("-")
    assert date(2026, 7, 4) in holidays.country_holidays(country, subdiv=state or None, years=2026)


def test_a_zone_set_by_hand_stays_among_the_choices() -> None:
    assert dict(zone_choices("Europe/Vienna"))["Europe/Vienna"] == "Europe/Vienna"
    assert len(zone_choices("America/Denver")) == len(zone_choices(""))

"""Terms are saved with the day from which they hold, told in the history, and never lost to a second hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, RuleViolation
from app.core.history import History
from app.partnerships.models import Partnership
from app.terms.models import Term
from app.terms.queries import term_history, term_sheet, terms_in_force, terms_of_all, unknown_keys
from app.terms.service import load_terms, set_terms
from app.terms.values import CLEARED, UNKNOWN
from tests.conftest import NOW
from tests.factories import make_partnership

START, MID, LATE = date(2025, 12, 1), date(2026, 6, 1), date(2027, 1, 1)


@pytest.fixture
def bay(database: str) -> Partnership:
    return make_partnership()


def put(partnership: Partnership, actor: Actor, on: date = START, **values: Any) -> tuple[str, ...]:
    """Set terms, written S21__rate_home=... for S21.rate_home."""
    changes = {key.replace("__", "."): value for key, value in values.items()}
    return set_terms(partnership, changes, effective_on=on, actor=actor, now=NOW).changed


def test_a_value_holds_from_its_day_until_the_next_one(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S21__rate_home=98000)
    put(bay, dana, MID, S21__rate_home=106000)
    assert terms_in_force(bay.id, date(2025, 11, 30)) == {}
    assert terms_in_force(bay.id, date(2026, 5, 31)) == {"S21.rate_home": 98000}
    assert terms_in_force(bay.id, MID) == {"S21.rate_home": 106000}


def test_every_kind_of_value_survives_the_database(bay: Partnership, dana: Actor) -> None:
    values: dict[str, Any] = {
        "S01.payer_name": "Ordway <b>{{ x }}</b>",
        "S01.payer_lead": {"name": "Priya Nair", "email": "priya@ordway.example"},
        "S02.payer_aims": ["fewer stays", "earlier talks"],
        "S03.is_pilot": False,
        "S03.start_date": START,
        "S05.lines": ["medi_cal_managed_care"],
        "S13.planned_encounters_ppm": Decimal("6.0"),
        "S13.tiers": [{"id": "high", "tier": "High", "disciplines": ["nurse"], "contacts": Decimal("8.5")}],
        "S21.rate_home": 98000,
        "S22.supplement_trigger": Decimal(150),
        "S36.ways": ["at_term", "on_notice"],
        "S03.interim_review_months": [3, 6, 12],
    }
    set_terms(bay, values, effective_on=START, actor=dana, now=NOW)
    held = terms_in_force(bay.id, START)
    assert {key: held[key] for key in values} == values
    assert str(held["S13.planned_encounters_ppm"]) == "6.0"


def test_a_shared_term_is_one_value_under_both_names(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, S36__notice_days=90)
    held = terms_in_force(bay.id, START)
    assert held["S03.notice_days"] == held["S36.notice_days"] == 90
    assert [row.key for row in Term.select()] == ["S03.notice_days"]
    assert terms_of_all({"S36.notice_days"}, START) == {bay.id: {"S36.notice_days": 90}}


def test_not_known_yet_is_no_value_but_is_remembered(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S21__rate_home=98000, S03__notice_days=90)
    put(bay, dana, MID, S21__rate_home=UNKNOWN)
    assert "S21.rate_home" not in terms_in_force(bay.id, MID)
    assert unknown_keys(bay.id, MID) == {"S21.rate_home"}
    assert unknown_keys(bay.id, START) == frozenset()
    assert terms_of_all({"S21.rate_home"}, MID).get(bay.id, {}) == {}


def test_a_cleared_term_holds_nothing_from_that_day_and_its_past_stays(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S24__amount=1500000)
    put(bay, dana, MID, S24__amount=CLEARED)
    assert terms_in_force(bay.id, MID) == {}
    assert terms_in_force(bay.id, START) == {"S24.amount": 1500000}


def test_a_term_that_is_not_named_stays_as_it_is(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, S21__rate_home=98000, S03__notice_days=90)
    put(bay, dana, S03__notice_days=60)
    assert terms_in_force(bay.id, START)["S21.rate_home"] == 98000


def test_the_same_value_again_writes_nothing(bay: Partnership, dana: Actor) -> None:
    assert put(bay, dana, START, S21__rate_home=98000) == ("S21.rate_home",)
    told = History.select().count()
    assert put(bay, dana, MID, S21__rate_home=98000) == ()
    assert History.select().count() == told
    assert Term.select().count() == 1


def test_a_second_value_for_the_same_day_takes_the_place_of_the_first(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S21__rate_home=98000)
    put(bay, dana, START, S21__rate_home=99000)
    assert Term.select().count() == 1
    assert terms_in_force(bay.id, START) == {"S21.rate_home": 99000}


def test_each_change_is_told_with_who_when_and_both_values(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S36__notice_days=60)
    put(bay, dana, START, S36__notice_days=90)
    put(bay, dana, MID, S36__notice_days=UNKNOWN)
    told = [(c.who, c.effective_on, c.before, c.after) for c in term_history(bay.id, "S36.notice_days")]
    assert told == [
        ("Dana Whitfield", MID, "nothing", "not known yet"),
        ("Dana Whitfield", START, "60 days", "90 days"),
        ("Dana Whitfield", START, "nothing", "60 days"),
    ]
    assert History.select().where(History.partnership_id == bay.id).count() == 3


def test_the_second_editor_sees_both_values_and_nothing_is_stored(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, S03__notice_days=60, S21__rate_home=98000)
    seen = term_sheet(bay.id, START).fingerprints
    put(bay, dana, S03__notice_days=90)
    with pytest.raises(Conflict) as caught:
        set_terms(
            bay,
            {"S36.notice_days": 30, "S21.rate_home": 100000},
            effective_on=START,
            actor=dana,
            now=NOW,
            seen={"S36.notice_days": seen["S03.notice_days"], "S21.rate_home": seen["S21.rate_home"]},
        )
    assert (caught.value.mine, caught.value.theirs) == (
        {"Notice period": "30 days"},
        {"Notice period": "90 days"},
    )
    assert terms_in_force(bay.id, START)["S21.rate_home"] == 98000


def test_two_editors_of_different_terms_do_not_meet(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, S03__notice_days=60, S21__rate_home=98000)
    seen = term_sheet(bay.id, START).fingerprints
    put(bay, dana, S03__notice_days=90)
    set_terms(bay, {"S21.rate_home": 100000}, effective_on=START, actor=dana, now=NOW, seen=seen)
    assert terms_in_force(bay.id, START)["S21.rate_home"] == 100000


def test_two_editors_who_type_the_same_agree(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, S03__notice_days=90)
    done = set_terms(
        bay, {"S03.notice_days": 90}, effective_on=START, actor=dana, now=NOW, seen={"S03.notice_days": ""}
    )
    assert done.changed == ()


def test_what_is_set_for_a_later_day_is_told_beside_the_present_value(bay: Partnership, dana: Actor) -> None:
    put(bay, dana, START, S21__rate_home=98000)
    put(bay, dana, LATE, S21__rate_home=106000)
    sheet = term_sheet(bay.id, MID)
    assert sheet.later == {"S21.rate_home": (LATE, "$1,060.00")}
    assert sheet.since == {"S21.rate_home": START}


def test_terms_of_all_partnerships_come_in_one_query(bay: Partnership, dana: Actor) -> None:
    other = make_partnership(provider=bay.provider)
    put(bay, dana, START, S03__end_date=date(2027, 11, 30))
    put(bay, dana, LATE, S03__end_date=date(2028, 11, 30))
    put(other, dana, START, S03__notice_days=60)
    wanted = {"S03.end_date", "S03.notice_days"}
    assert terms_of_all(wanted, MID) == {
        bay.id: {"S03.end_date": date(2027, 11, 30)},
        other.id: {"S03.notice_days": 60},
    }


def test_a_term_that_does_not_exist_is_refused(bay: Partnership, dana: Actor) -> None:
    with pytest.raises(RuleViolation, match=r"There is no term S99\.rate"):
        put(bay, dana, S99__rate=1)


def test_loading_many_terms_twice_changes_nothing(bay: Partnership, dana: Actor) -> None:
    rows = [("S21.rate_home", MID, 106000), ("S21.rate_home", START, 98000), ("S03.notice_days", START, 90)]
    assert load_terms(bay, rows, actor=dana, now=NOW).changed == ("S21.rate_home", "S03.notice_days")
    told = History.select().count()
    assert load_terms(bay, rows, actor=dana, now=NOW).changed == ()
    assert History.select().count() == told
    assert terms_in_force(bay.id, START)["S21.rate_home"] == 98000

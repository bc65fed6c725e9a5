"""Two people saved the same thing: the second sees what differs, in words, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from peewee import ForeignKeyField

from app.actions.models import Action
from app.actions.rules import Side
from app.core.actor import SYSTEM
from app.core.clash import in_words, said
from app.core.errors import Conflict
from app.core.fields import JSONField
from app.core.history import change
from app.models import MODELS
from app.partnerships.models import Partnership, StageChange
from tests.conftest import NOW, SignedIn
from tests.factories import make_action, make_member, make_partnership, make_person

FIELDS = [field for model in MODELS for field in model._meta.sorted_fields]
MACHINE = ("{", "}", "[", "]", "'", "_", "None", "True", "False")
SHAPES: list[tuple[Any, Any]] = [
    ({"ed_visits": 3}, {"ed_visits": 4}),
    ({"ed_visits": 3}, {"admissions": 3}),
    ({"state": "not_asked", "note": ""}, {}),
    ({"team": {"nurse": {"hours": 3, "share": "0.5"}}}, {"team": {"nurse": {"hours": 4, "share": "0.5"}}}),
    (["home_visit", "phone"], ["phone"]),
    ([{"function": "clinical", "days_needed": None}], [{"function": "clinical", "days_needed": 10}]),
    ([["term", 3, None, {"on": True}]], [["term", 3, None, {"on": False}]]),
    ({"a": "1, b: 2"}, {"a": "1", "b": "2"}),
    (["not_asked"], ["Not asked"]),
    ([None, 3], [3, None]),
    ("nothing", None),
    (None, {"missing": [{"text": "Who pays?"}]}),
]


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", stage="pilot")


def clash(html: str) -> str:
    return html.split("Both versions</caption>")[1].split("</table>")[0]


def test_a_clash_says_days_as_people_say_them_and_shows_only_what_differs(
    editor: SignedIn, partnership: Partnership
) -> None:
    paul, ana = (make_person(partnership.payer, name=name) for name in ("Paul Renner", "Ana Soto"))
    for person in (paul, ana):
        make_member(partnership, person)
    action = make_action(partnership, text="Send the visit log", due_on=date(2026, 12, 1))
    sent = {"text": "Send the visit log", "side": "payer", "private": "", "seen": "1"}
    first = {**sent, "due_on": "2026-12-15", "owner": ana.public_id, "private": "1"}
    assert editor.post(f"/actions/{action.public_id}", data=first).status_code == 303
    late = editor.post(
        f"/actions/{action.public_id}", data={**sent, "due_on": "2026-12-04", "owner": paul.public_id}
    )
    assert late.status_code == 409
    shown = clash(late.text)
    assert "<td>December 4, 2026</td><td>December 15, 2026</td>" in shown
    assert "<td>Paul Renner</td><td>Ana Soto</td>" in shown
    assert "<td>no</td><td>yes</td>" in shown
    assert "2026-12" not in shown and "True" not in shown
    assert "Send the visit log" not in shown and "payer" not in shown, "what is the same is left out"
    assert "Moved times" not in shown and "First due" not in shown, "nobody typed these"


def test_a_clash_in_which_nothing_differs_has_no_empty_table() -> None:
    same = Conflict("Somebody saved this.", {"Words": "Two calls"}, {"Words": "Two calls"})
    assert same.apart == ()
    assert Conflict("Somebody saved this.", {}, {}).apart == ()


def test_a_first_day_that_two_correct_is_said_in_words(editor: SignedIn, partnership: Partnership) -> None:
    move = StageChange.create(
        partnership=partnership, from_stage="", to_stage="pilot", on=date(2026, 10, 1), reason="Signed"
    )
    address = f"/partnerships/kestrel-bay/stage/{move.id}/correct"
    late = editor.post(address, data={"on": "2026-10-12", "seen": "2026-09-01"})
    assert late.status_code == 409
    assert "<td>October 12, 2026</td><td>October 1, 2026</td>" in clash(late.text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"ed_visits": 3, "note": "Paul's list"}, "ed visits: 3, note: Paul's list"),
        ({"state": "not_asked", "note": "", "who": []}, "state: Not asked"),
        ([{"function": "Finance", "days_needed": 10}, {"function": "Law"}],
         "function: Finance, days needed: 10; function: Law"),
        ({"nurse": {"hours": 3, "share": "0.5"}, "chaplain": {"hours": 1}},
         "nurse: hours: 3, share: 0.5; chaplain: hours: 1"),
        (["home_visit", "phone"], "Home visit, phone"),
        ({"note": ""}, "nothing"),
        ([], "nothing"),
        (False, "no"),
        (Decimal("1.50"), "1.5"),
        ("Two_calls to the plan", "Two_calls to the plan"),
    ],
)  # fmt: skip
def test_what_is_kept_as_names_and_values_is_said_in_words(value: Any, words: str) -> None:
    assert said(value) == words


@pytest.mark.parametrize(("mine", "theirs"), SHAPES)
def test_no_clash_shows_how_a_program_writes_or_hides_a_difference(mine: Any, theirs: Any) -> None:
    for field in (one for one in FIELDS if isinstance(one, JSONField)):
        both = in_words(field, mine, theirs)
        assert both[0] != both[1], field
        assert not [sign for sign in MACHINE if sign in "".join(both)], (field, both)


@pytest.mark.parametrize("name", ["Ana Soto", ""])
def test_two_rows_are_told_apart_though_they_have_the_same_name_or_none(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for field in (one for one in FIELDS if isinstance(one, ForeignKeyField)):
        other = field.rel_model
        named = {one: name for one in ("name", "title", "text") if one in other._meta.fields}
        row = other(**named)
        monkeypatch.setattr(other, "get_or_none", lambda *_found, row=row: row)
        mine, theirs = in_words(field, 3, 5)
        assert mine != theirs and "nothing" not in (mine, theirs), field
        assert len(set(in_words(field, 3, other(id=3)))) == 1, field
        assert in_words(field, None, 5) == ("nothing", name if name and named else "another one"), field
        chosen = name if name and named else "the one you chose"
        assert in_words(field, 3, None) == (chosen, "nothing"), field


def test_a_row_that_is_gone_is_not_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    field = StageChange.partnership
    monkeypatch.setattr(Partnership, "get_or_none", lambda *_found: None)
    assert in_words(field, 3, None) == ("one that is gone", "nothing")


def test_what_is_empty_on_both_sides_is_no_difference() -> None:
    (field,) = (one for one in FIELDS if str(one) == str(Partnership.product_lines))
    assert in_words(field, [], None) == in_words(field, {"note": ""}, "") == ("nothing", "nothing")


def test_a_choice_is_said_with_a_capital_on_both_sides_and_a_typed_word_as_it_was_typed() -> None:
    assert in_words(Action.side, Side.PAYER, "provider") == ("Payer", "Provider")
    assert in_words(Action.waiting_for, "lawyer", "Lawyer") == ("lawyer", "Lawyer")


def test_a_list_that_two_saved_is_told_in_words_with_what_is_stored_beside_it(
    partnership: Partnership,
) -> None:
    now_saved = change(partnership, actor=SYSTEM, now=NOW, product_lines=["medicare_advantage"])
    with pytest.raises(Conflict) as refused:
        change(
            now_saved, actor=SYSTEM, now=NOW, seen=1, product_lines=["medicaid_plan", "medicare_advantage"]
        )
    told = ("product_lines", "Medicaid plan, Medicare advantage", "Medicare advantage")
    assert refused.value.apart == (told,)

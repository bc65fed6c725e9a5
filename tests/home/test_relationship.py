"""The relationship page: what matters first, and whom to speak with next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.db import connected
from app.home.queries.relationship import relationship_view
from app.home.rules import RelationFacts, relation_words
from app.meetings.models import Attendance
from app.partnerships.models import Partnership, StageChange
from app.people.models import Person
from app.relationship.models import Pulse, Touch
from tests.conftest import NOW, SignedIn
from tests.factories import make_meeting, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)
QUIET = RelationFacts("Ordway", Decimal("4.0"), Decimal("4.1"), (), (), 0)


@pytest.fixture
def partnership(database: str) -> Partnership:
    made = make_partnership(key="kestrel-bay", stage_since=date(2026, 6, 1))
    StageChange.create(partnership=made, to_stage="pilot", on=date(2026, 6, 1))
    return made


@pytest.fixture
def mina(partnership: Partnership) -> Person:
    person = make_person(partnership.payer, name="Mina Sato")
    make_member(partnership, person)
    return person


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "No concern is open, and nobody waits for a word."),
        ({"ours": None, "theirs": None}, "How both sides get on"),
        (
            {"ours": Decimal("2.0"), "theirs": Decimal("3.6")},
            "We feel much worse about this than Ordway does.",
        ),
        (
            {"ours": Decimal("4.5"), "theirs": Decimal("3.0")},
            "Ordway feels much worse about this than we do.",
        ),
        ({"ours": Decimal("2.0"), "theirs": Decimal("2.4")}, "Both sides find this hard at the moment."),
        ({"concerns": ((80, None),)}, "One concern is not spoken of yet; it is open for 80 days."),
        ({"concerns": ((80, TODAY),)}, "One concern is open for 80 days; you have spoken of it."),
        ({"concerns": ((80, TODAY), (3, TODAY))}, "Two concerns are open, the oldest for 80 days."),
        (
            {"concerns": ((80, None), (3, None))},
            "Two concerns are not spoken of yet, the oldest for 80 days.",
        ),
        ({"silent": (("Mina Sato", 57), ("Paul", 30))}, "No word with Mina Sato and 1 more for 57 days."),
        ({"waiting_late": 1}, "One decision waits longer than expected."),
    ],
)
def test_the_first_sentence_says_what_matters_most(facts: dict[str, object], words: str) -> None:
    known = {name: getattr(QUIET, name) for name in QUIET.__dataclass_fields__}
    assert relation_words(RelationFacts(**{**known, **facts})).startswith(words)


def test_a_held_meeting_counts_as_contact_for_those_who_came(partnership: Partnership, mina: Person) -> None:
    absent = make_person(partnership.payer, name="Paul Renner")
    make_member(partnership, absent)
    held = make_meeting(partnership, on=date(2026, 11, 17), status="held")
    Attendance.create(meeting=held, person=mina, came="here")
    Attendance.create(meeting=held, person=absent, came="missing")
    called_off = make_meeting(partnership, on=date(2026, 11, 20), status="cancelled")
    Attendance.create(meeting=called_off, person=mina)
    coming = make_meeting(partnership, on=date(2026, 12, 1))
    Attendance.create(meeting=coming, person=mina)
    found = {one.row.name: one for one in relationship_view(partnership, TODAY).contacts}
    assert found["Mina Sato"].row.last_on == date(2026, 11, 17)
    assert found["Mina Sato"].row.speak_by == date(2026, 12, 1)
    assert found["Mina Sato"].meeting is not None and found["Mina Sato"].meeting.on == date(2026, 12, 1)
    assert (found["Paul Renner"].row.last_on, found["Paul Renner"].meeting) == (None, None)


def test_the_later_of_a_call_and_a_meeting_is_the_last_contact(
    partnership: Partnership, mina: Person
) -> None:
    held = make_meeting(partnership, on=date(2026, 11, 3), status="held")
    Attendance.create(meeting=held, person=mina)
    Touch.create(partnership=partnership, person=mina, on=date(2026, 11, 10), how="phone", created_at=NOW)
    (one,) = relationship_view(partnership, TODAY).contacts
    assert (one.row.last_on, one.row.silence(TODAY)) == (date(2026, 11, 10), "amber")


def test_who_was_silent_longest_stands_first(partnership: Partnership, mina: Person) -> None:
    near = make_person(partnership.payer, name="Grace Okonjo")
    make_member(partnership, near)
    Touch.create(partnership=partnership, person=near, on=date(2026, 11, 20), how="phone", created_at=NOW)
    Touch.create(partnership=partnership, person=mina, on=date(2026, 9, 28), how="phone", created_at=NOW)
    view = relationship_view(partnership, TODAY)
    assert [one.row.name for one in view.contacts] == ["Mina Sato", "Grace Okonjo"]
    assert "No word with Mina Sato for 57 days." in view.lede


def test_once_it_has_ended_nobody_is_asked_to_call(partnership: Partnership, mina: Person) -> None:
    Partnership.update(stage="ended").execute()
    view = relationship_view(Partnership.get(), TODAY)
    assert view.contacts == () and len(view.others) == 1 and view.pulse_due_on is None


def test_the_chart_names_both_sides_and_its_numbers_stand_in_a_table(
    editor: SignedIn, partnership: Partnership
) -> None:
    with connected():
        for day, ours, theirs in (("2026-05-31", "3.6", "3.8"), ("2026-10-31", "2.0", "3.6")):
            Pulse.create(
                partnership=partnership,
                on=date.fromisoformat(day),
                provider_mean=Decimal(ours),
                payer_mean=Decimal(theirs),
            )
    html = editor.get("/partnerships/kestrel-bay/relationship").text
    assert html.count("<polyline") == 4 and html.count('role="img"') == 2
    assert ">We 2.0<" in html and 'class="line s2"' in html
    assert '<td class="num">3.8</td>' in html
    assert "We feel much worse about this" in html


def test_an_empty_relationship_says_what_belongs_here(editor: SignedIn, partnership: Partnership) -> None:
    html = editor.get("/partnerships/kestrel-bay/relationship").text
    for words in ("Ask for the first time", "Nothing is open.", "Nobody of", "Nothing is noted yet."):
        assert words in html
    assert "Talk guide for Word" not in html


def test_a_stranger_is_asked_to_sign_in(admin: SignedIn, partnership: Partnership) -> None:
    admin.user.password = "set"
    admin.user.save()
    answer = admin.browser.application.test_client().get("/partnerships/kestrel-bay/relationship")
    assert answer.status_code == 303 and "/sign-in" in answer.location

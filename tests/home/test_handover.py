"""Somebody goes: what was open in their hands goes to others, and comes back with one undo."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.actions.models import Action
from app.assessments.models import Assessment, NeedsRating
from app.assessments.queries import method
from app.core.actor import Actor
from app.core.batches import Batch
from app.core.db import connected
from app.core.errors import NotFound, RuleViolation
from app.endings.models import EndingAnswer
from app.endings.queries import questions
from app.home.queries.handover import hanging_on
from app.home.rules import Hanging, hanging_words
from app.home.service import Successors, hand_over, handover_of, take_handover_back
from app.meetings.models import MeetingSeries, SeriesSeat
from app.milestones.models import Milestone
from app.partnerships.models import Membership, Partnership
from app.people.models import Person
from app.people.service import has_unfinished
from tests.conftest import NOW, SignedIn
from tests.factories import THEN, make_action, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)


class Scene:
    """Priya of the plan with one of everything, and two colleagues."""

    def __init__(self) -> None:
        self.partnership: Partnership = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
        plan = self.partnership.payer
        self.priya = make_person(plan, name="Priya Nair")
        self.ken, self.ana = make_person(plan, name="Ken Lindqvist"), make_person(plan, name="Ana Ruiz")
        make_member(self.partnership, self.priya)
        make_member(self.partnership, self.ana)
        self.action = make_action(self.partnership, owner=self.priya, side="payer")
        self.milestone = Milestone.create(
            partnership=self.partnership,
            stage="pilot",
            title="First referral",
            lead="payer",
            owner=self.priya,
            created_at=THEN,
        )
        series = MeetingSeries.create(
            partnership=self.partnership,
            kind="operations",
            rhythm="weeks",
            interval=2,
            first_on=TODAY,
            starts_at=time(14),
            minutes=60,
            mode="video",
            created_at=THEN,
        )
        self.seat = SeriesSeat.create(series=series, side="payer", person=self.priya)
        Person.update(deputy=self.priya).where(Person.id == self.ken.id).execute()

    def holders(self) -> tuple[Any, ...]:
        """Who holds action, milestone, seat, and who stands in for Ken."""
        return (
            Action.get_by_id(self.action.id).owner_id,
            Milestone.get_by_id(self.milestone.id).owner_id,
            SeriesSeat.get_by_id(self.seat.id).person_id,
            Person.get_by_id(self.ken.id).deputy_id,
        )


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW, "left_on": TODAY}


def test_everything_open_is_found_and_nothing_finished(database: str) -> None:
    scene = Scene()
    make_action(scene.partnership, owner=scene.priya, status="done")
    assert [(item.kind, item.words) for item in hanging_on(scene.priya.id)] == [
        (Hanging.ACTION, "Send the visit log"),
        (Hanging.MILESTONE, "First referral"),
        (Hanging.SEAT, "Operations meeting"),
        (Hanging.DEPUTY, "Ken Lindqvist"),
    ]
    assert has_unfinished(scene.priya) and not has_unfinished(scene.ana)


def test_gaps_under_way_and_questions_before_an_end_are_found_handed_over_and_come_back(
    database: str, by: dict[str, Any], dana: Actor
) -> None:
    partnership = make_partnership()
    ours, theirs, next_one = (make_person(one) for one in (partnership.provider, *[partnership.payer] * 2))
    old, now = (
        Assessment.create(
            partnership=partnership, why="first", asked_on=TODAY, finished_on=finished, created_at=THEN
        )
        for finished in (date(2025, 11, 1), None)
    )
    named = {"person_provider": ours, "person_payer": theirs}
    told = [
        NeedsRating.create(assessment=one, item=item, rating=rating, **named)
        for one, item, rating in ((old, "NA44", "gap"), (now, "NA43", "in_place"), (now, "NA44", "gap"))
    ]
    for question, state in (("RQ-X1", "fine"), ("RQ-X2", "watch")):
        EndingAnswer.create(partnership=partnership, question=question, who=theirs, state=state)
    assert [(item.kind, item.words) for item in hanging_on(theirs.id)] == [
        (Hanging.GAP, method().items["NA44"].label),
        (Hanging.QUESTION, dict(questions())["RQ-X2"]),
    ]
    assert has_unfinished(theirs)
    done = hand_over(theirs, Successors(next_one.id), **by)

    def holders() -> list[int | None]:
        rated = [NeedsRating.get_by_id(one.id).person_payer_id for one in told]
        return [*rated, *(one.who_id for one in EndingAnswer.select().order_by(EndingAnswer.question))]

    assert holders() == [theirs.id, theirs.id, next_one.id, theirs.id, next_one.id]
    assert {one.person_provider_id for one in NeedsRating.select()} == {ours.id}
    assert Membership.get(Membership.person == next_one.id).partnership_id == partnership.id
    take_handover_back(handover_of(done.batch)[0], actor=dana, now=NOW)
    assert holders() == [theirs.id] * 5


def test_the_undo_of_a_handover_takes_back_no_answers(database: str) -> None:
    rated = Batch.create(at=NOW, changes=[["needs_rating", 1, {"rating": "gap"}, {"rating": "partly"}]])
    with pytest.raises(NotFound):
        handover_of(str(rated.public_id))


def test_one_person_takes_over_all_and_joins_the_partnership(database: str, by: dict[str, Any]) -> None:
    scene = Scene()
    done = hand_over(scene.priya, Successors(scene.ken.id), **by)
    assert scene.holders() == (scene.ken.id, scene.ken.id, scene.ken.id, None)
    member = Membership.get(Membership.person == scene.ken.id)
    assert (member.side, member.partnership_id) == ("payer", scene.partnership.id)
    assert Person.get_by_id(scene.priya.id).left_on == TODAY and not done.deleted


def test_one_undo_brings_all_of_it_back(database: str, by: dict[str, Any], dana: Actor) -> None:
    scene = Scene()
    before = scene.holders()
    done = hand_over(scene.priya, Successors(scene.ken.id), **by)
    back = take_handover_back(handover_of(done.batch)[0], actor=dana, now=NOW)
    assert back.left == 0
    assert scene.holders() == before
    assert Person.get_by_id(scene.priya.id).left_on is None
    assert not Membership.select().where(Membership.person == scene.ken.id).exists()
    with pytest.raises(NotFound):
        handover_of(done.batch)


def test_single_things_go_to_somebody_else_or_to_nobody(database: str, by: dict[str, Any]) -> None:
    scene = Scene()
    single = {
        (Hanging.ACTION, scene.action.id): scene.ken.id,
        (Hanging.SEAT, scene.seat.id): None,
    }
    hand_over(scene.priya, Successors(scene.ana.id, single), **by)
    assert scene.holders() == (scene.ken.id, scene.ana.id, None, scene.ana.id)


def test_nobody_from_elsewhere_and_nobody_who_left_takes_over(database: str, by: dict[str, Any]) -> None:
    scene = Scene()
    gone = make_person(scene.partnership.payer, left_on=TODAY)
    for wrong in (make_person(scene.partnership.provider), gone, scene.priya):
        with pytest.raises(RuleViolation, match="same organization"):
            hand_over(scene.priya, Successors(wrong.id), **by)
    assert scene.holders()[0] == scene.priya.id


def test_who_leaves_nothing_behind_goes_off_the_list_and_comes_back(
    database: str, by: dict[str, Any], dana: Actor
) -> None:
    partnership = make_partnership()
    person, other = make_person(partnership.payer, name="Sam"), make_person(partnership.payer)
    action = make_action(partnership, owner=person)
    done = hand_over(person, Successors(other.id), delete=True, **by)
    assert done.deleted and Person.get_or_none(Person.id == person.id) is None
    take_handover_back(handover_of(done.batch)[0], actor=dana, now=NOW)
    back = Person.get_by_id(person.id)
    assert (back.name, back.created_at) == ("Sam", person.created_at)
    assert Action.get_by_id(action.id).owner_id == person.id


def test_who_is_still_named_by_something_finished_is_marked_as_left(
    database: str, by: dict[str, Any]
) -> None:
    scene = Scene()
    make_action(scene.partnership, owner=scene.priya, status="done")
    assert not hand_over(scene.priya, Successors(None), delete=True, **by).deleted
    assert Person.get_by_id(scene.priya.id).left_on == TODAY


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({Hanging.ACTION: 3}, "P has 3 open actions."),
        ({Hanging.ACTION: 1, Hanging.SEAT: 2}, "P has 1 open action and 2 seats in meeting series."),
        ({Hanging.MILESTONE: 1, Hanging.DEPUTY: 1}, "P has 1 open milestone, and stands in for 1 person."),
        ({Hanging.DEPUTY: 2}, "P stands in for 2 people."),
        ({Hanging.GAP: 1, Hanging.QUESTION: 2}, "P has 1 gap to fill and 2 questions before an end."),
        ({}, "P has nothing open."),
    ],
)
def test_what_is_open_is_said_in_words(counts: dict[Hanging, int], words: str) -> None:
    assert hanging_words("P", counts) == words


# --- pages


def test_saving_a_day_of_leaving_asks_who_takes_over(editor: SignedIn) -> None:
    with connected():
        scene = Scene()
    address = f"/people/{scene.priya.public_id}"
    answer = editor.post(address, data={"name": "Priya N.", "left_on": "2026-11-20", "seen": "1"})
    assert answer.location == f"{address}/handover?left_on=2026-11-20"
    with connected():
        saved = Person.get_by_id(scene.priya.id)
        assert (saved.name, saved.left_on) == ("Priya N.", None)
    html = editor.get(answer.location).text
    assert "Priya N. has 1 open action, 1 open milestone and 1 seat in a meeting series" in html
    assert "Who takes over?" in html and 'value="2026-11-20"' in html and "Nobody yet" in html
    sent = {"take_over": scene.ken.public_id, "left_on": "2026-11-20"}
    after = editor.post(f"{address}/handover", data=sent, follow_redirects=True).text
    assert "Priya N. is marked as left; what was open is handed over." in after
    with connected():
        assert scene.holders()[0] == scene.ken.id
    undo = after.split('action="/people/handover/')[1].split('"')[0]
    assert "It is as before." in editor.post(f"/people/handover/{undo}", follow_redirects=True).text
    with connected():
        assert scene.holders()[0] == scene.priya.id


def test_deleting_somebody_with_open_things_asks_too(editor: SignedIn) -> None:
    with connected():
        scene = Scene()
    answer = editor.post(f"/people/{scene.priya.public_id}/delete")
    assert answer.location == f"/people/{scene.priya.public_id}/handover?delete=1"
    assert 'name="delete" value="1"' in editor.get(answer.location).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("take_over", "", "Choose who takes over, or nobody yet."),
        ("take_over", "stranger", "Choose somebody who works at the same organization."),
        ("left_on", "2027-01-01", "Enter the day they left once it has come."),
        ("left_on", "", "Enter the day they left."),
    ],
)
def test_a_mistake_keeps_the_answers_and_changes_nothing(
    editor: SignedIn, field: str, typed: str, sentence: str
) -> None:
    with connected():
        scene = Scene()
    sent = {"take_over": "nobody", "left_on": "2026-11-20", field: typed}
    answer = editor.post(f"/people/{scene.priya.public_id}/handover", data=sent)
    assert answer.status_code == 422 and sentence in answer.text
    with connected():
        assert scene.holders()[0] == scene.priya.id


def test_people_of_another_organization_do_not_take_over(editor: SignedIn) -> None:
    with connected():
        scene = Scene()
        stranger = make_person(scene.partnership.provider)
    name = f"one-action-{scene.action.id}"
    sent = {"take_over": "nobody", "left_on": "2026-11-20", name: stranger.public_id}
    assert editor.post(f"/people/{scene.priya.public_id}/handover", data=sent).status_code == 422


def test_who_may_only_look_hands_nothing_over(viewer: SignedIn, client: FlaskClient) -> None:
    with connected():
        scene = Scene()
    address = f"/people/{scene.priya.public_id}/handover"
    assert viewer.get(address).status_code == 403
    assert viewer.post(address, data={"take_over": "nobody"}).status_code == 403
    assert client.post(address).location.startswith("/sign-in")
    with connected():
        assert scene.holders()[0] == scene.priya.id


def test_who_has_left_is_followed_by_the_change_to_note_and_the_handover_brief(
    editor: SignedIn,
) -> None:
    scene = Scene()
    address = f"/people/{scene.priya.public_id}"
    sent = {"take_over": "nobody", "left_on": "2026-11-20"}
    answer = editor.post(f"{address}/handover", data=sent)
    assert answer.location == f"{address}/left"
    page = editor.get(answer.location).text
    for home in Partnership.select().join(Membership).where(Membership.person == scene.priya.id):
        assert f"/partnerships/{home.key}/handover-brief.docx" in page
        assert f"/partnerships/{home.key}/signals/change?kind=TE01&amp;on=2026-11-20" in page
    assert "A change is noted" not in page
    home = Partnership.select().join(Membership).where(Membership.person == scene.priya.id).first()
    sent = {"kind": "TE01", "on": "2026-11-20", "text": "The contract manager leaves."}
    editor.post(f"/partnerships/{home.key}/signals/change", data=sent)
    assert "A change is noted for that day." in editor.get(answer.location).text

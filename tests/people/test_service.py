"""Organizations and people, kept without losing anything."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.people.models import Organization, Person
from app.people.queries import list_people, person_choices
from app.people.service import (
    OrganizationFacts,
    PersonFacts,
    create_organization,
    create_person,
    delete_organization,
    delete_person,
    restore_organization,
    restore_person,
    update_person,
)
from tests.conftest import NOW
from tests.factories import make_member, make_organization, make_partnership, make_person, make_user


def test_a_person_is_known_by_function_and_has_a_deputy(database: str, dana: Actor) -> None:
    plan = create_organization(OrganizationFacts("Ordway", "payer"), actor=dana, now=NOW)
    ken = create_person(plan, PersonFacts("Ken Lindqvist"), actor=dana, now=NOW)
    priya = create_person(
        plan, PersonFacts("Priya Nair", function="finance", deputy_id=ken.id), actor=dana, now=NOW
    )
    (shown,) = list_people().organizations
    assert [person.name for person in shown.people] == ["Ken Lindqvist", "Priya Nair"]
    assert shown.people[1].deputy == "Ken Lindqvist"
    assert History.select().where(History.entity_id == priya.id, History.entity == "person").count() == 1


def test_nobody_stands_in_for_themselves_or_from_elsewhere(database: str, dana: Actor) -> None:
    person = make_person(make_organization())
    stranger = make_person(make_organization())
    with pytest.raises(RuleViolation, match="Nobody stands in for themselves"):
        update_person(person, PersonFacts("Priya", deputy_id=person.id), actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="same organization"):
        update_person(person, PersonFacts("Priya", deputy_id=stranger.id), actor=dana, now=NOW)


def test_the_second_of_two_editors_sees_both_versions(database: str, dana: Actor) -> None:
    person = make_person(make_organization(), name="Priya Nair")
    update_person(person, PersonFacts("Priya N."), actor=dana, now=NOW, seen=1)
    with pytest.raises(Conflict) as refused:
        update_person(person, PersonFacts("P. Nair"), actor=dana, now=NOW, seen=1)
    assert (refused.value.mine["name"], refused.value.theirs["name"]) == ("P. Nair", "Priya N.")


def test_a_deleted_person_comes_back_as_they_were(database: str, dana: Actor) -> None:
    user = make_user()
    person = make_person(make_organization(), left_on=date(2026, 3, 1), user=user, title="Contracts")
    delete_person(person, actor=dana, now=NOW)
    assert Person.get_or_none(Person.id == person.id) is None
    restore_person(person.public_id, actor=dana, now=NOW)
    back = Person.get(Person.public_id == person.public_id)
    assert (back.id, back.left_on, back.user_id, back.title) == (
        person.id,
        date(2026, 3, 1),
        user.id,
        "Contracts",
    )
    assert back.created_at == person.created_at


def test_a_person_comes_back_once(database: str, dana: Actor) -> None:
    person = make_person(make_organization())
    delete_person(person, actor=dana, now=NOW)
    restore_person(person.public_id, actor=dana, now=NOW)
    with pytest.raises(NotFound, match="already"):
        restore_person(person.public_id, actor=dana, now=NOW)
    with pytest.raises(NotFound):
        restore_person("never-there", actor=dana, now=NOW)


def test_a_person_whose_organization_is_gone_does_not_come_back(database: str, dana: Actor) -> None:
    plan = make_organization()
    person = make_person(plan)
    delete_person(person, actor=dana, now=NOW)
    delete_organization(plan, actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="gone too"):
        restore_person(person.public_id, actor=dana, now=NOW)
    restore_organization(plan.public_id, actor=dana, now=NOW)
    assert restore_person(person.public_id, actor=dana, now=NOW).organization_id == plan.id


def test_somebody_on_a_partnership_is_not_deleted_but_leaves(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer, name="Priya Nair")
    make_member(partnership, person)
    with pytest.raises(RuleViolation, match="Enter the day they left"):
        delete_person(person, actor=dana, now=NOW)
    assert Person.get_by_id(person.id).name == "Priya Nair"


def test_an_organization_with_people_or_a_partnership_stays(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    with pytest.raises(RuleViolation, match="has people or a partnership"):
        delete_organization(partnership.payer, actor=dana, now=NOW)
    plan = make_organization()
    make_person(plan)
    with pytest.raises(RuleViolation):
        delete_organization(plan, actor=dana, now=NOW)
    assert Organization.select().where(Organization.id == plan.id).exists()


def test_who_left_is_no_longer_offered(database: str) -> None:
    plan = make_organization()
    make_person(plan, name="Gone", left_on=date(2026, 1, 1))
    here = make_person(plan, name="Here")
    assert person_choices(plan.id) == ((here.public_id, "Here"),)
    assert person_choices(plan.id, besides=here.id) == ()


def test_the_list_goes_on_after_fifty_lines(database: str) -> None:
    plan = make_organization(name="Ordway")
    for number in range(60):
        make_person(plan, name=f"Person {number:02d}")
    first, second = list_people(), list_people(offset=50)
    assert (len(first.organizations[0].people), first.more) == (50, True)
    assert (len(second.organizations[0].people), second.more) == (10, False)
    assert list_people("referrer").organizations == ()

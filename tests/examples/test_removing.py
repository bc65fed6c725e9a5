"""Removing the examples: all of them, and nothing that is real."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.actor import SYSTEM
from app.core.history import History
from app.examples.service import remove_examples
from app.mail.models import OutboxMail
from app.models import MODELS
from app.partnerships.models import Partnership
from app.people.models import Organization, Person
from app.reminders.models import Notice
from tests import factories
from tests.conftest import NOW
from tests.examples.loaded import TODAY, by_key, counts, load


def test_removing_takes_everything_that_came(database: str) -> None:
    before = counts()
    load()
    assert remove_examples(actor=SYSTEM, now=NOW) == 3
    after = counts()
    assert after.pop("History") > before.pop("History")
    assert after == before


def test_removing_twice_is_nothing_the_second_time(database: str) -> None:
    load()
    remove_examples(actor=SYSTEM, now=NOW)
    assert remove_examples(actor=SYSTEM, now=NOW) == 0


def test_removing_leaves_every_real_row_as_it_was(database: str) -> None:
    partnership = factories.make_partnership()
    person = factories.make_person(partnership.payer)
    factories.make_member(partnership, person)
    factories.make_action(partnership, owner=person)
    factories.make_meeting(partnership)
    before = stored_rows()
    load()
    remove_examples(actor=SYSTEM, now=NOW)
    assert stored_rows() == before


def stored_rows() -> Mapping[str, list[dict[str, Any]]]:
    return {model.__name__: list(model.select().dicts()) for model in MODELS if model is not History}


def test_an_organization_that_a_real_partnership_uses_stays_and_is_no_example_any_more(
    database: str,
) -> None:
    load()
    plan = Organization.get(Organization.name == "Ordway Community Health Plan")
    kept = Person.get((Person.organization == plan) & (Person.function == "clinical"))
    real = factories.make_partnership(payer=plan)
    factories.make_member(real, kept)
    remove_examples(actor=SYSTEM, now=NOW)
    (organization,) = Organization.select().where(Organization.name == plan.name)
    (person,) = Person.select().where(Person.organization == organization)
    assert not organization.example
    assert (person.id, person.name, person.example, person.deputy_id) == (kept.id, kept.name, False, None)
    assert real.id in [one.id for one in Partnership.select()]
    assert not Organization.select().where(Organization.example).exists()


def test_a_person_of_ones_own_in_an_example_organization_stays(database: str) -> None:
    load()
    plan = Organization.get(Organization.name == "Norvane Advantage Plan")
    deputy = Person.get(Person.organization == plan)
    own = factories.make_person(plan, name="Ray Colby", deputy=deputy)
    remove_examples(actor=SYSTEM, now=NOW)
    left = Person.select().order_by(Person.id)
    assert sorted(one.name for one in left) == sorted([own.name, deputy.name])
    assert Person.get_by_id(own.id).deputy_id == deputy.id
    assert [one.name for one in Organization.select()] == [plan.name]


def test_mail_about_an_example_that_still_waits_is_called_off(database: str) -> None:
    load()
    example, real = by_key("a_healthy"), factories.make_partnership()
    for number, (partnership_id, status) in enumerate(
        [(example.id, "pending"), (example.id, "sent"), (real.id, "pending"), (None, "pending")]
    ):
        _mail(f"mail:{number}", partnership_id, status)
    _notice("action:1", example.id, "mail:1")
    _notice("action:2", example.id, "mail:3")
    _notice("action:3", real.id, "mail:3")
    remove_examples(actor=SYSTEM, now=NOW)
    mails = {one.dedupe_key: (one.status, one.words) for one in OutboxMail.select()}
    assert mails == {
        "mail:0": ("cancelled", "The example partnership it spoke of was removed."),
        "mail:1": ("sent", ""),
        "mail:2": ("pending", ""),
        "mail:3": ("pending", ""),
    }
    # By what an unsent digest announces the next run sees that it is no longer true.
    assert sorted(one.key for one in Notice.select()) == ["action:2", "action:3"]


def _mail(key: str, partnership_id: int | None, status: str) -> None:
    OutboxMail.create(
        dedupe_key=key,
        kind="digest",
        recipient="dana@hospice.example",
        partnership_id=partnership_id,
        occurrence_on=TODAY,
        why="Because.",
        subject="Due",
        text="Due",
        message_id=f"<{key}@hospice.example>",
        created_at=NOW,
        not_before=NOW,
        status=status,
    )


def _notice(key: str, partnership_id: int, mail_key: str) -> None:
    Notice.create(
        key=key,
        kind="action",
        thing=key,
        occurrence_on=TODAY,
        lead_days=1,
        recipient="dana@hospice.example",
        partnership_id=partnership_id,
        mail_key=mail_key,
        created_at=NOW,
    )


def test_after_removing_they_can_be_loaded_again(database: str) -> None:
    load()
    before = counts()
    remove_examples(actor=SYSTEM, now=NOW)
    load(shift=True)
    after = counts()
    for name in ("Partnership", "Person", "Organization", "DataMonth", "Term", "Concern", "Pulse"):
        assert after[name] == before[name]

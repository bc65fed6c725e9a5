"""The database keeps what it was given, on both kinds."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from peewee import IntegrityError

from app.core.actor import Actor
from app.core.batches import Together, get_batch, take_back
from app.core.db import connected, db, is_sqlite, open_database, write
from app.core.errors import Conflict, SchemaError, SettingsError
from app.core.fields import UTCDateTimeField
from app.core.history import History, change, create, remove
from app.core.migrate import migrate, pending
from app.metrics.models import DataMonth
from app.models import MODELS
from app.people.models import Organization
from app.terms.models import Term
from tests import postgres
from tests.conftest import NOW
from tests.factories import make_action, make_member, make_organization, make_partnership, make_person


def test_sqlite_runs_with_the_settings_that_lose_nothing(database: str) -> None:
    if not is_sqlite():
        assert db.execute_sql("show transaction_isolation").fetchone()[0] == "read committed"
        return
    facts = {
        name: db.execute_sql(f"pragma {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert facts == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_next_test_finds_no_row_of_this_one_and_ids_that_begin_at_one(database: str) -> None:
    if is_sqlite():  # there each test has a file of its own
        return
    partnership = make_partnership(key="kestrel")
    make_member(partnership, make_person(partnership.payer))
    make_action(partnership)
    with pytest.raises(IntegrityError), db.atomic():
        make_partnership(key="kestrel")
    postgres.empty(db.obj, [model._meta.table_name for model in MODELS])
    assert [model.__name__ for model in MODELS if model.select().exists()] == []
    assert migrate() == ()
    made = make_partnership(key="kestrel")
    assert (made.id, made.provider.id, make_action(made).id) == (1, 1, 1)
    assert db.execute_sql("show session_replication_role").fetchone()[0] == "origin"


def test_the_next_request_gets_the_connection_of_the_last_one(database: str) -> None:
    db.close()
    with connected():
        first = db.connection()
    found = []

    def ask() -> None:
        with connected():
            found.append((db.connection(), db.execute_sql("select 7").fetchone()[0]))

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert found == [(first, 7)]


def test_what_a_broken_request_left_open_is_taken_back_before_the_next(database: str) -> None:
    db.close()
    db.connect()
    db.begin()
    make_organization(name="Half")
    db.close()
    with connected():
        assert not db.in_transaction()
        assert not Organization.select().where(Organization.name == "Half").exists()


def test_a_moment_comes_back_aware_and_unchanged_from_any_zone(database: str) -> None:
    tokyo = datetime(2026, 11, 25, 2, 0, tzinfo=timezone(timedelta(hours=9)))
    row = make_organization(created_at=tokyo)
    assert Organization.get_by_id(row.id).created_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UTCDateTimeField().db_value(datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_exact_number_comes_back_exactly(database: str) -> None:
    row = DataMonth.create(
        partnership=make_partnership(),
        month=1,
        month_on=date(2026, 1, 1),
        clinical_hours=Decimal("10.92"),
        changed_at=NOW,
    )
    assert DataMonth.get_by_id(row.id).clinical_hours == Decimal("10.92")
    with pytest.raises(ValueError, match="6 decimal places"):
        DataMonth.create(
            partnership=row.partnership,
            month=2,
            month_on=date(2026, 2, 1),
            clinical_hours=Decimal("0.1234567"),
            changed_at=NOW,
        )


def test_a_failure_takes_back_everything_of_one_write(database: str, dana: Actor) -> None:
    with pytest.raises(RuntimeError), write():
        create(Organization, actor=dana, now=NOW, name="Half", role="payer", created_at=NOW)
        raise RuntimeError
    assert not Organization.select().where(Organization.name == "Half").exists()
    assert not History.select().where(History.entity == "organization").exists()


def test_an_inner_write_joins_the_outer_one(database: str, dana: Actor) -> None:
    with pytest.raises(RuntimeError), write():
        with write():
            create(Organization, actor=dana, now=NOW, name="Inner", role="payer", created_at=NOW)
        raise RuntimeError
    assert not Organization.select().where(Organization.name == "Inner").exists()


def test_every_change_tells_who_when_what_before_and_after(database: str, dana: Actor) -> None:
    plan = create(Organization, actor=dana, now=NOW, name="Ordway", role="payer", created_at=NOW)
    later = NOW + timedelta(hours=1)
    change(plan, actor=dana, now=later, name="Ordway Community", notes="")
    entry = History.select().where(History.verb == "change").get()
    assert (entry.actor_name, entry.at, entry.entity, entry.entity_id) == (
        "Dana Whitfield",
        later,
        "organization",
        plan.id,
    )
    assert entry.before == {"name": "Ordway", "notes": ""}
    assert entry.after == {"name": "Ordway Community", "notes": ""}


def test_saving_the_same_values_again_is_not_a_change(database: str, dana: Actor) -> None:
    plan = create(Organization, actor=dana, now=NOW, name="Ordway", role="payer", created_at=NOW)
    same = change(plan, actor=dana, now=NOW, name="Ordway")
    assert same.version == 1 and History.select().where(History.verb == "change").count() == 0


def test_the_second_of_two_people_who_edit_gets_both_values(database: str, dana: Actor) -> None:
    plan = create(Organization, actor=dana, now=NOW, name="Ordway", role="payer", created_at=NOW)
    change(plan, actor=dana, now=NOW, seen=1, name="Ordway Plan")
    with pytest.raises(Conflict) as told:
        change(plan, actor=dana, now=NOW, seen=1, name="Ordway Health")
    assert (told.value.mine, told.value.theirs) == ({"name": "Ordway Health"}, {"name": "Ordway Plan"})


def test_what_a_deleted_row_held_stays_in_the_history(database: str, dana: Actor) -> None:
    plan = create(Organization, actor=dana, now=NOW, name="Ordway", role="payer", created_at=NOW)
    remove(plan, actor=dana, now=NOW)
    entry = History.select().where(History.verb == "remove").get()
    assert entry.before["name"] == "Ordway" and entry.after is None


def test_the_history_of_a_partnership_holds_its_parts(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    create(
        Term,
        actor=dana,
        now=NOW,
        partnership=partnership,
        key="S21.rate_home",
        effective_on=date(2026, 1, 1),
        value=94000,
        changed_at=NOW,
    )
    assert History.select().where(History.partnership_id == partnership.id).count() == 1


def test_eight_people_who_read_and_then_write_never_lock_each_other_out(database: str, dana: Actor) -> None:
    plan = make_organization(name="0")
    failures: list[BaseException] = []

    def count_up() -> None:
        try:
            with connected():
                for _ in range(5):
                    with write():
                        row = (
                            Organization.select().where(Organization.id == plan.id).for_update().get()
                            if not is_sqlite()
                            else Organization.get_by_id(plan.id)
                        )
                        Organization.update(name=str(int(row.name) + 1)).where(
                            Organization.id == plan.id
                        ).execute()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Organization.get_by_id(plan.id).name == "40"


def test_migrating_twice_changes_nothing(database: str) -> None:
    assert pending() == () and migrate() == ()


def test_a_database_of_a_newer_version_is_refused(database: str) -> None:
    db.execute_sql("insert into schema_migration (name, applied) values ('9999_future', '2030-01-01')")
    try:
        with pytest.raises(SchemaError, match="9999_future"):
            pending()
    finally:
        db.execute_sql("delete from schema_migration where name = '9999_future'")


def test_an_unknown_kind_of_database_is_named() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        open_database("mysql://u:p@h/db")


def test_a_row_made_by_a_click_stays_when_somebody_worked_on_it_since(database: str, dana: Actor) -> None:
    together = Together(dana, NOW)
    with write():
        row = together.create(Organization, name="Sunmere", role="payer", created_at=NOW)
        batch = get_batch(together.keep())
    later = NOW + timedelta(minutes=5)
    change(row, actor=dana, now=later, name="Sunmere Health")
    found = take_back(batch, {"organization": Organization}, actor=dana, now=later)
    assert (found.restored, found.left) == (0, 1)
    assert Organization.get_by_id(row.id).name == "Sunmere Health"

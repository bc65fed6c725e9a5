"""Lists, filters, counts and hours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.outreach import queries
from app.outreach.models import SiteCount
from app.outreach.queries import SiteCounts, SiteFilter, method
from app.partnerships.models import Partnership
from tests.counting import count_statements
from tests.factories import make_partnership
from tests.outreach.conftest import (
    TODAY,
    make_activity,
    make_champion,
    make_material,
    make_site,
    make_strategy,
    make_training,
)


def named(partnership: Partnership, **wanted: object) -> list[str]:
    return [one.name for one in queries.list_sites(partnership.id, SiteFilter(**wanted), TODAY)]  # type: ignore[arg-type]


def test_sites_are_found_by_tie_by_silence_and_by_a_missing_champion(partnership: Partnership) -> None:
    heard = make_site(partnership, name="Alder", tie="strong", last_visit_on=date(2026, 11, 1))
    make_site(partnership, name="Birch", tie="weak", last_visit_on=date(2026, 8, 1))
    make_site(partnership, name="Cedar")
    make_site(partnership, name="Dogwood", removed=True)
    make_champion(partnership, site=heard)
    assert named(partnership) == ["Alder", "Birch", "Cedar"]
    assert named(partnership, tie="weak") == ["Birch"]
    assert named(partnership, quiet_days=90) == ["Birch", "Cedar"]
    assert named(partnership, no_champion=True) == ["Birch", "Cedar"]
    assert named(partnership, removed=True) == ["Dogwood"]


def test_a_list_shows_the_referrals_of_two_quarters_and_unknown_is_not_zero(partnership: Partnership) -> None:
    site = make_site(partnership, name="Alder")
    make_site(partnership, name="Birch")
    for quarter, count in ((date(2026, 4, 1), 50), (date(2026, 7, 1), 3), (date(2026, 10, 1), 4)):
        SiteCount.create(site=site, quarter_on=quarter, referrals=count)
    rows = queries.list_sites(partnership.id, SiteFilter(), TODAY)
    assert [one.referrals for one in rows] == [7, None]


def test_the_page_counts_who_refers_and_what_is_due(partnership: Partnership) -> None:
    refers = make_site(partnership, next_visit_on=date(2026, 12, 1))
    lately_not = make_site(partnership, next_visit_on=date(2027, 3, 1))
    make_site(partnership, next_visit_on=date(2026, 11, 1), removed=True)
    SiteCount.create(site=refers, quarter_on=date(2026, 7, 1), referrals=1)
    SiteCount.create(site=lately_not, quarter_on=date(2026, 1, 1), referrals=9)
    assert queries.site_counts(partnership.id, TODAY) == SiteCounts(2, 1, 1)


def test_the_next_visit_comes_first_and_else_the_longest_silence(partnership: Partnership) -> None:
    assert queries.site_to_visit(partnership.id, TODAY) is None
    make_site(partnership, name="Late", next_visit_on=date(2026, 11, 1), last_visit_on=date(2026, 6, 1))
    never = make_site(partnership, name="Never", next_visit_on=None)
    assert queries.site_to_visit(partnership.id, TODAY) == never
    ahead = make_site(partnership, name="Ahead", next_visit_on=date(2027, 1, 1))
    assert queries.site_to_visit(partnership.id, TODAY) == ahead


def test_hours_are_summed_between_two_days_and_by_quarter(partnership: Partnership) -> None:
    for on, hours in (
        (date(2026, 6, 30), "1.25"),
        (date(2026, 7, 1), "2.50"),
        (date(2026, 9, 30), "0.75"),
        (date(2026, 10, 1), None),
    ):
        make_activity(partnership, on=on, hours=Decimal(hours) if hours else None)
    make_activity(partnership, on=date(2026, 8, 1), hours=Decimal(9), removed=True)
    make_activity(make_partnership(), on=date(2026, 8, 1), hours=Decimal(40))
    span = (date(2026, 7, 1), date(2026, 9, 30))
    assert queries.outreach_hours(partnership.id, *span) == Decimal("3.25")
    found = queries.hours_by_quarter(partnership.id, TODAY, 3)
    assert [(one.words, one.hours) for one in found] == [
        ("October to December 2026", Decimal(0)),
        ("July to September 2026", Decimal("3.25")),
        ("April to June 2026", Decimal("1.25")),
    ]


def test_what_is_due_first_stands_first_and_dropped_ones_last(partnership: Partnership) -> None:
    make_strategy(partnership, title="dropped", status="dropped", next_due_on=date(2026, 1, 1))
    make_strategy(partnership, title="no date", next_due_on=None)
    make_strategy(partnership, title="later", next_due_on=date(2026, 12, 20))
    make_strategy(partnership, title="late", next_due_on=date(2026, 11, 1))
    rows = queries.list_strategies(partnership.id)
    assert [one.title for one in rows] == ["late", "later", "no date", "dropped"]
    assert [one.due(TODAY) for one in rows] == [True, False, False, False]


def test_champions_without_a_deputy_stand_first(partnership: Partnership) -> None:
    make_champion(partnership, organization="Alder", deputy_named=True)
    make_champion(partnership, organization="Birch")
    rows = queries.list_champions(partnership.id)
    assert [one.organization for one in rows] == ["Birch", "Alder"]


def test_the_register_knows_what_is_late_and_which_sheet_counts(partnership: Partnership) -> None:
    make_material(partnership, title="Old", check_again_on=date(2026, 11, 1))
    make_material(partnership, title="Approved", approved_by_plan_on=date(2026, 5, 1))
    make_material(partnership, title="Newest, not approved")
    rows = queries.list_materials(partnership.id)
    assert [one.late(TODAY) for one in rows] == [True, False, False]
    sheet = queries.program_sheet_material(partnership.id, "program_sheet_for_referrers")
    assert sheet is not None
    assert sheet.title == "Approved"


def test_trainings_ahead_stand_before_those_that_were_held(partnership: Partnership) -> None:
    make_training(partnership, topic="held", held_on=date(2026, 1, 5))
    make_training(partnership, topic="no date", planned_on=None)
    make_training(partnership, topic="next", planned_on=date(2026, 12, 1))
    assert [one.topic for one in queries.list_trainings(partnership.id)] == ["next", "no date", "held"]


def test_the_method_is_read_from_the_catalogue_whole() -> None:
    book = method()
    assert len(book.strategies) == 18
    assert (len(book.partners), len(book.topics), len(book.questions)) == (7, 9, 4)
    assert len(book.data_limits) == 6
    assert len({name for name, _ in book.barriers}) == 5
    assert book.label("barriers", "one-that-is-gone") == "One that is gone"


def test_many_sites_ask_no_more_of_the_database_than_few(partnership: Partnership) -> None:
    def statements() -> int:
        with count_statements() as counter:
            queries.list_sites(partnership.id, SiteFilter(no_champion=True, quiet_days=30), TODAY)
            queries.site_counts(partnership.id, TODAY)
        return counter.count

    make_site(partnership)
    few = statements()
    for _ in range(60):
        make_site(partnership)
    assert statements() == few <= 4

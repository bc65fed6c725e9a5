"""The contract page stays quick and small, however much a sheet holds."""

from __future__ import annotations

from app.core.actor import SYSTEM
from app.drafts.queries import get_kind, groups_of
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from app.terms.values import UNKNOWN
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.drafts.test_routes import START, URL, bay, put
from tests.drafts.test_service import examples

__all__ = ["bay"]


def test_the_page_asks_the_database_little(bay: Partnership, editor: SignedIn) -> None:
    put(bay, S21__rate_home=98000, S03__notice_days=90, S24__amount=UNKNOWN)
    with count_statements() as counter:
        editor.get(f"{URL}?group=money")
    assert counter.count <= 8


def test_each_group_of_a_full_sheet_fits_in_sixty_kilobytes(bay: Partnership, editor: SignedIn) -> None:
    set_terms(bay, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    for group in groups_of(get_kind("D2")):
        assert len(editor.get(f"{URL}?group={group.id}").get_data()) <= 60_000, group.id

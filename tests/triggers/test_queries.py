"""Changes around a partnership, read."""

from __future__ import annotations

from datetime import date

from app.catalogue import catalogue
from app.triggers.models import ChangeEvent
from app.triggers.queries import change_events
from tests.factories import THEN, make_partnership


def test_changes_come_newest_first_with_the_words_of_the_catalogue(database: str) -> None:
    partnership = make_partnership()
    for day, kind in ((1, "TE01"), (15, "TE99"), (30, "TE02")):
        ChangeEvent.create(
            partnership=partnership, on=date(2026, 9, day), kind=kind, text=f"{kind} came", created_at=THEN
        )
    newest, unknown, oldest = change_events(partnership.id)
    assert newest.title == catalogue().trigger("TE02").title and unknown.title == "TE99"
    assert oldest.text == "TE01 came"
    within = change_events(partnership.id, since=date(2026, 9, 2), until=date(2026, 9, 15))
    assert within == (unknown,)

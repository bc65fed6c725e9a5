"""Concerns and the pulse, read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.relationship.models import Concern, Pulse
from app.relationship.queries import concerns, pulses
from tests.factories import THEN, make_partnership


def test_the_newest_pulse_comes_first_and_a_silent_side_stays_unknown(database: str) -> None:
    partnership = make_partnership()
    Pulse.create(partnership=partnership, on=date(2026, 6, 30), payer_mean=Decimal("4.2"))
    Pulse.create(partnership=partnership, on=date(2026, 9, 30), provider_mean=Decimal("3.1"))
    newest, before = pulses(partnership.id)
    assert (newest.on, newest.payer_mean, newest.provider_mean) == (date(2026, 9, 30), None, Decimal("3.1"))
    assert before.payer_mean == Decimal("4.2")
    assert len(pulses(partnership.id, limit=1)) == 1


def test_concerns_can_be_those_open_on_a_day_or_fit_to_share(database: str) -> None:
    partnership = make_partnership()
    rows = (("settled", date(2026, 3, 1), True), ("open", None, False), ("shared", None, True))
    for text, resolved_on, sharable in rows:
        Concern.create(
            partnership=partnership,
            opened_on=date(2026, 1, 10),
            raised_by_side="provider",
            area="effort",
            text=text,
            sharable=sharable,
            resolved_on=resolved_on,
            created_at=THEN,
        )
    assert [row.text for row in concerns(partnership.id)] == ["settled", "open", "shared"]
    assert [row.text for row in concerns(partnership.id, open_on=date(2026, 3, 1))] == ["open", "shared"]
    assert concerns(partnership.id, open_on=date(2026, 2, 1))[0].text == "settled"
    assert concerns(partnership.id, open_on=date(2026, 1, 9)) == ()
    assert [row.text for row in concerns(partnership.id, sharable_only=True)] == ["settled", "shared"]

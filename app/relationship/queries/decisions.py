"""Decision requests, read as frozen rows, and how long an organization really takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.rules import Side

from ..models import DecisionRequest
from ..rules import MEASURED, measured_days, waiting_late

PAGE = 50
GONE = "This request is gone, or never was."


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was asked of one side for decision."""

    public_id: str
    asked_on: date
    question: str
    side: str
    approvers: str
    expected_on: date | None
    decided_on: date | None
    decision: str

    def waiting_days(self, today: date) -> int:
        """Calendar days from the request to the decision, or to today."""
        return max(((self.decided_on or today) - self.asked_on).days, 0)

    def late(self, today: date) -> bool:
        """Whether it waits longer than was expected."""
        return waiting_late(self.expected_on, self.decided_on, today)


def _rows() -> Any:
    return DecisionRequest.select(
        DecisionRequest.public_id,
        DecisionRequest.asked_on,
        DecisionRequest.question,
        DecisionRequest.side,
        DecisionRequest.approvers,
        DecisionRequest.expected_on,
        DecisionRequest.decided_on,
        DecisionRequest.decision,
    )


def decision_page(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[DecisionRow, ...]:
    """What waits, longest first, then what was decided, newest first; one more when there is more."""
    query = (
        _rows()
        .where((DecisionRequest.partnership == partnership_id) & ~DecisionRequest.removed)
        .order_by(
            DecisionRequest.decided_on.desc(nulls="FIRST"), DecisionRequest.asked_on, DecisionRequest.id
        )
    )
    return tuple(DecisionRow(*row) for row in rows(query.limit(limit + 1).offset(offset)))


def open_decisions(partnership_id: int, *, limit: int = PAGE) -> tuple[DecisionRow, ...]:
    """What waits for a decision of either side, longest first."""
    query = _rows().where(
        (DecisionRequest.partnership == partnership_id)
        & DecisionRequest.decided_on.is_null()
        & ~DecisionRequest.removed
    )
    ordered = query.order_by(DecisionRequest.asked_on, DecisionRequest.id).limit(limit)
    return tuple(DecisionRow(*row) for row in rows(ordered))


def get_decision(public_id: str) -> DecisionRequest:
    """The request with this id, to change it. Raises NotFound."""
    found = DecisionRequest.get_or_none(DecisionRequest.public_id == public_id)
    if found is None:
        raise NotFound(GONE)
    return found


def get_decision_row(public_id: str) -> DecisionRow:
    """As the list shows it. Raises NotFound."""
    row = first_row(_rows().where((DecisionRequest.public_id == public_id) & ~DecisionRequest.removed))
    if row is None:
        raise NotFound(GONE)
    return DecisionRow(*row)


def measured_days_to_decide(organization_id: int) -> int | None:
    """What the last three decisions of this organization took, the middle one, in calendar days.

    Over all of its partnerships; None before three were decided [L8 culture].
    """
    theirs = ((Partnership.payer == organization_id) & (DecisionRequest.side == Side.PAYER)) | (
        (Partnership.provider == organization_id) & (DecisionRequest.side == Side.PROVIDER)
    )
    query = (
        DecisionRequest.select(DecisionRequest.asked_on, DecisionRequest.decided_on)
        .join(Partnership)
        .where(theirs & DecisionRequest.decided_on.is_null(False) & ~DecisionRequest.removed)
        .order_by(DecisionRequest.decided_on.desc(), DecisionRequest.asked_on.desc())
        .limit(MEASURED)
    )
    return measured_days([(asked, decided) for asked, decided in rows(query)])

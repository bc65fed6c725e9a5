"""The directory of connecting resources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.queries import MOST_CHOICES

from ..models import ConnectingResource
from ..rules import missing_starters, need_words, stale_words
from .page import method

MOST = 200  # of one partnership; more is not kept up


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """One entry."""

    public_id: str
    resource: str
    need_met: str
    known_by: str
    who_can_use: str
    area: str
    how_to_refer: str
    contact_office: str
    funding_until: date | None
    overlaps_with_our_services: bool
    checked_on: date | None
    version: int

    @property
    def need_words(self) -> str:
        """The need it meets."""
        return need_words(self.need_met) if self.need_met else ""

    def stale(self, today: date) -> tuple[str, ...]:
        """Why it should be looked at again."""
        return stale_words(self.checked_on, self.funding_until, today)


COLUMNS = tuple(ResourceRow.__slots__)


def all_resources(partnership_id: int) -> tuple[ResourceRow, ...]:
    """The whole directory by need and name; one partnership has at most a few hundred."""
    c = ConnectingResource
    query = (
        c.select(*(getattr(c, name) for name in COLUMNS))
        .where((c.partnership == partnership_id) & (c.removed == False))
        .order_by(c.need_met, c.resource, c.id)
        .limit(MOST)
    )
    return tuple(ResourceRow(*row) for row in rows(query))


def get_resource(public_id: str, partnership_id: int) -> ConnectingResource:
    """The entry with this id; NotFound outside this partnership."""
    c = ConnectingResource
    found = c.get_or_none((c.public_id == public_id) & (c.partnership == partnership_id))
    if found is None:
        raise NotFound("This entry is gone, or never was.")
    return found


def starters_missing(there: tuple[ResourceRow, ...]) -> tuple[str, ...]:
    """The rows of the catalogue that are not in the directory yet."""
    return missing_starters(method().directory.starter_rows, (one.resource for one in there))


def homes_to_copy(partnership_id: int) -> tuple[tuple[str, str], ...]:
    """Key and name of other partnerships that have a directory."""
    c = ConnectingResource
    query = (
        Partnership.select(Partnership.key, Partnership.name)
        .join(c)
        .where((Partnership.id != partnership_id) & (c.removed == False))
        .distinct()
        .order_by(Partnership.name)
        .limit(MOST_CHOICES)
    )
    return tuple(rows(query))

"""Calendar files, and the memory of what calendars were told.

A subscribed calendar trusts lasting names and a number that rises with each change. What falls due comes from
many places that know neither, so the difference to what was told last is kept here, when a file is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from app.core.db import rows, write
from app.core.history import add_unknown
from app.documents.ics import Event, calendar_file
from app.meetings.queries import MeetingRow
from app.papers.queries.renewals import RenewalDay
from app.web.request import HouseFacts

from ..models import CalendarEntry
from ..queries import dated_of, one_meeting
from ..rules import Dated, Known, Reader, settle

PORTION = 400
KEPT = timedelta(days=400)
COLUMNS = ("uid", "kind", "thing", "on", "title", "told", "sequence", "changed_at")


def calendar_of(
    reader: Reader, name: str, *, house: HouseFacts, base_url: str, today: date, now: datetime
) -> bytes:
    """Everything that belongs into somebody's calendar; the same bytes as long as nothing changed."""
    return _file(name, dated_of(reader, today, house), base_url, today, now)


def file_of_meeting(
    meeting: MeetingRow, *, zone_name: str, base_url: str, today: date, now: datetime
) -> bytes:
    """One meeting, to take into a calendar by hand."""
    return _file("", (one_meeting(meeting, zone_name),), base_url, today, now)


def file_of_renewals(days: Sequence[RenewalDay], *, base_url: str, today: date, now: datetime) -> bytes:
    """The days of the renewal and notice calendar."""
    dated = (Dated(one.kind, one.thing, one.on, f"{one.words} ({one.partnership})", one.path) for one in days)
    return _file("Renewals and notices", dated, base_url, today, now)


def _file(name: str, items: Iterable[Dated], base_url: str, today: date, now: datetime) -> bytes:
    return calendar_file(name, [_event(*pair, base_url) for pair in _told(tuple(items), today, now)])


def _event(item: Dated, known: Known, base_url: str) -> Event:
    address = f"{base_url}{item.path}"
    return Event(
        uid=known.uid,
        title=item.title,
        on=item.on,
        changed_at=known.changed_at,
        sequence=known.sequence,
        starts_at=item.starts_at,
        minutes=item.minutes,
        zone_name=item.zone_name,
        place=item.place,
        text=f"{item.text}\n\n{address}".strip(),
        url=address,
        category=item.kind.replace("_", " ").capitalize(),
        cancelled=item.cancelled,
        tentative=item.tentative,
    )


def _told(items: tuple[Dated, ...], today: date, now: datetime) -> tuple[tuple[Dated, Known], ...]:
    """Each item under its lasting name; what is new or has changed is remembered."""
    now = now.replace(microsecond=0)  # a file tells seconds
    known = {one.uid: one for one in _known({item.thing for item in items})}
    found = settle(items, known.values(), now=now, today=today)
    fresh = [one for _item, one in found if known.get(one.uid) != one]
    if fresh:
        _remember(fresh, known, today)
    return found


def _known(things: set[str]) -> Iterable[Known]:
    fields = [CalendarEntry._meta.fields[name] for name in COLUMNS]
    ordered = sorted(things)
    for start in range(0, len(ordered), PORTION):
        some = ordered[start : start + PORTION]
        query = CalendarEntry.select(*fields).where(CalendarEntry.thing.in_(some)).order_by(CalendarEntry.id)
        yield from (Known(*row) for row in rows(query))


def _remember(fresh: Sequence[Known], known: dict[str, Known], today: date) -> None:
    with write():
        new = [_facts(one) for one in fresh if one.uid not in known]
        add_unknown(CalendarEntry, new, key="uid")
        for one in fresh:
            if one.uid in known:
                CalendarEntry.update(**_facts(one)).where(CalendarEntry.uid == one.uid).execute()
        CalendarEntry.delete().where(CalendarEntry.on < today - KEPT).execute()


def _facts(one: Known) -> dict[str, object]:
    return {name: getattr(one, name) for name in COLUMNS}

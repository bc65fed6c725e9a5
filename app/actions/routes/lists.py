"""The list of promises, of one partnership or of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key, members
from app.people.queries import get_person
from app.web.request import actor, list_offset, today
from app.web.responses import page, partial, wants_partial

from .. import queries
from ..queries import ActionRow, Filter, Show
from ..rules import Group, Side, group_of
from .blueprint import bp

ANYONE, ME = "anyone", "me"
HEADINGS = {
    Group.OVERDUE: "Overdue",
    Group.WEEK: "This week",
    Group.LATER: "Later",
    Group.UNDATED: "No date",
}
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Section:
    """The promises of a page that stand under one heading."""

    group: Group
    title: str
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as it stands there, and the filter it means."""

    partnership: Partnership | None
    who: str
    show: Show
    q: str
    wanted: Filter

    def address(self, **other: Any) -> dict[str, Any]:
        """The same list with some of it changed; what is usual is left out of the address."""
        named = {"who": self.who, "show": self.show.value, "q": self.q}
        named["key"] = self.partnership.key if self.partnership else ""
        named |= other
        if named["show"] == Show.OPEN:
            named["show"] = ""
        if named["who"] == ANYONE and named["key"]:
            named["who"] = ""
        return {name: value for name, value in named.items() if value}


@bp.get("/actions")
def index() -> Response:
    """What either side promised, of one partnership or of all."""
    asked, offset = read_address(), list_offset()
    rows = queries.list_actions(asked.wanted, today(), offset=offset)
    more = len(rows) > queries.PAGE
    facts: dict[str, Any] = {
        "asked": asked,
        "rows": rows[: queries.PAGE],
        "more": more,
        "offset": offset,
        "counts": queries.count_groups(asked.wanted, today()),
        "most": asked.wanted.most_counted,
        "grouped": asked.wanted.grouped,
        "groups": _sections(rows[: queries.PAGE]) if asked.wanted.grouped else (),
        "partnership": asked.partnership,
        "today": today(),
        "can_edit": may(actor(), Verb.EDIT),
    }
    if wants_partial():
        return partial("actions/_list.html", **facts)
    return page("actions/index.html", **facts, **_choices(asked))


def _sections(rows: Sequence[ActionRow]) -> tuple[Section, ...]:
    """Rows by due day under their headings."""
    parts = groupby(rows, key=lambda row: group_of(row.due_on, today()))
    return tuple(Section(group, HEADINGS[group], tuple(part)) for group, part in parts)


def read_address() -> Asked:
    """What list the address asks for; what it does not know means all. NotFound for no such partnership."""
    key, show, q = (request.args.get(name, "") for name in ("key", "show", "q"))
    partnership = get_by_key(key) if key else None
    if partnership is not None:
        require(actor(), Verb.SEE, partnership.id)
    who, owners = _who(
        request.args.get("who", request.args.get("side", "")), partnership, fresh=not (q or show)
    )
    wanted = Filter(
        show=Show(show) if show in list(Show) else Show.OPEN,
        partnership_id=partnership.id if partnership else None,
        side=who if who in (Side.PROVIDER, Side.PAYER) else "",
        owners=owners,
        words=q[:LONGEST_SEARCH],
    )
    return Asked(partnership, who, wanted.show, wanted.words, wanted)


def _who(who: str, partnership: Partnership | None, *, fresh: bool) -> tuple[str, tuple[int, ...] | None]:
    """Whose promises, and the people it means; a list opened without a wish shows one's own open ones."""
    if who in (ANYONE, Side.PROVIDER, Side.PAYER):
        return who, None
    if not who and (partnership is not None or not fresh):
        return ANYONE, None
    if who in ("", ME):
        me = queries.mine(actor().id)
        return (ME, me.person_ids) if who == ME or me.any_open else (ANYONE, None)
    return who, (get_person(who).id,)


def _choices(asked: Asked) -> dict[str, Any]:
    """What the filters offer."""
    if asked.partnership is None:
        people = queries.our_people()
        homes = queries.partnerships_to_choose()
        known = {"partnerships": homes[: queries.MOST_HOMES], "more_homes": len(homes) > queries.MOST_HOMES}
        return {**known, "people": people}
    people = tuple((one.public_id, one.name) for one in members(asked.partnership.id))
    return {"partnerships": (), "more_homes": False, "people": people}

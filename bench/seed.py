"""Fill an instance with made-up partnerships; print a signed-in cookie and the names of one partnership.

    EVENKEEL_INSTANCE=/tmp/x python bench/seed.py 10000 [PARTNERSHIPS CONTRACTS]

Rows go in directly, many at a time; the pages read them as they read any others. One partnership, `focus`,
has the same forty actions and a filled term sheet at every size: composed pages are measured on it. Fifty
partnerships have a contract with dates, whatever the size, unless told otherwise: more than a small hospice
will ever have.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from word import typed

from app import create_app
from app.accounts.models import User
from app.actions.models import Action
from app.cli import open_house
from app.core.calendar import add_months, month_start
from app.core.clock import SystemClock
from app.core.db import connected, db
from app.core.fields import new_public_id
from app.meetings.models import Meeting
from app.metrics.models import Assumption, DataMonth
from app.metrics.rules import FACTS, FIGURES, Kind
from app.milestones.models import Milestone
from app.partnerships.models import Membership, Partnership
from app.people.models import Organization, Person
from app.settings import Settings, load_settings
from app.terms.models import Term
from app.terms.queries import definitions
from app.terms.values import encode

STAGES = ("exploring", "planning", "contracting", "pilot", "sustained")
FOCUS_ITEMS = 40
MANY_ITEMS = 1000
FULL_PAGE = 60  # actions at least: then the page of what is overdue is full in the small house too
PEOPLE = 40
PER_PLAN = 4  # partnerships with one plan: its lines and settings; a few, however many plans there are
CONTRACTS = 50
# Partnerships with monthly numbers, and for how many months: a page in the small one, ten years in the large.
MONTHLY, FEW_MONTHS, MANY_MONTHS = 200, 60, 120
ACCOUNTS = 15


def main() -> None:
    """Seed as many actions, milestones and meetings as the argument says, and as many partnerships."""
    count, *rest = (int(word) for word in sys.argv[1:])
    homes, signed = rest or (count, CONTRACTS)
    settings = load_settings()
    open_house(settings)
    now = datetime.now(UTC)
    with connected():
        with db.atomic():
            users = [account(i, now) for i in range(ACCOUNTS)]
            fill(count, homes, signed, users, now)
        db.execute_sql("analyze")
        focus = Partnership.get(Partnership.key == "focus")
        meeting = Meeting.select().where(Meeting.partnership == focus).order_by(Meeting.on).first()
        names = {"key": focus.key, "meeting": meeting.public_id}
    print(json.dumps({"cookie": cookie(settings, users[0].fs_uniquifier), "focus": names}))


def account(number: int, now: datetime) -> User:
    """One of our people, who would get a digest."""
    return User.create(
        email=f"person{number:02d}@hospice.example",
        name=f"Dana Whitfield {number:02d}",
        role="editor" if number else "admin",
        password="nobody signs in with this",
        fs_uniquifier=new_public_id(),
        created_at=now,
    )


def cookie(settings: Settings, uniquifier: str) -> str:
    """The session cookie of somebody who has just signed in."""
    app = create_app(settings, SystemClock())
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': uniquifier, '_fresh': True})}"


def insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert in portions that SQLite takes."""
    for start in range(0, len(rows), 500):
        model.insert_many(rows[start : start + 500]).execute()


def fill(count: int, homes: int, signed: int, users: list[User], now: datetime) -> None:
    """Everything the measured pages show."""
    today = now.date()
    ours = Organization.create(name="Kestrel Bay Hospice", role="provider", ours=True, created_at=now)
    plans = max(PEOPLE, homes // PER_PLAN)
    insert(
        Organization,
        [
            {"public_id": new_public_id(), "name": f"Plan {i:05d}", "role": "payer", "created_at": now}
            for i in range(plans)
        ],
    )
    payers = list(Organization.select().where(Organization.role == "payer").order_by(Organization.id))
    people = [
        Person.create(organization=ours if i % 2 else payers[i], name=f"Person {i:02d}", created_at=now)
        for i in range(PEOPLE)
    ]
    for place, user in enumerate(users):
        Person.update(user=user).where(Person.id == people[1 + 2 * place].id).execute()
    contacts(count, now)
    first = {"key": "focus", "name": "Kestrel Bay / Focus plan"}
    rows = [
        {
            **(first if i == 0 else {"key": f"bench-{i:05d}", "name": f"Kestrel Bay / Plan {i:05d}"}),
            "public_id": new_public_id(),
            "provider": ours,
            "payer": payers[i % plans],
            "product_lines": ["medi_cal_managed_care"],
            "stage": STAGES[i % len(STAGES)],
            "stage_since": today - timedelta(days=i % 300),
            "lead": users[i % ACCOUNTS],
            "created_at": now,
        }
        for i in range(homes)
    ]
    insert(Partnership, rows)
    ids = [row.id for row in Partnership.select(Partnership.id).order_by(Partnership.id)]
    insert(
        Membership,
        [
            {"partnership": p, "person": people[i % PEOPLE], "side": "provider" if i % 2 else "payer"}
            for i, p in enumerate(ids)
        ],
    )
    contracts(ids, signed, now, today)
    numbers(ids[:MONTHLY], FEW_MONTHS if count < MANY_ITEMS else MANY_MONTHS, now, today)
    work(ids, people, now, today, count)


def contacts(count: int, now: datetime) -> None:
    """The list of people: two at each further organization."""
    insert(
        Organization,
        [
            {"public_id": new_public_id(), "name": f"Referrer {i:05d}", "role": "referrer", "created_at": now}
            for i in range(count // 2)
        ],
    )
    places = Organization.select(Organization.id).where(Organization.role == "referrer")
    insert(
        Person,
        [
            {
                "public_id": new_public_id(),
                "organization": place.id,
                "name": f"Contact {place.id:05d} {function}",
                "function": function,
                "created_at": now,
            }
            for place in places
            for function in ("clinical", "finance")
        ],
    )


def contracts(ids: list[int], signed: int, now: datetime, today: date) -> None:
    """Dates that follow from terms for those that have signed, and every term for the first of them."""
    rows: dict[tuple[int, str], Any] = {}
    for key, one in definitions().items():
        if one.example is not None and one.home == key and not one.computed:
            facts = {
                "type": one.type.value,
                "columns": {n: {"type": c.type.value} for n, c in one.columns.items()},
            }
            rows[ids[0], key] = encode(one, typed(facts, one.example))
    for i, partnership_id in enumerate(ids[:signed]):
        start = today - timedelta(days=200 + i % 50)
        rows[partnership_id, "S03.start_date"] = start.isoformat()
        rows[partnership_id, "S03.end_date"] = (start + timedelta(days=364)).isoformat()
        rows[partnership_id, "S03.notice_days"] = 60
        rows[partnership_id, "S03.is_pilot"] = False
    shared = {"effective_on": today - timedelta(days=300), "changed_at": now}
    insert(Term, [{"partnership": at, "key": k, "value": v, **shared} for (at, k), v in rows.items()])


def numbers(ids: list[int], months: int, now: datetime, today: date) -> None:
    """Every figure of the last months, and what was assumed at the first partnership."""
    written = {Kind.COUNT: 17, Kind.NUMBER: Decimal("13.5"), Kind.MONEY: 1_234_500}
    figures = {name: written[one.kind] for name, one in FIGURES.items()}
    worked_out = {"margin_cents": 1000, "running_margin_cents": 2000}
    first = add_months(month_start(today), -months)
    for home in ids:
        rows = [
            {
                **figures,
                **worked_out,
                "partnership": home,
                "month": n + 1,
                "month_on": add_months(first, n),
                "census_end": 20 + n % 7,
                "changed_at": now,
            }
            for n in range(months)
        ]
        insert(DataMonth, rows)
    for fact in FACTS:
        Assumption.create(partnership=ids[0], fact=fact, value=Decimal(12), changed_at=now)


def work(ids: list[int], people: list[Person], now: datetime, today: date, count: int) -> None:
    """Actions, milestones and meetings: forty at the first partnership, the rest spread over the others."""

    def place(i: int) -> dict[str, Any]:
        home = ids[0] if i < min(FOCUS_ITEMS, count) else ids[1 + i % (len(ids) - 1)]
        return {"partnership": home, "public_id": new_public_id(), "created_at": now}

    def day(i: int) -> date:
        return today + timedelta(days=(i * 37) % 40 - 34)

    insert(
        Action,
        [
            {
                **place(i),
                "text": f"Send figure {i:05d} to the plan",
                "folded": f"send figure {i:05d} to the plan",
                "first_due_on": day(i),
                "side": ("payer", "provider", "joint")[i % 3],
                "owner": people[1 if i % 2 else i % PEOPLE],  # one of us owns more than Today shows
                "due_on": day(i),
            }
            for i in range(max(count, FULL_PAGE))
        ],
    )
    insert(
        Milestone,
        [
            {
                **place(i),
                "stage": STAGES[i % len(STAGES)],
                "title": f"Step {i:05d}",
                "lead": "joint",
                "owner": people[i % PEOPLE],
                "due_on": day(i),
            }
            for i in range(count)
        ],
    )
    insert(
        Meeting,
        [
            {
                **place(i),
                "kind": "core_planning",
                "on": day(i),
                "starts_at": time(14, 0),
                "minutes": 45,
                "mode": "video",
            }
            for i in range(count)
        ],
    )


if __name__ == "__main__":
    main()

"""Fill an instance with made-up partnerships; print a signed-in cookie and the names of one partnership.

    EVENKEEL_INSTANCE=/tmp/x python bench/seed.py 10000

Rows go in directly, many at a time; the pages read them as they read any others. One partnership, `focus`,
has the same forty actions at every size: composed pages are measured on it.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app import create_app
from app.accounts.models import User
from app.actions.models import Action
from app.cli import open_house
from app.core.clock import SystemClock
from app.core.db import connected, db
from app.core.fields import public_id
from app.meetings.models import Meeting
from app.milestones.models import Milestone
from app.partnerships.models import Membership, Partnership
from app.people.models import Organization, Person
from app.settings import Settings, load_settings

STAGES = ("exploring", "planning", "contracting", "pilot", "sustained")
FOCUS_ITEMS = 40
PEOPLE = 40


def main() -> None:
    """Seed as many partnerships, actions, milestones and meetings as the argument says."""
    settings = load_settings()
    open_house(settings)
    now = datetime.now(UTC)
    with connected():
        with db.atomic():
            user = User.create(
                email="dana@hospice.example",
                name="Dana Whitfield",
                role="admin",
                fs_uniquifier=public_id(),
                created_at=now,
            )
            fill(int(sys.argv[1]), user, now)
        db.execute_sql("analyze")
        focus = Partnership.get(Partnership.key == "focus")
        names = {"id": focus.id, "public_id": focus.public_id, "key": focus.key}
    print(json.dumps({"cookie": cookie(settings, user.fs_uniquifier), "focus": names}))


def cookie(settings: Settings, uniquifier: str) -> str:
    """The session cookie of somebody who has just signed in."""
    app = create_app(settings, SystemClock())
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': uniquifier, '_fresh': True})}"


def insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert in portions that SQLite takes."""
    for start in range(0, len(rows), 500):
        model.insert_many(rows[start : start + 500]).execute()


def fill(count: int, user: User, now: datetime) -> None:
    """Everything the measured pages show."""
    today = now.date()
    ours = Organization.create(name="Kestrel Bay Hospice", role="provider", ours=True, created_at=now)
    payers = [Organization.create(name=f"Plan {i:02d}", role="payer", created_at=now) for i in range(PEOPLE)]
    people = [
        Person.create(organization=ours if i % 2 else payers[i], name=f"Person {i:02d}", created_at=now)
        for i in range(PEOPLE)
    ]
    Person.update(user=user).where(Person.id == people[1].id).execute()
    first = {"key": "focus", "name": "Kestrel Bay / Focus plan"}
    rows = [
        {
            **(first if i == 0 else {"key": f"bench-{i:05d}", "name": f"Kestrel Bay / Plan {i:05d}"}),
            "public_id": public_id(),
            "provider": ours,
            "payer": payers[i % PEOPLE],
            "product_lines": ["medi_cal_managed_care"],
            "stage": STAGES[i % len(STAGES)],
            "stage_since": today - timedelta(days=i % 300),
            "lead": user,
            "created_at": now,
        }
        for i in range(count)
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
    work(ids, people, now, today, count)


def work(ids: list[int], people: list[Person], now: datetime, today: date, count: int) -> None:
    """Actions, milestones and meetings: forty at the first partnership, the rest spread over the others."""

    def place(i: int) -> dict[str, Any]:
        home = ids[0] if i < min(FOCUS_ITEMS, count) else ids[1 + i % (len(ids) - 1)]
        return {"partnership": home, "public_id": public_id(), "created_at": now}

    def day(i: int) -> date:
        return today + timedelta(days=(i * 37) % 40 - 34)  # fifty already fill a page of what is due

    insert(
        Action,
        [
            {
                **place(i),
                "text": f"Send figure {i:05d} to the plan",
                "side": ("payer", "provider", "joint")[i % 3],
                "owner": people[i % PEOPLE],
                "due_on": day(i),
            }
            for i in range(count)
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

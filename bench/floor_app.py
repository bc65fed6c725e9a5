"""The floor: the smallest honest Flask and Peewee list page, without sign-in check or permissions.

50 of N rows by an indexed order from SQLite (WAL, synchronous FULL), one count, Jinja.
    FLOOR_DB=/tmp/floor.db FLOOR_ROWS=1000 python bench/floor_app.py seed
    FLOOR_DB=/tmp/floor.db python bench/floor_app.py serve 5601
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from typing import Any

from flask import Flask, g, session
from peewee import CharField, DateField, ForeignKeyField, Model, SqliteDatabase, TextField

DB = os.environ.get("FLOOR_DB", "floor.db")
db = SqliteDatabase(
    DB, pragmas={"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "cache_size": -16000}
)


class Base(Model):
    class Meta:
        database = db


class Staff(Base):
    name = CharField()


class Partner(Base):
    name = CharField(index=True)
    kind = CharField()
    stage = CharField(index=True)
    owner = ForeignKeyField(Staff, backref="partners")
    next_step = CharField()
    due = DateField(index=True)
    notes = TextField()


app = Flask(__name__)
app.secret_key = "floor-bench-only"
app.jinja_env.auto_reload = False

ROW = """<tr id="p{{ p.id }}"><td><a href="/partners/{{ p.id }}">{{ p.name }}</a></td><td>{{ p.kind }}</td>
<td><span class="stage stage-{{ p.stage }}">{{ p.stage }}</span></td><td>{{ p.owner_name }}</td>
<td>{{ p.next_step }}</td><td><time datetime="{{ p.due }}">{{ p.due }}</time></td>
<td><button hx-get="/partners/{{ p.id }}/edit" hx-target="#p{{ p.id }}" hx-swap="outerHTML">Edit</button></td></tr>
"""
PAGE = (
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Partners</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/app.css">
<script src="/static/htmx.min.js" defer></script></head><body><header><nav aria-label="Main"><a href="/">Partners</a>
<a href="/reminders">Reminders</a><a href="/documents">Documents</a></nav></header><main><h1>Partners ({{ total }})</h1>
<form role="search"><label>Find <input name="q" type="search"></label></form>
<table><thead><tr><th>Name</th><th>Kind</th><th>Stage</th><th>Owner</th><th>Next step</th><th>Due</th><th></th></tr></thead>
<tbody>{% for p in rows %}"""
    + ROW
    + "{% endfor %}</tbody></table></main></body></html>"
)
TEMPLATE = app.jinja_env.from_string("{% autoescape true %}" + PAGE + "{% endautoescape %}")


@app.before_request
def opened() -> None:
    db.connect(reuse_if_open=True)
    g.opened = True


@app.teardown_request
def closed(_: BaseException | None) -> None:
    if g.pop("opened", False) and not db.is_closed():
        db.close()


def rows() -> list[Any]:
    query = (
        Partner.select(
            Partner.id,
            Partner.name,
            Partner.kind,
            Partner.stage,
            Staff.name.alias("owner_name"),
            Partner.next_step,
            Partner.due,
        )
        .join(Staff)
        .order_by(Partner.due, Partner.id)
        .limit(50)
    )
    return list(query.objects())


@app.get("/page")
def page() -> str:
    session.get("uid")
    return TEMPLATE.render(rows=rows(), total=Partner.select().count())


def seed(count: int) -> None:
    with db.connection_context():
        db.create_tables([Staff, Partner])
        with db.atomic():
            staff = [Staff.create(name=name) for name in ("Ana Ruiz", "Tom Bell", "Mei Lin", "Joy Okafor")]
            data = [
                {
                    "name": f"Partner organisation {i:05d}",
                    "kind": ("hospital", "school", "church")[i % 3],
                    "stage": ("new", "active", "renewal", "ended")[i % 4],
                    "owner": staff[i % 4],
                    "next_step": "Call the liaison",
                    "due": date(2025, 1, 1) + timedelta(days=(i * 37) % 700),
                    "notes": "Long note. " * 20,
                }
                for i in range(count)
            ]
            for start in range(0, count, 500):
                Partner.insert_many(data[start : start + 500]).execute()
        db.execute_sql("analyze")


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        seed(int(os.environ.get("FLOOR_ROWS", "50")))
    else:
        from waitress import serve

        serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident=None)

"""The program as a plain installation runs it: `python bench/bare.py serve ...` is `python -m app serve ...`
without the driver of PostgreSQL, which only the development environment brings along."""

from __future__ import annotations

import sys

sys.modules["psycopg"] = None  # type: ignore[assignment]  # Peewee would import it with SQLite, too

from app.cli import main  # noqa: E402

sys.exit(main())

"""Count the SQL statements of pages, in this process: the second answer of each, when caches are warm.

EVENKEEL_INSTANCE=/tmp/x python bench/statements.py COOKIE /path /other
"""

from __future__ import annotations

import json
import logging
import sys

from app import create_app
from app.cli import open_house
from app.core.clock import SystemClock
from app.settings import load_settings


class Counter(logging.Handler):
    """Peewee logs each statement it runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one; what the pool of connections says goes the same way and is none."""
        self.statements += record.name == "peewee"


def main() -> None:
    """Print {path: statements}."""
    cookie, *paths = sys.argv[1:]
    settings = load_settings()
    open_house(settings)
    browser = create_app(settings, SystemClock()).test_client(use_cookies=False)
    counter = Counter()
    logger = logging.getLogger("peewee")
    logger.addHandler(counter)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    counts = {}
    for path in paths:
        browser.get(path, headers={"Cookie": cookie})
        counter.statements = 0
        browser.get(path, headers={"Cookie": cookie})
        counts[path] = counter.statements
    print(json.dumps(counts))


if __name__ == "__main__":
    main()

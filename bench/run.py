"""The figures the program is held to, beside the floor, in one interleaved run. See README.md here.

    python bench/run.py [--rounds 5] [--seconds 1.5] [--long] [--only Today]

Exits 1 when a figure is over 1.5 times its goal, or when a page does not answer.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import load

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SMALL, LARGE = 50, 10_000
PATIENCE = 1.5


@dataclass(frozen=True, slots=True)
class Page:
    """A page under measure. A composed page shows one thing whole and may ask more."""

    name: str
    path: str  # {key} and {meeting} stand for the focus partnership and a meeting of its
    composed: bool = False
    plans: bool = False  # works out a month from everything open, as the tick does: P9 binds it, not P3


PAGES = (
    Page("Today", "/"),
    Page("Partnerships", "/partnerships"),
    Page("Actions", "/actions?who=anyone"),
    Page("People", "/people"),
    Page("Overview", "/partnerships/{key}", composed=True),
    Page("Contract", "/partnerships/{key}/contract", composed=True),
    Page("Agenda", "/meetings/{meeting}/agenda", composed=True),
    Page("Minutes", "/meetings/{meeting}/minutes", composed=True),
    Page("Milestones", "/partnerships/{key}/milestones", composed=True),
    Page("Meetings", "/partnerships/{key}/meetings"),
    Page("Plan of meetings", "/partnerships/{key}/communication", composed=True),
    Page("Decisions", "/partnerships/{key}/decisions"),
    Page("Timeline", "/partnerships/{key}/timeline"),
    Page("Relationship", "/partnerships/{key}/relationship", composed=True),
    Page("Information", "/partnerships/{key}/information"),
    Page("Referrals", "/partnerships/{key}/referrals", composed=True),
    Page("Numbers", "/partnerships/{key}/numbers"),
    Page("What was assumed", "/partnerships/{key}/numbers/assumptions", composed=True),
    Page("Actions, overdue", "/actions?who=anyone&show=overdue"),
    Page("Actions, search", "/actions?q=figure"),
    Page("Reminders", "/reminders", composed=True, plans=True),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and its goal."""

    id: str
    what: str
    value: float
    goal: float
    unit: str = "×"

    @property
    def verdict(self) -> str:
        """ok, over the goal, or a failure."""
        if self.value <= self.goal:
            return "ok"
        return "over" if self.value <= PATIENCE * self.goal else "FAIL"


@dataclass(slots=True)
class House:
    """One seeded instance with its server."""

    server: load.Server
    instance: str
    focus: dict[str, Any]

    def path(self, page: Page) -> str:
        """The page's address here."""
        return page.path.format(**self.focus)


def run(command: list[str], **environment: str) -> str:
    """Run one of our programs and return what it prints."""
    done = subprocess.run(
        [sys.executable, *command], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-1500:]}")
    return done.stdout


def make_floor(folder: Path) -> load.Server:
    """The floor with as many rows as the large instance."""
    environment = {"FLOOR_DB": str(folder / "floor.db"), "FLOOR_ROWS": str(LARGE)}
    program, port = str(HERE / "floor_app.py"), load.free_port()
    run([program, "seed"], **environment)
    return load.Server("floor", [sys.executable, program, "serve", str(port)], port, "/page", environment)


def make_house(folder: Path, count: int) -> House:
    """A migrated, seeded instance, not yet serving."""
    instance, port = str(folder / f"instance-{count}"), load.free_port()
    environment = {"EVENKEEL_INSTANCE": instance, "EVENKEEL_SCHEDULER": "0", "DATABASE_URL": ""}
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # as installed, whatever this shell says
    facts = json.loads(run([str(HERE / "seed.py"), str(count)], **environment).splitlines()[-1])
    command = [sys.executable, str(HERE / "bare.py"), "serve", "--port", str(port)]
    server = load.Server(f"{count:,} items", command, port, "/healthz", environment, facts["cookie"])
    return House(server, instance, facts["focus"])


@contextmanager
def serving(servers: list[load.Server]) -> Iterator[None]:
    """All of them up; an idle server uses no CPU, so each round sees the same machine."""
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


def measure(
    floor: load.Server, houses: list[House], pages: list[Page], rounds: int, seconds: float
) -> dict[tuple[str, str], load.Round]:
    """Interleave: each round loads the floor and every page once, forth and back in turn."""
    jobs = [(floor, "/page", "floor")]
    jobs += [(house.server, house.path(page), page.name) for page in pages for house in houses]
    found: dict[tuple[str, str], list[load.Round]] = {}
    for server, path, _ in jobs:
        load.load(server, path, 0.5)  # warm-up, thrown away
    for number in range(rounds):
        for server, path, name in jobs if number % 2 == 0 else reversed(jobs):
            found.setdefault((server.name, name), []).append(load.load(server, path, seconds))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return {key: load.middle(rounds_) for key, rounds_ in found.items()}


def sizes(house: House, page: Page) -> tuple[int, int]:
    """Bytes of a page, raw and compressed."""
    with load.Connection(house.server) as connection:
        raw = connection.get(house.path(page))
        if raw.status != 200:
            raise RuntimeError(f"{page.name} at {house.path(page)} answered {raw.status}.")
        packed = connection.get(house.path(page), accept="gzip")
    return len(raw.body), len(packed.body)


def statements(house: House, pages: list[Page]) -> dict[str, int]:
    """SQL statements of each page."""
    paths = [house.path(page) for page in pages]
    text = run(
        [str(HERE / "statements.py"), house.server.cookie, *paths],
        EVENKEEL_INSTANCE=house.instance,
        DATABASE_URL="",
    )
    counts = json.loads(text.splitlines()[-1])
    return {page.name: counts[house.path(page)] for page in pages}


def judge(
    page: Page,
    floor: load.Round,
    pair: tuple[load.Round, load.Round],
    bytes_: tuple[tuple[int, int], tuple[int, int]],
    sql: tuple[int, int],
) -> list[Figure]:
    """The figures of one page: small and large in each pair."""
    (small, large), ((raw_small, _), (raw, packed)) = pair, bytes_
    figures = [
        Figure("P1", "CPU to floor", large.cpu_ms / floor.cpu_ms, 3.0),
        Figure("P2", "p50 to floor", large.p50_ms / floor.p50_ms, 3.0),
        Figure("P2", "p95 to own p50", large.p95_ms / large.p50_ms, 3.0),
        Figure("P3", f"CPU, {SMALL} to {LARGE:,}", large.cpu_ms / small.cpu_ms, 1.2),
        Figure("P3", f"bytes, {SMALL} to {LARGE:,}", raw / raw_small, 1.1),
        Figure("P4", "SQL statements", sql[1], 16 if page.composed else 8, ""),
        Figure("P4", f"SQL, {LARGE:,} less {SMALL}", abs(sql[1] - sql[0]), 0, ""),
        Figure("P5", "page, raw", raw / 1000, 60, "KB"),
        Figure("P5", "page, compressed", packed / 1000, 8, "KB"),
    ]
    apart = ("P1", "P2", "P3") if page.plans else ("P1", "P2") if page.composed else ()
    return [one for one in figures if one.id not in apart]


def endure(house: House, pages: list[Page], requests: int) -> Figure:
    """Memory growth over many requests, after a warm-up of a tenth of them."""
    paths = [house.path(page) for page in pages]
    server = house.server
    with load.Connection(server) as connection:
        prepared = [connection.request(path) for path in paths]
        start = 0.0
        for number in range(requests + requests // 10):
            if number == requests // 10:
                start = server.memory_mib()
            connection.exchange(prepared[number % len(prepared)])
    return Figure("P6", f"memory growth, {requests:,} requests", server.memory_mib() - start, 2.0, "MiB")


def cold_start(server: load.Server, times: int = 5) -> float:
    """Seconds from the command to the first answer: the median of some starts."""
    found = []
    for _ in range(times):
        server.start()
        found.append(server.cold_seconds)
        server.stop()
    return statistics.median(found)


def tick(folder: Path) -> list[Figure]:
    """P9: 500 partnerships with contracts, 5,000 actions, 5,000 milestones, fifteen people."""
    environment = {"EVENKEEL_INSTANCE": str(folder / "tick"), "EVENKEEL_SCHEDULER": "0", "DATABASE_URL": ""}
    run([str(HERE / "seed.py"), "5000", "500", "500"], **environment)
    facts = json.loads(run([str(HERE / "tick.py")], **environment).splitlines()[-1])
    if not facts["digests"]:
        raise RuntimeError("The tick made no digest.")
    words = "10,000 open items of 500 partnerships"
    return [
        Figure("P9", f"tick with {facts['digests']} digests, {words}", facts["first"], 2.0, "s"),
        Figure("P9", "the tick after it", facts["second"], 2.0, "s"),
    ]


def show(title: str, figures: list[Figure]) -> None:
    """Print one table."""
    print(f"\n### {title}\n\n| id | figure | measured | goal | |\n|---|---|---|---|---|")
    for one in figures:
        unit = f" {one.unit}" if one.unit else ""
        print(f"| {one.id} | {one.what} | {one.value:.2f}{unit} | {one.goal:g}{unit} | {one.verdict} |")
    sys.stdout.flush()


def word() -> bool:
    """P7, where the Word benchmark is present: it prints its own table and judges itself."""
    program = HERE / "word.py"
    if not program.exists():
        return True
    print("\n### Word\n", flush=True)
    return subprocess.run([sys.executable, str(program)], check=False).returncode == 0


def options() -> argparse.Namespace:
    """What the person asked for."""
    parser = argparse.ArgumentParser(description="Measure the pages beside the floor.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--only", action="append", metavar="PAGE", help="one page, by its name")
    parser.add_argument("--long", action="store_true", help="also 20,000 requests for the memory")
    return parser.parse_args()


def web(asked: argparse.Namespace, pages: list[Page]) -> list[Figure]:
    """P1 to P6, and P9."""
    every: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        floor = make_floor(Path(folder))
        small, large = make_house(Path(folder), SMALL), make_house(Path(folder), LARGE)
        cold, ticks = cold_start(small.server), tick(Path(folder))
        with serving([floor, small.server, large.server]):
            bytes_ = {page.name: (sizes(small, page), sizes(large, page)) for page in pages}
            found = measure(floor, [small, large], pages, asked.rounds, asked.seconds)
            memory = large.server.memory_mib()
            growth = [endure(small, pages, 20_000)] if asked.long else []
        sql_small, sql_large = statements(small, pages), statements(large, pages)
    base = found["floor", "floor"]
    print(f"floor: {base.cpu_ms:.2f} ms CPU, p50 {base.p50_ms:.2f} ms")
    for page in pages:
        pair = (found[small.server.name, page.name], found[large.server.name, page.name])
        sql = (sql_small[page.name], sql_large[page.name])
        figures = judge(page, base, pair, bytes_[page.name], sql)
        show(f"{page.name}: {pair[1].cpu_ms:.2f} ms CPU, p50 {pair[1].p50_ms:.2f} ms", figures)
        every += figures
    process = [
        Figure("P6", "cold start", cold, 1.0, "s"),
        Figure("P6", "memory after load", memory, 80, "MiB"),
        *growth,
        *ticks,
    ]
    show("The process", process)
    return every + process


def main() -> int:
    """Measure, print, judge."""
    asked = options()
    pages = [page for page in PAGES if not asked.only or page.name in asked.only]
    figures = web(asked, pages)
    good = word()
    failed = [one for one in figures if one.verdict == "FAIL"]
    print(f"\n{len(failed)} figures are over {PATIENCE} times their goal.")
    return 1 if failed or not good else 0


if __name__ == "__main__":
    sys.exit(main())

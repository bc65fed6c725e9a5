"""Months of an invented house, day by day: each person is told what they must know, once, whatever fails."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.settings import Settings
from tests.mail.sink import Sink

from .play import Play
from .world import World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
START = date(2026, 10, 19)  # before both changes of the clock


def play(
    seed: int,
    people: int,
    start: date,
    count: int,
    sink: Sink,
    settings: Settings,
    url: str,
    kills: float = 0,
) -> Play:
    world = World(seed, people, start, kills=kills)
    game = Play(world, sink, settings, url)
    for step in range(count):
        game.play(start + timedelta(days=step))
    game.check_whole()
    assert game.done["evenings"] and game.done["restarts"] and game.done["called off"], dict(game.done)
    return game


def test_five_months_with_restarts_outages_and_both_clock_changes(
    database: str, database_url: str, mailing: Settings, sink: Sink
) -> None:
    game = play(7, 5, START, 150, sink, mailing, database_url, kills=0.03)
    assert game.done["letters"] > 30


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(1, 4))
def test_two_years_with_kills_besides(
    seed: int, database: str, database_url: str, mailing: Settings, sink: Sink
) -> None:
    game = play(seed, 7, date(2026, 1, 5), 730, sink, mailing, database_url, kills=0.06)
    assert game.done["kills"] > 5

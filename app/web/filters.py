"""How dates, amounts and counts read on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from app.core.calendar import clock_words, day_words, zone
from app.core.money import format_cents, format_dollars
from app.core.text import number

from . import request as here


def long_day(day: date) -> str:
    """Tuesday, November 24."""
    return f"{day:%A, %B} {day.day}" + _year(day)


def short_day(day: date) -> str:
    """Nov 24, with the year only when it differs from this one."""
    return f"{day:%b} {day.day}" + _year(day)


full_day = day_words


def _year(day: date) -> str:
    return "" if day.year == here.today().year else f", {day.year}"


def month_name(day: date) -> str:
    """October 2026."""
    return f"{day:%B %Y}"


def moment(at: datetime) -> str:
    """Nov 24, 2:18 pm, in our zone."""
    local = at.astimezone(zone(here.house().time_zone))
    return f"{short_day(local.date())}, {clock_words(local.time())}"


def local_day(at: datetime) -> date:
    """The day of a moment in our zone."""
    return at.astimezone(zone(here.house().time_zone)).date()


def file_size(count: int) -> str:
    """84 KB or 2.5 MB, as Windows shows a file."""
    return f"{max(1, round(count / 1024)):,} KB" if count < 1_000_000 else f"{count / 1_048_576:.1f} MB"


def distance(day: date) -> str:
    """How far a day is from today, as people say it."""
    days = (day - here.today()).days
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in words:
        return words[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def day_tag(day: date) -> Markup:
    """The short day in a `time` element."""
    return _day_tag(day, _year(day))


@lru_cache(maxsize=4096)  # a list shows a hundred days, most of them the same ones
def _day_tag(day: date, year: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), f"{day:%b} {day.day}{year}")


def counted(count: int, one: str, many: str) -> str:
    """1 action, 3 actions."""
    return f"{count:,} {one if count == 1 else many}"


def sentence_list(words: Sequence[str]) -> str:
    """a, b, and c."""
    if len(words) < 3:
        return " and ".join(words)
    return ", ".join(words[:-1]) + ", and " + words[-1]


def initials(name: str) -> str:
    """DW for Dana Whitfield; what stands after a comma (RN, MD) is a title and no name."""
    parts = [part for part in name.partition(",")[0].split() if part[:1].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper() or "?"


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(
        long_day=long_day,
        short_day=short_day,
        full_day=full_day,
        month_name=month_name,
        time_of_day=clock_words,
        moment=moment,
        local_day=local_day,
        file_size=file_size,
        distance=distance,
        day_tag=day_tag,
        number=number,
        counted=counted,
        sentence_list=sentence_list,
        initials=initials,
        cents=format_cents,
        dollars=format_dollars,
    )

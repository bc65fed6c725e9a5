"""A chart as PNG, for papers: the marks of the page in print colors. The only importer of resvg.

resvg knows no variables and no light-dark(), so print.css gives the classes of the page fixed colors. Without
a font file it leaves the words out silently: ours lies beside this module, with its license.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from .told import Told

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "templates"
FONTS = tuple(HERE / "fonts" / name for name in ("figtree-400.ttf", "figtree-650.ttf"))
PIXELS = 1500  # across: 250 to an inch on a picture six inches wide


def chart_svg(told: Told) -> str:
    """The widest layout of a chart as SVG text of its own; every word in it is escaped."""
    marks = _macros().framed(told.draws, told.sizes[0], "chart", told.title, told.finding)
    return str(marks).strip().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def chart_png(told: Told) -> bytes:
    """The widest layout as PNG on white; the same chart gives the same bytes.

    The chart must have been drawn (`told.sizes` not empty). Letters outside of Latin-1 may be missing.
    """
    from resvg_py import svg_to_bytes

    return svg_to_bytes(
        svg_string=chart_svg(told),
        width=PIXELS,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(path) for path in FONTS],
        style_sheet=_print_colors(),
    )


@lru_cache(maxsize=1)
def _print_colors() -> str:
    return (HERE / "print.css").read_text("utf-8")


@lru_cache(maxsize=1)
def _macros() -> Any:
    """The macros of the pages, without the pages around them."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    drawing = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawing.filters["short_day"] = _day
    return drawing.get_template("_ui/chart.html").module


def _day(on: date) -> str:
    return f"{on:%b} {on.day}, {on.year}"

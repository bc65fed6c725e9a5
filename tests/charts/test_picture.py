"""A chart in a paper is the chart of the page: the same marks, the same bytes each time."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from app.charts import picture
from app.charts.crossing import crossing
from app.charts.funnel import Step, funnel
from app.charts.margin import running_margin
from app.charts.picture import PIXELS, chart_png, chart_svg
from app.charts.series import PAPER, Band, Trigger, series
from app.charts.told import Told
from app.settings import ROOT

SVG = "{http://www.w3.org/2000/svg}"
HELD = {date(2026, month, 1): month * 2 for month in range(1, 11)}


def lines(title: str = "Caseload") -> Told:
    """A series with everything a series can have."""
    return series(
        title,
        [("here", HELD), ("forecast", dict.fromkeys(HELD, 20))],
        band=Band(10, 14),
        trigger=Trigger(6, "talk at 6 or fewer"),
        frames=PAPER,
    )


def even() -> Told:
    """A break-even."""
    amounts = (Fraction(9000), Fraction(500), Fraction(900), Fraction(30))
    return crossing("It breaks even.", *amounts, now_words="30", even_words="23")


def left() -> Told:
    """A running margin above and below zero."""
    return running_margin("Margin", {on: 4000 - 900 * value for on, value in HELD.items()}, frames=PAPER)


def way() -> Told:
    """A funnel with losses."""
    steps = [Step("Referred", 40), Step("Declined", 15, True), Step("Enrolled", 25)]
    return funnel("Way", "25 of 40.", steps, heads=("Step", "Count"), rows=(), frames=PAPER)


DRAWN = {"series": lines, "crossing": even, "margin": left, "funnel": way}


@pytest.mark.parametrize("kind", list(DRAWN))
def test_a_picture_has_the_shape_of_its_chart_and_the_same_bytes_each_time(kind: str) -> None:
    told = DRAWN[kind]()
    data = chart_png(told)
    assert data == chart_png(told) and data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", data, 16)
    assert width == PIXELS
    assert height == pytest.approx(PIXELS * told.sizes[0].height / told.sizes[0].width, abs=1)
    assert len(data) < 120_000


@pytest.mark.parametrize("kind", list(DRAWN))
def test_a_chart_has_a_name_a_sentence_and_a_role_for_those_who_cannot_see_it(kind: str) -> None:
    told = DRAWN[kind]()
    root = ElementTree.fromstring(chart_svg(told))
    assert root.get("role") == "img"
    title, told_in_words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == told.title
    assert told_in_words is not None and told_in_words.text == told.finding
    assert root.get("aria-labelledby") == f"{title.get('id')} {told_in_words.get('id')}"


@pytest.mark.parametrize("kind", list(DRAWN))
def test_words_of_people_are_escaped_in_a_chart(kind: str) -> None:
    told = DRAWN[kind]()
    hostile = Told(told.draws, "<script>x</script> & Co", '"</desc><b>', told.sizes, (), ())
    root = ElementTree.fromstring(chart_svg(hostile))
    assert [one.text for one in (root[0], root[1])] == ["<script>x</script> & Co", '"</desc><b>']


def test_every_mark_has_a_print_color_or_a_look_of_its_own() -> None:
    """A class that print.css forgets is black in Word, or not to be seen."""
    css = (picture.HERE / "print.css").read_text()
    for kind, draw in DRAWN.items():
        used = {name for one in re.findall(r' class="([^"]+)"', chart_svg(draw())) for name in one.split()}
        unknown = {name for name in used - {"chart"} if not re.search(rf"\.{name}[ ,]", css)}
        assert unknown == set(), kind


def test_print_colors_are_those_of_the_light_page() -> None:
    page = (ROOT / "app/static/app.css").read_text()
    allowed = {"#ffffff", *re.findall(r"light-dark\((#[0-9a-f]{6})", page)}
    assert set(re.findall(r"#[0-9a-f]{6}", (picture.HERE / "print.css").read_text())) <= allowed


def test_words_are_drawn_with_our_own_font() -> None:
    """Without a font the words would be left out silently."""
    with_words = chart_png(lines())
    without = picture.FONTS
    try:
        picture.FONTS = ()  # type: ignore[assignment]
        silent = chart_png(lines())
    finally:
        picture.FONTS = without
    assert len(with_words) > len(silent) * 1.3
    assert zlib.crc32(with_words) != zlib.crc32(silent)
    assert (picture.HERE / "fonts" / "figtree-OFL.txt").is_file()


def test_the_program_starts_without_what_draws_pictures() -> None:
    pages = "app.papers.routes, app.costs.routes, app.metrics.routes"
    code = f"import sys, {pages}; print('resvg_py' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"

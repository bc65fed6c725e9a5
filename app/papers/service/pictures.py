"""Charts as pictures in papers: what a page draws, drawn for Word."""

from __future__ import annotations

from app.charts.told import Told
from app.documents.blocks import Picture

WIDTH_INCHES = 6.0


def pictures_of(*charts: Told | None) -> tuple[Picture, ...]:
    """Each chart that could be drawn as a picture with its finding below; the numbers are the paper's own.

    Charts for a paper are made with `frames=PAPER` of `app.charts.series`, so that their words stay readable.
    """
    from app.charts.picture import chart_png

    return tuple(
        Picture(chart_png(one), f"Chart: {one.title}. {one.finding}", WIDTH_INCHES, one.finding)
        for one in charts
        if one is not None and one.sizes
    )

"""A paper in parts: what stands under one heading, in lines, facts, a table or a picture. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading. With nothing in it `empty` says so; else the part is left out."""

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    heads: Row = ()
    shares: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()
    bullets: tuple[str, ...] = ()
    empty: str = ""
    titled: bool = False  # the first line of the first column stands out
    new_page: bool = False
    pictured: bool = False  # the chart of the paper stands here
    write_on: int = 0  # empty lines to write on
    parts: tuple[Part, ...] = field(default=())  # under smaller headings

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        said = self.lines or self.facts or self.rows or self.bullets or self.pictured or self.write_on
        return not said and all(part.is_empty for part in self.parts)

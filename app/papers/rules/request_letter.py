"""What a letter that asks for information says. Pure [L1 information]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class To(StrEnum):
    """Who is asked: the plan by our letter, or us by a sheet the plan can send."""

    PAYER = "payer"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, and by when at the latest."""

    label: str
    ask: str
    wanted_by_on: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Something the side that asks has answered itself."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deeper:
    """A deeper topic that is still open."""

    label: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter is made of; `reader` and `writer` are the leads of the two sides."""

    partnership: str
    asker: str
    asked: str
    reader: str
    writer: str
    writer_title: str
    asked_items: tuple[Question, ...]
    known_labels: tuple[str, ...]
    given: tuple[Given, ...]
    deeper: tuple[Deeper, ...]

    @property
    def wanted_by_on(self) -> date | None:
        """The latest day by which any answer is wanted."""
        return max((one.wanted_by_on for one in self.asked_items if one.wanted_by_on), default=None)

    @property
    def open_points(self) -> tuple[str, ...]:
        """What the letter still lacks, for the internal copy."""
        points = []
        if not self.reader:
            points.append(f"Nobody leads for {self.asked} yet: the letter is addressed to the whole team.")
        if not self.writer:
            points.append(f"Nobody leads for {self.asker} yet: the signature is blank.")
        if self.wanted_by_on is None:
            points.append("No day is set by which the answers are wanted.")
        if not self.given:
            points.append("Nothing of our own is answered yet, so that we can send nothing in return.")
        return tuple(points)

"""Faults of a folder: each with its file, line and column, all of them together."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import EvenkeelError

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault and where it stands; line 0 means the file as a whole."""

    file: str
    line: int
    column: str
    text: str

    @property
    def sentence(self) -> str:
        """The fault as a person reads it: "a_healthy.csv, line 7, referrals: “x” is not ..."."""
        line = f"line {self.line}" if self.line else ""
        return f"{', '.join(part for part in (self.file, line, self.column) if part)}: {self.text}"


class ProblemReport(EvenkeelError):
    """The folder cannot be loaded; `problems` holds every fault, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        lines = [problem.sentence for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            lines.append(f"There are {len(problems) - SHOWN} more faults like these.")
        super().__init__("\n".join(lines))
        self.problems = problems


class Problems:
    """The faults found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, file: str, line: int, column: str, text: str) -> None:
        """Keep one fault."""
        self.found.append(Problem(file, line, column, text))

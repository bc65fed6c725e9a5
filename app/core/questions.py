"""What a lower room has to know of a higher one, asked without knowing who answers.

A slice says what it asks; the factory, which sees every room, says who answers. So an import still goes
downward only, and what is asked is typed on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Question(Generic[Asked, Answer]):
    """One question. Nobody asks before somebody answers: a silent default would be a wrong answer."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._answer: Callable[Asked, Answer] | None = None

    def answered_by(self, answer: Callable[Asked, Answer]) -> None:
        """From now on this function answers."""
        self._answer = answer

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """Ask. Raises LookupError while nobody answers."""
        if self._answer is None:
            raise LookupError(f"Nobody answers here: {self.words}")
        return self._answer(*args, **kwargs)

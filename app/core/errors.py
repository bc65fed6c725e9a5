"""What a service may raise; one handler in `web` turns each into a plain page."""

from __future__ import annotations


class EvenkeelError(Exception):
    """A refusal that a person reads: `message` is one plain sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(EvenkeelError):
    """Answered with 404: it is not there, or not for this person."""


class Forbidden(EvenkeelError):
    """Answered with 403: this person's role does not allow it."""


class RuleViolation(EvenkeelError):
    """Answered with 422: the request is understood and a rule of the house says no."""


class Conflict(EvenkeelError):
    """Answered with 409: somebody else saved first.

    `mine` and `theirs` map a label to the text each side holds, so that both can be shown.
    """

    def __init__(self, message: str, mine: dict[str, str], theirs: dict[str, str]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs

    @property
    def apart(self) -> tuple[tuple[str, str, str], ...]:
        """Only what differs: label, mine, theirs."""
        both = ((label, value, self.theirs.get(label, "")) for label, value in self.mine.items())
        return tuple(one for one in both if one[1] != one[2])


class SettingsError(EvenkeelError):
    """A setting that stops the start; the sentence names it."""


class SchemaError(EvenkeelError):
    """The database does not fit this program."""

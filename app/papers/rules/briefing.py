"""What the staff briefing of a contract holds: everything is in words already. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """Everything for M12; a part without facts says so in the paper."""

    partnership: str
    provider: str
    payer: str
    qualifies: tuple[Pair, ...]
    given: tuple[Pair, ...]
    tiers: tuple[tuple[str, str, str, str], ...]  # tier, disciplines, contacts a month, used for
    differs: tuple[tuple[str, str, str], ...]  # term, here, in the other contracts
    reports: tuple[Pair, ...]
    metrics: tuple[tuple[str, str, str], ...]  # metric, who gathers, how often
    training: tuple[Pair, ...]
    call: tuple[Pair, ...]

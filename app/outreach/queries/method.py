"""What the method says about referral and outreach, taken from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from app.catalogue import catalogue

from ..rules import in_words, name_of


@dataclass(frozen=True, slots=True)
class StrategyIdea:
    """A strategy of the catalogue."""

    id: str
    side: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A kind of place that notices people early."""

    id: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class TeachingTopic:
    """Something to teach, and to whom."""

    id: str
    label: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign that the plan needs adjusting, and where to look."""

    signal: str
    look_at: str


NOTICED = ("SBG1", "SBG2")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Method:
    """Everything the pages of this slice offer and remind of. Pairs are an id and its words."""

    strategies: tuple[StrategyIdea, ...]
    data_limits: tuple[str, ...]
    signals: tuple[Signal, ...]
    barriers: Pairs
    relation_note: str
    principle: str
    upstream_aim: str
    partners: tuple[Partner, ...]
    questions: Pairs
    topics: tuple[TeachingTopic, ...]
    activity_kinds: Pairs
    activity_note: str
    champion_sides: Pairs
    champion_roles: Pairs
    champion_why: str
    material_kinds: Pairs
    material_audiences: Pairs
    material_note: str
    early_signs: tuple[str, ...]

    def label(self, which: str, identifier: str) -> str:
        """The words of an id in one of the lists of pairs; an id that is gone is read out as it is."""
        return dict(getattr(self, which)).get(identifier) or in_words(identifier)

    def topic_words(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """Teaching topics in words."""
        known = {topic.id: topic.label for topic in self.topics}
        return tuple(known.get(one) or in_words(one) for one in identifiers)

    def partner_words(self, identifier: str) -> str:
        """A kind of place in words; nothing for none."""
        return next((one.label for one in self.partners if one.id == identifier), "")

    def partner_why(self, identifier: str) -> str:
        """Why such a place notices people early; nothing for none."""
        return next((one.why for one in self.partners if one.id == identifier), "")

    def barrier_words(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """Barriers in words."""
        return tuple(self.label("barriers", one) for one in identifiers)

    def idea(self, identifier: str) -> StrategyIdea | None:
        """The strategy of the catalogue with this id, or None."""
        return next((one for one in self.strategies if one.id == identifier), None)


@lru_cache(maxsize=1)
def method() -> Method:
    """Read once: the catalogue does not change while the program runs."""
    outreach, referrals = _mapping("outreach"), _mapping("referrals")
    material, fields = outreach["material"], outreach["activity_fields"]
    champions = outreach["champions"]
    return Method(
        strategies=tuple(
            StrategyIdea(one["id"], side, one["label"], one.get("detail", ""))
            for side in ("provider", "payer")
            for one in referrals[f"{side}_strategies"]
        ),
        data_limits=tuple(referrals["data_mining_limits"]),
        signals=tuple(Signal(one["signal"], one["look_at"]) for one in referrals["adjustment_signals"]),
        barriers=tuple((name_of(words), words) for words in referrals["referrer_barriers"]),
        relation_note=referrals["same_or_external"]["note"],
        principle=referrals["principle"],
        upstream_aim=outreach["upstream_aim"],
        partners=tuple(
            Partner(one["id"], one["label"], one["why"]) for one in outreach["partners_to_identify"]
        ),
        questions=tuple((one["id"], one["q"]) for one in outreach["stakeholder_questions"]),
        topics=tuple(
            TeachingTopic(one["id"], one["label"], tuple(one["audience"]))
            for one in outreach["education_topics"]
        ),
        activity_kinds=_choices(fields, "kind"),
        activity_note=outreach["activity_note"],
        champion_sides=_choices(champions["fields"], "side"),
        champion_roles=_choices(champions["fields"], "role"),
        champion_why=champions["why"],
        material_kinds=tuple((one, in_words(one)) for one in material["kinds"]),
        material_audiences=_choices(material["fields"], "audience"),
        material_note=material["note"],
        early_signs=_early_signs(),
    )


def _mapping(name: str) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], catalogue().section(name))


def _choices(fields: Iterable[Mapping[str, Any]], name: str) -> Pairs:
    found = next(field for field in fields if field["name"] == name)
    return tuple((one, in_words(one)) for one in found["choices"])


def _early_signs() -> tuple[str, ...]:
    """Of the state's general criteria those that a referrer can notice."""
    criteria = cast(Any, catalogue().section("eligibility", "sb1004"))["general_criteria"]
    return tuple(one["label"] for one in criteria if one["id"] in NOTICED)

"""What the two sides know of each other, read as frozen rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from app.catalogue import catalogue
from app.core.db import rows
from app.core.errors import NotFound
from app.core.history import History
from app.partnerships.models import Partnership, StageChange
from app.partnerships.queries import lines_words

from .models import AimsLine, InformationItem, Lesson, TopicAnswer
from .rules import (
    SETTLED,
    Asked,
    Field,
    Item,
    Side,
    Status,
    Topic,
    answer_words,
    is_filled,
    item_fields,
    topic_field,
)

HERE = "information_requests"
LISTED = 50
MOST_EARLIER = 10


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One request with how it stands."""

    item: Item
    status: Status
    asked_on: date | None
    asked_by: str
    wanted_by_on: date | None
    answered_on: date | None
    answer: Mapping[str, Any]
    version: int

    @property
    def words(self) -> tuple[str, ...]:
        """The answer, line by line."""
        return answer_words(self.item.fields, self.answer)

    @property
    def settled(self) -> bool:
        """Whether there is an answer, or the word that there is none."""
        return self.status in SETTLED

    def is_late(self, today: date) -> bool:
        """Whether the answer was wanted by a day that has passed."""
        return Asked(self.status, self.wanted_by_on).is_late(today)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A deeper topic with what is known."""

    topic: Topic
    answer: Mapping[str, Any]
    told_by: str
    told_on: date | None
    version: int

    @property
    def filled(self) -> int:
        """How many of its fields are filled."""
        return sum(is_filled(self.answer.get(one.name)) for one in self.topic.fields)

    @property
    def words(self) -> tuple[str, ...]:
        """What is known, line by line."""
        return answer_words(self.topic.fields, self.answer)


@dataclass(frozen=True, slots=True)
class AimsRow:
    """One question of the worksheet with both answers."""

    question: str
    words: str
    ours: str
    theirs: str
    talk_about: bool
    version: int


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson, and of which partnership."""

    public_id: str
    partnership_name: str
    key: str
    side: str
    on: date
    text: str
    ask_next: str
    ended_on: date | None
    about: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class FirstMeetingFacts:
    """What a first meeting with a partner has to talk about [L1 questions]."""

    missing: tuple[str, ...]
    aims: tuple[tuple[str, str, str], ...]  # question, our answer, theirs


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """The seven things we ask the plan, then the six the plan asks us."""
    found = []
    for group, side in (
        ("provider_collects_from_payer", Side.PAYER),
        ("payer_collects_from_provider", Side.PROVIDER),
    ):
        for one in _entries(group):
            fields = item_fields(one["id"], one["type"], one.get("choices", ()))
            found.append(Item(one["id"], side, one["label"], one["ask"], fields))
    return tuple(found)


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The deeper topics."""
    known = {"service_design.delivery_models": [one.id for one in catalogue().delivery_models]}
    return tuple(
        Topic(
            one["id"],
            one["label"],
            tuple(one["questions"]),
            tuple(_field(field, known) for field in one["fields"]),
        )
        for one in _entries("profile_topics")
    )


def _field(entry: Mapping[str, Any], known: Mapping[str, list[str]]) -> Field:
    choices: Sequence[str] = entry.get("choices") or known.get(entry.get("choices_from", ""), [])
    found = topic_field(entry["name"], entry["type"], choices, entry.get("unit", ""))
    if found.home != "product_lines":
        return found
    return replace(found, choices=tuple((key, lines_words([key])) for key, _words in found.choices))


@lru_cache(maxsize=1)
def aims_questions() -> tuple[tuple[str, str], ...]:
    """Id and words of the questions of the aims worksheet."""
    found = cast("Mapping[str, Any]", catalogue().section(HERE, "aims_worksheet"))
    return tuple((one["id"], one["q"]) for one in found["questions"])


def _entries(group: str) -> tuple[Mapping[str, Any], ...]:
    return cast("tuple[Mapping[str, Any], ...]", catalogue().section(HERE, group))


def get_item(ident: str) -> Item:
    """The request with this id. Raises NotFound."""
    return _one(items(), ident, "There is no such request.")


def item_label(ident: str) -> str:
    """The name of a request; an id the catalogue no longer has is shown as it is."""
    return next((one.label for one in items() if one.id == ident), ident)


def get_topic(ident: str) -> Topic:
    """The topic with this id. Raises NotFound."""
    return _one(topics(), ident, "There is no such topic.")


def _one(known: tuple[Any, ...], ident: str, sentence: str) -> Any:
    found = next((one for one in known if one.id == ident), None)
    if found is None:
        raise NotFound(sentence)
    return found


def list_items(partnership_id: int) -> tuple[ItemRow, ...]:
    """Every request, asked or not: one statement."""
    query = InformationItem.select(
        InformationItem.item,
        InformationItem.status,
        InformationItem.asked_on,
        InformationItem.asked_by,
        InformationItem.wanted_by_on,
        InformationItem.answered_on,
        InformationItem.answer,
        InformationItem.version,
    ).where(InformationItem.partnership == partnership_id)
    stored = {row[0]: row[1:] for row in rows(query)}
    return tuple(_item_row(one, stored.get(one.id)) for one in items())


def _item_row(item: Item, row: tuple[Any, ...] | None) -> ItemRow:
    if row is None:
        return ItemRow(item, Status.NOT_ASKED, None, "", None, None, {}, 0)
    status, asked_on, asked_by, wanted_by_on, answered_on, answer, version = row
    return ItemRow(item, Status(status), asked_on, asked_by, wanted_by_on, answered_on, answer or {}, version)


def list_topics(partnership: Partnership) -> tuple[TopicRow, ...]:
    """Every deeper topic; what stands on the partnership itself is read from there."""
    query = TopicAnswer.select(
        TopicAnswer.topic, TopicAnswer.answer, TopicAnswer.told_by, TopicAnswer.told_on, TopicAnswer.version
    ).where(TopicAnswer.partnership == partnership.id)
    stored = {row[0]: row[1:] for row in rows(query)}
    return tuple(_topic_row(one, stored.get(one.id), partnership) for one in topics())


def _topic_row(topic: Topic, row: tuple[Any, ...] | None, partnership: Partnership) -> TopicRow:
    answer, told_by, told_on, version = row or ({}, "", None, 0)
    homes = {one.name: getattr(partnership, one.home) for one in topic.fields if one.home}
    return TopicRow(topic, {**(answer or {}), **homes}, told_by, told_on, version)


def own_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that are kept here and not on the partnership."""
    return tuple(one for one in fields if not one.home)


def aims(partnership_id: int) -> tuple[AimsRow, ...]:
    """The worksheet of both sides, question by question."""
    query = AimsLine.select(
        AimsLine.question, AimsLine.ours, AimsLine.theirs, AimsLine.talk_about, AimsLine.version
    ).where(AimsLine.partnership == partnership_id)
    stored = {row[0]: row[1:] for row in rows(query)}
    empty = ("", "", False, 0)
    return tuple(
        AimsRow(ident, words, ours, theirs, bool(talk), version)
        for ident, words in aims_questions()
        for ours, theirs, talk, version in (stored.get(ident, empty),)
    )


def topics_to_talk_about(partnership_id: int) -> tuple[str, ...]:
    """Questions whose answers differ and that somebody marked: they belong on an agenda."""
    return tuple(row.words for row in aims(partnership_id) if row.talk_about)


def lessons_of(partnership_id: int) -> tuple[LessonRow, ...]:
    """What was learned from this partnership, newest first."""
    return _lessons(Lesson.partnership == partnership_id)


def lessons_of_others(partnership_id: int) -> tuple[LessonRow, ...]:
    """What was learned from the other partnerships, newest first."""
    return _lessons(Lesson.partnership != partnership_id)


def _lessons(which: Any) -> tuple[LessonRow, ...]:
    query = (
        Lesson.select(
            Lesson.public_id,
            Partnership.name,
            Partnership.key,
            Lesson.side,
            Lesson.on,
            Lesson.text,
            Lesson.ask_next,
            StageChange.on,
            Lesson.about,
            Lesson.shared,
        )
        .join(Partnership)
        .left_outer_join(
            StageChange, on=((StageChange.partnership == Partnership.id) & (StageChange.to_stage == "ended"))
        )
        .where(which & ~Lesson.removed)
        .order_by(Lesson.on.desc(), Lesson.id.desc())
        .limit(LISTED)
    )
    found = {row[0]: LessonRow(*row) for row in rows(query)}  # one line, however often it ended
    return tuple(found.values())


def earlier_answers(partnership_id: int, item: Item) -> tuple[tuple[str, str], ...]:
    """Day and words of answers that were replaced, newest first."""
    row = InformationItem.get_or_none(
        (InformationItem.partnership == partnership_id) & (InformationItem.item == item.id)
    )
    if row is None:
        return ()
    query = (
        History.select(History.at, History.before)
        .where(
            (History.entity == "information_item")
            & (History.entity_id == row.id)
            & (History.verb == "change")
        )
        .order_by(History.id.desc())
        .limit(MOST_EARLIER * 2)
    )
    found = [
        (f"{at:%Y-%m-%d}", "; ".join(answer_words(item.fields, (before or {}).get("answer") or {})))
        for at, before in rows(query)
    ]
    return tuple(pair for pair in found if pair[1])[:MOST_EARLIER]


def first_meeting_facts(partnership_id: int) -> FirstMeetingFacts:
    """What is still missing and what both sides want, for the first agenda with a partner."""
    missing = tuple(row.item.label for row in list_items(partnership_id) if not row.settled)
    return FirstMeetingFacts(
        missing, tuple((row.words, row.ours, row.theirs) for row in aims(partnership_id))
    )

"""Text that looks like a patient. Pure: a text in, what is suspicious about it out.

No patient data belongs here. A rule of thumb cannot know, so it never refuses for good: it names the words
it stumbled over, and the person mends them or says that nobody is meant [ours].
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum


class Trait(StrEnum):
    """What a text may give away about one patient."""

    BIRTH = "a date of birth"
    AGE = "somebody’s age"
    RECORD = "a medical record number"
    MEMBER = "a member number"
    SOCIAL = "a Social Security number"
    NAME = "a patient’s name"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Words that look like a patient, and what they look like."""

    trait: Trait
    words: str


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)|\d{{4}}-\d\d-\d\d|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})"
)
# The years in which most of the people in palliative care were born; nothing here began then.
_THEN = r"19[0-8]\d"
_LONG_AGO = rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_THEN}|{_THEN}-\d\d-\d\d|{_MONTH}\s+\d{{1,2}},?\s+{_THEN})\b"
_NUMBER = r"[\s:#.]*(?:(?:number|num|no|id|ends?|in|with)\b[\s:#.]*)*(?:is\s+)?"
_LETTERS = "AC-HJKMNP-RT-Y"  # of a Medicare number, which has no S, L, O, I, B, Z

# What stands after "patient" with a capital letter and is no name.
_NOT_NAMES = (
    "Access|Activation|Advisory|Advocates?|Assistance|Assessment|Bill|Care|Centered|Count|Days?|Data|Education|"
    "Eligibility|Engagement|Enrollment|Experience|Family|Financial|Flow|Health|Information|Intake|Journey|"
    "Liaison|List|Materials?|Months?|Navigation|Navigators?|Numbers?|Outcomes?|Outreach|Placement|Population|"
    "Portal|Protection|Questionnaire|Records?|Referrals?|Relations|Reported|Rights|Safety|Satisfaction|"
    "Selection|Self|Services?|Status|Stor(?:y|ies)|Support|Survey|Transport|Transportation|Volume|Zero|"
    "And|Are|As|At|But|By|Can|For|From|Has|Have|In|Is|May|Must|Needs?|Not|Of|On|Or|Per|The|To|Was|Were|Who|"
    "Will|With"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx)\.?"
_NAME = r"[A-Z][a-zà-öø-ÿ’'-]+(?:\s+[A-Z][a-zà-öø-ÿ’'-]+)?|[A-Z]\.\s?[A-Z]\.?(?![a-z])"
_FATE = (
    r"died|dies|passed\s+away|passed\s+on|(?:was|is|got|were)\s+(?:re)?(?:admitted|hospitali[sz]ed|enrolled|"
    r"diagnosed|discharged|transferred)|has\s+(?:cancer|heart|copd|dementia|als|lung|liver|kidney)"
)
_NOT_AGED = (
    "agenc|agreement|association|building|business|clinic|compan|contract|firm|foundation|group|hospice|"
    "hospital|institution|nonprofit|organi|partner|pilot|plan|polic|practice|program|project|relationship|"
    "rule|service|system|team|tradition|version"
)

_PATTERNS: tuple[tuple[Trait, re.Pattern[str]], ...] = (
    (Trait.SOCIAL, re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    (Trait.SOCIAL, re.compile(rf"\b(?:ssn|social\s+security){_NUMBER}\d[\d -]{{3,}}", re.I)),
    (
        Trait.BIRTH,
        re.compile(
            rf"\b(?:d\.?o\.?b\b\.?|date\s+of\s+birth|birth\s?da(?:te|y)|born)[\s:]*(?:(?:on|is|was|in)\s*)?"
            rf"(?:{_DATE}|{_MONTH}\s+\d{{1,2}}\b|19\d\d\b)",
            re.I,
        ),
    ),
    (Trait.BIRTH, re.compile(_LONG_AGO, re.I)),
    (
        Trait.AGE,
        re.compile(rf"\b\d{{1,3}}(?:[ -]years?[ -]old|\s?y/?o)\b(?![ -]+(?:\w+[ -]+)?(?:{_NOT_AGED}))", re.I),
    ),
    (
        Trait.RECORD,
        re.compile(
            rf"\b(?:mrn|(?:medical\s+|health\s+|patient\s+)?record|chart|encounter){_NUMBER}[a-z]{{0,3}}-?\d{{4,}}",
            re.I,
        ),
    ),
    (
        Trait.MEMBER,
        re.compile(
            rf"\b(?:member|subscriber|beneficiary|enrollee|medi-?cal|medicaid|medicare|cin|mbi|bic|hicn?)"
            rf"{_NUMBER}[a-z]{{0,3}}-?\d[a-z0-9-]{{4,}}",
            re.I,
        ),
    ),
    (Trait.MEMBER, re.compile(r"(?<![\w-])9\d{7}[A-Z](?:\d{5})?(?![\w-])")),
    (
        Trait.MEMBER,
        re.compile(
            rf"(?<![\w-])[1-9][{_LETTERS}][{_LETTERS}0-9]\d-?[{_LETTERS}][{_LETTERS}0-9]\d-?[{_LETTERS}]{{2}}\d{{2}}(?![\w-])"
        ),
    ),
    (
        Trait.NAME,
        re.compile(
            rf"\b(?:[Pp]atient|PATIENT|[Pp]t\.?):?\s+(?:{_TITLE}\s+)?(?!(?:{_NOT_NAMES})\b)(?:{_NAME})"
        ),
    ),
    (Trait.NAME, re.compile(rf"\b{_TITLE}\s+(?:{_NAME})\s+(?:{_FATE})\b")),
)


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """What in a text looks like a patient, in the order of the text; each stretch of words once."""
    found: list[tuple[int, int, Suspicion]] = []
    for trait, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _known in found):
                found.append((match.start(), match.end(), Suspicion(trait, match.group().strip())))
    return tuple(one for _start, _end, one in sorted(found, key=lambda each: each[:2]))


def seal(found: tuple[Suspicion, ...]) -> str:
    """Names exactly these words, so that what a person confirmed covers nothing that is typed later."""
    words = "\x1f".join(sorted({one.words for one in found}))
    return hashlib.sha256(words.encode()).hexdigest()[:24]


BOX = "tick the box below if nobody is meant"


def warning(found: tuple[Suspicion, ...], way_on: str = BOX) -> str:
    """What to tell the person, in one or two sentences; `way_on` is what to do when nobody is meant."""
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return (
        f"“{first.words}” reads like {first.trait.value}{more}. No patient belongs in here: take it out, "
        f"or {way_on}."
    )

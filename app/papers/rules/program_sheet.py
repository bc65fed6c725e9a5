"""What stands on a program sheet, for referrers or for families, in plain words. Pure.

M17 of the paper list [L3 education] [L3 volume] [T5 outreach]. The words are ours; the facts are the
term sheet's. What the parties have to say themselves and have not said yet is a gap, never a promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Reader(StrEnum):
    """Whom the sheet is for."""

    REFERRERS = "referrers"
    FAMILIES = "families"


MATERIAL_KIND = {
    Reader.REFERRERS: "program_sheet_for_referrers",
    Reader.FAMILIES: "program_sheet_for_families",
}
# The services of the term sheet in plain words, for colleagues and for families.
FOR_REFERRERS = {
    "SV1": "talks about goals, put in writing where the patient wishes",
    "SV2": "a look at the whole situation",
    "SV3": "a plan of care that the patient agrees with",
    "SV5": "coordination with everybody involved",
    "SV6": "relief of pain and other symptoms",
    "SV7": "emotional and social support",
    "SO1": "a chaplain for those who wish",
    "SO2": "a phone line day and night",
    "SO4": "an advice line",
    "SO5": "interpreters and staff who know the culture",
    "SO6": "advice and training for other clinicians",
    "SO7": "some treatments at home",
}
FOR_FAMILIES = {
    "SV1": "We talk with you about what matters most to you, and help you put it in writing.",
    "SV2": "We ask about everything that makes life hard now, and listen.",
    "SV3": "We make a plan with you. You have the last word on it.",
    "SV4": "A team looks after you, not one person alone.",
    "SV5": "We help your doctors and helpers to work together.",
    "SV6": "We ease pain, trouble breathing and other symptoms.",
    "SV7": "We help with fear, sadness, and problems of daily life.",
    "SO1": "A chaplain comes if you wish.",
    "SO5": "You can ask for an interpreter.",
    "SO7": "Some treatments can be given at home.",
}
AGES = {"adult": "adults", "pediatric": "children", "both": "children and adults"}
SOCIAL = {
    "ES1": "would rather have care at home or by phone than in an emergency room",
    "ES2": "is willing to talk about goals and plans",
    "ES3": "has enough help to go on living safely at home",
    "ES4": "lives where the team can visit safely",
}
NIGHT_LINES = frozenset({"SO2"})
HOSPICE = (
    "Hospice is for the last months of life, when a person chooses comfort over treatment aimed at the "
    "illness. Palliative care can begin much earlier, and that treatment goes on. Nobody gives up a doctor "
    "or a hope by saying yes."
)
IN_THE_PICTURE = (
    "{plan} works with {ours} so that its members can have this care. So a team from outside your practice "
    "may call you, also about somebody whom the plan found in its own records. The team works beside you; "
    "the patient stays yours."
)
CALL_ANYWAY = "Not sure, or early? Call anyway. The team can do more in months than in days."
WE_ARE = (
    "We are a team of {ours}. We visit people who are very ill, and we are there for their families too. "
    "{plan}, your health plan, works with us so that its members can have this help."
)
CARE_GOES_ON = (
    "You keep your doctors. You keep your treatment. This is not hospice, and nobody asks you to give "
    "anything up. It is your choice: you may say no, and you may change your mind."
)
BESIDE = "It works beside the patient’s own doctors and treatment and takes the place of neither."


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that nobody has said yet: a stable name, and the words in brackets."""

    name: str
    words: str


Part = str | Gap
Sentence = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """Everything a program sheet is made of. `terms` are those in force, by key."""

    partnership: str
    provider: str
    payer: str
    terms: Mapping[str, Any]
    cobranded: bool = False
    approved_on: date | None = None
    edition: str = ""
    language: str = ""
    other_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, or with points below them."""

    heading: str
    sentences: tuple[Sentence, ...] = ()
    points: tuple[Sentence, ...] = ()
    facts: tuple[tuple[str, Sentence], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramSheet:
    """A program sheet: one page."""

    reader: Reader
    title: str
    facts: ProgramFacts
    sections: tuple[Section, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still to be said, in the order of the page."""
        found: list[Gap] = []
        for section in self.sections:
            every = (*section.sentences, *section.points, *(said for _, said in section.facts))
            found += [part for sentence in every for part in sentence if isinstance(part, Gap)]
        return tuple(dict.fromkeys(found))


def compose_program_sheet(facts: ProgramFacts, reader: Reader) -> ProgramSheet:
    """The sheet for one kind of reader."""
    if reader is Reader.FAMILIES:
        return ProgramSheet(reader, "Help at home when an illness is serious", facts, _for_families(facts))
    return ProgramSheet(reader, "Palliative care for your patients", facts, _for_referrers(facts))


# --- for referrers


def _for_referrers(facts: ProgramFacts) -> tuple[Section, ...]:
    offered = _plain(facts, FOR_REFERRERS)
    brings: Part = _and(offered) if offered else Gap("services", "the services agreed with the plan")
    comes = f"The team of {facts.provider} comes to people who are seriously ill and to their families. "
    comes += "Several professions work as one. "
    return (
        Section("What the team does", ((f"{comes}It brings ", brings, "."),)),
        Section("What it does not do", (_left_out(facts),)),
        Section("How it differs from hospice", ((HOSPICE,),)),
        Section("Who qualifies", (("A patient who",),), _criteria(facts)),
        Section("Why this team is in the picture", (_named(IN_THE_PICTURE, facts),)),
        Section("How to refer", (_how_to_refer(facts),)),
        Section("When to expect an answer", (("Within ", Gap("answer_days", "number of business days")),)),
        Section(
            "The primary doctor", (("Is kept informed: ", Gap("doctor_informed", "how, and how often")),)
        ),
    )


def _named(said: str, facts: ProgramFacts) -> Sentence:
    """The words with both names in their places."""
    return (said.replace("{plan}", facts.payer).replace("{ours}", facts.provider),)


def _left_out(facts: ProgramFacts) -> Sentence:
    left_out = facts.terms.get("S11.not_included")
    if left_out:
        return (f"{BESIDE} It does not give {_or(list(left_out))}.",)
    return (f"{BESIDE} It does not give ", Gap("not_included", "what the two sides left out"), ".")


def _criteria(facts: ProgramFacts) -> tuple[Sentence, ...]:
    """What the contract asks of a patient; each point goes on from "A patient who"."""
    terms = facts.terms
    diagnoses = [*(terms.get("S06.qualifying_diagnoses") or []), *(terms.get("S06.plus_criteria") or [])]
    illness: Part = _or(diagnoses) if diagnoses else Gap("diagnoses", "one of the illnesses agreed")
    points: list[Sentence] = [(_member(facts),), ("has ", illness)]
    months = terms.get("S06.life_expectancy_months")
    if months:
        points.append((f"has a life expectancy of about {months} months or less, as far as one can judge",))
    for rule in ("S06.functional_rule", "S06.use_rule"):
        if terms.get(rule):
            points.append((_rule(str(terms[rule])),))
    social = [SOCIAL[one] for one in terms.get("S06.social_criteria") or [] if one in SOCIAL]
    if social:
        points.append((_and(social),))
    return tuple(points)


def _member(facts: ProgramFacts) -> str:
    ages, age = str(facts.terms.get("S06.ages", "")), facts.terms.get("S06.adult_age")
    if ages == "adult" and age:
        return f"is {age} or older and a member of {facts.payer}"
    who = AGES.get(ages, "")
    return f"is a member of {facts.payer}" + (f" ({who})" if who else "")


def _rule(sentence: str) -> str:
    """A rule of the term sheet without the words that tie it to a contract."""
    return sentence.removeprefix("This condition is met when the Member ").rstrip(".")


def _how_to_refer(facts: ProgramFacts) -> Sentence:
    return (
        "Call or write: ",
        _reached(facts),
        ". Have ready: ",
        Gap("send_along", "what to send along with a referral"),
        f". {CALL_ANYWAY}",
    )


# --- for families


def _for_families(facts: ProgramFacts) -> tuple[Section, ...]:
    offered = _plain(facts, FOR_FAMILIES)
    unknown: Sentence = (Gap("services", "the help agreed with the plan"),)
    cost: Sentence = (Gap("cost", f"{facts.payer} fills in what this help costs its members"),)
    return (
        Section("Who we are", (_named(WE_ARE, facts),)),
        Section("What help there is", (), tuple((one,) for one in offered) or (unknown,)),
        Section("Your other care goes on", ((CARE_GOES_ON,),)),
        Section("What it costs you", (cost,)),
        Section("Whom to call", (), (), _whom_to_call(facts)),
    )


def _whom_to_call(facts: ProgramFacts) -> tuple[tuple[str, Sentence], ...]:
    night: Sentence = (Gap("night_phone", "whom to call at night"),)
    if NIGHT_LINES & set(facts.terms.get("S11.optional_services") or []):
        night = ("our phone line, day and night: ", Gap("night_phone", "number of the line"))
    return (
        ("By day", (Gap("day_phone", "whom to call by day, and the hours"),)),
        ("At night and on weekends", night),
        ("In an emergency", (Gap("emergency", "what the two sides agreed to say"),)),
        ("In your language", (Gap("interpreter", "how to ask for an interpreter"),)),
    )


# --- both


def _plain(facts: ProgramFacts, book: Mapping[str, str]) -> list[str]:
    chosen = [*(facts.terms.get("S11.services") or []), *(facts.terms.get("S11.optional_services") or [])]
    return [book[one] for one in chosen if one in book]


def _reached(facts: ProgramFacts) -> Part:
    mailbox = facts.terms.get("S01.provider_mailbox")
    if isinstance(mailbox, Mapping):
        known = [str(mailbox[part]) for part in ("name", "phone", "email") if mailbox.get(part)]
        if known:
            return ", ".join(known)
    return Gap("refer_to", "name, phone and email for referrals")


def _and(parts: list[str]) -> str:
    return _joined(parts, "and")


def _or(parts: list[str]) -> str:
    return _joined(parts, "or")


def _joined(parts: list[str], word: str) -> str:
    if len(parts) < 3:
        return f" {word} ".join(parts)
    return ", ".join(parts[:-1]) + f", {word} {parts[-1]}"

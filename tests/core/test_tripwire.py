"""Text that looks like a patient is noticed; the ordinary words of partnerships are left alone."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.tripwire import Trait, seal, suspicions, warning
from app.web.formdata import LONG

PATIENTS = {
    "DOB 3/14/1948": Trait.BIRTH,
    "Date of birth: 03-14-48, lives alone": Trait.BIRTH,
    "She was born on March 14, 1948.": Trait.BIRTH,
    "born 1948, lung disease": Trait.BIRTH,
    "seen 03/14/1948": Trait.BIRTH,
    "1948-03-14": Trait.BIRTH,
    "an 82-year-old with heart failure": Trait.AGE,
    "82 yo man": Trait.AGE,
    "MRN 0047211": Trait.RECORD,
    "medical record number: A-204711": Trait.RECORD,
    "Chart #204711 was lost": Trait.RECORD,
    "member ID 204711XY": Trait.MEMBER,
    "Medi-Cal number is 91234567A": Trait.MEMBER,
    "call about 91234567A": Trait.MEMBER,
    "1EG4-TE5-MK73": Trait.MEMBER,
    "1EG4TE5MK73 has no phone": Trait.MEMBER,
    "123-45-6789": Trait.SOCIAL,
    "SSN ends 12 3456": Trait.SOCIAL,
    "Social Security no. 123456789": Trait.SOCIAL,
    "patient Maria Lopez declined": Trait.NAME,
    "Patient: Lopez": Trait.NAME,
    "pt. Lopez needs oxygen": Trait.NAME,
    "patient Mr. Lopez": Trait.NAME,
    "patient J.L. asked for a nurse": Trait.NAME,
    "Mrs. Lopez was admitted again": Trait.NAME,
    "Mr. Okafor died on Tuesday": Trait.NAME,
}
ORDINARY = (
    "",
    "Send the October visit log to Priya by 11/24/2026",
    "Patients wait eight days for an authorization",
    "Patient Navigator, Ordway Community Health Plan",
    "patient Experience survey; Patient Safety committee; Patient Care Coordinator",
    "Each patient month costs $1,060; cost per patient Month rose",
    "patient and family",
    "Call Ken Lindqvist at 415-555-0134 or (415) 555-0199",
    "Contract 2024-118, section 9.2, version 12345",
    "A 30-year-old hospice and a 5-year-old pilot program; a 25-year-old community hospital",
    "Counties: Mesa 81501, Alder 94110-2231",
    "Mr. Teller was on leave; Mrs. Okonjo is back",
    "Dr. Lindqvist was asked twice",
    "34 enrolled, 42 to break even; 12 members identified",
    "ZIP 95926, phone 530.555.0123, ext 4471",
    "Member services answers within 2 days; member months 1234",
    "Founded in 1978 as a volunteer hospice; 1978 to 1994",
    "record of decision; record numbers of referrals",
    "The chart of referrals for 2026",
    "https://example.org/9e3d5a70b2c44e0c8a1f",
    "3f2b9c1e8d7a45b6a0c1d2e3f4a5b6c7",
)


@pytest.mark.parametrize(("text", "trait"), PATIENTS.items())
def test_what_looks_like_a_patient_is_noticed(text: str, trait: Trait) -> None:
    assert trait in {one.trait for one in suspicions(text)}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_of_a_partnership_are_left_alone(text: str) -> None:
    assert suspicions(text) == ()


def test_the_words_it_stumbled_over_are_named() -> None:
    found = suspicions("Ask about patient Maria Lopez, DOB 3/14/1948, MRN 0047211.")
    assert [(one.trait, one.words) for one in found] == [
        (Trait.NAME, "patient Maria Lopez"),
        (Trait.BIRTH, "DOB 3/14/1948"),
        (Trait.RECORD, "MRN 0047211"),
    ]
    assert warning(found).startswith("“patient Maria Lopez” reads like a patient’s name, and 2 more.")


def test_what_was_confirmed_covers_nothing_typed_later() -> None:
    first = suspicions("patient Lopez")
    assert seal(first) == seal(suspicions("It was said that patient Lopez is a street name."))
    assert seal(first) != seal(suspicions("patient Lopez, MRN 0047211"))


@given(some.text(max_size=400))
def test_any_text_at_all_is_looked_through_and_each_stretch_is_told_once(text: str) -> None:
    found = suspicions(text)
    assert all(one.words in text or one.words == one.words.strip() for one in found)
    assert len(found) <= len(text)


@pytest.mark.parametrize(
    "start", ["born", "date of birth", "MRN", "member number", "patient", "Mr. Lopez", "SSN"]
)
def test_a_long_stretch_of_nothing_is_looked_through_at_once(start: str) -> None:
    began = process_time()
    suspicions(start + " " * LONG + "x")
    assert process_time() - began < 0.5

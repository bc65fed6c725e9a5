"""The contract form takes whatever a browser, or somebody else, sends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict

from app.drafts.forms import as_typed, read_sheet
from app.drafts.queries import get_kind, terms_of
from app.terms.values import CLEARED, UNKNOWN, encode, fingerprint
from tests.drafts.test_service import examples

TERMS = tuple(terms_of(get_kind("D2")).values())
PARTS = ("", ".was", ".unknown", ".rows", ".name", ".0.id", ".0.tier", ".0.rate", ".1.told")


@given(
    some.lists(
        some.tuples(some.sampled_from(TERMS), some.sampled_from(PARTS), some.text(max_size=30)), max_size=12
    )
)
def test_whatever_is_sent_is_either_a_value_or_a_sentence(sent: list[tuple[Any, str, str]]) -> None:
    form = read_sheet(MultiDict([(f"{term.home}{part}", text) for term, part, text in sent]), TERMS)
    by_key = {term.home: term for term in TERMS}
    assert set(form.changes) <= form.read == set(form.raw)
    assert not set(form.changes) & set(form.errors)
    assert all(sentence.endswith(".") and len(sentence) < 200 for sentence in form.errors.values())
    for key, value in form.changes.items():
        if value not in (UNKNOWN, CLEARED):
            encode(by_key[key], value)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.home)
def test_a_value_shown_in_its_field_and_sent_back_is_the_same_value(term: Any) -> None:
    value = examples()[term.key]
    shown = as_typed(term, value)
    sent: list[tuple[str, str]] = [
        ("effective_on", "2026-11-24"),
        (f"{term.home}.was", fingerprint(encode(term, value))),
    ]
    if isinstance(shown, dict):
        sent += [(f"{term.home}.{part}", text) for part, text in shown.items()]
    elif shown and isinstance(shown, list) and isinstance(shown[0], dict):
        sent.append((f"{term.home}.rows", str(len(shown))))
        sent += [
            (f"{term.home}.{n}.{name}", text) for n, row in enumerate(shown) for name, text in row.items()
        ]
    else:
        sent += [(term.home, text) for text in (shown if isinstance(shown, list) else [shown])]
    form = read_sheet(MultiDict(sent), TERMS)
    assert (form.errors, form.changes, form.values) == ({}, {}, {term.home: value})
    assert form.effective_on == date(2026, 11, 24)


def test_a_field_with_a_mistake_keeps_its_stored_value_in_the_preview() -> None:
    form = read_sheet(
        MultiDict({"S21.rate_home.was": "x", "S21.rate_home": "nine", "S26.pay_within_days.was": "y"}), TERMS
    )
    stored = {"S21.rate_home": 98000, "S26.pay_within_days": 30, "S03.notice_days": 90}
    assert form.overlaid(stored) == {"S21.rate_home": 98000, "S03.notice_days": 90}

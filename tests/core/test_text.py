"""How a count reads in a sentence."""

from __future__ import annotations

import pytest

from app.core.text import count_words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (1200, "1,200"), (-2, "-2")]
)
def test_a_small_count_reads_as_a_word_and_a_larger_one_as_a_figure(count: int, words: str) -> None:
    assert count_words(count) == words
    assert count_words(0, none="none") == "none"

"""What a section of one's own may be called, and how it differs from ours."""

from __future__ import annotations

import pytest
import yaml

from app.wording.rules import Line, file_of, is_file_name, line_changes, next_free, starter, text_problem


def test_an_added_section_gets_the_next_free_number() -> None:
    assert next_free({"S01", "S42"}) == "S50"
    assert next_free({"S50", "S52"}) == "S51"
    with pytest.raises(ValueError, match="fifty"):
        next_free({f"S{number}" for number in range(50, 100)})


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Use of names and logos", "S50-use-of-names-and-logos.md"),
        ("../../etc/passwd", "S50-etc-passwd.md"),
        ("\u05d0\u05d1", "S50-section.md"),
        ("x" * 200, "S50-" + "x" * 60 + ".md"),
        ("", "S50-section.md"),
    ],
)
def test_the_name_of_a_file_is_made_from_the_title_alone(title: str, name: str) -> None:
    assert file_of("S50", title) == name
    assert is_file_name(name)


@pytest.mark.parametrize("name", ["S50.md", "x.md", "S50-a/b.md", "S50-..md", "S50-A.md", ""])
def test_no_other_name_is_taken(name: str) -> None:
    assert not is_file_name(name)


def test_changes_are_told_line_by_line_with_gaps_between_places() -> None:
    found = line_changes("a\nb\nc\nd\ne", "a\nB\nc\nd\n")
    assert found == (Line("-", "b"), Line("+", "B"), Line("", ""), Line("-", "e"))
    assert line_changes("same", "same") == ()


def test_a_text_that_can_be_no_section_is_refused() -> None:
    assert "Write the section" in text_problem("  \n")
    assert "under 100,000" in text_problem("x" * 100_001)
    assert text_problem("---") == ""


def test_a_new_section_may_have_a_colon_in_its_title() -> None:
    text = starter("S50", "Names: how we use “them”", "D2")
    assert yaml.safe_load(text.split("---")[1])["title"] == "Names: how we use “them”"

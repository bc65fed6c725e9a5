"""What the pages for readers say is what the program does."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from app.cli import parser
from app.settings import NAMES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT)) for pattern in ("*.md", "*/README.md") for path in ROOT.glob(pattern)
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    """Every command that `python -m app` knows."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return set(action.choices)
    raise AssertionError("The command line has no commands.")


def test_readme_names_every_command() -> None:
    text = read("README.md")
    missing = {name for name in commands() if not re.search(rf"(`|python -m app |evenkeel ){name}\b", text)}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_command_that_does_not_exist(page: str) -> None:
    named = set(re.findall(r"python -m app ([a-z]+)", read(page)))
    assert named - commands() == set()


def test_readme_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"\b(EVENKEEL_[A-Z_]+|DATABASE_URL)\b", read("README.md")))
    assert named == set(NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_targets_that_make_has(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", read(page))) - targets == set()


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", read(page))
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert missing == []

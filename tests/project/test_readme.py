"""Defaults and options in the README are those of the program."""

from __future__ import annotations

import argparse
import re

from app.cli import parser
from app.settings import ROOT, load_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_the_documented_defaults_are_the_defaults(tmp_path) -> None:
    settings = load_settings({"EVENKEEL_INSTANCE": str(tmp_path)})
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)`", section("Settings"), re.M))
    assert told["EVENKEEL_HOST"] == settings.host and told["EVENKEEL_PORT"] == str(settings.port)
    assert told["EVENKEEL_TIMEZONE"] == settings.timezone and told["EVENKEEL_FILES"] == settings.files
    assert told["EVENKEEL_SCHEDULER"] == str(int(settings.scheduler))


def test_every_option_that_is_documented_exists() -> None:
    subparsers = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    for line in re.findall(r"^\| `([a-z].*?)` \|", section("Commands"), re.M):
        command, told = line.split()[0], set(re.findall(r"(--[a-z-]+|-o)\b", line))
        known = {
            option for action in subparsers.choices[command]._actions for option in action.option_strings
        }
        assert told <= known, line

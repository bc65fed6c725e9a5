"""What one room asks of a higher one is answered wherever the program runs: pages, commands, the worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = """
import gc, sys
from pathlib import Path
from app.core.questions import Question
from app.settings import load_settings
settings = load_settings()
if sys.argv[1] == "pages":
    from app import create_app
    from app.core.clock import SystemClock
    create_app(settings, SystemClock())
else:
    from app.cli import open_house
    open_house(settings)
asked = [one for one in gc.get_objects() if isinstance(one, Question)]
assert len(asked) >= 4, asked
silent = [one.words for one in asked if one._answer is None]
assert not silent, silent
"""


@pytest.mark.parametrize("way", ["pages", "commands"])
def test_every_question_between_rooms_has_its_answer(way: str, tmp_path: Path) -> None:
    environment = {"EVENKEEL_INSTANCE": str(tmp_path / "instance"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED, way],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""Microsoft's own check of a Word file, for tests."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.prerequisites import find_validator, is_skipped


class ValidatorMissing(Exception):
    """The tests of Word files cannot run without the validator."""


def validate(path: Path) -> list[str]:
    """What the Open XML SDK finds wrong in a file; empty when it is sound, or when SKIP_OOXML=1 says so."""
    program = find_validator()
    if program is None:
        if is_skipped("SKIP_OOXML"):
            return []
        raise ValidatorMissing(
            "The validator of Word files is missing. Run make test once, or set SKIP_OOXML=1."
        )
    answer = subprocess.run(
        [program, str(path), "Microsoft365"], capture_output=True, text=True, timeout=60, check=True
    )
    result = json.loads(answer.stdout)
    # The program ends with 0 even for a broken file; only its answer counts.
    return [] if result["ok"] else [str(error.get("description", error)) for error in result["errors"]]

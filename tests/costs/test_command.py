"""`cost FILE.yaml --format json`: the model for anybody's own numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from app.cli import main
from tests.costs.test_rules import EXAMPLE, differences, inputs


@pytest.fixture(autouse=True)
def instance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENKEEL_INSTANCE", str(tmp_path / "instance"))


def run(tmp_path: Path, text: str) -> int:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return main(["cost", str(file), "--format", "json"])


def test_the_worked_example_goes_through_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for data in (EXAMPLE["inputs"], {"inputs": EXAMPLE["inputs"]}):
        assert run(tmp_path, yaml.safe_dump(data)) == 0
        told = capsys.readouterr()
        assert differences(EXAMPLE["expected"], json.loads(told.out)) == []
        assert told.err == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1", "line 1: this is no YAML file."),
        ("- 1", "the file: here stand names"),
        ("", "the file: here stand names"),
        ("hourly_cost: {rn: x}", "hourly_cost.rn: “x” is not a number."),
        ("!!python/object/apply:os.system ['true']", "this is no YAML file."),
    ],
)
def test_a_file_that_cannot_be_meant_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    assert run(tmp_path, text) == 1
    told = capsys.readouterr()
    assert told.out == "" and words in told.err and "Traceback" not in told.err


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost", str(tmp_path / "gone.yaml")]) == 1
    assert "gone.yaml" in capsys.readouterr().err


def test_an_oddity_is_told_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, yaml.safe_dump(inputs(pateints=3))) == 0
    told = capsys.readouterr()
    assert "pateints" in told.err and json.loads(told.out)["fixed_overhead"] == 10200

"""The house rules hold, and the checks that hold them notice a breach."""

from __future__ import annotations

import ast
import importlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from app.models import MODELS

ROOT = Path(__file__).resolve().parents[2]
NOT_SLICES = {"core", "web", "documents", "charts", "catalogue"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40

# A wrong import or file, and the name of the rule that must break.
BREACHES = {
    "a rule that reads the database": (
        "partnerships/rules.py",
        "import peewee",
        "Rules decide on facts alone",
    ),
    "a rule that asks the clock": ("actions/rules.py", "from app.core import clock", "Rules decide on facts"),
    "a lower slice that knows a higher one": (
        "terms/service.py",
        "from app.reviews import models",
        "Between",
    ),
    "core that knows a feature": ("core/money.py", "from app.terms import models", "Between"),
    "siblings that know each other": ("actions/queries.py", "from app.milestones import models", "Between"),
    "models that know the service": ("people/models.py", "from app.people import service", "Inside a slice"),
    "a file no slice has": ("people/helpers.py", "", "Inside a slice"),
    "routes of another slice": (
        "metrics/routes/months.py",
        "from app.people import routes",
        "Another slice's routes",
    ),
    "forms of another slice": (
        "metrics/routes/months.py",
        "from app.people import forms",
        "Another slice's routes",
    ),
    "a service that knows the web": ("people/service.py", "import flask", "Flask only in"),
    "Word outside documents": ("people/service.py", "import docx", "python-docx only"),
    "a second mailer": ("people/service.py", "import smtplib", "SMTP only"),
    "a second scheduler": ("people/jobs.py", "import apscheduler", "APScheduler only"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(folder / "pyproject.toml"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def modules() -> Iterator[Path]:
    for folder in ("app", "bench", "tests"):
        yield from (ROOT / folder).rglob("*.py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program's code without its data, to break rules in."""
    shutil.copytree(
        ROOT / "app", tmp_path / "app", ignore=lambda folder, names: [n for n in names if _is_data(folder, n)]
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _is_data(folder: str, name: str) -> bool:
    return name == "__pycache__" or (Path(folder, name).is_file() and not name.endswith(".py"))


def test_imports_follow_the_contracts() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_wrong_import_breaks_its_contract(copy: Path, breach: str) -> None:
    name, line, rule = BREACHES[breach]
    for module in ("service", "routes", "forms", "queries"):
        (copy / "app" / "people" / f"{module}.py").touch()
    target = copy / "app" / name
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{line}\n", encoding="utf-8")
    answer = lint_imports(copy)
    broken = [text for text in answer.stdout.splitlines() if text.endswith("BROKEN")]
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert any(text.startswith(rule) for text in broken), broken


def test_every_slice_is_bound_by_a_contract() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    bound = {
        container.removeprefix("app.")
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["id"].startswith("inside")
        for container in contract["containers"]
    }
    slices = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")} - NOT_SLICES
    assert bound == slices


def test_of_another_slices_rules_only_enums_are_used() -> None:
    found = []
    for path in (ROOT / "app").glob("*/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and _is_foreign_rules(node, path.parent.name):
                rules = importlib.import_module(str(node.module))
                names = [alias.name for alias in node.names if not _is_enum(getattr(rules, alias.name))]
                found += [f"{path.relative_to(ROOT)}:{node.lineno} {name} of {node.module}" for name in names]
    assert found == []


def _is_foreign_rules(node: ast.ImportFrom, here: str) -> bool:
    parts = (node.module or "").split(".")
    return len(parts) == 3 and parts[0] == "app" and parts[2] == "rules" and parts[1] != here


def _is_enum(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Enum)


def test_a_key_into_another_slice_leaves_no_name_on_what_it_points_at() -> None:
    """Else a lower slice could reach a higher one by that name, and no import would tell."""

    def slice_of(model: type) -> str:
        return model.__module__.split(".")[1]

    named = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.refs
        if slice_of(model) != slice_of(field.rel_model) and field.backref != "+"
    ]
    assert named == []


def test_no_module_has_a_vague_name() -> None:
    vague = [
        str(path.relative_to(ROOT)) for path in modules() if path.stem in VAGUE or path.parent.name in VAGUE
    ]
    assert vague == []


def test_modules_are_short_enough_to_read() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_are_short_enough_to_read() -> None:
    long = []
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _length(node) > LONGEST_FUNCTION:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {_length(node)} lines")
    assert long == []


def _length(function: ast.FunctionDef) -> int:
    """Lines of the function without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = ("pytest.skip(", "mark.skip", "mark.xfail", "pytest.xfail(", "importorskip(")
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and path.name != "conftest.py"  # the SKIP_ switches live there
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert found == []

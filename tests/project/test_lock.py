"""What is installed is pinned, hashed, and the same everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
LOCKS = {
    "requirements.lock": ("build",),
    "requirements-postgres.lock": ("build", "postgres"),
    "requirements-dev.lock": ("build", "dev"),
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(read(name))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_declared_dependencies(lock: str) -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = list(project["dependencies"])
    for extra in LOCKS[lock]:
        wanted += project["optional-dependencies"][extra]
    pinned = pins(lock)
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {lock}. Run: make lock"
        assert requirement.specifier.contains(version), f"{requirement} against {version}. Run: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", read(lock).strip())
    bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert len(blocks) == len(pins(lock))
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_package_host(lock: str) -> None:
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links| @ ", read(lock))


def test_the_locks_agree_so_that_they_can_share_one_environment() -> None:
    development = pins("requirements-dev.lock")
    for lock in ("requirements.lock", "requirements-postgres.lock"):
        differing = {
            name: version for name, version in pins(lock).items() if development.get(name) != version
        }
        assert differing == {}, lock


@pytest.mark.parametrize("starter", ["Makefile", "start.cmd"])
def test_both_ways_to_start_install_what_is_locked_and_nothing_else(starter: str) -> None:
    installs = [line for line in read(starter).splitlines() if " -r " in line or " -e ." in line]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]

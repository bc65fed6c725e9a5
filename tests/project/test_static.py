"""What the browser gets besides pages: vendored with its hash, small, and from this server alone."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
VENDOR = STATIC / "vendor"


def test_vendored_files_are_the_published_ones() -> None:
    listed = dict(
        reversed(line.split()) for line in (VENDOR / "checksums.txt").read_text().splitlines() if line.strip()
    )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert found
    assert found == listed


def test_vendored_files_come_with_their_licenses() -> None:
    assert (VENDOR / "htmx-LICENSE.txt").exists()
    assert (STATIC / "icons-LICENSE.txt").exists()
    for font in (STATIC / "fonts").glob("*.woff2"):
        assert font.with_name(f"{font.stem.split('-')[0]}-OFL.txt").exists()


def test_the_stylesheet_loads_only_files_that_exist_here() -> None:
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", (STATIC / "app.css").read_text(encoding="utf-8"))
    assert addresses
    missing = [a for a in addresses if not a.startswith("data:") and not (STATIC / a).is_file()]
    assert missing == []


def test_the_stylesheet_hides_waiting_signs_itself_since_htmx_may_not_add_styles() -> None:
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    assert re.search(r"\.htmx-indicator \{[^}]*opacity: 0", css)
    assert re.search(r"\.htmx-request\.htmx-indicator \{[^}]*opacity: 1", css)


def test_the_stylesheet_stays_under_800_lines() -> None:
    assert len((STATIC / "app.css").read_text(encoding="utf-8").splitlines()) <= 800


def test_own_scripts_and_styles_ask_no_other_server() -> None:
    for path in (STATIC / "app.css", STATIC / "app.js"):
        assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path.name

"""Folders of example partnerships, written by a test."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date
from pathlib import Path

from app.core.calendar import add_months
from app.examples.reader import BUNDLED_FOLDER

HEADING = (BUNDLED_FOLDER / "a_healthy.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
EXACT = ("patient_months", "clinical_hours", "drive_hours", "reporting_hours", "auth_days_mean")
ENTRY = """\
- key: {key}
  name: {provider} / {payer}
  provider: {provider}
  payer: {payer}
  product_line: commercial_hmo
  pilot_start: '{start}'
  pilot_end: '{end}'
  term_end: '{end}'
  notice_days: 60
  months: {months}
  setting: {setting}
  drive_minutes: 25
  drive_miles: 12.5
  variable_admin_ppm: 50.0
  assessment_cost: 200.0
  screening_cost: null
  startup_once: 9000.0
  startup_support: {support}
  loss_tolerance: 30000.0
  planned_encounters_ppm: 5.5
  ed_target_per_100: null
  admission_target_per_100: 7.0
  reporting_hours_cap: 10
  notice_month: null
  terms: {{case_rate: 910.5, assessment_fee: 200, supplement_per_outlier_month: 0}}
  capacity: null
  unit_cost: {{rn_visits: 130.0, sw_visits: 100.0, physician_videos: 110.0, phone_contacts: 20.0,
    chaplain_contacts: 22.0}}
"""


def bundled_copy(folder: Path) -> Path:
    """The bundled folder, to be damaged."""
    return Path(shutil.copytree(BUNDLED_FOLDER, folder))


def make_folder(folder: Path, *, seed: int = 7, months: tuple[int, ...] = (5, 30)) -> Path:
    """Another hospice's folder: invented numbers, empty cells, two partnerships with the same payer."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    start = date(2024, 5, 1)
    entries = []
    for place, count in enumerate(months):
        key = f"other-{place}"
        end = add_months(start, 24)
        entries.append(
            ENTRY.format(
                key=key,
                provider="Alder Point Hospice",
                payer="Marrow Lake Plan",
                start=start,
                end=date.fromordinal(end.toordinal() - 1),
                months=count,
                setting=("rural", "null", "mountains")[place % 3],
                support=("5000.0", "null")[place % 2],
            )
        )
        _write_months(folder / f"{key}.csv", start, count, chance)
    (folder / "partnerships.yaml").write_text("".join(entries), encoding="utf-8")
    _write(
        folder / "events.csv",
        ["scenario", "date", "trigger", "what", "answer"],
        ["other-0", "2024-07-09", "TE01", "The plan's medical director leaves", ""],
    )
    _write(
        folder / "concerns.csv",
        ["scenario", "opened", "raised_by_side", "area", "text", "resolved"],
        ["other-0", "2024-08-01", "payer", "effort", "<b>Too many</b> {{ forms }}", ""],
    )
    _write(
        folder / "pulse.csv",
        ["scenario", "date", "payer_mean", "provider_mean"],
        ["other-0", "2024-08-01", "2.4967", ""],
    )
    return folder


def _write_months(path: Path, start: date, count: int, chance: random.Random) -> None:
    rows = []
    for number in range(1, count + 1):
        cells = {name: str(chance.randint(0, 40)) if chance.random() > 0.1 else "" for name in HEADING}
        cells |= {name: f"{chance.random() * 50:.9f}" for name in EXACT}
        cells |= {"month": str(number), "calendar_month": f"{add_months(start, number - 1):%Y-%m}"}
        rows.append([cells[name] for name in HEADING])
    _write(path, HEADING, *rows)


def _write(path: Path, *rows: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)

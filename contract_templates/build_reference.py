"""Build reference.docx, which holds the house styles in which every Word file is written.

    python contract_templates/build_reference.py

The parts stand beside this script in `reference/`: change a style in `reference/word/styles.xml`, then run
it. The same parts always give the same bytes. A house may put a file of its own in place of reference.docx
if it keeps the ids of the styles and the numbers 1 to 4 of the lists.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

PARTS = Path(__file__).with_name("reference")
FIRST = "[Content_Types].xml"  # some readers want it at the head of the archive
EPOCH = (1980, 1, 1, 0, 0, 0)


def build(path: Path) -> None:
    """Write the file."""
    files = sorted(file for file in PARTS.rglob("*") if file.is_file())
    names = {file.relative_to(PARTS).as_posix(): file for file in files}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            lines = names[name].read_text(encoding="utf-8").splitlines()
            archive.writestr(entry, lines[0] + "\n" + "".join(line.strip() for line in lines[1:]))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("reference.docx"))

"""The command line: `python -m app ...`, also installed as `evenkeel`.

Exit codes: 0 done, 1 the thing asked for failed (one plain sentence on standard error), 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper

from app.core.errors import EvenkeelError
from app.core.failures import FAILURES, describe
from app.settings import load_settings

from .data import data_commands
from .house import house_commands
from .opening import open_house

__all__ = ["main", "open_house", "parser"]


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    if isinstance(sys.stdout, TextIOWrapper):  # a name that a Windows console cannot show stops nothing
        sys.stdout.reconfigure(errors="replace")
    arguments = parser().parse_args(sys.argv[1:] if argv is None else argv)
    try:
        return int(arguments.run(arguments, load_settings()) or 0)
    except EvenkeelError as error:
        print(error.message, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has heard enough; the rest must not fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except FAILURES as error:
        print(describe(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="evenkeel", description="Partnerships between a hospice and health plans."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    house_commands(commands)
    data_commands(commands)
    return top

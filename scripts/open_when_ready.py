"""Open the browser once the program answers. start.cmd runs this beside the server."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.settings import load_settings

WAIT_SECONDS = 120


def main() -> int:
    """Ask /healthz until it answers, then open the address. 1 when it never does."""
    time.sleep(2)  # the server comes first: it makes the instance folder and the secret
    settings = load_settings()
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/healthz", timeout=2):
                webbrowser.open(settings.base_url)
                return 0
        except urllib.error.HTTPError:  # it answers; the page says what is wrong
            webbrowser.open(settings.base_url)
            return 0
        except OSError:
            time.sleep(0.5)
    return 1


if __name__ == "__main__":
    sys.exit(main())

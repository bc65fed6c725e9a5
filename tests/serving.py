"""Stops a server that a test started in a thread."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any


def stop(server: Any, thread: threading.Thread) -> None:
    """Close the sockets from inside the server's own loop, then let its threads end."""
    from waitress import wasyncore

    # The loop may be awake already: then it closes the wire before the wake-up call is written to it.
    with suppress(OSError):
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()

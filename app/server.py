"""Serving: pages by waitress and the scheduler in one process, or the scheduler alone."""

from __future__ import annotations

import signal
import threading
from typing import Any

from app import create_app, scheduler
from app.core.clock import Clock
from app.core.db import close_database, connected
from app.settings import Settings

THREADS = 8
MAX_BODY = 26_214_400


def serve(settings: Settings, clock: Clock, host: str, port: int) -> None:
    """Serve until told to stop; requests in flight are finished."""
    from waitress import create_server

    app = create_app(settings, clock)
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=MAX_BODY,
        clear_untrusted_proxy_headers=True,
    )
    ticking = scheduler.start(settings, clock) if settings.scheduler else None
    _greet(settings, clock, host, port)
    signal.signal(signal.SIGTERM, _leave)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        if ticking is not None:
            ticking.shutdown(wait=True)
        close_database()


def work(settings: Settings, clock: Clock) -> None:
    """Tick until told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    ticking = scheduler.start(settings, clock)
    print("The scheduler runs. Press Ctrl+C to stop.", flush=True)
    try:
        stop.wait()
    except KeyboardInterrupt:
        pass
    finally:
        ticking.shutdown(wait=True)
        close_database()


def _leave(*_: Any) -> None:
    raise SystemExit(0)


def _greet(settings: Settings, clock: Clock, host: str, port: int) -> None:
    from app.accounts.service import setup_token

    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    print(f"Evenkeel is at http://{shown}:{port}", flush=True)
    with connected():
        token = setup_token(now=clock.now())
    if token is not None:
        print(
            f"Set it up here, with this link that works once: http://{shown}:{port}/setup/{token}", flush=True
        )

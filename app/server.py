"""Serving: pages by waitress and the scheduler in one process, or the scheduler alone."""

from __future__ import annotations

import ctypes
import errno
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from app import create_app, scheduler
from app.core.clock import Clock
from app.core.db import close_database, connected
from app.core.errors import SettingsError
from app.settings import Settings, at_address

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS = 8
M_ARENA_MAX = -8
MAX_BODY = 26_214_400


def _share_memory() -> None:
    """One heap for all threads, where the C library is GNU's.

    It gives each thread one of its own, and what eight requests once needed stays in eight places: 130 MiB
    in place of 75 after the heaviest pages. Python runs one thread at a time, so nobody waits for it.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def serve(settings: Settings, clock: Clock, host: str, port: int) -> None:
    """Serve until told to stop; requests in flight are finished."""
    _share_memory()
    settings = at_address(settings, host, port)
    server = make_server(create_app(settings, clock), settings)
    ticking = scheduler.start(settings, clock) if settings.scheduler else None
    _greet(settings, clock)
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


def make_server(app: WSGIApplication, settings: Settings) -> Any:
    """The server, listening. What a proxy says of a visitor arrives only when a proxy is trusted."""
    from waitress import create_server

    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident=None,
            max_request_body_size=MAX_BODY,
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
        )
    except (OSError, ValueError) as error:
        place = f"{settings.host} port {settings.port}"
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Something else listens at {place} already. Is Evenkeel running? Stop it, or choose another "
                "port with EVENKEEL_PORT."
            ) from error
        reason = error.strerror if isinstance(error, OSError) else "this machine does not know the name"
        raise SettingsError(
            f"EVENKEEL_HOST, EVENKEEL_PORT: nothing can listen at {place} ({reason})."
        ) from error


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


def _greet(settings: Settings, clock: Clock) -> None:
    from app.accounts.service import setup_token

    print(f"Evenkeel is at {settings.base_url}", flush=True)
    with connected():
        token = setup_token(now=clock.now())
    if token is not None:
        print(
            f"Set it up here, with this link that works once: {settings.base_url}/setup/{token}", flush=True
        )

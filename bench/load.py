"""Start a server, load it from one connection, read its CPU time and memory from /proc, stop it.

The client writes a prepared request to a kept-open socket and reads the answer: some twenty microseconds
of its own, in another process than the server's. CPU per request is the server's alone. Loopback only.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Round:
    """One page of one server under load for a few seconds."""

    requests: int
    cpu_ms: float
    p50_ms: float
    p95_ms: float


@dataclass(slots=True)
class Server:
    """One server that this program starts and stops."""

    name: str
    command: list[str]
    port: int
    ready: str
    environment: dict[str, str] = field(default_factory=dict)
    cookie: str = ""
    process: subprocess.Popen[bytes] | None = None
    cold_seconds: float = 0.0

    def start(self) -> None:
        """Start it and note the seconds to its first answer."""
        with tempfile.TemporaryFile() as log:
            began = time.perf_counter()
            self.process = subprocess.Popen(
                self.command,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            while time.perf_counter() - began < START_SECONDS:
                if self.process.poll() is not None:
                    log.seek(0)
                    raise RuntimeError(f"{self.name} ended at once: {log.read()[-1500:].decode()}")
                with contextlib.suppress(OSError), Connection(self) as connection:
                    if connection.get(self.ready).status < 500:
                        self.cold_seconds = time.perf_counter() - began
                        return
                time.sleep(0.01)
        raise RuntimeError(f"{self.name} did not answer within {START_SECONDS} seconds.")

    def stop(self) -> None:
        """Stop it; by force when it does not listen."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def cpu_seconds(self) -> float:
        """CPU time it has used so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self) -> float:
        """Its proportional share of memory."""
        assert self.process is not None
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Connection:
    """One kept-open connection to a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.socket = socket.create_connection((HOST, server.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def request(self, path: str, accept: str = "") -> bytes:
        """The bytes of a GET request."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.server.port}"]
        if self.server.cookie:
            lines.append(f"Cookie: {self.server.cookie}")
        if accept:
            lines.append(f"Accept-Encoding: {accept}")
        return "\r\n".join([*lines, "", ""]).encode()

    def get(self, path: str, accept: str = "") -> Answer:
        """Ask for one page."""
        return self.exchange(self.request(path, accept))

    def exchange(self, request: bytes) -> Answer:
        """Send a prepared request and read its answer to the last byte."""
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        wanted = int(length[1]) if length else 0
        parts, have = [body], len(body)
        while have < wanted:
            parts.append(self._more())
            have += len(parts[-1])
        return Answer(int(head.split(b" ", 2)[1]), b"".join(parts))

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise OSError("The server closed the connection.")
        return data


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def load(server: Server, path: str, seconds: float) -> Round:
    """Ask for one page again and again; an answer other than 200 stops the run."""
    times: list[float] = []
    with Connection(server) as connection:
        request = connection.request(path)
        connection.exchange(request)
        cpu, end = server.cpu_seconds(), time.perf_counter() + seconds
        while time.perf_counter() < end:
            began = time.perf_counter()
            answer = connection.exchange(request)
            times.append(time.perf_counter() - began)
            if answer.status != 200:
                raise RuntimeError(f"{server.name} {path} answered {answer.status}.")
        used = server.cpu_seconds() - cpu
    times.sort()
    return Round(
        len(times),
        1000 * used / len(times),
        1000 * statistics.median(times),
        1000 * times[int(len(times) * 0.95)],
    )


def middle(rounds: list[Round]) -> Round:
    """The median of each figure."""
    return Round(
        sum(one.requests for one in rounds),
        statistics.median(one.cpu_ms for one in rounds),
        statistics.median(one.p50_ms for one in rounds),
        statistics.median(one.p95_ms for one in rounds),
    )

"""A private PostgreSQL cluster for the tests: made, started, stopped and deleted here.

It listens on a free loopback port, keeps its files in a temporary folder and never touches a cluster
that the machine already has. The server refuses to run as root, so root starts it as another user.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # find_binaries() works before the packages are installed
    from peewee import Database

START_SECONDS = 30
OTHER_USERS = ("postgres", "nobody")
# Durability costs time and these data live for one test run only.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
    "timezone": "America/Los_Angeles",  # not UTC: a moment that leans on the session zone shows itself
}

# A table that has pages has rows, or had some that were taken back.
USED = """
    select quote_ident(relname) from pg_class
    where relkind = 'r' and relname = any(%s) and relnamespace = 'public'::regnamespace
    and pg_relation_size(oid) > 0
"""
# A sequence also moves when the row it counted for is refused, so all of them start again.
RESTART = """
    select setval(oid::regclass, 1, false) from pg_class
    where relkind = 'S' and relnamespace = 'public'::regnamespace and relname !~ '^schema_migration'
"""


def find_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, or None."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _version(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def cluster() -> Iterator[str]:
    """Run a private cluster and yield the URL of its one empty database."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("No PostgreSQL server found. Install the package postgresql.")
    folder = Path(tempfile.mkdtemp(prefix="evenkeel-postgres-"))
    user = _server_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    password = secrets.token_hex(16)
    server: subprocess.Popen[bytes] | None = None
    try:
        _make(binaries, folder, user, password)
        server, port = _start(binaries, folder, user)
        url = f"postgresql://evenkeel:{password}@127.0.0.1:{port}"
        _make_database(f"{url}/postgres")
        yield f"{url}/evenkeel"
    finally:
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def empty(database: Database, tables: list[str]) -> None:
    """Take every row out of these tables and let their ids begin at 1 again.

    `truncate` makes new files for each table and index, a tenth of a second for all of ours; a test writes
    to a dozen. Vacuum gives the pages back, so that the next test finds files as small as the first one did.
    """
    used = [name for (name,) in database.execute_sql(USED, (tables,)).fetchall()]
    with database.atomic():
        if used:
            database.execute_sql("set local session_replication_role = replica")  # no foreign keys for now
            database.execute_sql("; ".join(f"delete from {name}" for name in used))
        database.execute_sql(RESTART)
    if used:
        database.execute_sql(f"vacuum {', '.join(used)}")


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def _server_user() -> pwd.struct_passwd | None:
    """The user to run the server as: None means as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in OTHER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root and there is no other user to run it as.")


def _identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make(binaries: Path, folder: Path, user: pwd.struct_passwd | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if user is not None:
        os.chown(secret, user.pw_uid, user.pw_gid)
    command = [
        str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "evenkeel", "--pwfile", str(secret),
        "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_identity(user))
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")


def _start(
    binaries: Path, folder: Path, user: pwd.struct_passwd | None
) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port; another program may take the port first, so try three."""
    log = ""
    for _ in range(3):
        port = _free_port()
        settings = SETTINGS | {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": str(folder),
        }
        command = [str(binaries / "postgres"), "-D", str(folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (folder / "log").open("wb") as output:
            server: subprocess.Popen[bytes] = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, **_identity(user),
            )  # fmt: skip
        if _answers(server, folder, port):
            return server, port
        _stop(server)
        log = (folder / "log").read_text(errors="replace")
    raise RuntimeError(f"PostgreSQL did not start: {log[-1000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(server: subprocess.Popen[bytes], folder: Path, port: int) -> bool:
    """Wait until the server itself says it is ready (eighth line of its pid file)."""
    status = folder / "data" / "postmaster.pid"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        lines = status.read_text().splitlines() if status.exists() else []
        if len(lines) >= 8 and lines[3] == str(port) and lines[7].strip() == "ready":
            return True
        time.sleep(0.02)
    return False


def _make_database(url: str) -> None:
    import psycopg  # here for the same reason

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE evenkeel")


def _stop(server: subprocess.Popen[bytes] | None) -> None:
    if server is None or server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # fast shutdown: open connections are cut
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(10)

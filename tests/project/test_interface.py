"""The command line as a stranger meets it: each command a process of its own, in an empty installation."""

from __future__ import annotations

import errno
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
Done = subprocess.CompletedProcess[str]
KEYS = ("a_healthy", "b_drifting", "c_graceful_end")
COUNTS = ["fired", "closed", "due", "queued", "sent", "failed"]


def run(instance: Path, *arguments: str, given: str | bytes = "", **environ: str) -> Done:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=kept | {"EVENKEEL_INSTANCE": str(instance), **environ},
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(done: Done) -> str:
    """The one sentence of a command that could not do it."""
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the examples."""
    instance = tmp_path_factory.mktemp("house") / "instance"
    assert run(instance, "demo").returncode == 0
    return instance


@contextmanager
def locked(instance: Path) -> Iterator[None]:
    with closing(sqlite3.connect(instance / "evenkeel.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        yield


@pytest.mark.parametrize(
    "arguments",
    [
        ["tick", "--at", "2025-02-30T09:00"],
        ["tick", "--at", "2025-03-11T09:00Z"],
        ["tick", "--at", "0001-01-01T00:00"],
        ["tick", "--at", "9999-12-31T23:59"],
        ["document", "b_drifting", "D2", "-o", "x.docx", "--as-of", "2025-02-30"],
        ["document", "b_drifting", "M1", "-o", "x.docx", "--as-of", "9999-12-31"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
    ],
)
def test_a_moment_a_day_or_a_port_that_cannot_be_is_wrong_use(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli import main

    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "invalid" not in told.err and "Traceback" not in told.err


def test_tick_prints_one_line_of_counts_and_nothing_else(house: Path) -> None:
    done = run(house, "tick", "--at", "2025-03-11T09:00")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert list(json.loads(done.stdout)) == COUNTS


def test_a_paper_goes_where_it_can_be_written_or_a_sentence_says_why_not(house: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "x.docx"
    assert str(missing) in refused(run(house, "document", "b_drifting", "D2", "-o", str(missing)))
    assert "directory" in refused(run(house, "document", "b_drifting", "M1", "-o", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_paper_that_finds_no_room_leaves_the_earlier_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.cli import data as commands
    from app.core.errors import RuleViolation

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    earlier = tmp_path / "x.docx"
    commands._write_file(earlier, b"the earlier paper")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RuleViolation, match="No space left"):
        commands._write_file(earlier, b"the later paper")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("x.docx", b"the earlier paper")]


def test_a_backup_that_is_a_folder_or_nothing_is_told_in_words(house: Path, tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is a directory"), (tmp_path / "none.zip", "there is no file")):
        said = refused(run(house, "restore", str(path)))
        assert why in said.lower()
        assert "errno" not in said.lower()


def test_the_first_commands_of_a_house_do_the_same_on_either_database(
    database: str, database_url: str, tmp_path: Path
) -> None:
    def ours(*arguments: str, given: str = "") -> str:
        done = run(tmp_path / "instance", *arguments, given=given, DATABASE_URL=database_url)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert ours("migrate", "--status") == "The schema is up to date.\n"
    ours("demo")
    assert {row["key"] for row in json.loads(ours("partnerships", "--format", "json"))} == set(KEYS)
    who = ["user", "add", "dana@hospice.example", "--name", "Dana", "--role", "editor"]
    assert "/invitation/" in ours(*who)
    ed = ["user", "add", "ed@hospice.example", "--name", "Ed", "--role", "admin", "--password-stdin"]
    assert "can sign in" in ours(*ed, given="A quiet valley, 77 mornings\n")
    early, told, again = (
        json.loads(ours("tick", "--at", f"2024-08-12T{hour}")) for hour in ("07:59", "08:00", "08:00")
    )
    assert (early["queued"], told["queued"], again["queued"]) == (0, 1, 0)
    ours("document", "b_drifting", "D2", "-o", str(tmp_path / "x.docx"), "--as-of", "2025-05-31")
    ours("backup", str(tmp_path / "b.zip"))
    assert (tmp_path / "x.docx").exists() and (tmp_path / "b.zip").exists()


def test_an_unknown_key_is_answered_with_the_keys_there_are(house: Path, tmp_path: Path) -> None:
    for kind in ("D2", "M1"):
        said = refused(run(house, "document", "nobody", kind, "-o", str(tmp_path / "x.docx")))
        assert all(key in said for key in ("nobody", *KEYS))


def test_what_a_contract_cannot_be_told_is_not_swallowed(house: Path, tmp_path: Path) -> None:
    output = tmp_path / "x.docx"
    said = refused(run(house, "document", "b_drifting", "D2", "-o", str(output), "--of", "some-meeting"))
    assert "--of" in said
    assert not output.exists()


def test_a_password_that_is_no_text_is_refused_in_words(house: Path) -> None:
    who = ["user", "add", "b@hospice.example", "--name", "B", "--role", "viewer", "--password-stdin"]
    assert "UTF-8" in refused(run(house, *who, given=b"\xff\xfe of twelve bytes and more\n"))


def test_a_name_that_the_screen_cannot_show_is_no_failure(tmp_path: Path) -> None:
    who = ["user", "add", "b@hospice.example", "--name", "Åsa 王", "--role", "viewer", "--password-stdin"]
    done = run(tmp_path, *who, given="A quiet valley, 77 mornings\n", PYTHONIOENCODING="ascii:strict")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_database_that_another_program_holds_is_told_in_words(house: Path) -> None:
    with locked(house):
        assert "Another program holds the database" in refused(run(house, "tick"))
    assert run(house, "tick").returncode == 0


def test_a_file_that_is_no_database_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "evenkeel.db").write_bytes(b"This is not a database, however long it may be. " * 40)
    assert "Restore a backup" in refused(run(tmp_path, "partnerships"))


def test_a_port_in_use_is_told_in_words(house: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = refused(run(house, "serve", "--port", port))
    assert port in said
    assert "EVENKEEL_PORT" in said


def test_a_host_that_is_not_this_machine_is_told_in_words(house: Path) -> None:
    for host in ("192.0.2.7", "no-such-name.invalid"):
        said = refused(run(house, "serve", EVENKEEL_HOST=host))
        assert "EVENKEEL_HOST" in said
        assert host in said


def test_a_postgresql_that_is_down_is_told_in_words_without_the_password(tmp_path: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://dana:hunter2@127.0.0.1:{free.getsockname()[1]}/evenkeel"
    for command in (["tick"], ["backup", str(tmp_path / "b.zip")]):
        said = refused(run(tmp_path / "instance", *command, DATABASE_URL=url))
        assert said.startswith("The database does not answer")
        assert "hunter2" not in said


# A house with one slow page: what is running when the program is told to stop.
SLOW = """
import signal, sys, time
import app.server
from app import create_app
from app.cli import main

def slow_app(settings, clock):
    application = create_app(settings, clock)
    inner = application.wsgi_app
    def wsgi(environ, start):
        if environ["PATH_INFO"] == "/sign-in":
            print("asked", flush=True)
            time.sleep(1)
        return inner(environ, start)
    application.wsgi_app = wsgi
    return application

app.server.create_app = slow_app
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored in the background
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_program_told_to_stop_finishes_the_running_request_and_starts_again(
    house: Path, how: signal.Signals
) -> None:
    port = free_port()
    environ = os.environ | {"EVENKEEL_INSTANCE": str(house), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    for _ in range(2):
        server = subprocess.Popen(
            [sys.executable, "-c", SLOW, str(port)], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        while not server.stdout.readline().startswith("Set it up"):
            assert server.poll() is None
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as browser:
            browser.request("GET", "/sign-in")
            while server.stdout.readline() != "asked\n":
                assert server.poll() is None
            server.send_signal(how)
            answer = browser.getresponse()
            assert (answer.status, b"</html>" in answer.read()) == (200, True)
        server.stdout.close()
        assert server.wait(20) == 0


def test_a_full_disk_is_told_although_the_rollback_fails_as_well() -> None:
    from peewee import OperationalError

    from app.core.failures import describe

    try:
        try:
            raise OperationalError("database or disk is full")
        except OperationalError:
            raise OperationalError("cannot rollback - no transaction is active")  # noqa: B904 - as it happens
    except OperationalError as error:
        assert describe(error) == "The disk is full. Make room and try again."

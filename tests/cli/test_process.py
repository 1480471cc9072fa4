"""The program as a process: its streams, its exit code and the lock, which a test in this process can't show."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from luisteren_tui.storage.lock import lock_folder

ROOT = Path(__file__).parents[2]
START = [sys.executable, "-m", "luisteren_tui"]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    ours = {"LUISTEREN_DATA": str(tmp_path), "LUISTEREN_CONFIG": str(tmp_path / "c.toml"), "LUISTEREN_LANG": "en"}
    # With unbuffered output, writing would fail in another place than it does for users.
    theirs = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"TERM": "xterm"}
    return theirs | {"PYTHONPATH": str(ROOT / "src")} | ours


def shell(command: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run `command`, in which $@ is the program."""
    return subprocess.run(
        ["sh", "-c", command, "sh", *START], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=30
    )


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("where >&-", "standard input or output is closed"),
        ("check - <&-", "standard input or output is closed"),
        ("where >/dev/full", "the disk is full"),
    ],
)
def test_input_or_output_that_fails_exits_with_3_and_one_line(command: str, why: str, env: dict[str, str]) -> None:
    ended = shell(f'"$@" {command}', env)
    assert ended.returncode == 3
    assert ended.stderr.decode() == f"Reading or writing failed: {why}\n"


def test_closed_pipe_ends_quietly(env: dict[str, str]) -> None:
    ended = shell('{ "$@" --help; echo "code $?" >&2; } | true', env)
    assert ended.stderr in (b"code 3\n", b"code 0\n")  # 0 if it was written before the reader closed the pipe


def test_closed_stdout_and_stderr_cause_no_crash(env: dict[str, str]) -> None:
    assert shell('"$@" show last >&- 2>&-', env).returncode == 1


def test_ascii_terminal_gets_replacement_characters(tmp_path: Path, env: dict[str, str]) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xc3\xa9\xff.yaml"
    ended = subprocess.run(
        [*START, "check", name], env=env | {"PYTHONIOENCODING": "ascii"}, capture_output=True, timeout=30
    )
    assert ended.returncode == 1
    assert b"caf??.yaml:1:1: error: " in ended.stdout
    assert ended.stderr == b""


def test_folder_in_use_exits_with_4_and_names_the_process(tmp_path: Path, env: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    try:
        with lock_folder(tmp_path, "run", 0):
            ended = subprocess.run(
                [*START, "run"], env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, timeout=30
            )
    finally:
        os.close(ours)
        os.close(theirs)
    assert ended.returncode == 4
    assert f"process {os.getpid()}".encode() in ended.stderr

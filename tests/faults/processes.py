"""Run work in another process, which may be killed and reports its progress."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

Work = Callable[[Callable[[int], object]], object]
"""A function that receives a callback to acknowledge a number."""


def run_forked(work: Work) -> tuple[int, int]:
    """Run `work` in another process; return the last acknowledged number and the exit code."""
    pid, pipe = fork(work)
    with open(pipe, "rb") as acknowledged:
        lines = acknowledged.read().split(b"\n")
    return last(lines), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def last(lines: list[bytes]) -> int:
    return int(lines[-2]) if len(lines) > 1 else -1


def fork(work: Work) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            work(lambda number: os.write(writing, b"%d\n" % number))
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - this process ends after any exception
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


def seconds_waiting(pid: int | None = None) -> float:
    """Return how long a process (its first thread) was ready but had to wait for a busy machine, in seconds.

    Return 0 if the system does not tell. Subtract this from the elapsed time to get the program's own time.
    """
    try:
        return int(Path(f"/proc/{pid or os.getpid()}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0

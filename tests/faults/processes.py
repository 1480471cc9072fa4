"""Work in another process, which may be killed, and says how far it is."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

Work = Callable[[Callable[[int], object]], object]
"""What is done; it is given how to acknowledge a number."""


def forked(work: Work) -> tuple[int, int]:
    """Do `work` in another process, which is given how to acknowledge; return the last number, and how it ended."""
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
        except BaseException as error:  # noqa: BLE001 - whatever it is, this process is done
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


def stood_by(pid: int | None = None) -> float:
    """Return for how many seconds the machine, busy with others, kept a process (its first thread) from going on.

    0 where the system does not tell. What a program takes is what has passed less this.
    """
    try:
        return int(Path(f"/proc/{pid or os.getpid()}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0

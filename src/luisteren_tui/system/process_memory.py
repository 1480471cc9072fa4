"""Keeps what is in this process's memory out of core files and away from other programs, where the system allows it."""

import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE = 4


def forbid_core_files() -> None:
    """Let no crash write a core file: it would hold the notes. Programs started from here can't write one either."""
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hide_memory() -> None:
    """Let no other program of this user look into this process, nor the system pass its memory to a crash reporter.

    This works on Linux only and takes a millisecond, so the first picture should not wait for it.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes  # slow to import

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

"""Keeping the laptop awake."""

import asyncio
from contextlib import suppress
from typing import Any


class KeepAwake:
    """Keeps the laptop and its screen awake between `start` and `stop`, where the system allows it."""

    def __init__(self) -> None:
        self._wanted = False
        self._mode: Any = None

    async def start(self) -> None:
        """Keep the laptop awake. The system is asked in a thread, because it may be slow to answer."""
        self._wanted = True
        mode = await asyncio.to_thread(_enter)
        if self._wanted and self._mode is None:  # it may have been stopped and started again while waiting
            self._mode = mode
        else:
            _leave(mode)

    def stop(self) -> None:
        """Let the laptop sleep again."""
        self._wanted = False
        mode, self._mode = self._mode, None
        _leave(mode)


def _enter() -> Any:
    try:
        from wakepy import keep  # not needed before a session runs, and slow to import

        mode = keep.presenting(on_fail="pass")
        mode.__enter__()
    except Exception:  # noqa: BLE001  # whatever fails in the system, the worst result is a dimmed screen
        return None
    return mode


def _leave(mode: Any) -> None:
    if mode is not None:
        with suppress(Exception):  # a fault in the system does no harm now: the session is over
            mode.__exit__(None, None, None)

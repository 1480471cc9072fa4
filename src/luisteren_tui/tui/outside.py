"""The world around the app: the terminal, the laptop's sleep, and what is said when the app itself fails."""

import select
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line


def terminal_is_gone() -> bool:
    """Return whether nobody is at the other end any more: with SIGHUP ignored, reading would spin."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    poll = select.poll()
    try:
        poll.register(sys.__stdin__.fileno(), select.POLLHUP)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _fd, event in poll.poll(0))
    except (OSError, ValueError):
        return False


def stay_awake() -> object:
    """Keep the laptop awake until the program ends, and return what does; None where the system does not allow it."""
    try:
        from wakepy import keep

        mode = keep.presenting(on_fail="pass")
        mode.__enter__()
    except Exception:  # noqa: BLE001  # any fault of the system here costs no more than a screen that may dim
        return None
    return mode


def let_sleep(awake: object) -> None:
    """Let the laptop sleep again."""
    leave = getattr(awake, "__exit__", None)
    if leave is not None:
        with suppress(Exception):  # the system's own fault, and the session is over
            leave(None, None, None)


def other_places() -> Iterator[Path]:
    """Yield the folders to write a session to when its own can't be: the user's home, then that for temporary files."""
    with suppress(RuntimeError):
        yield Path.home()
    yield Path(tempfile.gettempdir())


def crash_message(error: BaseException | None, journal: Path | None) -> str:
    """Return what to say after a fault: its kind and place in the code, where the session is, and how to go on."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    place = f"{Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "?"
    lines = [
        _("Something went wrong in luisteren-tui: {kind} at {place}.").format(kind=type(error).__name__, place=place)
    ]
    if journal is not None:
        lines.append(_("What you did is saved in {path}").format(path=safe_line(str(journal))))
        lines.append(_("Start the program the same way and you go on where you were."))
    return "\n".join(lines)

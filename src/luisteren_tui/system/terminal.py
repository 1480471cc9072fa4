"""The terminal that the program runs in."""

import select
import sys


def terminal_is_gone() -> bool:
    """Return whether the other end of the terminal is closed. Without this, a read would spin if SIGHUP is ignored."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    poll = select.poll()
    try:
        poll.register(sys.__stdin__.fileno(), select.POLLHUP)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _fd, event in poll.poll(0))
    except (OSError, ValueError):
        return False

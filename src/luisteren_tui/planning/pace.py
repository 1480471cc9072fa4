"""How fast is read, as `spoken` says where it comes from, and minutes to the half."""

from typing import NamedTuple

SILENT_WPM = 238
ALOUD_WPM = 165


class Pace(NamedTuple):
    """How many words a minute are read, aloud and in silence."""

    aloud_wpm: int = ALOUD_WPM
    silent_wpm: int = SILENT_WPM


def halves(seconds: int) -> str:
    """Return `seconds` as minutes to the nearest half, "1½"; what takes any time takes at least "½"."""
    count = max(1, (seconds + 15) // 30) if seconds > 0 else 0
    whole, half = divmod(count, 2)
    return f"{whole or ''}½" if half else str(whole)

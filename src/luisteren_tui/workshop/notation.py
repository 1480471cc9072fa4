"""How values are written in a workshop file: durations (`90s`, `15m`, `1h30m`), windows (`5m-7m`), quoted text."""

import re
import unicodedata

from luisteren_tui.workshop.model import Duration, NumberRange, Window

_DURATION = re.compile("(?=[0-9])(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?")
_CLOCK = re.compile("([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_NUMBERS = re.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?")
_IN_WORDS = re.compile(r"([0-9]{1,4})\s*([suh]?)[a-z.]*")


def parse_duration(text: str) -> Duration | None:
    """Return the duration in `text`, or None if it is not written as one."""
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Duration(hours * 3600 + minutes * 60 + seconds)


def parse_window(text: str) -> Window | None:
    """Return the window in `text`, or None if it is not written as one. Raise ValueError if it ends before it begins."""
    low, dash, high = text.partition("-")
    shortest, longest = parse_duration(low), parse_duration(high)
    return None if not dash or shortest is None or longest is None else Window(shortest, longest)


def parse_range(text: str) -> NumberRange | None:
    """Return the range in `8-20` or `8`, or None if it is not written as one. Raise ValueError if it ends before it begins."""
    match = _NUMBERS.fullmatch(text)
    return NumberRange(int(match[1]), int(match[2] or match[1])) if match else None


def format_duration(seconds: int) -> str:
    """Return the shortest usual notation of a duration."""
    if seconds < 120 and seconds % 60:
        return f"{seconds}s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return "".join(f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if number) or "0m"


def meant_duration(text: str) -> str:
    """Return the duration that was probably meant by `15 minuten`, `1:30` or `15`."""
    text = text.strip().lower()
    if match := _CLOCK.fullmatch(text):
        return f"{int(match[1])}h{match[2]}m" if int(match[1]) else f"{int(match[2])}m"
    if match := _IN_WORDS.fullmatch(text):
        return match[1] + {"s": "s", "u": "h", "h": "h"}.get(match[2], "m")
    return "15m"


def meant_window(text: str) -> str:
    """Return the window that was probably meant by `5-7 minuten`."""
    ends = re.split("[-\N{EN DASH}]", text)
    return "-".join(map(meant_duration, ends)) if len(ends) == 2 else "5m-7m"


def quoted(text: str) -> str:
    """Return `text` between single quotes, so that YAML takes it literally."""
    return "'{}'".format(text.replace("'", "''"))


def id_from(text: str, default: str) -> str:
    """Return an id made from a title or name, or `default` if nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:40].strip("-") or default

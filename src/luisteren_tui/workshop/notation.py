"""How authors write: time as `90s`, `15m`, `1h30m`, a span of it as `5m-7m`, text between quotes where it has to be."""

import re

from luisteren_tui.workshop.model import Duration, Window

_DURATION = re.compile("(?=[0-9])(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?")
_CLOCK = re.compile("([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_IN_WORDS = re.compile(r"([0-9]{1,4})\s*([suh]?)[a-z.]*")


def parse_duration(text: str) -> Duration | None:
    """Return the duration that `text` is, or None when it is written otherwise."""
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Duration(hours * 3600 + minutes * 60 + seconds)


def parse_window(text: str) -> Window | None:
    """Return the span of time that `text` is, or None when it is written otherwise; it may run backwards."""
    low, dash, high = text.partition("-")
    shortest, longest = parse_duration(low), parse_duration(high)
    return None if not dash or shortest is None or longest is None else Window(shortest, longest)


def spell(seconds: int) -> str:
    """Return the shortest usual way to write a duration."""
    if seconds < 120 and seconds % 60:
        return f"{seconds}s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return "".join(f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if number) or "0m"


def meant_duration(text: str) -> str:
    """Return what somebody who wrote `15 minuten`, `1:30` or `15` may have meant."""
    text = text.strip().lower()
    if match := _CLOCK.fullmatch(text):
        return f"{int(match[1])}h{match[2]}m" if int(match[1]) else f"{int(match[2])}m"
    if match := _IN_WORDS.fullmatch(text):
        return match[1] + {"s": "s", "u": "h", "h": "h"}.get(match[2], "m")
    return "15m"


def meant_window(text: str) -> str:
    """Return what somebody who wrote `5-7 minuten` may have meant."""
    ends = re.split("[-\N{EN DASH}]", text)
    return "-".join(map(meant_duration, ends)) if len(ends) == 2 else "5m-7m"


def quoted(text: str) -> str:
    """Return `text` as YAML takes it literally, between single quotes."""
    return "'{}'".format(text.replace("'", "''"))

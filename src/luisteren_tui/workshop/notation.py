"""How values are written in a workshop file: durations (`90s`, `15m`, `1h30m`), windows (`5m-7m`), quoted text."""

import re
import unicodedata

from luisteren_tui.i18n.languages import minutes_in_words, with_digits
from luisteren_tui.text.clusters import cut
from luisteren_tui.workshop.model import Duration, NumberRange, Window

_DURATION = re.compile("(?=[0-9])(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?")
_CLOCK = re.compile("([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_NUMBERS = re.compile(r"\+?([0-9]{1,4})(?:\.0{1,9})?|([0-9]{1,4})-([0-9]{1,4})")
_IN_WORDS = re.compile(r"((?<![0-9])[0-9]{1,4}(?:[.,][0-9])?(?![0-9]))\s*(''|[^\W\d]|[%'\"]|)")
"""A number and the first letter of its unit."""
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_UNITS = {"h": "h", "u": "h", "m": "m", "'": "m", "s": "s", '"': "s", "''": "s", "": ""}


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
    if match is None:
        return None
    low, high = (match[2], match[3]) if match[1] is None else (match[1], match[1])
    return NumberRange(int(low), int(high))


def format_duration(seconds: int) -> str:
    """Return the shortest usual notation of a duration."""
    if seconds < 120 and seconds % 60:
        return f"{seconds}s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return "".join(f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if number) or "0m"


def meant_duration(text: str) -> str:
    """Return the duration that was probably meant by `15 minuten`, `1:30`, `1,5 uur` or `15`."""
    return _meant_time(_parts(text)[-1], "m") or "15m"


def meant_window(text: str) -> str:
    """Return the window that was probably meant by `5-7 minuten`, or one that is as short as it is long by `5m`."""
    parts = _parts(text)
    units = [sign for _, sign in _IN_WORDS.findall(with_digits(parts[-1]))]
    unit = (_UNITS.get(units[-1]) if units else None) or "m"
    times = [_meant_time(part, unit) for part in parts]
    if not all(times):
        return "5m-7m"
    return "-".join(sorted((times[0], times[-1]), key=lambda time: parse_duration(time) or 0))


def meant_range(text: str, usual: str = "8-20") -> str:
    """Return the range that was probably meant by `8 tot 20`, or the `usual` one."""
    numbers = sorted({int(number) for number in re.findall("(?<![0-9])[0-9]{1,4}(?![0-9])", with_digits(text))})
    return "-".join(map(str, (numbers[0], numbers[-1])[: len(numbers)])) if numbers else usual


def _parts(text: str) -> list[str]:
    return re.split(r"\s*[-\N{EN DASH}\N{EM DASH}]\s*|\s+(?:tot|to|à|of|or)\s+", text.strip().lower())


def _meant_time(text: str, unit: str) -> str:
    """Return the duration that was meant, or an empty text. A number without a unit has the `unit` given."""
    if match := _CLOCK.fullmatch(text):
        return format_duration((int(match[1]) * 60 + int(match[2])) * 60)
    if minutes := minutes_in_words(text):
        return format_duration(minutes * 60)
    found = [
        (float(number.replace(",", ".")), _UNITS.get(sign)) for number, sign in _IN_WORDS.findall(with_digits(text))
    ]
    if len(found) == 1:
        found = [(found[0][0], unit if found[0][1] == "" else found[0][1])]
        if found[0][1] and found[0][0].is_integer():
            return f"{int(found[0][0])}{found[0][1]}"
    if any(sign is None for _, sign in found):
        return ""
    seconds = sum(number * _SECONDS[sign or "m"] for number, sign in found)
    return format_duration(round(seconds)) if 0 < seconds < 100 * 3600 else ""


def quoted(text: str) -> str:
    """Return `text` between single quotes, so that YAML takes it literally."""
    return "'{}'".format(text.replace("'", "''"))


def id_from(text: str, default: str) -> str:
    """Return an id made from a title or name, or `default` if nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:40].strip("-") or default


def shortened(text: str) -> str:
    """Return `text` without spaces around it, and cut off if it is long, to show as an example."""
    text = text.strip()
    return text if len(text) <= 50 else f"{cut(text, 49).rstrip()}…"

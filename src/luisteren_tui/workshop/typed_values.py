"""What an author types in a field, and the value that a workshop file has for it.

Everything is text that people write: minutes as a bare number, a list as lines. What isn't understood goes into the file
as it was typed, where the reader says what is wrong with it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from luisteren_tui.i18n.languages import hour_signs
from luisteren_tui.workshop.notation import format_duration, parse_duration, parse_window
from luisteren_tui.workshop.raw_document import mapping, sequence

_NUMBER = re.compile(r"[0-9]{1,4}")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_AMOUNT = r"[0-9]{0,4}\s?½|[0-9]{1,5}(?:[,.][0-9]{1,2})?"
"""A number in which people write a half, such as "1½", "½" or "0,5"."""
_HOURS, _MINUTES, _SECONDS = rf"(?:{hour_signs()}|h|hours?)", r"m[a-z]*\.?", r"s[a-z]*\.?"
_TIME = re.compile(
    rf"(?:({_AMOUNT})\s*{_HOURS})?\s*(?:({_AMOUNT})(?:\s*{_MINUTES})?|(?:({_AMOUNT})\s*{_MINUTES})?\s*({_AMOUNT})\s*{_SECONDS})?"
)
"""Such as "15", "½", "1,5 uur", "1u30", "3 min 20 s"."""
_WITH_UNIT = re.compile(rf"(?:{_AMOUNT})\s*({_HOURS}|{_MINUTES}|{_SECONDS})")
_BETWEEN = re.compile(r"\s*(?:[-\N{EN DASH}\N{EM DASH}]|\btot\b|\bto\b|\bt/m\b|\bà\b)\s*")
_LATER = re.compile(
    r"\s*((?:[0-9]*½|[0-9]+(?:[,.][0-9]+)?)(?:[hmu][0-9]+)?\s?[hmsu]?(?:\s*(?:min|sec)[a-z.]*)?(?:\s*[0-9]+\s?s)?)"
    r"\s*(?:\(\s*([^()]*?)\s*\))?(?:\s*[:\N{EN DASH}-]\s*|\s+)(\S.*)"
)
"""A line such as "13: Two minutes left", or "3 (2): Questions" with a shortest time."""


class Way(Struct, frozen=True):
    """How a value is shown in a field, and read from it. `read` gets what was there before, and returns None for nothing."""

    show: Callable[[Any], str]
    read: Callable[[str, Any], Any]


def typed_duration(text: str) -> str:
    """Return the duration in what was typed, such as "15", "½", "90 s" or "1,5 uur", or the text itself if there is none."""
    text = text.strip()
    if parse_duration(text) is not None:
        return text
    if match := _CLOCK.fullmatch(text):
        return format_duration(int(match[1]) * 3600 + int(match[2]) * 60)
    match = _TIME.fullmatch(text.lower().replace("1/2", "½"))
    if not text or match is None:
        return text
    hours, minutes, more_minutes, seconds = map(_amount, match.groups())
    return format_duration(round(hours * 3600 + (minutes + more_minutes) * 60 + seconds))


def _amount(text: str | None) -> float:
    return float("".join((text or "0").replace("½", ".5").replace(",", ".").split()))


def shown_duration(text: str) -> str:
    """Return a duration as people write it: minutes as a bare number, also with a half, and others with their units."""
    seconds = parse_duration(text)
    if not seconds:
        return text
    minutes, rest = divmod(seconds, 60)
    if rest in (0, 30):
        return f"{minutes or ''}½" if rest else str(minutes)
    return f"{seconds} s" if seconds < 120 else f"{minutes} min {rest} s"


def _typed_window(text: str) -> str:
    low, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    high = rest[0] if rest else low
    if (unit := _WITH_UNIT.fullmatch(high.lower())) and re.fullmatch(_AMOUNT, low):
        low = f"{low} {unit[1]}"  # "20-40 s"
    return f"{typed_duration(low)}-{typed_duration(high)}" if text.strip() else ""


def _shown_window(text: str) -> str:
    try:
        window = parse_window(text)
    except ValueError:
        window = None
    if window is None:
        return text
    low, high = (shown_duration(end) for end in text.split("-"))
    if low == high:
        return low
    if window.high < 120 and (" " in low or " " in high):
        return f"{window.low}-{window.high} s"
    if " " in high:  # or a low end without a unit would be taken to have the last one
        return f"{low} min - {high}" if " " not in low else f"{low} - {high}"
    return f"{low} - {high} min" if " " in low else f"{low}-{high}"


def _typed_range(text: str) -> str:
    return "-".join(_BETWEEN.split(text.strip(), maxsplit=1))


def text_of(value: Any) -> str:
    """Return any value as text: what was meant, where a colon made a mapping of it."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text_of(item)}".strip() for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(text_of, value))
    return "" if value is None else str(value)


def _lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := each.strip())]


def _shown_items(value: Any) -> str:
    return (
        "\n".join(" ".join(text_of(item).split("\n")) for item in value) if isinstance(value, list) else text_of(value)
    )


def _shown_moments(value: Any) -> str:
    """Return cues as lines: "13: Two minutes left"."""
    if not isinstance(value, list):
        return text_of(value)
    return "\n".join(_moment(item, "at") if isinstance(item, dict) else text_of(item) for item in value)


def _shown_phases(value: Any) -> str:
    """Return the phases of turns as lines: "3 (2): Questions"."""
    if not isinstance(value, list):
        return text_of(value)
    return "\n".join(_moment(item, "duration") if isinstance(item, dict) else text_of(item) for item in value)


def _moment(item: dict[str, Any], key: str) -> str:
    least = f" ({shown_duration(text_of(item['min']))})" if "min" in item else ""
    time = f"{shown_duration(text_of(item[key]))}{least}: " if key in item else ""
    return " ".join(f"{time}{text_of(item.get('say'))}".split())


def _moments(key: str) -> Callable[[str, Any], Any]:
    def read(text: str, _before: Any) -> list[dict[str, str]]:
        return [*_read_moments(text, key)]

    return read


def _read_moments(text: str, key: str) -> Iterator[dict[str, str]]:
    for line in _lines(text):
        if match := _LATER.fullmatch(line):
            time, least, say = match.groups()
            least_too = {"min": typed_duration(least)} if least and key == "duration" else {}
            times = {key: typed_duration(time), **least_too}
            yield {**times, "say": say} if key == "at" else {"say": say, **times}
        else:
            yield {"say": line}


def _rounds_shown(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else text_of(value)


def _rounds_read(text: str, before: Any) -> Any:
    """Return the number of rounds. Where rounds differ, those that stay keep what is theirs."""
    text = text.strip()
    if not isinstance(before, list) or not _NUMBER.fullmatch(text) or not any(map(mapping, before)):
        return text
    count = max(1, int(text))
    return [*before[:count], *({} for _ in range(min(count, 50) - len(before)))]


def _round_prompts_shown(value: Any) -> str:
    rounds = [sequence(mapping(each).get("prompts")) for each in sequence(value)]
    return "\n\n".join(_shown_items(prompts) for prompts in rounds) if any(rounds) else ""


def _round_prompts_read(text: str, before: Any) -> Any:
    """Return the rounds with the questions of each, which an empty line separates. All else in a round stays."""
    count = len(before) if isinstance(before, list) else int(before) if _NUMBER.fullmatch(text_of(before)) else 1
    own = [_lines(block) for block in re.split(r"\n[ \t]*\n", text.strip("\n"))] if text.strip() else []
    rounds = [mapping(each) for each in sequence(before)] + [{}] * (max(count, len(own)) - len(sequence(before)))
    for index, each in enumerate(rounds):
        rest = {key: item for key, item in each.items() if key != "prompts"}
        rounds[index] = {**rest, "prompts": own[index]} if index < len(own) and own[index] else rest
    return rounds if any(rounds) else str(len(rounds))


TEXT = Way(text_of, lambda text, _before: " ".join(text.split()))
PARAGRAPHS = Way(
    lambda value: value.rstrip("\n") if isinstance(value, str) else text_of(value),
    lambda text, _before: "\n".join(line.rstrip() for line in text.rstrip().split("\n")),
)
DURATION = Way(lambda value: shown_duration(text_of(value)), lambda text, _before: typed_duration(text))
SECONDS = Way(
    lambda value: seconds.removesuffix("s") if re.fullmatch("[0-9]+s", seconds := text_of(value)) else seconds,
    lambda text, _before: f"{text.strip()}s" if _NUMBER.fullmatch(text.strip()) else typed_duration(text),
)
WINDOW = Way(lambda value: _shown_window(text_of(value)), lambda text, _before: _typed_window(text))
NUMBERS = Way(text_of, lambda text, _before: _typed_range(text))
ITEMS = Way(_shown_items, lambda text, _before: _lines(text))
CUES = Way(_shown_moments, _moments("at"))
PHASES = Way(_shown_phases, _moments("duration"))
ROUNDS = Way(_rounds_shown, _rounds_read)
ROUND_PROMPTS = Way(_round_prompts_shown, _round_prompts_read)
FLAG = Way(
    lambda value: "true" if value == "true" else "" if value in (None, "false") else text_of(value),
    lambda text, _before: "true" if text == "true" else text if text not in ("", "false") else None,
)
IDS = Way(text_of, lambda text, _before: ids if len(ids := re.findall(r"[^\s,]+", text)) > 1 else "".join(ids))


def with_default(default: str) -> Way:
    """Return the way of a choice in which nothing means `default`."""
    return Way(
        lambda value: text_of(value) or default, lambda text, before: text if before or text != default else None
    )

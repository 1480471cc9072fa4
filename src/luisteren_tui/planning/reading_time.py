"""How long it takes to read an instruction aloud or a text in silence, and the time available for it.

Both speeds can be set: aloud_wpm and silent_wpm in config.toml.
"""

from collections.abc import Mapping

from msgspec import Struct

from luisteren_tui.i18n.languages import ReadingSpeed
from luisteren_tui.text.words import word_count
from luisteren_tui.workshop.model import Workshop


class ActivityReading(Struct, frozen=True):
    """What is read in an activity, in words and seconds, and the time available for it.

    `prepare_s` is the time before the turns, in which the instruction has to fit, or None without turns. A text that
    was `read_before`, in an earlier activity, isn't read again.
    """

    activity: str
    prepare_s: int | None
    instruction_words: int
    aloud_s: int
    text_words: int
    silent_s: int
    read_before: bool


def activity_readings(workshop: Workshop, texts: Mapping[str, str], speed: ReadingSpeed) -> tuple[ActivityReading, ...]:
    """Return what is read in each activity. `texts` has the bodies of the texts, by their name in the workshop."""
    readings = []
    seen: set[str | None] = set()
    for activity in workshop.activities:
        body = texts.get(activity.text, "") if activity.text else ""
        readings.append(
            ActivityReading(
                activity=activity.id,
                prepare_s=activity.turns.prepare if activity.turns else None,
                instruction_words=word_count(activity.instruction),
                aloud_s=reading_s(activity.instruction, speed.aloud_wpm),
                text_words=word_count(body),
                silent_s=reading_s(body, speed.silent_wpm),
                read_before=activity.text in seen,
            )
        )
        if activity.text:
            seen.add(activity.text)
    return tuple(readings)


def reading_s(text: str, wpm: int) -> int:
    """Return the seconds, rounded up, that it takes to read `text` at `wpm` (over 0) words a minute."""
    return -(-word_count(text) * 60 // wpm)


def half_minutes(seconds: int) -> str:
    """Return `seconds` as minutes to the nearest half, "1½". Any time at all is at least "½"."""
    count = max(1, (seconds + 15) // 30) if seconds > 0 else 0
    whole, half = divmod(count, 2)
    return f"{whole or ''}½" if half else str(whole)

"""How long it takes to read an instruction aloud and a text in silence, against the time there is for it.

In silence: Dutch at 238 words a minute (Brysbaert, Sui, Duyck and Dirix 2021, doi:10.1177/17470218211017100, for texts
whose words have 5.1 letters on average, as the shipped case has). Aloud: 183 words a minute for English (Brysbaert
2019, doi:10.1016/j.jml.2019.104047, 77 studies), taken down to 165 since Dutch words are that much longer (5.1 letters
to 4.6). Speaking from memory is slower still. Both can be set: aloud_wpm and silent_wpm in config.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from luisteren_tui.planning.pace import ALOUD_WPM, SILENT_WPM
from luisteren_tui.workshop.model import Workshop


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is read in an activity, in words and seconds, and the time there is.

    `prepare_s` is what comes before the turns, None without turns: the instruction has to fit in there.
    A text that was `read_before`, in an earlier activity, is only looked up again.
    """

    activity: str
    duration_s: int
    prepare_s: int | None
    instruction_words: int
    aloud_s: int
    text_words: int
    silent_s: int
    read_before: bool


def slots(
    workshop: Workshop, texts: Mapping[str, str], aloud_wpm: int = ALOUD_WPM, silent_wpm: int = SILENT_WPM
) -> tuple[Spoken, ...]:
    """Return what is read in each activity. `texts` has the bodies that are there, by their name in the workshop."""
    found = []
    seen: set[str | None] = set()
    for activity in workshop.activities:
        body = texts.get(activity.text, "") if activity.text else ""
        found.append(
            Spoken(
                activity=activity.id,
                duration_s=activity.duration,
                prepare_s=activity.turns.prepare if activity.turns else None,
                instruction_words=words(activity.instruction),
                aloud_s=aloud_s(activity.instruction, aloud_wpm),
                text_words=words(body),
                silent_s=silent_s(body, silent_wpm),
                read_before=activity.text in seen,
            )
        )
        if activity.text:
            seen.add(activity.text)
    return tuple(found)


def words(text: str) -> int:
    """Return the number of words as a word processor counts them: whatever stands between white space."""
    return len(text.split())


def aloud_s(text: str, wpm: int = ALOUD_WPM) -> int:
    """Return the seconds, rounded up, that it takes to read `text` aloud at `wpm` (over 0) words a minute."""
    return _seconds(text, wpm)


def silent_s(text: str, wpm: int = SILENT_WPM) -> int:
    """Return the seconds, rounded up, that it takes to read `text` in silence at `wpm` (over 0) words a minute."""
    return _seconds(text, wpm)


def _seconds(text: str, wpm: int) -> int:
    return -(-words(text) * 60 // wpm)

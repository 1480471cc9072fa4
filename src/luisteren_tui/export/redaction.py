"""Finding and blacking out what can be traced to a person in an outcome. It helps a person look, but can miss some."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, takewhile
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.i18n.phone_numbers import phone_numbers_in
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.text.clusters import end_of_cluster
from luisteren_tui.text.folding import folded
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]
_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
MAX_SHOWN = 6
"""The most traces that are shown one by one."""
_SHORT_NAME = 5
"""A name of fewer letters may be a word as well ("Wil", "Roos"). It is found only capitalized or as it was typed."""
_WITH_S = 3
"""The letters of the shortest name to which an s can be added without an apostrophe. "Les" is not the s of "Le"."""
_PREFIX = re.compile(
    "van|von|de|den|der|het|'?t|ten|ter|te|op|in|aan|zu|zum|zur|du|des|la|le|da|di|dos|del", re.IGNORECASE
)
_TITLE = re.compile(r"(mw|mevr|mevrouw|dhr|heer|meneer|mrs?|ms|drs?|ir|ing|prof|ds|herr|frau|mme)\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;()\"“”]+")
_BETWEEN = {" ": r"[\s\-]{1,3}", "-": r"[\s\-]{0,3}", "'": "'?", ".": r"\.?"}
"""What may stand in a text for a character between the parts of a name."""
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
"""Scripts without spaces between words, in which a name has no visible end."""


def find_traces(outcome: _Json, names: Collection[str] = ()) -> list[str]:
    """Return the e-mail addresses, phone numbers and `names` in the notes, the parking lot and the titles of custom blocks.

    Each comes once, as it was typed, in the order of the notes. Remove notes that won't be exported first.
    """
    texts = chain((text for each in outcome["activities"] for text in _texts(each)), [outcome.get("parking_lot", "")])
    pattern = _pattern_of(names)
    return list(dict.fromkeys(text[start:end] for text in texts for start, end in _spans(text, pattern)))


def list_traces(found: Sequence[str]) -> str:
    """Return at most MAX_SHOWN traces and the number of the others on one line, safe to show."""
    listed = [safe_line(each) for each in found[:MAX_SHOWN]]
    if (more := len(found) - MAX_SHOWN) > 0:
        listed.append(_("and {n} more").format(n=more))
    return ", ".join(listed)


def black_out(outcome: _Json, names: Collection[str] = ()) -> dict[str, Any]:
    """Return `outcome` with everything blacked out that `find_traces` finds."""
    pattern = _pattern_of(names)
    activities = []
    for activity in outcome["activities"]:
        notes = [{**note, "text": _blacked_out(note["text"], pattern)} for note in activity["notes"]]
        title = {"title": _blacked_out(activity["title"], pattern)} if _is_custom(activity) else {}
        activities.append({**activity, **title, "notes": notes})
    parking_lot = outcome.get("parking_lot", "")
    parked = {"parking_lot": _blacked_out(parking_lot, pattern)} if parking_lot else {}
    return {**outcome, "activities": activities, **parked}


def _is_custom(activity: _Json) -> bool:
    """Return whether the facilitator made up the title: it may contain a person's name."""
    return str(activity.get("id", "")).startswith(CUSTOM_ID)


def _texts(activity: _Json) -> Iterator[str]:
    if _is_custom(activity):
        yield activity["title"]
    yield from (note["text"] for note in activity["notes"])


def black_out_text(text: str, names: Collection[str] = ()) -> str:
    """Return `text` with a black square for each character that can be traced to a person, except white space."""
    return _blacked_out(text, _pattern_of(names))


def _blacked_out(text: str, names: re.Pattern[str] | None) -> str:
    shown, done = [], 0
    for start, end in _spans(text, names):
        shown += [text[done:start], re.sub(r"\S", "█", text[start:end])]
        done = end
    return "".join((*shown, text[done:]))


def _spans(text: str, names: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each trace in `text`, in order and without overlap."""
    found = chain((match.span() for match in _MAIL.finditer(text)), phone_numbers_in(text), _names_in(text, names))
    done = 0
    for start, end in sorted(found):
        if end > done:
            yield max(start, done), end
            done = end


def _names_in(text: str, names: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each name in `text`, however its accents are written.

    The ending of a possessive is not part of it: it tells nothing about the person, and without it a sentence is hard
    to read.
    """
    if names is None:
        return
    plain, places = folded(text)
    for match in names.finditer(plain):
        yield places[match.start()], end_of_cluster(text, places[match.end() - 1] + 1)


def _pattern_of(names: Collection[str]) -> re.Pattern[str] | None:
    """Return a pattern for the `names` in folded text, the longest ones first."""
    found = (folded(part)[0] for name in names for spelling in _spellings(name) for part in _parts(spelling))
    parts = {part for part in found if set(part) - _BETWEEN.keys()}  # an accent by itself leaves nothing
    inside, words = list[str](), list[str]()
    for part in sorted(parts, key=len, reverse=True):
        (inside if _NO_SPACES.match(part) else words).append(_form(part))
    alone = rf"(?<![^\W_])(?:{'|'.join(words)})" if words else ""
    forms = "|".join(filter(None, (*inside, alone)))
    return re.compile(forms) if forms else None


def _spellings(name: str) -> Iterator[str]:
    """Yield a name as it is written, and with other spellings of an umlaut: Müller and Mueller."""
    name = name.replace("\N{ZERO WIDTH NON-JOINER}", "-")  # some write the parts beside it with a space
    yield name
    yield re.sub("[äöüøå]", lambda match: _UMLAUTS[match[0].lower()], name, flags=re.IGNORECASE)
    plain = folded(name)[0]
    yield re.sub(r"\w{6,}", lambda match: re.sub("(?<=[aou])e", "", match[0]), plain)


def _parts(name: str) -> Iterator[str]:
    """Yield a name, each of its names, also those with a hyphen between them, and its surname with what is before it.

    Leave out prefixes by themselves, initials, and words that are no names: "de", "J.", "Mrs", "(guest)".
    """
    words = _WORD.findall(name)
    yield " ".join(words)
    lower_case = name == name.lower()
    for place, word in enumerate(words):
        if _is_prefix(word) or _TITLE.fullmatch(word) or (place and word[:1].islower() and not lower_case):
            continue
        prefixes = len(list(takewhile(_is_prefix, reversed(words[:place]))))
        surnames = (" ".join(words[start : place + 1]) for start in range(place - prefixes, place + 1))
        yield from (part for part in (*surnames, *word.split("-")) if _letters(part) > 1)


def _is_prefix(word: str) -> bool:
    return _PREFIX.fullmatch(folded(word)[0]) is not None


def _letters(part: str) -> int:
    return sum(map(str.isalnum, part))


def _form(part: str) -> str:
    """Return a pattern for a folded name and what must follow it."""
    words = part.split(" ")
    prefixes = list(takewhile(_is_prefix, words[:-1]))
    rest = " ".join(words[len(prefixes) :])
    surname = "".join(_BETWEEN.get(each) or re.escape(each) for each in rest)
    if _letters(rest) >= _SHORT_NAME:
        surname = f"(?i:{surname})"
    elif surname[:1].islower():
        surname = f"(?:{surname}|{surname[:1].upper()}{surname[1:]})"
    # "van der" is also written as "v.d.", "v/d" and "vd".
    before = "".join(rf"{re.escape(each[:1])}(?:{re.escape(each[1:])})?[\s./]{{0,3}}" for each in prefixes)
    ending = "[sS]?" if _letters(rest) >= _WITH_S else ""
    end = "" if _NO_SPACES.match(part[-1]) else rf"(?={ending}(?![^\W_]))"
    return f"{f'(?i:{before})' if before else ''}{surname}{end}"

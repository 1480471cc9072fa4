"""Finding and blacking out what can be traced to a person in an outcome. It helps a person look, but can miss some."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import phone_numbers
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]
_MAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_GAP = r"[\s./()\-\u2010\u2011\u2013]{0,3}"
_INTERNATIONAL = rf"(?:\+|00)[1-9](?:{_GAP}\d){{7,13}}"
_PHONES = "|".join(rf"(?<![\d+:]){number}(?!\d)" for number in (*phone_numbers(_GAP), _INTERNATIONAL))
_MAIL_OR_PHONE = re.compile(rf"{_MAIL}|{_PHONES}")
MAX_SHOWN = 6
"""The most traces that are shown one by one."""
_SHORT_NAME = 5
"""A name of fewer letters may be a word as well ("Wil", "Roos"). It is found only capitalized or as it was typed."""


def find_traces(outcome: _Json, names: Collection[str] = ()) -> list[str]:
    """Return the e-mail addresses, phone numbers and `names` in the notes, the parking lot and the titles of custom blocks.

    Each comes once, as it was typed, in the order of the notes. Remove notes that won't be exported first.
    """
    texts = chain((text for each in outcome["activities"] for text in _texts(each)), [outcome.get("parking_lot", "")])
    return list(dict.fromkeys(text[start:end] for text in texts for start, end in _spans(text, names)))


def list_traces(found: Sequence[str]) -> str:
    """Return at most MAX_SHOWN traces and the number of the others on one line, safe to show."""
    listed = [safe_line(each) for each in found[:MAX_SHOWN]]
    if (more := len(found) - MAX_SHOWN) > 0:
        listed.append(_("and {n} more").format(n=more))
    return ", ".join(listed)


def black_out(outcome: _Json, names: Collection[str] = ()) -> dict[str, Any]:
    """Return `outcome` with everything blacked out that `find_traces` finds."""
    activities = []
    for activity in outcome["activities"]:
        notes = [{**note, "text": black_out_text(note["text"], names)} for note in activity["notes"]]
        title = {"title": black_out_text(activity["title"], names)} if _is_custom(activity) else {}
        activities.append({**activity, **title, "notes": notes})
    parking_lot = outcome.get("parking_lot", "")
    parked = {"parking_lot": black_out_text(parking_lot, names)} if parking_lot else {}
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
    shown, done = [], 0
    for start, end in _spans(text, names):
        shown += [text[done:start], re.sub(r"\S", "█", text[start:end])]
        done = end
    return "".join((*shown, text[done:]))


def _spans(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each trace in `text`, in order and without overlap."""
    patterns = [_MAIL_OR_PHONE, *filter(None, [_of_names(names)])]
    done = 0
    for start, end in sorted(chain.from_iterable((m.span() for m in each.finditer(text)) for each in patterns)):
        if end > done:
            yield max(start, done), end
            done = end


def _of_names(names: Collection[str]) -> re.Pattern[str] | None:
    wanted = sorted({part for name in names for part in _parts(name)}, key=len, reverse=True)
    forms = [
        f"(?i:{re.escape(part)})"
        if len(part) >= _SHORT_NAME
        else "|".join(re.escape(form) for form in (part, part[:1].upper() + part[1:]))
        for part in wanted
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") if forms else None


def _parts(name: str) -> Iterator[str]:
    """Yield a name and its words, except prefixes such as "de" and single letters."""
    words = name.split()
    yield from filter(None, [" ".join(words)])
    for word in words[1:] if len(words) > 1 else ():
        if len(word) > 1 and word[:1].isupper():
            yield word
    if len(words) > 1 and len(words[0]) > 1:
        yield words[0]

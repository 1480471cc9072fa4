"""What in the notes of an outcome can be traced to a person, and how it is blacked out. It helps to look; it finds not all."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from luisteren_tui.planning.plan import CUSTOM_ID

_Json = Mapping[str, Any]
_MAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_BETWEEN = r"[\s./()\-\u2010\u2011\u2013]{0,3}"
_DUTCH = rf"(?:\+31|0031|0|\(0(?=\d{{1,3}}\)))(?:{_BETWEEN}\d){{9}}"
_ABROAD = rf"(?:\+|00)[1-9](?:{_BETWEEN}\d){{7,13}}"
_FOUND = re.compile(rf"{_MAIL}|(?<![\d+:]){_DUTCH}(?!\d)|(?<![\d+:]){_ABROAD}(?!\d)")
_SHORT = 5
"""A name of fewer letters may be a word as well ("Wil", "Roos"): it is found only with its capital, or as it was typed."""


def traces(outcome: _Json, names: Collection[str] = ()) -> list[str]:
    """Return what can be traced to a person in `outcome`: e-mail addresses, phone numbers, `names`.

    That is looked for in the notes, and in the titles of own blocks. Each comes once, as it stands there, in the order of the notes. Leave out notes first that go nowhere.
    """
    texts = (text for activity in outcome["activities"] for text in _texts(activity))
    return list(dict.fromkeys(text[start:end] for text in texts for start, end in _spans(text, names)))


def blacked_out(outcome: _Json, names: Collection[str] = ()) -> dict[str, Any]:
    """Return `outcome` with what `traces` finds made black."""
    activities = []
    for activity in outcome["activities"]:
        notes = [{**note, "text": black(note["text"], names)} for note in activity["notes"]]
        title = {"title": black(activity["title"], names)} if _own(activity) else {}
        activities.append({**activity, **title, "notes": notes})
    return {**outcome, "activities": activities}


def _own(activity: _Json) -> bool:
    """Return whether its title is the facilitator's own: it may be called after somebody."""
    return str(activity.get("id", "")).startswith(CUSTOM_ID)


def _texts(activity: _Json) -> Iterator[str]:
    if _own(activity):
        yield activity["title"]
    yield from (note["text"] for note in activity["notes"])


def black(text: str, names: Collection[str] = ()) -> str:
    """Return `text` with each letter black of what can be traced to a person; white space stays."""
    shown, done = [], 0
    for start, end in _spans(text, names):
        shown += [text[done:start], re.sub(r"\S", "█", text[start:end])]
        done = end
    return "".join((*shown, text[done:]))


def _spans(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the places in `text`, in order, none within another."""
    patterns = [_FOUND, *filter(None, [_of_names(names)])]
    done = 0
    for start, end in sorted(chain.from_iterable((m.span() for m in each.finditer(text)) for each in patterns)):
        if end > done:
            yield max(start, done), end
            done = end


def _of_names(names: Collection[str]) -> re.Pattern[str] | None:
    wanted = sorted({part for name in names for part in _parts(name)}, key=len, reverse=True)
    forms = [
        f"(?i:{re.escape(part)})"
        if len(part) >= _SHORT
        else "|".join(re.escape(form) for form in (part, part[:1].upper() + part[1:]))
        for part in wanted
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") if forms else None


def _parts(name: str) -> Iterator[str]:
    """Yield a name and its words; not what stands before a surname ("de"), nor one letter."""
    words = name.split()
    yield from filter(None, [" ".join(words)])
    for word in words[1:] if len(words) > 1 else ():
        if len(word) > 1 and word[:1].isupper():
            yield word
    if len(words) > 1 and len(words[0]) > 1:
        yield words[0]

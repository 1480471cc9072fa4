"""Which workshops, sessions and plans there are, by the names of their files alone: thousands of them cost little.

What lists a folder raises OSError if it can't be read. A missing folder is empty.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from luisteren_tui.i18n import N_
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders

MINUTE_LENGTH = len("2026-11-24-1330")
"""The length of the local minute with which the id of a session begins."""
SESSION_ID = re.compile(r"\d{4}-\d\d-\d\d-\d{4}-[\w-]{1,60}")
SESSION_FILE = re.compile(rf"({SESSION_ID.pattern})\.jsonl?")
DEVICE = N_("Windows can't have a file that is called {name}. Choose another name.")
_DIGIT = re.compile("[0-9]")


def newest_ids(names: Iterable[str], suffix: str) -> Iterator[str]:
    """Yield the ids of the sessions that have a journal (".jsonl") or an outcome (".json") among `names`, newest first."""
    found = sorted((name for name in names if name.endswith(suffix)), reverse=True)
    ids = (match[1] for name in found if (match := SESSION_FILE.fullmatch(name)))
    for _minute, group in groupby(ids, key=lambda id: id[:MINUTE_LENGTH]):
        yield from sorted(group, key=natural, reverse=True)


def base_id(started: datetime, workshop: str) -> str:
    """Return the id of a session of `workshop` (its id) that starts at this local time: 2026-11-24-1330-luisteren."""
    return f"{started:%Y-%m-%d-%H%M}-{id_word(workshop)}"


@lru_cache(maxsize=16)
def id_word(workshop: str) -> str:
    """Return the end of the ids of the sessions of `workshop` (its id)."""
    return re.sub(r"[\W_]+", "-", workshop).strip("-")[:40].rstrip("-") or "sessie"


def is_device_name(name: str) -> bool:
    """Return whether Windows takes a file with this name, whatever its suffix, for a device."""
    return re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", name, re.IGNORECASE) is not None


def is_plan_name(name: str) -> bool:
    """Return whether a plan can have this name."""
    return re.fullmatch("[a-z0-9][a-z0-9_-]{0,59}", name, re.IGNORECASE) is not None


def plan_names(folders: Folders) -> list[str]:
    """Return the names of the saved plans, in order."""
    return sorted(path.stem for path in folders.plans.glob("*.json") if is_plan_name(path.stem))


def workshop_names(folders: Folders) -> list[str]:
    """Return the names of the workshops of one's own and of those that come with the program, in order."""
    return sorted({file.stem for folder in (folders.workshops, content_dir()) for file in folder.glob("*.yaml")})


def natural(id: str) -> tuple[str, list[str | int]]:
    """Return a sort key by which -10 comes after -2."""
    # With thousands of sessions a split for each counts, so most ids do without.
    start, rest = id[:MINUTE_LENGTH], id[MINUTE_LENGTH:]
    if not _DIGIT.search(rest):
        return start, [rest]
    return start, [int(part) if index % 2 else part for index, part in enumerate(re.split("([0-9]+)", rest))]

"""What there is to list at home, by the names of files alone."""

import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from luisteren_tui.storage.file_names import newest_ids, plan_names
from luisteren_tui.storage.files import list_names
from luisteren_tui.system.package import DEFAULT_WORKSHOP, content_dir
from luisteren_tui.system.paths import Folders

MAX_SESSIONS_LISTED = 5
_WORKSHOP_NAME = re.compile(r"[\w-]{1,60}")


class HomeItems(NamedTuple):
    """What home lists: names of workshops and plans, ids of ended sessions, and whether there are unfinished ones.

    The user's own workshops come first. `drafts` are those with changes that are not saved, and `unsaved` those that are
    only a draft. `past` is whether there is anything to look back on, or to delete.
    """

    workshops: tuple[str, ...]
    unfinished: bool
    plans: tuple[str, ...]
    sessions: tuple[str, ...]
    rehearsal: bool
    past: bool = False
    drafts: frozenset[str] = frozenset()
    unsaved: frozenset[str] = frozenset()

    @classmethod
    def read(cls, folders: Folders) -> "HomeItems":
        """Read the names of files but not the files, so that home opens at once."""
        shipped, own = _names(content_dir(), ".yaml"), _names(folders.workshops, ".yaml")
        drafts = _names(folders.workshops, ".yaml.draft")
        others = shipped - own - drafts
        try:
            names, rehearsal_names = list_names(folders.sessions), list_names(folders.rehearsals)
            plans = plan_names(folders)
        except OSError:
            names = rehearsal_names = plans = []
        sessions = tuple(islice(newest_ids(names, ".json"), MAX_SESSIONS_LISTED))
        unfinished = any(newest_ids(names, ".jsonl"))
        rehearsal = any(newest_ids(rehearsal_names, ".jsonl"))
        return cls(
            workshops=(
                *sorted(own),
                *sorted(drafts - own),
                *sorted(others, key=lambda name: (name != DEFAULT_WORKSHOP, name)),
            ),
            unfinished=unfinished,
            plans=tuple(plans),
            sessions=sessions,
            rehearsal=rehearsal,
            drafts=frozenset(drafts),
            unsaved=frozenset(drafts - own),
            past=bool(sessions) or unfinished or rehearsal or any(newest_ids(rehearsal_names, ".json")),
        )


def _names(folder: Path, suffix: str) -> set[str]:
    """Return the names of the files in a folder whose names end so, as far as home can list them."""
    found = {path.name.removesuffix(suffix): path for path in folder.glob(f"*{suffix}")}
    return {name for name, path in found.items() if _WORKSHOP_NAME.fullmatch(name) and path.is_file()}

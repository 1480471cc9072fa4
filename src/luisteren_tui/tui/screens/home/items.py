"""What home lists, and the titles that need nothing but the names of files."""

import re
from itertools import islice
from typing import NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import id_time
from luisteren_tui.storage.file_names import newest_ids, plan_names
from luisteren_tui.storage.files import list_names
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line

MAX_SESSIONS_LISTED = 5
_WORKSHOP_NAME = re.compile(r"[\w-]{1,60}")


class HomeItems(NamedTuple):
    """What home lists: names of workshops and plans, ids of ended sessions, and whether there are unfinished ones.

    `past` is whether there is anything to look back on, or to delete.
    """

    workshops: tuple[str, ...]
    unfinished: bool
    plans: tuple[str, ...]
    sessions: tuple[str, ...]
    rehearsal: bool
    past: bool = False

    @classmethod
    def read(cls, folders: Folders) -> "HomeItems":
        """Read the names of files but not the files, so that home opens at once."""
        workshops = {
            path.stem
            for folder in (content_dir(), folders.workshops)
            for path in folder.glob("*.yaml")
            if _WORKSHOP_NAME.fullmatch(path.stem) and path.is_file()
        }
        try:
            names, rehearsal_names = list_names(folders.sessions), list_names(folders.rehearsals)
            plans = plan_names(folders)
        except OSError:
            names = rehearsal_names = plans = []
        sessions = tuple(islice(newest_ids(names, ".json"), MAX_SESSIONS_LISTED))
        unfinished = any(newest_ids(names, ".jsonl"))
        rehearsal = any(newest_ids(rehearsal_names, ".jsonl"))
        return cls(
            workshops=tuple(sorted(workshops)),
            unfinished=unfinished,
            plans=tuple(plans),
            sessions=sessions,
            rehearsal=rehearsal,
            past=bool(sessions) or unfinished or rehearsal or any(newest_ids(rehearsal_names, ".json")),
        )


def today_title(name: str, start: str | None, *, held: bool, hidden: bool) -> Content:
    """Return the title of a plan for today, which a session may have been `held` by.

    If its name has more than the date, that is added unless names are hidden.
    """
    day = _("Today {time}").format(time=start) if start else _("Today")
    text = f"{day} · {_('the plan was run') if held else _('the plan is ready')}"
    more = "" if hidden else name[len("2026-11-24-") :]
    return Content.assemble((text, "" if held else "bold"), f" ({safe_line(more)})" if more else "")


def start_title(workshop: str) -> Content:
    """Return the title of the option that starts a session."""
    return Content.assemble((_("Start “{title}”").format(title=workshop), "bold"))


def rehearse_title(workshop: str) -> Content:
    """Return the title of the option that starts a rehearsal."""
    return Content(_("Rehearse “{title}”").format(title=workshop))


def plan_title(workshop: str) -> Content:
    """Return the title of the option that makes a plan."""
    return Content(_("Make a plan for “{title}”").format(title=workshop))


def saved_title(name: str) -> Content:
    """Return the title of the option that opens a saved plan."""
    return Content(_("Plan: {name}").format(name=safe_line(name)))


def session_name(id: str) -> str:
    """Return the id of a session in words: its day and time, and the workshop."""
    return safe_line(f"{id_time(id)} · {id[16:]}")

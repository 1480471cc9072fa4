"""The titles on the home screen that come from the contents of files."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from textual.content import Content

from luisteren_tui.export.session_summary import name as summary_name
from luisteren_tui.export.session_summary import state as summary_state
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import long_day
from luisteren_tui.planning.plan_dates import day_in_name, time_of_day
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.storage import plans
from luisteren_tui.storage.session_index import SessionFiles, find_unfinished, newest_unfinished, read_row
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.home.items import (
    HomeItems,
    plan_title,
    rehearse_title,
    saved_title,
    start_title,
    today_title,
)
from luisteren_tui.tui.screens.resume import Unfinished


def titles(
    items: HomeItems, todays_plans: Mapping[str, bool], folders: Folders, clock: Clock, *, hidden: bool
) -> Iterator[tuple[str, Content | None]]:
    """Yield the id of each option of home with its title, or with None if there is nothing to resume.

    `todays_plans` are the names of the plans for today, and whether a session was held by each. Options whose file can't
    be read are left out. What happened before is not told while it is `hidden`.
    """
    for name in items.workshops:
        workshop = load(find(name, folders.data)).workshop
        if workshop is not None:
            title = safe_line(workshop.title)
            yield f"run:{name}", start_title(title)
            yield f"plan:{name}", plan_title(title)
            yield f"rehearse:{name}", rehearse_title(title)
    for name, held in todays_plans.items():
        with suppress(OSError, ValueError):
            start = time_of_day(plans.load(folders, name).start)
            yield f"today:{name}", today_title(name, start, held=held, hidden=hidden)
    for name in () if hidden else items.plans:
        if day := day_in_name(name):
            yield f"saved:{name}", saved_title(f"{name} · {long_day(day)}")
    for id in () if hidden else items.sessions:
        files = SessionFiles(id, folders.sessions)
        if files.journal or files.outcome:  # else it has been deleted
            yield f"outcome:{id}", _session_title(files)
    with suppress(OSError):
        if items.unfinished:
            paths = list(find_unfinished(folders.sessions))
            yield from _unfinished_titles(("resume", "end"), paths, clock, hidden=hidden)
        if items.rehearsal:
            newest = newest_unfinished(folders.rehearsals)
            paths = [newest] if newest else []
            yield from _unfinished_titles(("resume-rehearsal", "end-rehearsal"), paths, clock, hidden=hidden)


def _session_title(files: SessionFiles) -> Content:
    """Return when a session was, and whether it was cut short."""
    summary = read_row(files)
    text = summary_name(summary)
    if not (summary.whole and summary_state(summary) == _("ended")):
        text = f"{text} · {summary_state(summary)}"
    return Content(_("Look back: {name}").format(name=text))


def _unfinished_titles(
    ids: tuple[str, str], paths: list[Path], clock: Clock, *, hidden: bool
) -> Iterator[tuple[str, Content | None]]:
    """Yield the title of the newest of `paths` for the first of `ids`, or None for both if there are no paths."""
    if not paths:
        yield from ((id, None) for id in ids)
        return
    if hidden:
        return
    try:
        unfinished = Unfinished.read(paths[0], clock)
    except (OSError, UnfitError):
        return
    text = (
        _("REHEARSAL: go on with “{title}”, stopped {length} ago")
        if unfinished.rehearsal
        else _("Go on with “{title}”, stopped {length} ago")
    ).format(title=unfinished.title, length=unfinished.ago)
    if len(paths) > 1:
        text = f"{text} ({_('1 of {n}').format(n=len(paths))})"
    yield ids[0], Content.assemble((text, "bold"))

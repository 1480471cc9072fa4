"""The commands that only look: check, show, sessions and where. Each returns its exit code."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from luisteren_tui import paths
from luisteren_tui.console import FINE, WRONG, Wishes, say, say_data, speak, tell
from luisteren_tui.i18n import N_, _
from luisteren_tui.text import safe_line
from luisteren_tui.workshop.problem import Problem

if TYPE_CHECKING:
    from luisteren_tui.storage.library import Entry

_KINDS = {
    "unfinished": N_("not ended"),
    "ended": N_("ended"),
    "damaged": N_("damaged"),
    "foreign": N_("not a session"),
}


def check(wishes: Wishes, files: tuple[str, ...]) -> int:
    """Say what is wrong with workshop files, and what could be better."""
    from luisteren_tui.storage.workshop_file import format_finding, load

    wrong = remarks = 0
    for file in files:
        loaded = load(Path(file))
        speak(wishes.lang, loaded.workshop.language if loaded.workshop else None)
        for finding in (*loaded.errors, *loaded.advice):
            say(format_finding(finding))
        wrong += len(loaded.errors)
        remarks += len(loaded.errors) + len(loaded.advice)
    if not remarks:
        tell(_("Nothing to remark."))
    return WRONG if wrong else FINE


def show(wishes: Wishes, session: str, form: str) -> int:
    """Show a session, ended or running, as `form` says."""
    from luisteren_tui.storage import workshop_file
    from luisteren_tui.storage.library import NoSession, resolve
    from luisteren_tui.storage.outcome import Unreadable, encode, read_session

    problems: list[Problem] = []
    try:
        path = resolve(session, paths.folders(wishes.data).data)
        outcome = read_session(path, problems)
    except NoSession as error:
        tell(safe_line(workshop_file.say(error.problem)))
        return WRONG
    except Unreadable as error:
        tell(safe_line(f"{path}: {workshop_file.say(error.problem)}"))
        return WRONG
    speak(wishes.lang, outcome["workshop"]["language"])
    for problem in problems:
        tell(safe_line(f"{path}: {workshop_file.say(problem)}"))
    if form == "json":
        say_data(encode(outcome).rstrip())
        return FINE
    from luisteren_tui.report.text import as_text

    say(as_text(outcome).rstrip())
    return FINE


def sessions(wishes: Wishes) -> int:
    """List the sessions, the newest first."""
    from luisteren_tui.storage.library import list_sessions

    rows = [_session_row(entry) for entry in list_sessions(paths.folders(wishes.data).sessions)]
    if not rows:
        tell(_("There are no sessions yet."))
        return FINE
    rows.insert(0, (_("Id"), _("Started"), _("State"), _("Title")))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        say("  ".join((*(part.ljust(width) for part, width in zip(row, widths, strict=False)), row[3])).rstrip())
    return FINE


def _session_row(entry: "Entry") -> tuple[str, str, str, str]:
    from luisteren_tui.report.text import local_time

    id, title, started = entry.id, "", ""
    if entry.kind != "foreign":
        started = f"{id[:10]} {id[11:13]}:{id[13:15]}"
    if entry.outcome is not None:
        workshop: Any = entry.outcome.get("workshop")
        title = str(workshop.get("title", "")) if isinstance(workshop, dict) else ""
        started = local_time(str(entry.outcome.get("started", "")))
    elif entry.opened is not None:
        title = entry.opened.workshop.title
    return safe_line(id), started, _(_KINDS[entry.kind]), safe_line(title)


def where(wishes: Wishes) -> int:
    """Say which folders and files are in use."""
    from luisteren_tui.storage.workshop_file import content_dir

    folders = paths.folders(wishes.data)
    places = (
        (_("data"), folders.data),
        (_("sessions"), folders.sessions),
        (_("rehearsals"), folders.rehearsals),
        (_("plans"), folders.plans),
        (_("workshops"), folders.workshops),
        (_("texts"), folders.texts),
        (_("shipped"), content_dir()),
        (_("settings"), paths.config_file()),
    )
    width = max(len(name) for name, _path in places)
    for name, path in places:
        say(f"{name:{width}}  {safe_line(str(path))}")
    return FINE

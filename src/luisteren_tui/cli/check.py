"""The commands that only look: check and where. Each returns its exit code."""

from pathlib import Path

from luisteren_tui.cli.output import FINE, WRONG, Wishes, say, speak, tell
from luisteren_tui.i18n import _
from luisteren_tui.system import paths
from luisteren_tui.text.safe import safe_line


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


def where(wishes: Wishes) -> int:
    """Say which folders and files are in use."""
    from luisteren_tui.system.paths import content_dir

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

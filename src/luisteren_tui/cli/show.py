"""The command that shows a session: on the screen, or as a file to send."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from luisteren_tui.cli.output import DISK, FINE, USAGE, WRONG, Wishes, ask, can_ask, say, say_data, speak, tell
from luisteren_tui.export.formats import Format
from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.storage.outcome.outcome_file import Unreadable, names_typed, read_session
from luisteren_tui.storage.photos import Photo
from luisteren_tui.storage.session_index import NoSession, resolve
from luisteren_tui.system import paths
from luisteren_tui.system.paths import from_checkout
from luisteren_tui.text.safe import safe_line

_SHOWN = 12
"""Traces of persons that are named one by one."""


def show(
    wishes: Wishes,
    session: str,
    form: str | None,
    private: bool,
    no_notes: bool,
    no_times: bool,
    photos: str | None,
    out: str | None,
) -> int:
    """Show a session, ended or running, in a `form`, and return the exit code.

    A pdf, and all that has a file `out`, is written; the rest goes where results go.
    """
    from luisteren_tui.export.formats import FORMATS, by_suffix, for_path

    named = for_path(Path(out or ""))
    if form is None and named is None and Path(out or "").suffix:
        endings = ", ".join(by_suffix())
        tell(_("Name a file that ends in {endings}, or say with --format what it is to be.").format(endings=endings))
        return USAGE
    format = FORMATS[form] if form else named or FORMATS["text"]
    if photos is not None and not format.photos:
        tell(_("Pictures can be in html and pdf only."))
        return USAGE
    if format.binary and out == "-":
        tell(_("A PDF goes to a file: name one with -o."))
        return USAGE
    found = _read(wishes, session)
    if found is None:
        return WRONG
    path, outcome = found
    pictures = _photos(photos)
    if pictures is None:
        return WRONG
    target = _target(path, format, out)
    if target is not None and (refused := _refused(target, path, paths.folders(wishes.data), out is None)):
        return refused
    if target is not None:
        outcome = _looked_at(outcome, path, private, not no_notes)
    made = _made(format.name, outcome, pictures, private=private, notes=not no_notes, times=not no_times)
    if made is None:
        return WRONG
    if target is not None:
        return _write(target, format.name, made)
    assert isinstance(made, str)  # a binary format always has a target
    (say if format.name == "text" else say_data)(made.rstrip("\n"))
    return FINE


def _read(wishes: Wishes, session: str) -> tuple[Path, dict[str, Any]] | None:
    problems: list[Problem] = []
    try:
        path = resolve(session, paths.folders(wishes.data).data)
        outcome = read_session(path, problems)
    except NoSession as error:
        tell(safe_line(problem_message(error.problem)))
        return None
    except Unreadable as error:
        tell(safe_line(f"{path}: {problem_message(error.problem)}"))
        return None
    speak(wishes.lang, outcome["workshop"]["language"])
    for problem in problems:
        tell(safe_line(f"{path}: {problem_message(problem)}"))
    return path, outcome


def _photos(folder: str | None) -> list[Photo] | None:
    if folder is None:
        return []
    if not Path(folder).is_dir():
        tell(safe_line(_("There is no folder {name}.").format(name=folder)))
        return None
    from luisteren_tui.storage.photos import photos

    found, problems = photos(Path(folder))
    for problem in problems:
        tell(safe_line(problem_message(problem)))
    if not found:
        tell(_("There are no pictures in it: .jpg and .png are what is looked for."))
    return found


def _target(session: Path, format: Format, out: str | None) -> Path | None:
    """Return the file to write, None for where results go."""
    if out is not None:
        return None if out == "-" else Path(out)
    return Path(session.stem + format.suffixes[0]) if format.binary else None


def _refused(target: Path, source: Path, folders: paths.Folders, unnamed: bool) -> int:
    """Return why nothing is written there, once it was said: 0 when it may be."""
    from luisteren_tui.export.saving import among_sessions

    if among_sessions(target, folders):
        tell(safe_line(_("{path} is where the sessions themselves are. Choose another place.").format(path=target)))
        return USAGE
    if target.exists() and target.samefile(source):
        tell(safe_line(_("{path} is the session itself. Choose another name.").format(path=target)))
        return USAGE
    if unnamed and not _is_ours(target):
        message = _("{path} is there already and was not made by this program. Choose a name with -o, or move it.")
        tell(safe_line(message.format(path=target)))
        return DISK
    return FINE


def _is_ours(path: Path) -> bool:
    from luisteren_tui.export.handout_pdf import MARK
    from luisteren_tui.storage.files import read_bounded

    try:
        return MARK in read_bounded(path, 2**28)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _looked_at(outcome: dict[str, Any], path: Path, private: bool, notes: bool) -> dict[str, Any]:
    """Return the outcome to write, after a look at what can be traced to a person: as it is, or with that made black."""
    from luisteren_tui.export.outcome_text import visible
    from luisteren_tui.export.redaction import blacked_out, traces

    names: Collection[str] = names_typed(path) if path.suffix == ".jsonl" else ()
    found = traces(visible(outcome, private=private, notes=notes), names)
    if not found:
        return outcome
    listed = ", ".join(safe_line(each) for each in found[:_SHOWN])
    if len(found) > _SHOWN:
        listed = f"{listed}, {_('and {n} more').format(n=len(found) - _SHOWN)}"
    if not can_ask():
        tell(_("Look before you send it: this can be traced to a person: {found}.").format(found=listed))
        return outcome
    tell(_("Is there anything in it that can be traced to a client or a colleague?"))
    tell(f"  {listed}")
    return blacked_out(outcome, names) if ask(_("Black it out?")) else outcome


def _made(form: str, outcome: Mapping[str, Any], photos: list[Photo], **wanted: bool) -> str | bytes | None:
    """Return what is asked for, None once it was said why not; a picture that is damaged is left out."""
    from luisteren_tui.export.formats import render
    from luisteren_tui.export.handout_pdf import NotPictures, NoTypst
    from luisteren_tui.storage.photos import NOT_A_PICTURE

    try:
        return render(form, outcome, photos=photos, **wanted)
    except NotPictures as wrong:
        for number in wrong.numbers:
            tell(safe_line(problem_message(Problem((), NOT_A_PICTURE, {"name": photos[number - 1].name}))))
        sound = [photo for number, photo in enumerate(photos, 1) if number not in wrong.numbers]
        return render(form, outcome, photos=sound, **wanted)
    except NoTypst:
        if from_checkout():
            tell(_("For a PDF, type this once: make pdf"))
        else:
            tell(_("A PDF needs the extra [pdf], which brings typst: install luisteren-tui[pdf]."))
        tell(_("A page for the browser, to print from there, needs nothing: --format html -o FILE"))
        return None


def _write(target: Path, form: str, made: str | bytes) -> int:
    from luisteren_tui.export.formats import file_bytes
    from luisteren_tui.export.saving import write_export

    write_export(target, file_bytes(form, made))
    say(safe_line(str(target)))
    return FINE

"""The command that shows a session in the terminal, or writes it into a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from luisteren_tui.cli.options import command, completes, flag, format_option, output_option, session_argument
from luisteren_tui.cli.output import (
    STDOUT,
    Exit,
    GlobalOptions,
    can_ask,
    confirm,
    print_message,
    print_missing,
    print_pdf_help,
    refuse_output,
    use_language,
    write_result,
)
from luisteren_tui.cli.separator import check_separator, separator_option
from luisteren_tui.export.formats import FORMATS, by_suffix, file_bytes, for_path, render
from luisteren_tui.export.outcome_wording import visible
from luisteren_tui.export.pdf import MissingGlyphs, NotPictures, NoTypst
from luisteren_tui.export.redaction import black_out, find_traces, list_traces
from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.session.events import names_typed
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.photos import NOT_A_PICTURE, Photo, read_photos
from luisteren_tui.storage.session_index import NoSession, find_session, later_rehearsal
from luisteren_tui.system import paths
from luisteren_tui.system.process_memory import hide_memory
from luisteren_tui.text.safe import safe_line

MAX_LISTED = 20
"""The most problems of a file that are listed."""


def show_command() -> click.Command:
    """Return the command `show`."""
    params = [
        session_argument(),
        format_option(FORMATS, _("The output format; by default that of the file's suffix, else text.")),
        flag("--private", _("Include the notes that are for you alone.")),
        flag("--no-notes", _("Leave out the notes.")),
        flag("--no-times", _("Leave out the times.")),
        click.Option(
            ["--photos"],
            metavar="FOLDER",
            shell_complete=completes("folders"),
            help=_("Include the photos (jpg, png) in this folder; for html and pdf."),
        ),
        separator_option(),
        output_option(_("The file to write; an existing file is overwritten, and - is standard output.")),
    ]
    examples = (
        "show last",
        "show 2026-11-24-1330-luisteren --format md -o report.md",
        "show last --photos photos -o report.pdf",
    )
    return command("show", show, params, examples=examples)


def show(
    options: GlobalOptions,
    session: str,
    format: str | None,
    private: bool,
    no_notes: bool,
    no_times: bool,
    photos: str | None,
    separator: str | None,
    out: str | None,
) -> int:
    """Print a session, ended or running, or write it into the file `out`.

    Without `out`, a binary format goes into a file with the name of the session.
    """
    by_name = for_path(Path(out or ""))
    if format is None and by_name is None and Path(out or "").suffix:
        endings = ", ".join(by_suffix())
        text = _("Name a file that ends in {endings}, or choose a format with --format.")
        raise click.UsageError(text.format(endings=endings))
    chosen = FORMATS[format] if format else by_name or FORMATS["text"]
    check_separator(separator, chosen.name)
    if photos is not None and not chosen.photos:
        raise click.UsageError(_("Only html and pdf can have photos."))
    hide_memory()
    found = _read(options, session)
    if found is None:
        return Exit.BAD_INPUT
    path, outcome = found
    pictures = _photos(photos)
    if pictures is None:
        return Exit.BAD_INPUT
    file = path.stem + chosen.suffixes[0] if out is None and chosen.binary else out
    if code := refuse_output(file, options, named=out is not None, binary=chosen.binary):
        return code
    if file not in (None, STDOUT):
        if Path(file).exists() and Path(file).samefile(path):
            raise click.UsageError(safe_line(_("{path} is the session itself. Choose another name.").format(path=file)))
        outcome = _offer_redaction(outcome, path, private, not no_notes)
    make = partial(
        render,
        chosen.name,
        outcome,
        private=private,
        notes=not no_notes,
        times=not no_times,
        separator=separator,
    )
    code, content = _render(make, pictures)
    if content is not None:
        write_result(file, [file_bytes(chosen.name, content)])
    return code


def _read(options: GlobalOptions, session: str) -> tuple[Path, dict[str, Any]] | None:
    problems: list[Problem] = []
    try:
        path = find_session(session, paths.folders(options.data).data)
        outcome = read_session(path, problems)
    except NoSession as error:
        print_message(safe_line(problem_message(error.problem)))
        return None
    except Unreadable as error:
        print_message(safe_line(f"{path}: {problem_message(error.problem)}"))
        return None
    use_language(options.lang, outcome["workshop"]["language"])
    if session == "last" and (rehearsal := later_rehearsal(path, paths.folders(options.data).data)):
        print_message(_("This is the last session. There is a later rehearsal: show {id}").format(id=rehearsal))
    # What is wrong in one activity is often wrong in all of them.
    messages = list(dict.fromkeys(map(problem_message, problems)))
    for message in messages[:MAX_LISTED]:
        print_message(safe_line(f"{path}: {message}"))
    if (more := len(messages) - MAX_LISTED) > 0:
        print_message(_("and {n} more").format(n=more))
    return path, outcome


def _photos(folder: str | None) -> list[Photo] | None:
    if folder is None:
        return []
    if not Path(folder).is_dir():
        print_message(safe_line(_("There is no folder {name}.").format(name=folder)))
        return None
    found, problems = read_photos(Path(folder))
    for problem in problems:
        print_message(safe_line(problem_message(problem)))
    if not found:
        print_message(_("There are no photos in it: only .jpg and .png files count."))
    return found


def _offer_redaction(outcome: dict[str, Any], path: Path, private: bool, notes: bool) -> dict[str, Any]:
    """Print what can be traced to a person, offer to black it out, and return the outcome to write."""
    records = read_journal(path).records if path.suffix == ".jsonl" else ()
    names = names_typed(record.event for record in records)
    found = find_traces(visible(outcome, private=private, notes=notes), names)
    if not found:
        return outcome
    listed = list_traces(found)
    if not can_ask():
        text = _("Check before you send it. This can be traced to a person: {found}.")
        print_message(text.format(found=listed))
        return outcome
    print_message(_("Is there anything in it that can be traced to a client or a colleague?"))
    print_message(f"  {listed}")
    return black_out(outcome, names) if confirm(_("Black it out?")) else outcome


def _render(make: Callable[..., str | bytes], photos: list[Photo]) -> tuple[Exit, str | bytes | None]:
    """Return what `make` makes with `photos`, or None if it can't, after printing what is wrong.

    A damaged photo is left out.
    """
    try:
        return Exit.OK, make(photos=photos)
    except MissingGlyphs as lacking:
        print_missing(lacking)
        return Exit.BAD_INPUT, lacking.pdf
    except NotPictures as damaged:
        for number in damaged.numbers:
            name = photos[number - 1].name
            print_message(safe_line(problem_message(Problem((), NOT_A_PICTURE, {"name": name}))))
        return _render(make, [photo for number, photo in enumerate(photos, 1) if number not in damaged.numbers])
    except NoTypst:
        print_pdf_help(_("A page that you print from the browser needs nothing else: --format html -o FILE"))
        return Exit.BAD_INPUT, None

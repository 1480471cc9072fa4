"""What the command line prints, in which language, and its exit codes."""

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import TextIO

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import is_yes
from luisteren_tui.system.package import from_checkout, is_bundle
from luisteren_tui.text.safe import safe, safe_line

NAME = "luisteren-tui"
COMPLETE = "_LUISTEREN_TUI_COMPLETE"
"""The environment variable in which a shell asks for completion."""
WITHOUT_SCREENS = ("plan", "handout", "new", "check", "show", "sessions", "where", "room --browser")
"""The commands that need no screens."""
STDOUT = "-"
"""The name of a file that means standard output."""
_PARTS_AT_ONCE = 50
"""The parts that are written together: whoever reads them through a pipe wakes up for each write."""


class Exit(IntEnum):
    """The exit codes."""

    OK = 0
    BAD_INPUT = 1
    USAGE = 2
    IO_ERROR = 3
    LOCKED = 4
    """Another session holds the data folder."""
    INTERRUPTED = 130


class GlobalOptions:
    """The values of the options that every command takes."""

    data: str | None = None
    lang: str | None = None


def replace_unencodable() -> None:
    """Print a replacement for each character that the terminal's encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_result(text: str) -> None:
    """Print `text`, which must be safe, to standard output; raise OSError if there is none."""
    _standard_output().write(f"{text}\n")


def _standard_output() -> TextIO:
    # Not click.echo(): it replaces the stream of a terminal that claims to be ASCII.
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdout


def refuse_output(out: str | None, options: GlobalOptions, *, named: bool = True, binary: bool = False) -> int:
    """Report why a result can't go to `out`, as in `write_result`, and return the exit code, or 0 if it can.

    A file is overwritten if the user named it. Under a name of the program's own (not `named`), only what the program
    made is. A `binary` result doesn't go to a terminal. Raise click's UsageError where that is wrong usage.
    """
    # The screens open sooner without these.
    from click import UsageError

    from luisteren_tui.export.saving import among_sessions, may_overwrite
    from luisteren_tui.system import paths

    if out in (None, STDOUT):
        if not binary or not _standard_output().isatty():
            return Exit.OK
        raise UsageError(_("A PDF can't be shown in a terminal: name a file with -o."))
    path = Path(out)
    if among_sessions(path, paths.folders(options.data)):
        text = _("{path} is where the sessions themselves are. Choose another place.")
        raise UsageError(safe_line(text.format(path=path)))
    if path.is_symlink() and (path.is_file() or not path.exists()):  # others may have put it there
        text = _("{path} is a link to another place. Choose another name.")
    elif not named and not may_overwrite(path):
        text = _("{path} already exists and was not made by this program. Choose a name with -o, or move it.")
    else:
        return Exit.OK
    print_message(safe_line(text.format(path=path)))
    return Exit.IO_ERROR


def write_result(out: str | None, parts: Iterable[bytes]) -> int:
    """Write a result, in UTF-8 if it is text, to the file `out`, or to standard output for None and "-".

    Print the path of a file. Return how many bytes the result has.
    """
    if out in (None, STDOUT):
        return _print_parts(parts)
    from luisteren_tui.export.saving import write_export  # the screens open sooner without it

    data = b"".join(parts)
    write_export(Path(out), data)
    print_result(safe_line(out))
    return len(data)


def _print_parts(parts: Iterable[bytes]) -> int:
    """Print `parts` as they come: the bytes as they are, or what a terminal can show of them, made safe."""
    output, rest, size = _standard_output(), _without_mark(parts), 0
    output.flush()
    while some := list(islice(rest, _PARTS_AT_ONCE)):
        data = b"".join(some)
        size += len(data)
        # Standard output as text has the encoding and the line ends of the system.
        if output.isatty():
            output.write(safe(data.decode(errors="replace")))
        else:
            output.buffer.write(data)
    return size


def _without_mark(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield `parts` without a byte order mark: a file of a spreadsheet has one, and what reads from a pipe expects none."""
    rest = iter(parts)
    yield next(rest, b"").removeprefix(codecs.BOM_UTF8)
    yield from rest


def print_json(value: object) -> None:
    """Print `value` for another program, in ASCII."""
    import json  # the screens open sooner without it

    write_result(None, [json.dumps(value, indent=1).encode(), b"\n"])


def print_message(text: str) -> None:
    """Make `text` safe and print it to standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{safe(text)}\n")


def flush_output() -> None:
    """Write what is still buffered; raise OSError if that fails."""
    if sys.stdout is not None:
        sys.stdout.flush()


def leave_window_open(code: int) -> None:
    """Wait until an error was read, where the window would close with the program."""
    if sys.platform == "win32" and code not in (Exit.OK, Exit.INTERRUPTED) and can_ask():
        from luisteren_tui.system.windows import window_closes_with_program  # only Windows needs it

        if window_closes_with_program():
            print_message(_("Press Enter to close this window."))
            with suppress(OSError, KeyboardInterrupt):
                sys.stdin.readline()


def discard_output() -> None:
    """Discard output that can't be written, so that Python doesn't complain about it on exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)


def on_terminal() -> bool:
    """Return whether the screens can be shown here; print what can be done instead if they can't."""
    if not _is_terminal():
        why = _("The screens need a terminal, and this is not one.")
    elif not shows_screens():
        why = _("This terminal can't show the screens (TERM is “{term}”). Open another terminal window.")
        why = why.format(term=os.environ.get("TERM", ""))
    else:
        return True
    print_message(why)
    print_message(_("These commands work without screens: {commands}.").format(commands=", ".join(WITHOUT_SCREENS)))
    print_message(_("Try '{command} {option}' for help.").format(command=NAME, option="--help"))
    return False


def shows_screens() -> bool:
    """Return whether this is a terminal that understands what the screens send to it."""
    # Emacs and some editors run programs in a terminal that only shows text, and call it dumb. Without a TERM, as on
    # Windows or when a program was started with an empty environment, it is nearly always one that can do more.
    return _is_terminal() and os.environ.get("TERM") not in ("dumb", "unknown")


def _is_terminal() -> bool:
    return all(map(_is_shown, (sys.stdin, sys.stdout)))


def can_ask() -> bool:
    """Return whether somebody is there to answer a question."""
    return all(map(_is_shown, (sys.stdin, sys.stderr)))


def _is_shown(stream: TextIO | None) -> bool:
    """Return whether somebody sees what is written to `stream`, or types what is read from it."""
    if stream is None or not stream.isatty():
        return False
    if sys.platform == "win32":
        from luisteren_tui.system.windows import is_console  # only Windows needs it

        return is_console(stream.fileno())
    return True


def confirm(question: str) -> bool:
    """Ask a yes-or-no question on standard error and return whether the answer is yes."""
    sys.stderr.write(f"{safe(question)} {_('[y/N]')} ")
    sys.stderr.flush()
    return is_yes(sys.stdin.readline())


def language_option(args: Sequence[str]) -> str | None:
    """Return the value of `--lang` in `args`. It is needed before click parses them, for click's own messages."""
    value = None
    for arg, following in zip(args, (*args[1:], ""), strict=False):
        if arg == "--":
            break
        if arg == "--lang":
            value = following
        elif arg.startswith("--lang="):
            value = arg.removeprefix("--lang=")
    return value


def use_language(option: str | None, workshop_language: str | None = None) -> None:
    """Use the language that was asked for, else the workshop's, else the system's."""
    i18n.use(i18n.screen_language(i18n.asked_language(option), workshop_language))


def print_missing(lacking: Exception) -> None:
    """Say which characters a PDF lacks, and that a page has them."""
    print_message(str(lacking))
    print_message(_("A page for the browser keeps everything: --format html -o FILE"))


def print_pdf_help(alternative: str) -> None:
    """Say how to install what a PDF needs, and what else can be done."""
    if is_bundle():
        print_message(_("PDFs can't be made on this computer."))  # what they need is in the bundle
    elif from_checkout():
        print_message(_("To make PDFs, run this once: make pdf"))
    else:
        print_message(_("A PDF needs the [pdf] extra, which includes typst: install luisteren-tui[pdf]."))
    print_message(alternative)

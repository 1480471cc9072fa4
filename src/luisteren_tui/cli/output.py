"""What the command line prints, in which language, and its exit codes."""

import errno
import io
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import islice
from typing import TextIO

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import is_yes
from luisteren_tui.system.package import from_checkout, is_bundle
from luisteren_tui.text.safe import safe

NAME = "luisteren-tui"
_TEXTS_AT_ONCE = 50
"""The texts that are written together: whoever reads them through a pipe wakes up for each write."""


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


def print_data(text: str) -> None:
    """Print `text` for another program: as UTF-8, whatever the encoding of the terminal."""
    write_data([f"{text}\n"])


def write_data(texts: Iterable[str]) -> int:
    """Print `texts` for another program as they come, and return how many characters they have."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    output, rest, size = _standard_output(), iter(texts), 0
    while some := list(islice(rest, _TEXTS_AT_ONCE)):
        size += output.write("".join(some))
    return size


def print_message(text: str) -> None:
    """Make `text` safe and print it to standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{safe(text)}\n")


def flush_output() -> None:
    """Write what is still buffered; raise OSError if that fails."""
    if sys.stdout is not None:
        sys.stdout.flush()


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
    """Return whether there is a terminal for the screens; print a message if there is none."""
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    print_message(_("The screens need a terminal, and this is not one."))
    return False


def can_ask() -> bool:
    """Return whether somebody is there to answer a question."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


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


def print_pdf_help(alternative: str) -> None:
    """Say how to install what a PDF needs, and what else can be done."""
    if is_bundle():
        print_message(_("PDFs can't be made on this computer."))  # what they need is in the bundle
    elif from_checkout():
        print_message(_("To make PDFs, run this once: make pdf"))
    else:
        print_message(_("A PDF needs the [pdf] extra, which includes typst: install luisteren-tui[pdf]."))
    print_message(alternative)

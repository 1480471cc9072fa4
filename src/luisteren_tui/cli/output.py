"""What the command line says, in which language, and how it stays calm when nobody can hear it."""

import errno
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from luisteren_tui import i18n
from luisteren_tui.text.safe import safe

FINE, WRONG, USAGE, DISK, HELD = range(5)
"""The exit codes: all is well, the input is wrong, so is the usage, no reading or writing, another has the folder."""


@dataclass(slots=True)
class Wishes:
    """What the options that every command has were given."""

    data: str | None = None
    lang: str | None = None


def be_tolerant() -> None:
    """Let a terminal that lacks a character show another one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Write the lines of `text`, which is safe, to where results go; an OSError when that is nowhere."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # Not click's echo(): that takes a terminal that says ASCII for one that doesn't mean it.
    sys.stdout.write(f"{text}\n")


def say_data(text: str) -> None:
    """Write what is for other programs, as UTF-8 whatever the terminal knows."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    say(text)


def tell(text: str) -> None:
    """Write `text`, made safe, to where messages go, if anywhere."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{safe(text)}\n")


def finish_output() -> None:
    """See to it that what was said has left; an OSError when it can't."""
    if sys.stdout is not None:
        sys.stdout.flush()


def let_go_of_output() -> None:
    """Throw away what could not be said, so that Python does not complain about it at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def on_terminal() -> bool:
    """Return whether there is a terminal to open screens on; where there is none, say so."""
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    tell(i18n._("The screens need a terminal, and this is none."))
    return False


def can_ask() -> bool:
    """Return whether there is somebody to answer a question."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str) -> bool:
    """Ask for a yes or a no where messages go; whatever is no yes is a no."""
    sys.stderr.write(f"{safe(question)} {i18n._('[y/N]')} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


def asked_language(args: Sequence[str]) -> str | None:
    """Return what `--lang` says in `args`, before anything else is known of them: their help is in that language."""
    asked = None
    for arg, following in zip(args, (*args[1:], ""), strict=False):
        if arg == "--":
            break
        if arg == "--lang":
            asked = following
        elif arg.startswith("--lang="):
            asked = arg.removeprefix("--lang=")
    return asked


def explicit_language(asked: str | None) -> str | None:
    """Return the language that was asked for, with the option or in the environment, None if there was no wish."""
    wish = asked or os.environ.get("LUISTEREN_LANG", "")
    return i18n.choose(wish) if wish[:2].lower() in i18n.LANGUAGES else None


def speak(asked: str | None, of_workshop: str | None = None) -> None:
    """Use the language that was asked for, else the workshop's, else the system's."""
    system = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    i18n.use(i18n.choose(explicit_language(asked), of_workshop, system))

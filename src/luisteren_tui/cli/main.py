"""The entry point of the command line: how each way to end becomes a message and an exit code."""

import os
import sys
from collections.abc import Sequence

from luisteren_tui.cli.output import (
    COMPLETE,
    NAME,
    Exit,
    GlobalOptions,
    discard_output,
    flush_output,
    language_option,
    print_message,
    replace_unencodable,
    use_language,
)
from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line


def main(args: Sequence[str]) -> int:
    """Run the command in `args` and return its exit code. No error ends in a traceback."""
    replace_unencodable()
    if sys.platform == "win32":
        from luisteren_tui.system.windows import name_language  # only Windows needs it

        name_language()
    use_language(language_option(args))
    try:
        code = _run(args)
        flush_output()
        return code
    except (KeyboardInterrupt, EOFError):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.IO_ERROR
    except OSError as error:
        from luisteren_tui.storage.files import io_error_message  # only an error needs it

        why = _(io_error_message(error)) if io_error_message(error) else error.strerror or type(error).__name__
        what = ": ".join(str(part) for part in (error.filename, why) if part)
        print_message(_("Reading or writing failed: {what}").format(what=safe_line(what)))
        return Exit.IO_ERROR
    except Exception as error:  # noqa: BLE001 - a traceback helps no user
        # Neither the text of the error nor a traceback: both may hold what somebody wrote in a session.
        message = _("Something went wrong in the program: {kind} at {place}. What was saved is still there.")
        print_message(message.format(kind=type(error).__name__, place=_place(error)))
        return Exit.IO_ERROR
    finally:
        discard_output()


def _run(args: Sequence[str]) -> int:
    # Lazy: most people start the program without options, and then needn't wait for click.
    if asked := os.environ.get(COMPLETE):
        from luisteren_tui.cli.commands import complete

        return complete(asked)
    match args:
        case []:
            from luisteren_tui.cli.home import open_home

            return open_home(GlobalOptions())
        case ["run", *names] if len(names) < 2 and not any(name.startswith("-") for name in names):
            from luisteren_tui.cli.workshop_start import open_workshop

            return open_workshop(GlobalOptions(), names[0] if names else None)
        case ["play-sound", rate]:  # only the program itself starts this
            from luisteren_tui.system.sound_player import play

            return play(int(rate))
        case ["sessions"]:
            from luisteren_tui.cli.session_list import list_all

            return list_all(GlobalOptions())
        case _:
            from luisteren_tui.cli.commands import invoke

            return invoke(args)


def _place(error: Exception) -> str:
    """Return the last place of an error in this program, as module:line."""
    place, at = NAME, error.__traceback__
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if module.split(".")[0] == __package__.partition(".")[0]:
            place = f"{module}:{at.tb_lineno}"
        at = at.tb_next
    return place

"""What a shell can complete: the names of workshops, plans and sessions, and files.

Bash puts a completion on the command line as it is, so only names that mean nothing else to a shell are given. All other
files are left to the shell, which quotes them.
"""

import os
from collections.abc import Iterable
from unicodedata import category

from click.shell_completion import CompletionItem

from luisteren_tui.cli.output import GlobalOptions
from luisteren_tui.storage.file_names import plan_names, workshop_names
from luisteren_tui.system import paths

WORKSHOP_SUFFIXES = (".yaml", ".yml")


def workshops(options: GlobalOptions, typed: str) -> list[CompletionItem]:
    """Return the names of workshops and the workshop files that begin with `typed`, or else leave it to the shell."""
    names = [] if os.path.dirname(typed) else workshop_names(paths.folders(options.data))  # noqa: PTH120 - as typed
    return _items(typed, [*names, *_workshop_files(typed)]) or files(options, typed)


def plans(options: GlobalOptions, typed: str) -> list[CompletionItem]:
    """Return the names of saved plans that begin with `typed`."""
    return _items(typed, plan_names(paths.folders(options.data)))


def sessions(options: GlobalOptions, typed: str) -> list[CompletionItem]:
    """Return "last" and the ids of sessions and rehearsals that begin with `typed`, newest first, or else files."""
    # The commands that take a session have imported it, and the others don't need it.
    from luisteren_tui.storage.session_index import list_with_leftovers

    ids = (each.id for each in list_with_leftovers(paths.folders(options.data).data))
    return _items(typed, ["last", *ids]) or files(options, typed)


def files(_options: GlobalOptions, typed: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file."""
    return [CompletionItem(typed, type="file")]


def folders(_options: GlobalOptions, typed: str) -> list[CompletionItem]:
    """Let the shell complete the name of a folder."""
    return [CompletionItem(typed, type="dir")]


def _items(typed: str, found: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(each) for each in found if each.startswith(typed) and _is_plain(each)]


def _workshop_files(typed: str) -> list[str]:
    folder = typed[: len(typed) - len(os.path.basename(typed))]  # noqa: PTH119 - as typed
    try:
        names = os.listdir(os.path.expanduser(folder) or ".")  # noqa: PTH111, PTH208 - as typed
    except OSError:
        return []
    return sorted(folder + name for name in names if name.endswith(WORKSHOP_SUFFIXES))


def _is_plain(word: str) -> bool:
    """Return whether every shell takes `word` as it is."""
    plain = word.removeprefix("~/")
    return plain[:1] != "-" and all(category(c)[0] in "LMN" or c in "-_./@+%" for c in plain)

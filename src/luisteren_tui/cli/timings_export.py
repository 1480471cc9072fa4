"""The command that exports the times of sessions."""

from pathlib import Path

from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, print_result, write_data
from luisteren_tui.export.saving import among_sessions, write_export
from luisteren_tui.export.timings import timings
from luisteren_tui.i18n import _
from luisteren_tui.system import paths
from luisteren_tui.text.safe import safe_line


def export(options: GlobalOptions, file: str) -> int:
    """Write the times of the ended sessions into `file` as JSON Lines; "-" is standard output."""
    folders = paths.folders(options.data)
    if file != "-" and among_sessions(Path(file), folders):
        text = _("{path} is where the sessions themselves are. Choose another place.")
        print_message(safe_line(text.format(path=file)))
        return Exit.USAGE
    unreadable: list[str] = []
    texts = timings(folders.data, unreadable)
    data = b"" if file == "-" else "".join(texts).encode()
    size = write_data(texts) if file == "-" else len(data)
    for id in unreadable:
        print_message(_("{id} can't be read, and is left out.").format(id=safe_line(id)))
    if not size:
        print_message(_("There are no ended sessions yet."))
    if file != "-":
        write_export(Path(file), data)
        print_result(safe_line(file))
    return Exit.OK

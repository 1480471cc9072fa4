"""The command that exports the times of sessions."""

from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, refuse_output, write_result
from luisteren_tui.export.timings import timings
from luisteren_tui.i18n import _
from luisteren_tui.system import paths
from luisteren_tui.text.safe import safe_line


def export(options: GlobalOptions, file: str) -> int:
    """Write the times of the ended sessions into `file` as JSON Lines; "-" is standard output."""
    if code := refuse_output(file, options):
        return code
    unreadable: list[str] = []
    size = write_result(file, (text.encode() for text in timings(paths.folders(options.data).data, unreadable)))
    for id in unreadable:
        print_message(_("{id} can't be read, and is left out.").format(id=safe_line(id)))
    if not size:
        print_message(_("There are no ended sessions yet."))
    return Exit.OK

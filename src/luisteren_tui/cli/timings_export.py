"""The command that exports the times of sessions."""

import json
from pathlib import Path

from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, refuse_output, write_result
from luisteren_tui.cli.separator import check_separator
from luisteren_tui.export.spreadsheet import ENCODING, csv_lines
from luisteren_tui.export.timings import KEYS, Tally, timings
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.installation import installation_id
from luisteren_tui.system import paths
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line


def export(options: GlobalOptions, file: str, format: str | None, separator: str | None) -> int:
    """Write the times of the ended sessions into `file`; "-" is standard output."""
    is_csv = (format or Path(file).suffix.removeprefix(".").lower()) == "csv"
    check_separator(separator, "csv" if is_csv else "jsonl")
    if code := refuse_output(file, options):
        return code
    folders, tally = paths.folders(options.data), Tally()
    texts = timings(folders.data, _installation(folders), tally)
    if is_csv:
        rows = (json.loads(line) for text in texts for line in text.splitlines())
        write_result(file, ["".join(csv_lines(KEYS, rows, separator)).encode(ENCODING)])
    else:
        write_result(file, (text.encode() for text in texts))
    for id in tally.unreadable:
        print_message(_("{id} can't be read, and is left out.").format(id=safe_line(id)))
    if unfinished := len(tally.unfinished):
        text = ngettext(
            "{n} session has not ended, and is left out.", "{n} sessions have not ended, and are left out.", unfinished
        )
        print_message(text.format(n=unfinished))
    if not tally.exported:
        print_message(_("There are no ended sessions yet."))
    return Exit.OK


def _installation(folders: Folders) -> str | None:
    """Return the id of this installation, or None after saying why there is none. Without sessions none is made."""
    if not folders.sessions.is_dir():
        return None
    try:
        return installation_id(folders)
    except OSError as error:
        reason = _(write_error_message(error))
        print_message(_("These times have no id of this installation: {reason}.").format(reason=reason))
        return None

"""The command that makes handouts: what participants get on paper, and the run sheet of whoever leads it."""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from luisteren_tui.cli.output import DISK, FINE, USAGE, WRONG, Wishes, say, tell
from luisteren_tui.cli.plan import NoBlock, changed
from luisteren_tui.cli.workshop_choice import adapted, chosen
from luisteren_tui.export.document import Sheet
from luisteren_tui.export.handout import KINDS, NAMES, PARTICIPANTS, for_participants
from luisteren_tui.export.handout_html import MARK as HTML
from luisteren_tui.export.handout_html import as_html
from luisteren_tui.export.handout_pdf import MARK as PDF
from luisteren_tui.export.handout_pdf import NoTypst, as_pdf
from luisteren_tui.export.run_sheet import for_facilitator
from luisteren_tui.i18n import _
from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.planning.plan_dates import InvalidTime, day_in_name
from luisteren_tui.storage.files import read_bounded, replace_atomically
from luisteren_tui.storage.workshop_file import LoadedWorkshop, text_body
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.paths import from_checkout
from luisteren_tui.text.safe import safe_line

LARGEST = 64 * 2**20
"""The largest file, in bytes, of which we look whether it is a handout of ours."""


def handout(
    wishes: Wishes,
    workshop: str | None,
    plan: str | None,
    out: str | None,
    reader: str | None,
    start: str | None,
    end: str | None,
    participants: int | None,
    skip: Sequence[str],
) -> int:
    """Write the handouts, for both readers unless one is named, and return the exit code.

    Into the file `out` goes all that was asked for; without it each has a PDF of its own in the current folder.
    """
    readers = KINDS if reader is None else (reader,)
    form = "pdf" if out is None else Path(out).suffix.lower().removeprefix(".")
    if form not in ("pdf", "html"):
        tell(_("A handout is a .pdf or a .html: give its file such a name."))
        return USAGE
    found = chosen(wishes, workshop, plan)
    if found is None:
        return WRONG
    loaded, saved = found
    today = datetime.fromtimestamp(SystemClock().read().wall / 1000).astimezone().date()
    assert loaded.workshop is not None
    made = plan_of(loaded.workshop, loaded.sha256) if saved is None else adapted(saved, loaded)
    try:
        day = day_in_name(plan or "")
        made = changed(made, day or today, start, end, participants, skip)
    except (InvalidTime, NoBlock) as error:
        tell(str(error))
        return USAGE
    data = paths.folders(wishes.data).data
    sheets = [_sheet(one, loaded, made, day, data) for one in readers]
    if out is not None:
        wanted = [(Path(out), sheets)]
    else:
        wanted = [(Path(f"{made.workshop_id}-{_(NAMES[sheet.kind])}.pdf"), [sheet]) for sheet in sheets]
    return _write(wanted, as_pdf if form == "pdf" else lambda sheets: as_html(sheets).encode())


def _sheet(reader: str, loaded: LoadedWorkshop, made: Plan, day: date | None, data: Path) -> Sheet:
    workshop = loaded.workshop
    assert workshop is not None
    if reader == PARTICIPANTS:
        return for_participants(workshop, made, {name: text_body(workshop, name, data) for name in workshop.texts})
    return for_facilitator(workshop, made, day)


def _write(wanted: Sequence[tuple[Path, Sequence[Sheet]]], made: Callable[[Sequence[Sheet]], bytes]) -> int:
    foreign = [path for path, _sheets in wanted if not _is_ours(path)]
    for path in foreign:
        message = _("{path} is there already and is no handout. Choose another name, or move it.")
        tell(message.format(path=safe_line(str(path))))
    if foreign:
        return DISK
    try:
        files = [(path, made(sheets)) for path, sheets in wanted]
    except NoTypst:
        if from_checkout():
            tell(_("For a PDF, type this once: make pdf"))
        else:
            tell(_("A PDF needs the extra [pdf], which brings typst: install luisteren-tui[pdf]."))
        tell(_("A page for the browser, to print from there, needs nothing: give -o a name that ends in .html."))
        return WRONG
    for path, data in files:
        try:
            replace_atomically(path, data)
        except OSError as error:  # it names the file that was to become this one
            raise OSError(error.errno, error.strerror, str(path)) from error
        say(_("Written: {path}").format(path=safe_line(str(path))))
    return FINE


def _is_ours(path: Path) -> bool:
    """Return whether `path` may be written: there is nothing, or a handout that we made before."""
    if not os.path.lexists(path):
        return True
    try:
        data = read_bounded(path, LARGEST)
    except OSError:
        return False  # a folder, a link, a file that is not for us to read
    return HTML in data or PDF in data

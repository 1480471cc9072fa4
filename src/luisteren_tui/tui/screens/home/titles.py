"""What home shows from the contents of files."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from luisteren_tui.export.session_summary import local_start
from luisteren_tui.export.session_summary import state as summary_state
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name, near_day, near_time
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan_dates import time_of_day
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.storage import plans
from luisteren_tui.storage.session_index import Kind, SessionFiles, find_unfinished, newest_unfinished, read_row
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import Clock, local_now
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.home.rows import Row, own_words
from luisteren_tui.tui.screens.resume import Unfinished
from luisteren_tui.workshop.model import Workshop


class Titles:
    """Completes rows of home one by one from the files they are about."""

    def __init__(self, folders: Folders, clock: Clock, *, hidden: bool) -> None:
        self._folders, self._clock, self._hidden = folders, clock, hidden
        self._today: date = local_now(clock).date()
        self._workshops: dict[str, Workshop | None] = {}

    def read(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
        """Yield each row and what becomes of it: None if there is nothing to resume. Files that can't be read change nothing.

        What happened before is not told while it is hidden.
        """
        for row in rows:
            with suppress(OSError, ValueError):
                yield row, self._read(row)

    def _read(self, row: Row) -> Row | None:
        match row.choices[0].kind:
            case "run":
                return self._of_workshop(row)
            case "begin":
                return self._of_plan_for_today(row)
            case "saved":
                return self._of_plan(row)
            case "outcome":
                return self._of_session(row)
            case "resume":
                return self._of_unfinished(row, list(find_unfinished(self._folders.sessions)))
            case "resume-rehearsal":
                newest = newest_unfinished(self._folders.rehearsals)
                return self._of_unfinished(row, [newest] if newest else [])
        return row

    def _workshop(self, name: str) -> Workshop | None:
        if name not in self._workshops:
            self._workshops[name] = load(find(name, self._folders.data)).workshop
        return self._workshops[name]

    def _title(self, plan: p.Plan) -> str:
        """Return the title of the workshop of a plan, or an empty text."""
        workshop = self._workshop(plan.source or plan.workshop_id)
        return safe_line(workshop.title) if workshop is not None else ""

    def _of_workshop(self, row: Row) -> Row:
        workshop = self._workshop(row.name)
        if workshop is None:
            return row._replace(more=_("its file has errors"))
        length = sum(activity.duration for activity in workshop.activities)
        return row._replace(title=safe_line(workshop.title), figures=_minutes(length))

    def _of_plan_for_today(self, row: Row) -> Row:
        plan = plans.load(self._folders, row.name)
        row = row._replace(lead=time_of_day(plan.start) or "")
        if self._hidden:
            return row
        return row._replace(title=self._title(plan) or row.title, figures=_until(plan, self._today))

    def _of_plan(self, row: Row) -> Row:
        plan, day = plans.load(self._folders, row.name), day_in_name(row.name)
        title, own, start = self._title(plan), own_words(row.name), time_of_day(plan.start)
        lead = " ".join(part for part in (near_day(day, self._today) if day else "", start) if part)
        first, more = (title, own) if day is not None and title else (own, title)
        return row._replace(lead=lead, title=first or row.title, more=more, figures=_minutes(p.total(plan)))

    def _of_session(self, row: Row) -> Row:
        files = SessionFiles(row.name, self._folders.sessions)
        if not (files.journal or files.outcome):
            return row  # it has been deleted
        read = read_row(files)
        began = local_start(read)
        lead = near_time(began, self._today) if began else row.lead
        usual = read.kind is Kind.ENDED and not read.newer
        return row._replace(
            title=safe_line(read.title) or row.title,
            lead=lead,
            more="" if usual and read.whole else summary_state(read),
            figures=f"{words.minutes(read.planned_s)} → {words.minutes(read.actual_s)}" if usual else "",
            notes=str(read.notes or ""),
        )

    def _of_unfinished(self, row: Row, paths: list[Path]) -> Row | None:
        """Return the row of the newest of `paths`, or None if there are no paths."""
        if not paths:
            return None
        if self._hidden:
            return row
        try:
            unfinished = Unfinished.read(paths[0], self._clock)
        except UnfitError:
            return row
        text = _("stopped {length} ago").format(length=unfinished.ago)
        if unfinished.rehearsal:
            text = f"{_('rehearsal')} · {text}"
        if len(paths) > 1:
            text = f"{text} ({_('1 of {n}').format(n=len(paths))})"
        return row._replace(title=unfinished.title, below=text)


def _minutes(seconds: int) -> str:
    return _("{count} min").format(count=words.minutes(seconds))


def _until(plan: p.Plan, day: date) -> str:
    """Return when a plan begins and ends, or how long it takes."""
    if plan.start is None:
        return _minutes(p.total(plan))
    return _("until {time}").format(time=time_of_day(plan.start, p.total(plan), day))

"""What home shows from the contents of files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from luisteren_tui.export.session_summary import local_start
from luisteren_tui.export.session_summary import state as summary_state
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name, near_day, near_time
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan_dates import time_of_day
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.storage import plans
from luisteren_tui.storage.files import read_bounded
from luisteren_tui.storage.session_index import Kind, SessionFiles, find_unfinished, newest_unfinished, read_row
from luisteren_tui.storage.workshop_file import Finding, LoadedWorkshop, draft_path, find, load
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES, parse
from luisteren_tui.system.clock import Clock, local_now
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.home.rows import UNREADY, WITH_DRAFT, WORKSHOP, Row, own_words
from luisteren_tui.tui.screens.resume import Unfinished
from luisteren_tui.workshop.model import MAX_PEOPLE, NumberRange, Workshop
from luisteren_tui.workshop.parts import title_in


class Titles:
    """Completes rows of home one by one from the files they are about."""

    def __init__(self, folders: Folders, clock: Clock, *, hidden: bool) -> None:
        self._folders, self._clock, self._hidden = folders, clock, hidden
        self._today: date = local_now(clock).date()
        self._loaded: dict[str, LoadedWorkshop] = {}

    def read(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
        """Yield each row and what becomes of it: None if there is nothing to resume. Files that can't be read change nothing.

        What happened before is not told while it is hidden. Workshops that could be taken for each other come once more.
        """
        workshops: list[tuple[Row, Row]] = []
        for row in rows:
            with suppress(OSError, ValueError):
                read = self._read(row)
                yield row, read
                if read is not None and read.choices in (WORKSHOP, WITH_DRAFT):
                    workshops.append((row, read))
        yield from self._alike(workshops)

    def _read(self, row: Row) -> Row | None:
        match row.choices[0].kind:
            case "run" | "edit":
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

    def _load(self, name: str) -> LoadedWorkshop:
        if name not in self._loaded:
            self._loaded[name] = load(find(name, self._folders.data))
        return self._loaded[name]

    def _workshop(self, name: str) -> Workshop | None:
        return self._load(name).workshop

    def _title(self, plan: p.Plan) -> str:
        """Return the title of the workshop of a plan, or an empty text."""
        workshop = self._workshop(plan.source or plan.workshop_id)
        return safe_line(workshop.title) if workshop is not None else ""

    def _of_workshop(self, row: Row) -> Row:
        if row.choices is UNREADY:
            return row._replace(title=self._title_of_draft(row.name) or row.title)
        loaded = self._load(row.name)
        workshop = loaded.workshop
        if workshop is None:
            return row._replace(choices=UNREADY, more=_mistake(loaded.errors[0]))
        length = sum(activity.duration for activity in workshop.activities)
        people = workshop.participants
        return row._replace(
            title=safe_line(workshop.title),
            figures=_minutes(length),
            notes=_range(people) if people else "",
            size=(people.low, people.high, length) if people else (0, MAX_PEOPLE, length),
        )

    def _title_of_draft(self, name: str) -> str:
        """Return the title in a draft of which there is no file yet, empty if that can't be read."""
        value = parse(read_bounded(draft_path(find(name, self._folders.data)), MAX_WORKSHOP_BYTES)).value
        return safe_line(title_in(value)) if isinstance(value, dict) else ""

    def _alike(self, workshops: Sequence[tuple[Row, Row]]) -> Iterator[tuple[Row, Row]]:
        """Yield the workshops that have the id or the title of another one, with the names of their files."""
        known = [(row, read, found) for row, read in workshops if (found := self._workshop(row.name))]
        ids = Counter(workshop.id for _row, _read, workshop in known)
        titles = Counter(workshop.title for _row, _read, workshop in known)
        for row, read, workshop in known:
            if ids[workshop.id] > 1 or titles[workshop.title] > 1:
                file = f"{row.name}.yaml"
                same = _("{file}, id used twice").format(file=file) if ids[workshop.id] > 1 else file
                yield row, read._replace(more=" · ".join(part for part in (same, read.more) if part))

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


def _mistake(error: Finding) -> str:
    """Return what is wrong with a workshop file, and where."""
    message = safe_line(problem_message(error.problem))
    return _("line {line}: {message}").format(line=error.line, message=message)


def _range(people: NumberRange) -> str:
    return str(people.low) if people.low == people.high else f"{people.low}\N{EN DASH}{people.high}"


def _minutes(seconds: int) -> str:
    return _("{count} min").format(count=words.minutes(seconds))


def _until(plan: p.Plan, day: date) -> str:
    """Return when a plan begins and ends, or how long it takes."""
    if plan.start is None:
        return _minutes(p.total(plan))
    return _("until {time}").format(time=time_of_day(plan.start, p.total(plan), day))

"""Where the plan screen saves its plan: valid names, names that are taken, and saving."""

from contextlib import suppress
from datetime import date

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.planning.plan import Plan
from luisteren_tui.planning.plan_dates import InvalidTime, check_times, name_remark, plan_name, time_of_day
from luisteren_tui.storage import plans
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line, within_quotes


class PlanStore:
    """Saves one plan in `folders`.

    `name` is the name of the plan, or a proposal for a new one. `saved` is the plan as it is on disk under that name,
    None for a new plan.
    """

    def __init__(self, folders: Folders, name: str, saved: Plan | None, today: date) -> None:
        self.name, self.saved, self._today, self._folders = name, saved, today, folders

    @property
    def day(self) -> date:
        """The day that the plan is for: the date in its name, or today."""
        return day_in_name(self.name) or self._today

    def name_for(self, typed: str) -> str:
        """Return the name for `typed`, with its day written as in file names, unless the plan is called that already.

        Raises InvalidTime for a date that does not exist.
        """
        return typed if self.saved is not None and typed == self.name else plan_name(typed, self._today)

    def problem_with(self, typed: str, plan: Plan) -> str:
        """Return why `plan` can't be saved under the name `typed`, or an empty text."""
        try:
            name = self.name_for(typed)
            plans.plan_path(self._folders, name)
            check_times(plan, day_in_name(name) or self._today)
        except plans.Unreadable as error:
            return safe_line(problem_message(error.problem))
        except InvalidTime as error:
            return str(error)
        return ""

    def is_taken(self, name: str, plan: Plan) -> bool:
        """Return whether another plan has this name: neither `plan` nor the saved version of it."""
        if not plans.holds_other_plan(self._folders, name, plan):
            return False
        return name != self.name or plans.holds_other_plan(self._folders, name, self.saved)

    def contents_of(self, name: str) -> str:
        """Return which workshop the plan `name` is for and when it begins. Empty if that can't be read."""
        with suppress(OSError, ValueError):
            plan = plans.load(self._folders, name)
            workshop = load(find(plan.source or plan.workshop_id, self._folders.data)).workshop
            title = "" if workshop is None else within_quotes(safe_line(workshop.title))
            start = time_of_day(plan.start)
            if title and start:
                return _("It is for “{title}”, at {start}.").format(title=title, start=start)
            if title:
                return _("It is for “{title}”.").format(title=title)
        return ""

    def save(self, name: str, typed: str, plan: Plan) -> tuple[bool, str]:
        """Save `plan` as `name`, which was `typed`. Return whether that succeeded and a message about it."""
        try:
            path, before = plans.save(self._folders, name, plan)
        except OSError as error:
            return False, _("The plan is not saved: {why}.").format(why=_(write_error_message(error)))
        except plans.Unreadable as error:
            return False, safe_line(problem_message(error.problem))
        self.name, self.saved = name, plan
        remark = name_remark(name, typed, self._today)
        text = (_("It is in {path}") if remark else _("Saved in {path}")).format(path=safe_line(str(path)))
        if before is not None:
            text += ". " + _("The previous one is kept as {file}").format(file=safe_line(before.name))
        # The remark about the name comes first, since a path can be longer than the line.
        return True, " ".join(filter(None, (remark, text)))

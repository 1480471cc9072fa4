"""Where the plan screen keeps plans: what can be a name, what is there already, and saving."""

from datetime import date

from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.planning.plan import Plan
from luisteren_tui.planning.plan_dates import NoTime, about_name, check_day, day_of, name_of
from luisteren_tui.storage import plans
from luisteren_tui.storage.files import reason
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line


class PlanStore:
    """The saved plans of `folders`, for a screen on which the plan `name` is changed, `saved` as it is there now.

    `saved` is None for a plan that is new: `name` is what is proposed.
    """

    def __init__(self, folders: Folders, name: str, saved: Plan | None, today: date) -> None:
        self.name, self.saved, self._today, self._folders = name, saved, today, folders

    @property
    def day(self) -> date:
        """The day that the plan is for: the one in its name, else today."""
        return day_of(self.name) or self._today

    def named(self, typed: str) -> str:
        """Return the name for what was typed: a day as files have it. NoTime for what is no day."""
        return name_of(typed, self._today)

    def wrong(self, typed: str, plan: Plan) -> str:
        """Return why `plan` can't be saved under what was typed, empty when it can."""
        try:
            name = self.named(typed)
            plans.place(self._folders, name)
            check_day(plan, day_of(name) or self._today)
        except plans.Unreadable as error:
            return safe_line(problem_message(error.problem))
        except NoTime as error:
            return str(error)
        return ""

    def taken(self, name: str, plan: Plan) -> bool:
        """Return whether another plan has this name: neither `plan` nor the one that is changed here."""
        if not plans.is_other(self._folders, name, plan):
            return False
        return name != self.name or plans.is_other(self._folders, name, self.saved)

    def save(self, name: str, typed: str, plan: Plan) -> tuple[bool, str]:
        """Save a plan as `name`, which was read in what was `typed`, and return whether that worked and what there is to say of it."""
        try:
            path, before = plans.save(self._folders, name, plan)
        except OSError as error:
            return False, _("The plan is not saved: {why}.").format(why=_(reason(error)))
        except plans.Unreadable as error:
            return False, safe_line(problem_message(error.problem))
        self.name, self.saved = name, plan
        text = _("Kept in {path}").format(path=safe_line(str(path)))
        if before is not None:
            text += ". " + _("The one before is there as {file}").format(file=safe_line(before.name))
        # The remark first: a path can be longer than the line.
        return True, " · ".join(filter(None, (about_name(name, typed, self._today), text)))

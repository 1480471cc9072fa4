"""Saving a workshop from the editor, and what is said about it."""

from collections.abc import Sequence
from typing import NamedTuple

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.edited_workshop import EditedWorkshop, FileChanged, SaveRefused
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.dialog import Confirm


class Saved(NamedTuple):
    """Whether the workshop is saved, and what to say. It is `refused` if something in it has to be put right first."""

    done: bool
    message: str = ""
    refused: bool = False


async def save(app: BaseApp, edited: EditedWorkshop, *, hides_plans: bool) -> Saved:
    """Save the workshop. Ask first if another program changed its file. `hides_plans` is as for plans_text."""
    plans = [plan.name for plan in edited.touched_plans()]
    try:
        try:
            edited.save()
        except FileChanged:
            text = _("Another program changed it since you opened it here. If you go on, your version replaces that.")
            if not await app.ask(Confirm(_("The file has changed"), text, N_("replace it"), danger=True)):
                return Saved(done=False)
            edited.save(over_other=True)
    except SaveRefused as refused:
        n = refused.errors
        text = ngettext(
            "Not saved yet: one thing has to be put right first. Your draft is kept.",
            "Not saved yet: {n} things have to be put right first. Your draft is kept.",
            n,
        )
        return Saved(done=False, message=text.format(n=n), refused=True)
    except OSError as error:
        why = _(write_error_message(error))
        return Saved(done=False, message=_("It could not be saved: {why}. Your draft stays.").format(why=why))
    saved = _("Saved in {path}.").format(path=safe_line(str(edited.path)))
    return Saved(done=True, message=f"{saved} {plans_text(plans, hidden=hides_plans)}".strip())


def plans_text(names: Sequence[str], *, hidden: bool) -> str:
    """Return which saved plans no longer match the workshop, empty if there are none. Say only how many if they are `hidden`."""
    n = len(names)
    if not n:
        return ""
    if hidden:
        return ngettext(
            "{n} saved plan is adapted when you open it.", "{n} saved plans are adapted when you open them.", n
        ).format(n=n)
    text = ngettext(
        "The plan {names} is adapted when you open it.", "The plans {names} are adapted when you open them.", n
    )
    return text.format(names=", ".join(map(safe_line, names)))

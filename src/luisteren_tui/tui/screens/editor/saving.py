"""Saving a workshop from the editor, and what is said about it."""

import asyncio
from asyncio import Future, Task
from collections.abc import Callable, Sequence
from typing import NamedTuple

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.edited_workshop import EditedWorkshop, SaveRefused
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.workshop_saving import FileChanged
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Confirm


class Saved(NamedTuple):
    """Whether the workshop is saved, and what to say. It is `refused` if something in it has to be put right first."""

    done: bool
    message: str = ""
    refused: bool = False


class Saver:
    """Saves a workshop in a thread, since a disk may be slow. What is typed meanwhile is not in what is saved.

    `ask` asks a question; `hides_plans` is as for plans_text.
    """

    def __init__(
        self, edited: EditedWorkshop, ask: "Callable[[Confirm], Future[bool | None]]", *, hides_plans: bool
    ) -> None:
        self._edited, self._ask, self._hides_plans = edited, ask, hides_plans
        self._last: Task[Saved] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being saved now."""
        return self._last is not None and not self._last.done()

    def save(self) -> "Task[Saved]":
        """Save the workshop as it is once everything that was begun before is saved."""
        self._last = asyncio.create_task(self._after(self._last))
        return self._last

    async def _after(self, before: "Task[Saved] | None") -> Saved:
        if before is not None:
            await asyncio.wait((before,))
        return await self._save()

    async def _save(self) -> Saved:
        """Save the workshop. Ask first if another program changed its file."""
        edited = self._edited
        plans = [plan.name for plan in edited.touched_plans()]
        try:
            saving = edited.saving()
            try:
                kept = await asyncio.to_thread(saving.write)
            except FileChanged:
                text = _(
                    "Another program changed it since you opened it here. If you go on, your version takes its place, "
                    "and the other one is kept beside it."
                )
                if not await self._ask(Confirm(_("The file has changed"), text, N_("replace it"), danger=True)):
                    return Saved(done=False)
                kept = await asyncio.to_thread(saving.write, over_other=True)
            edited.is_saved(saving)
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
        said = [_("Saved in {path}.").format(path=safe_line(str(edited.path)))]
        if kept is not None:
            said.append(_("The other version is kept as {name}.").format(name=safe_line(kept.name)))
        return Saved(done=True, message=" ".join([*said, plans_text(plans, hidden=self._hides_plans)]).strip())


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

"""Editing a workshop: opening its file or its draft, and what is said afterwards."""

from asyncio import Future
from collections.abc import Callable
from pathlib import Path

from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.edited_workshop import CantEdit, EditedWorkshop, open_edited
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.editor.dialogs import OutdatedDraftDialog
from luisteren_tui.tui.screens.editor.screen import EditorScreen


class EditingFlow:
    """Opens workshops in the editor, and calls `finished` when that is closed."""

    def __init__(self, app: BaseApp, *, folders: Folders, mirroring: Mirroring, finished: Callable[[], None]) -> None:
        self._app, self._folders, self._mirroring, self._finished = app, folders, mirroring, finished

    def edit(self, path: Path) -> None:
        """Edit the workshop in this file, or a copy of it where it came with the program."""
        try:
            edited = open_edited(path, self._folders)
        except OSError as error:
            why = _(write_error_message(error))
            self._app.refuse(_("{file} can't be read: {why}.").format(file=safe_line(path.name), why=why))
        except CantEdit as error:
            self._app.refuse(safe_line(f"{path.name}: {problem_message(error.problem)}"))
        else:
            self.show(edited)

    def show(self, edited: EditedWorkshop) -> None:
        """Edit a workshop that was opened, or is new."""
        if edited.draft_outdated:
            self._app.ask_then(OutdatedDraftDialog(), lambda draft: self._show_one(edited, draft=draft))
        else:
            self._show(edited)

    def _show_one(self, edited: EditedWorkshop, *, draft: bool) -> None:
        if not draft:
            edited.discard_draft()
        self._show(edited)

    def _show(self, edited: EditedWorkshop) -> None:
        said = ""
        if edited.copied_from is not None:
            said = _("This is a copy of your own. The workshop that came with the program stays as it is.")
        elif edited.from_draft and edited.unsaved:
            said = _("You go on with your draft, which is not saved yet.")
        screen = EditorScreen(edited, self._preview, said=said, hides_plans=self._mirroring.hides_past)
        self._app.run_worker(self._run(edited, self._app.ask(screen)), group="edit")

    async def _run(self, edited: EditedWorkshop, asked: "Future[bool | None]") -> None:
        stays = await asked
        self._finished()
        if stays:
            title = within_quotes(safe_line(edited.title))
            text = _("Your draft of “{title}” stays. It goes on where you left it when you edit the workshop again.")
            self._app.announce(text.format(title=title))

    def _preview(self, edited: EditedWorkshop, part: str) -> "Future[str | None]":
        """Show `edited` from the part with this id on, and return the future of the id of the part shown last."""
        # Lazy: few look, and the editor opens sooner.
        from luisteren_tui.tui.screens.preview.screen import PreviewScreen, once

        return self._app.ask(PreviewScreen(once(edited.loaded), self._folders.data, part=part))

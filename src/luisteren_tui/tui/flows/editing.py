"""Editing a workshop: opening its file or its draft, and what is said afterwards."""

from asyncio import Future
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from luisteren_tui.i18n import _, current
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.edited_workshop import CantEdit, EditedWorkshop
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.lock import EditingLock, is_edited
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.storage.new_workshop import open_new
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.storage.workshop_opening import free_name, open_edited
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.editor.dialogs import OutdatedDraftDialog
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.home.items import HomeItems
from luisteren_tui.tui.screens.new_workshop import NewWorkshopDialog, StartingPoint, StartingPointDialog
from luisteren_tui.workshop.notation import id_from


class EditingFlow:
    """Opens workshops in the editor, and calls `finished` with the name of a workshop when that is closed."""

    def __init__(
        self, app: BaseApp, *, folders: Folders, mirroring: Mirroring, finished: Callable[[str], None]
    ) -> None:
        self._app, self._folders, self._mirroring, self._finished = app, folders, mirroring, finished
        self._lock: EditingLock | None = None

    def edit(self, path: Path) -> None:
        """Edit the workshop in this file, or a copy of it where it came with the program."""
        if is_edited(path):  # before its draft is touched
            self._refuse_second(path)
        elif edited := self._opened(lambda: open_edited(path, self._folders), path.name):
            self.show(edited)

    def make(self, name: str = "") -> None:
        """Ask what a new workshop begins with and what it is, and edit it. Without a `name` its file is named by its title."""
        points = sorted(
            (
                StartingPoint.of(each, workshop)
                for each in HomeItems.read(self._folders).workshops
                if (workshop := load(find(each, self._folders.data)).workshop) is not None
            ),
            key=lambda point: point.size,
        )
        self._app.run_worker(self._make(self._app.ask(StartingPointDialog(points)), points, name), group="edit")

    async def _make(self, asked: "Future[str | None]", points: Sequence[StartingPoint], name: str) -> None:
        source = await asked
        if source is None:
            return
        title = next((point.title for point in points if point.name == source), "")
        answers = await self._app.ask(NewWorkshopDialog(current().code, copy_of=title))
        if answers is None:
            return
        path = find(source, self._folders.data) if source else None
        wanted = name or free_name(id_from(answers.title, "workshop"), self._folders)
        if edited := self._opened(lambda: open_new(answers.with_file(wanted, path), self._folders), source):
            with suppress(OSError):  # the editor tries again, and says so when that fails
                edited.keep_draft()
            self._show(edited)

    def show(self, edited: EditedWorkshop) -> None:
        """Edit a workshop that was opened, or is new."""
        if edited.draft_outdated:
            self._app.run_worker(self._choose(edited, self._app.ask(OutdatedDraftDialog())), group="edit")
        else:
            self._show(edited)

    def _opened(self, open_it: Callable[[], EditedWorkshop], file: str) -> EditedWorkshop | None:
        """Return what `open_it` opens, or None once it was said why `file` can't be edited."""
        try:
            edited = open_it()
            lock = EditingLock(edited.path)
            if lock.take():
                self._lock = lock
                return edited
            self._refuse_second(edited.path)
        except OSError as error:
            why = _(write_error_message(error))
            self._app.refuse(_("{file} can't be read: {why}.").format(file=safe_line(file), why=why))
        except CantEdit as error:
            self._app.refuse(safe_line(f"{file}: {problem_message(error.problem)}"))
        return None

    def _refuse_second(self, path: Path) -> None:
        text = _("{file} is being edited in another window. Go on there, or close it there first.")
        self._app.refuse(text.format(file=safe_line(path.name)))

    async def _choose(self, edited: EditedWorkshop, asked: "Future[bool | None]") -> None:
        """Go on with the draft or with the file, as the answer says."""
        draft = await asked
        if draft is None:
            self._release()
            return
        if not draft:
            edited.discard_draft()
        self._show(edited)

    def _release(self) -> None:
        """Let another window edit the file."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _show(self, edited: EditedWorkshop) -> None:
        said = ""
        if edited.draft_aside is not None:
            said = _("The draft beside this file was damaged. It is kept as {name}. Look whether everything is there.")
            said = said.format(name=safe_line(edited.draft_aside.name))
        elif edited.copied_from is not None:
            said = _("This is a copy of your own. The original stays as it is.")
        elif edited.from_draft and edited.unsaved:
            said = _("You go on with your draft, which is not saved yet.")
        screen = EditorScreen(edited, self._preview, said=said, hides_plans=self._mirroring.hides_past)
        self._app.run_worker(self._run(edited, self._app.ask(screen)), group="edit")

    async def _run(self, edited: EditedWorkshop, asked: "Future[bool | None]") -> None:
        try:
            stays = await asked
        finally:
            self._release()
        self._finished(edited.path.stem)
        if stays:
            title = within_quotes(safe_line(edited.title))
            text = _("Your draft of “{title}” stays. It goes on where you left it when you edit the workshop again.")
            self._app.announce(text.format(title=title))

    def _preview(self, edited: EditedWorkshop, part: str) -> "Future[str | None]":
        """Show `edited` from the part with this id on, and return the future of the id of the part shown last."""
        # Lazy: few look, and the editor opens sooner.
        from luisteren_tui.tui.screens.preview.screen import PreviewScreen, once

        return self._app.ask(PreviewScreen(once(edited.loaded), self._folders.data, part=part))

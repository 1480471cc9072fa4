"""The editor of a workshop: its parts with their times, and the fields of the chosen part beside them."""

from asyncio import Future, Task
from collections.abc import Callable, Mapping
from time import monotonic
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.problem import Path, problem_message
from luisteren_tui.storage.edited_workshop import CantEdit, EditedWorkshop
from luisteren_tui.text.safe import safe, safe_line, within_quotes
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.editor.chosen_part import ChosenPart
from luisteren_tui.tui.screens.editor.dialogs import AddPartDialog, Leave, LeaveDialog
from luisteren_tui.tui.screens.editor.draft_keeper import DraftKeeper
from luisteren_tui.tui.screens.editor.field_editors import TextEditor
from luisteren_tui.tui.screens.editor.form import Form, More
from luisteren_tui.tui.screens.editor.keys import FIELD_KEYS, FILE_KEYS, HELP, PART_KEYS, SOURCE_KEYS, Rows
from luisteren_tui.tui.screens.editor.part_list import PartList, draw_row, part_rows
from luisteren_tui.tui.screens.editor.saving import Saved, Saver
from luisteren_tui.tui.screens.editor.source import SourcePane
from luisteren_tui.tui.screens.editor.summary import draw_summary, draw_title
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.plan.keys import footer
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.row_list import RowList
from luisteren_tui.workshop.building_blocks.block import BuildingBlock
from luisteren_tui.workshop.building_blocks.registry import blocks

ON_PARTS = frozenset(
    {"minutes", "add", "copy", "move", "nest", "remove", "undo", "redo", "preview", "help", "leave", "go_to_end"}
)
"""What is done only from the list. In a field the same keys are text, or mean nothing."""


class EditorScreen(Screen[bool]):
    """Edits a workshop. What is typed is in its draft a moment later, and in its file when that is saved.

    The answer is whether a draft stays. `preview` shows the workshop from the part with an id on, and returns the future
    of the id of the part that was shown last.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = ""
    CSS_PATH = "editor.tcss"
    # Some of them move the focus. Without priority they would do so after the keys that were typed next. With it, each of
    # them is first asked of `check_action`, which leaves to a field what is text there.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, priority=True)
        for keys, action in (
            ("up", "choose(-1)"),
            ("down", "choose(1)"),
            ("home", "go_to_end(-1)"),
            ("end", "go_to_end(1)"),
            ("plus,equals_sign,right", "minutes(1)"),
            ("minus,left", "minutes(-1)"),
            ("a", "add"),
            ("d", "copy"),
            ("shift+up,k", "move(-1)"),
            ("shift+down,j", "move(1)"),
            ("greater_than_sign", "nest(True)"),
            ("less_than_sign", "nest(False)"),
            ("delete,backspace", "remove"),
            ("u,ctrl+z", "undo"),
            ("ctrl+y", "redo"),
            ("v", "preview"),
            ("pagedown", "page(1)"),
            ("pageup", "page(-1)"),
            ("enter", "enter"),
            ("tab", "next_field"),
            ("shift+tab", "previous_field"),
            ("f9", "next_part"),
            ("shift+f9", "previous_part"),
            ("ctrl+s", "save"),
            ("question_mark", "help"),
            ("q", "leave"),
            ("escape", "back"),
            ("ctrl+q", "close"),
        )
    ]
    silences: ClassVar[Mapping[str, float]] = {
        **dict.fromkeys(("up", "down", "pagedown", "pageup"), 0),
        **dict.fromkeys(("left", "right", "enter", "space"), REPEAT_S),
    }

    def __init__(
        self,
        edited: EditedWorkshop,
        preview: Callable[[EditedWorkshop, str], "Future[str | None]"],
        *,
        said: str = "",
        hides_plans: bool = False,
    ) -> None:
        """Edit `edited`, and say `said` at first. `hides_plans` is whether nobody may read the names of saved plans."""
        super().__init__()
        self.edited, self._preview = edited, preview
        self._first_version = edited.version
        self._keeper = DraftKeeper(
            edited,
            self.take,
            self._show_title,
            now=monotonic,
            later=self.set_timer,
            start=lambda job: self.app.run_worker(job, group="drafts"),
        )
        self._saver = Saver(edited, lambda question: self.app.ask(question), hides_plans=hides_plans)
        self._closes = False
        """Whether to leave the editor once what is being saved is saved."""
        self._chosen = ChosenPart(edited, hides_plans=hides_plans)
        self._shown: tuple[Path, int] | None = None
        """The part and the version of the workshop that are on the screen."""
        self._message = said
        self._in_source = not edited.readable
        """Whether the text of the file is shown: it can't be read, or could not be a moment ago."""
        self._title_line, self._summary = Static(id="editor-title"), Static(id="editor-summary")
        self._list, self._form = PartList(draw_row, id="editor-parts"), Form(self._keeper.typed)
        self._body, self._source = Horizontal(id="editor-body"), SourcePane(self._keeper.typed)
        self._message_line = Static(id="editor-message")
        self._upper, self._lower = KeyBar(), KeyBar()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._title_line
        yield self._summary
        with self._body:
            yield self._list
            yield self._form
        yield self._source
        yield self._message_line
        yield self._upper
        yield self._lower

    def on_mount(self) -> None:
        """Show the workshop, or its text where that can't be read."""
        self._show()

    # Show

    def _show(self) -> None:
        """Show the workshop as it is now, and the chosen part."""
        edited = self.edited
        self._body.display, self._source.display = not self._in_source, self._in_source
        self._show_title()
        if self._in_source:
            self._summary.update("")
            self._source.show(edited.text, edited.findings, readable=edited.readable)
            if self.focused is None:
                self._go_to(self._source.editor)
        elif self._shown != (now := (self._chosen.path, edited.version)):
            anew = self._shown is None or self._shown[0] != self._chosen.path
            self._shown = now
            about = [found for found in edited.findings if found.part == self._chosen.path and not found.key]
            own = [found for found in edited.findings if not found.part]
            rows = part_rows(edited.parts, own)
            self._list.show(rows, self._chosen.number)
            self._form.show(edited.fields(self._chosen.path), about, anew=anew)
            if anew:
                self._form.scroll_home(animate=False)
            self._summary.update(draw_summary(edited.minutes))
        self._show_message(self._message)
        self._show_keys()

    def _show_title(self) -> None:
        """Show which workshop this is, and whether it is saved."""
        self._title_line.update(draw_title(self.edited, self._keeper.failure, untouched_copy=self._is_untouched_copy))

    def _show_message(self, text: str) -> None:
        """Show `text` until the next change; without a text, what the field with the focus is for."""
        self._message = text
        hint = "" if text else self._form.hint(self.focused)
        self._message_line.update(Content.assemble((f"● {safe(text)}", "bold") if text else (hint, "$muted")))

    def _show_keys(self) -> None:
        """Show the keys that matter where the focus is."""
        if self._in_source:
            rows: Rows = SOURCE_KEYS
        elif self.focused is not None:
            rows = FIELD_KEYS
        else:
            rows = PART_KEYS, FILE_KEYS
        self._upper.keys, self._lower.keys = map(footer, rows)

    # Type

    def take(self) -> None:
        """Put what was typed into the workshop and its draft."""
        self._keeper.taken()
        before = self.edited.version
        if self._in_source:
            if (text := self._source.take()) is not None:
                self.edited.set_text(text)
        else:
            for key, text in self._form.take():
                try:
                    self.edited.set_field(self._chosen.path, key, text)
                except CantEdit as error:
                    self._show_message(safe_line(problem_message(error.problem)))
        if self.edited.version != before:
            self._message = ""
            self._changed()

    def _changed(self) -> None:
        """Keep the draft, and show the workshop."""
        self._keeper.keep()
        self._show()

    @on(events.DescendantBlur)
    def _left_field(self) -> None:
        self.take()
        self.edited.seal()
        self._form.settle()
        self._show_message(self._message)
        self._show_keys()

    @on(events.DescendantFocus)
    def _entered_field(self) -> None:
        self._show_message(self._message)
        self._show_keys()

    # Move between the parts and the fields

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does something where the focus is."""
        if action in ON_PARTS:
            return self.focused is None and not self._in_source
        if action in ("choose", "enter", "page"):
            return not isinstance(self.focused, TextEditor)
        return not self._in_source or action in ("save", "back", "close")

    def _go_to(self, widget: Widget | None) -> None:
        """Give a field the focus, or the list. At once: what is typed next belongs there."""
        self.set_focus(widget, scroll_visible=False)  # the form does that, also if it isn't laid out yet
        self._form.bring_into_view(widget)
        self._show_keys()

    def action_choose(self, by: int) -> None:
        """Choose another part, or in the fields another field."""
        if self.focused is not None:
            self._step(by)
            return
        self.take()
        self._chosen.step(by)
        self._message = ""
        self._show()

    def action_go_to_end(self, way: int) -> None:
        """Choose the first part, or the last one."""
        self.action_choose(way * len(self.edited.parts))

    @on(RowList.Moved)
    def _clicked(self) -> None:
        self._go_to(None)
        self.action_choose(self._list.selected - self._chosen.number)

    @on(RowList.Opened)
    def _opened(self) -> None:
        self._go_to(self._form.neighbour(None, 0))

    def _step(self, by: int) -> None:
        """Go to another field, and from the first or the last one back to the list."""
        self._message = ""
        self._go_to(self._form.neighbour(self.focused, by))

    def action_next_field(self) -> None:
        """Go to the next field; from the list to the first one."""
        self._step(1)

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self._step(-1)

    def action_enter(self) -> None:
        """Go from the list to the fields, or to the next field."""
        if isinstance(self.focused, More):
            self._open_more()
        else:
            self._step(1)

    @on(More.Opened)
    def _open_more(self) -> None:
        self._go_to(self._form.open_more())

    def action_next_part(self) -> None:
        """Go to the same field of the next part."""
        self._to_part(1)

    def action_previous_part(self) -> None:
        """Go to the same field of the previous part."""
        self._to_part(-1)

    def _to_part(self, by: int) -> None:
        key, writing = self._form.key_of(self.focused), self.focused is not None
        self._go_to(None)
        self.action_choose(by)
        if writing:
            self._go_to(self._form.find(key) or self._form.neighbour(None, 0))

    def action_page(self, pages: int) -> None:
        """Scroll the fields."""
        self._form.scroll_relative(y=pages * max(1, self._form.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Go back from the fields to the list, and from there out of the editor."""
        self.take()
        if self._in_source and self.edited.readable:
            self._in_source = False
            self._go_to(None)
            self._show()
        elif self.focused is not None and not self._in_source:
            self._go_to(None)
        else:
            self.action_close()

    # Change the parts

    def _change(self, change: Callable[[], str]) -> None:
        """Carry out a change, and show what it returns, or why it is not possible."""
        self.take()
        try:
            self._message = change()
        except CantEdit as error:
            self._show_message(safe_line(problem_message(error.problem)))
        else:
            self._in_source = not self.edited.readable
            self._changed()

    def action_minutes(self, by: int) -> None:
        """Give the chosen part a minute more or less."""
        self._change(lambda: self._chosen.add_minutes(by))

    def action_add(self) -> None:
        """Ask what to add, and add it below the chosen part."""
        question = AddPartDialog(blocks(self.edited.language), self.edited.minutes.people)
        self.app.ask_then(question, lambda new: self._add(new.block))

    def _add(self, block: BuildingBlock | None) -> None:
        """Add a part. One without a title gets the focus there: what is typed next would be commands to the list."""
        self._change(lambda: self._chosen.add(block))
        if (part := self._chosen.part) is not None and not part.title:
            self._go_to(self._form.neighbour(None, 0))

    def action_copy(self) -> None:
        """Add the chosen part once more."""
        self._change(self._chosen.copy)

    def action_move(self, by: int) -> None:
        """Move the chosen part."""
        self._change(lambda: self._chosen.move(by))

    def action_nest(self, inwards: bool) -> None:
        """Move the chosen part into the step above it, or out of its step."""
        self._change(lambda: self._chosen.nest(inwards=inwards))

    def action_remove(self) -> None:
        """Remove the chosen part. Ask first if something changes with it."""
        self.take()
        part = self._chosen.part
        if part is None:
            return
        if along := self.edited.removal_warning(part.path):
            title = _("Remove “{title}”?").format(title=within_quotes(safe_line(part.title)))
            text = "\n".join(f"· {safe_line(problem_message(problem))}" for problem in along)
            self.app.ask_then(Confirm(title, text, N_("remove")), lambda _yes: self._change(self._chosen.remove))
        else:
            self._change(self._chosen.remove)

    def action_undo(self) -> None:
        """Undo the last change, and choose the part that it changed."""
        self._change(self._chosen.undo)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._change(self._chosen.redo)

    def action_preview(self) -> None:
        """Show what the chosen part looks like, and choose the part that was looked at last."""
        self.take()
        self.app.run_worker(self._look(self._preview(self.edited, self._chosen.activity)))

    async def _look(self, asked: "Future[str | None]") -> None:
        self._chosen.find(await asked or "")
        self._show()

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(KeyList(HELP))

    # Save and leave

    def action_save(self) -> None:
        """Save the workshop as it is now."""
        self.take()
        self._show_message(_("It is being saved."))
        self.app.run_worker(self._saved(self._saver.save()))

    async def _saved(self, saving: "Task[Saved]") -> None:
        """Show whether it is saved. If something has to be put right first, go there, else leave if that was asked for."""
        saved = await saving
        if saved.refused and not self._in_source:
            first = self.edited.findings[0]
            self._go_to(None)
            self._chosen.path = first.part
            self._show()
            self._go_to(self._form.find(first.key))
        self._message = saved.message
        self._show()
        closes, self._closes = self._closes, False
        if closes and saved.done:
            self.action_close()

    @property
    def _is_untouched_copy(self) -> bool:
        """Whether this is a copy that was only looked at, and need not stay."""
        return self.edited.copied_from is not None and self.edited.version == self._first_version

    @property
    def unsaved(self) -> bool:
        """Whether something differs from the file."""
        self.take()
        return self.edited.unsaved and not self._is_untouched_copy

    def save_at_once(self, timeout: float) -> bool:
        """Keep the draft: nobody can be asked whether to save."""
        return not self.unsaved or self._keeper.keep()

    def action_leave(self) -> None:
        """Leave the editor from the list."""
        self.action_close()

    def action_close(self) -> None:
        """Leave the editor. Ask first what to do with changes that are not saved."""
        if not self.app.is_front(self):
            return  # the key was pressed twice
        if self._saver.busy:
            self._closes = True
        elif not self.unsaved:
            self.dismiss(False)
        else:
            self.app.run_worker(self._leave(self.app.ask(LeaveDialog(self.edited.errors))))

    async def _leave(self, asked: "Future[Leave | None]") -> None:
        match await asked:
            case Leave.SAVE:
                self._closes = True
                self.action_save()
            case Leave.LATER:
                if self._keeper.keep_for_good():
                    self.dismiss(True)
                else:
                    why = _("The draft can't be written: {why}. It is tried again every second.")
                    self._show_message(why.format(why=self._keeper.failure))
            case Leave.DISCARD:
                self.edited.discard_draft()
                self.dismiss(False)

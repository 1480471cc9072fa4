"""The fields of the chosen part below each other, each with its label, and with what is wrong below it."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.workshop_file import Severity
from luisteren_tui.storage.workshop_reading import Field, Found
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.screens.editor.field_editors import ChoiceEditor, Editor, LineEditor, Option, Shown, TextEditor
from luisteren_tui.workshop.part_fields import FieldKind

ERROR_SIGN, ADVICE_SIGN = "✗", "▲"
SWITCH = ((N_("no"), ""), (N_("yes"), "true"))
"""The labels and values of a field that is on or off."""


class Typed(NamedTuple):
    """What was typed into the field with this `key`."""

    key: str
    text: str


def draw_findings(findings: Sequence[Found]) -> Content:
    """Return the findings below each other, errors and advice each with their own sign."""
    return Content("\n").join(
        Content.assemble(
            (f"{ERROR_SIGN} {safe_line(one.message)}", "bold $error")
            if one.severity is Severity.ERROR
            else (f"{ADVICE_SIGN} {safe_line(one.message)}", "$warning")
        )
        for one in findings
    )


class FieldRow(Horizontal):
    """A field: its label, its editor, and below that what is wrong with it."""

    class Resized(Message):
        """The field takes another number of lines, so that those below it move."""

    def __init__(self, field: Field, changed: Callable[[], None]) -> None:
        super().__init__(classes="editor-row")
        self.field = field
        self.editor = _editor(field, changed)
        self._label = Static(Content(_(field.label)), classes="editor-label")
        self._below = Static(classes="editor-below")
        self._findings: Sequence[Found] | None = None
        """The findings that are shown."""
        self._taken = Shown()
        """What the editor held when the workshop had the same."""

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        yield self._label
        with Vertical(classes="editor-box"):
            yield self.editor
            yield self._below

    def on_resize(self) -> None:
        """Report that it takes another number of lines."""
        self.post_message(self.Resized())

    def show(self, field: Field, *, anew: bool) -> None:
        """Show `field` as it is in the workshop. While it is being filled in, its text stays as it is, unless it is `anew`."""
        if field.label != self.field.label:
            self._label.update(Content(_(field.label)))
        self.field = field
        if isinstance(self.editor, ChoiceEditor) and (options := _options(field)) != self.editor.options:
            self.editor.options = options
        if isinstance(self.editor, LineEditor | TextEditor):
            self.editor.placeholder = _(field.hint) if field.hint else ""
        busy = self.editor.text != self._taken.made_safe or (self.is_attached and self.screen.focused is self.editor)
        if anew or (not busy and self.editor.text != _shown(field)):
            self.editor.load(field.text)
            self._taken = Shown(field.text, self.editor.text)
        if tuple(field.findings) != self._findings:
            self._findings = tuple(field.findings)
            self._below.update(draw_findings(field.findings))
            self._below.display = bool(field.findings)

    def take(self) -> Typed | None:
        """Return what was typed since the last time."""
        if self.editor.text == self._taken.made_safe:
            return None
        self._taken = self._taken.typed_over(self.editor.text)
        return Typed(self.field.key, self._taken.text)


def _shown(field: Field) -> str:
    """Return the text of a field as its editor shows it."""
    match field.kind:
        case FieldKind.CHOICE | FieldKind.SWITCH:
            return field.text
        case FieldKind.TEXT | FieldKind.LINES:
            return safe(field.text)
    return safe_line(field.text)


def _editor(field: Field, changed: Callable[[], None]) -> Editor:
    match field.kind:
        case FieldKind.CHOICE | FieldKind.SWITCH:
            return ChoiceEditor(changed)
        case FieldKind.TEXT | FieldKind.LINES:
            return TextEditor(changed)
    return LineEditor(changed)


def _options(field: Field) -> tuple[Option, ...]:
    if field.kind is FieldKind.SWITCH:
        return tuple(Option(value, _(label)) for label, value in SWITCH)
    return tuple(
        Option(choice.value, safe_line(choice.label) if choice.is_text else _(choice.label)) for choice in field.choices
    )


class More(Static, can_focus=True):
    """Stands for the fields that are seldom used, until they are asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [("space", "open")]

    class Opened(Message):
        """The fields are asked for."""

    def action_open(self) -> None:
        """Ask for the fields."""
        self.post_message(self.Opened())

    def on_click(self) -> None:
        """Ask for the fields."""
        self.action_open()


class Form(VerticalScroll, can_focus=False):
    """Shows the fields of one part at a time. `changed` is called when something is typed, within the edit.

    A field keeps its widget for all parts that have it, so that choosing another part makes nothing anew.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__(id="editor-form")
        self._changed = changed
        self._rows: dict[str, FieldRow] = {}
        self._fields: Sequence[Field] = ()
        self._about, self._more = Static(id="editor-about"), More(id="editor-more")
        self._all = False
        """Whether the fields that are seldom used are shown."""

    def compose(self) -> ComposeResult:
        """Lay out what stands above and below the fields."""
        yield self._about
        yield self._more

    @on(FieldRow.Resized)
    def _keep_in_view(self) -> None:
        """Keep the field with the focus in view: it may have been given the focus before it was laid out."""
        self.bring_into_view(self.screen.focused)

    def bring_into_view(self, editor: Widget | None) -> None:
        """Scroll to an editor, and to what is wrong with its field."""
        target = self._more if editor is self._more else self._rows.get(self.key_of(editor))
        if target is not None:
            target.scroll_visible(animate=False)

    def show(self, fields: Sequence[Field], about: Sequence[Found], *, anew: bool) -> None:
        """Show these fields, and the findings `about` the part as a whole. They are `anew` those of another part."""
        self._fields = fields
        self._about.update(draw_findings(about))
        self._about.display = bool(about)
        below: Widget = self._about  # new rows come below this
        for field in fields:
            if field.key not in self._rows:
                self._rows[field.key] = FieldRow(field, self._changed)
                self.mount(self._rows[field.key], after=below)
            below = self._rows[field.key]
            self._rows[field.key].show(field, anew=anew)
        self._show_rows()

    def _show_rows(self) -> None:
        shown = {field.key for field in self._fields if self._is_shown(field)}
        for key, row in self._rows.items():
            row.display = key in shown
        hidden = [_(field.label) for field in self._fields if field.key not in shown]
        self._more.update(Content.assemble(("▸ ", "bold $accent"), _("More"), (f": {', '.join(hidden)}", "$muted")))
        self._more.display = bool(hidden)

    def _is_shown(self, field: Field) -> bool:
        return self._all or not field.more or bool(field.text or field.findings)

    def take(self) -> list[Typed]:
        """Return what was typed since the last time."""
        return [typed for field in self._fields if (typed := self._rows[field.key].take()) is not None]

    def find(self, key: str) -> Widget | None:
        """Return the editor of a field, None if it is not shown."""
        row = self._rows.get(key)
        return row.editor if row is not None and row.display else None

    def key_of(self, editor: Widget | None) -> str:
        """Return the key of the field that `editor` fills in, empty if it is none of them."""
        return next((key for key, row in self._rows.items() if row.editor is editor), "")

    def neighbour(self, editor: Widget | None, by: int) -> Widget | None:
        """Return what Tab leads to from `editor`, or None at the end."""
        order: list[Widget] = [self._rows[field.key].editor for field in self._fields if self._is_shown(field)]
        if self._more.display:
            order.append(self._more)
        at = order.index(editor) + by if editor in order else 0
        return order[at] if 0 <= at < len(order) else None

    def hint(self, editor: Widget | None) -> str:
        """Return what the field that `editor` fills in is for, as far as that is not plain; empty if it is none of them."""
        key = self.key_of(editor)
        return next((_(field.hint) for field in self._fields if field.key == key and field.hint), "")

    def settle(self) -> None:
        """Show all texts as the workshop has them now, but for the one that is being filled in."""
        for field in self._fields:
            self._rows[field.key].show(field, anew=False)

    def open_more(self) -> Widget | None:
        """Show the fields that are seldom used, and return the first of them."""
        first = next((field.key for field in self._fields if not self._is_shown(field)), "")
        self._all = True
        self._show_rows()
        return self.find(first)

"""The questions about a new workshop: where to start from, and then what it is and which parts it has."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as ListOption

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.languages import LANGUAGES
from luisteren_tui.storage.new_workshop import NewWorkshop
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog
from luisteren_tui.tui.screens.editor.field_editors import ChoiceEditor, Option
from luisteren_tui.tui.screens.editor.summary import draw_fit, draw_total
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.safe_input import SafeInput
from luisteren_tui.workshop.building_blocks.block import BuildingBlock
from luisteren_tui.workshop.building_blocks.registry import USUAL, blocks, length_of
from luisteren_tui.workshop.model import MAX_PEOPLE, NumberRange, Workshop
from luisteren_tui.workshop.notation import parse_duration, parse_range
from luisteren_tui.workshop.typed_values import NUMBERS, typed_duration

MAX_MINUTES = 24 * 60
MAX_TITLE = 120
MIN_ROWS = 4
"""The rows of a list of parts that are always shown."""
OTHER_ROWS = 15
"""The rows that a dialog has for all the rest."""


class StartingPoint(NamedTuple):
    """A workshop that can be copied: its name, its title, and for how many people and how long it is.

    `size` orders them by the number of people, and then by length.
    """

    name: str
    title: str
    about: str
    size: tuple[int, int, int]

    @classmethod
    def of(cls, name: str, workshop: Workshop) -> "StartingPoint":
        """Return the starting point that a workshop is."""
        length = sum(each.duration for each in workshop.activities)
        about, people = _("{count} min").format(count=words.minutes(length)), workshop.participants
        if people is None:
            return cls(name, workshop.title, about, (0, MAX_PEOPLE, length))
        return cls(name, workshop.title, f"{_people(people)} · {about}", (people.low, people.high, length))


def _people(people: NumberRange) -> str:
    count = str(people.low) if people.low == people.high else f"{people.low}–{people.high}"
    return ngettext("{count} person", "{count} people", people.high).format(count=count)


def _copy_of(point: StartingPoint) -> Content:
    """Return which workshop is copied, with its title standing out."""
    before, _title, after = _("A copy of {title}").partition("{title}")
    return Content.assemble((before, "$muted"), safe_line(point.title), (after, "$muted"))


class StartingPointDialog(Dialog[str]):
    """Asks what to begin a new workshop with: building blocks, or a copy. The answer is a name, or empty for the blocks."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, points: Sequence[StartingPoint]) -> None:
        super().__init__(classes="wide")
        self._names = ["", *(each.name for each in points)]
        first = Content.assemble(
            (_("Choose parts"), "bold"), (f"  {_('an opening, pairs, a break, a closing round …')}", "$muted")
        )
        copies = (Content.assemble(_copy_of(each), (f"  {each.about}", "$muted")) for each in points)
        lines = [first, *copies]
        self._list = ChoiceList(*map(ListOption, lines), markup=False, classes="dialog-list")
        self.title_text = _("How do you want to begin?")
        self.keys = (("choose", "enter", N_("go on")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show what there is to begin with."""
        if len(self._names) > 1:
            yield Static(
                Content(_("Put it together from parts, or take over a workshop and change it. The original stays.")),
                classes="dialog-hint",
            )
        yield self._list

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the selected starting point."""
        event.stop()
        self.dismiss(self._names[event.option_index])

    def action_choose(self) -> None:
        """Answer with the highlighted starting point."""
        self._list.action_select()


class BlockList(ChoiceList):
    """The building blocks, each chosen or not."""

    BINDINGS: ClassVar[list[BindingType]] = [("space", "pick"), ("enter", "screen.accept")]

    def __init__(self, chosen: Iterable[str], changed: Callable[[], None]) -> None:
        super().__init__(markup=False, classes="dialog-list")
        self._chosen, self._changed = {*chosen}, changed
        self._blocks: Sequence[BuildingBlock] = ()

    @property
    def chosen_blocks(self) -> tuple[BuildingBlock, ...]:
        """The chosen blocks, in the order of the list."""
        return tuple(block for block in self._blocks if block.key in self._chosen)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Their keys."""
        return tuple(block.key for block in self.chosen_blocks)

    def show(self, blocks: Sequence[BuildingBlock]) -> None:
        """Show these blocks."""
        self._blocks, place = blocks, self.highlighted
        self.clear_options()
        self.add_options(ListOption(self._line(block)) for block in blocks)
        self.highlighted = place or 0

    def _line(self, block: BuildingBlock) -> Content:
        here = block.key in self._chosen
        sign = ("■ ", "bold $accent") if here else ("□ ", "$muted")
        return Content.assemble(sign, (block.name, "bold" if here else ""), (f"  {block.about}", "$muted"))

    def action_pick(self) -> None:
        """Choose the highlighted block, or leave it out."""
        if self.highlighted is None:
            return
        block = self._blocks[self.highlighted]
        self._chosen ^= {block.key}
        self.replace_option_prompt_at_index(self.highlighted, self._line(block))
        self._changed()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the block that is clicked, or leave it out. Enter answers the dialog instead."""
        event.stop()
        self.action_pick()


class NewWorkshopDialog(Dialog[NewWorkshop]):
    """Asks what a new workshop is called, for how many people it is, how long it takes, and which parts it has.

    Of a copy it asks the title. Enter goes to the next field.
    """

    AUTO_FOCUS = "SafeInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Tab moves the focus before the keys that follow are given out. Ctrl+S waits for those that came before it.
        Binding("tab", "next_field(1)", priority=True),
        Binding("shift+tab", "next_field(-1)", priority=True),
        ("down", "next_field(1)"),  # the list of parts has its own
        ("up", "next_field(-1)"),
        ("enter", "next_field(1)"),  # from the language: the lines and the list have their own
        ("ctrl+s", "accept"),
        ("ctrl+q", "cancel"),
    ]

    silences = {
        **Dialog.silences,
        **dict.fromkeys(("tab", "shift+tab", "enter", "up", "down"), 0),  # they only go to another field or part
        **dict.fromkeys(("space", "left", "right"), REPEAT_S),
    }

    def __init__(self, language: str, *, copy_of: str = "") -> None:
        """Begin with this `language`, or with the title of the workshop that this is a `copy_of`."""
        super().__init__()
        self._copy_of = safe_line(copy_of)
        self.title_text = _("A copy of your own") if copy_of else _("A new workshop")
        self._title = SafeInput(self._copy_of, max_length=MAX_TITLE)
        self._people = SafeInput("12", max_length=9)
        self._minutes = SafeInput("60", max_length=9)
        self._language = ChoiceEditor(self._show_blocks)
        self._language.options = [Option(code, _(each.name)) for code, each in LANGUAGES.items()]
        self._language.load(language)
        self._blocks = BlockList(USUAL, self._show_summary)
        self._summary = Static(classes="new-summary")
        self._wrong = AnswerText(classes="dialog-wrong")
        parts = (("pick", "space", N_("part in or out")),)
        self.keys = (
            ("accept", "ctrl+s", N_("make it")),
            ("next_field(1)", "tab", N_("next field")),
            *(() if copy_of else parts),
            ("cancel", "escape", N_("cancel")),
        )

    def body(self) -> Iterable[Widget]:
        """Show the fields."""
        yield _row(_("Title"), self._title)
        if not self._copy_of:
            yield _row(_("People"), self._people)
            yield _row(_("Minutes"), self._minutes)
            yield _row(_("Language"), self._language)
            yield self._summary
            yield self._blocks
        yield self._wrong

    def on_mount(self) -> None:
        """Show the building blocks."""
        self._show_blocks()

    def _show_blocks(self) -> None:
        """Show the blocks in the chosen language."""
        self._blocks.show(blocks(self._language.text)[1:])  # the empty one is for the editor
        self._show_summary()

    def _show_summary(self) -> None:
        """Show how many blocks are chosen, and how long they take for so many people."""
        chosen = self._blocks.chosen_blocks
        people, minutes = _people_typed(self._people.value), _minutes(self._minutes.value)
        text = Content(ngettext("{n} part", "{n} parts", len(chosen)).format(n=len(chosen))).stylize("bold")
        if people and minutes and chosen:
            total = length_of(chosen, people.high, minutes)
            text = Content.assemble(text, ", ", draw_total(total, minutes), " · ", draw_fit(total, minutes, minutes))
        self._summary.update(text)

    def on_resize(self) -> None:
        """Let the list of parts have the rows that are left."""
        self._blocks.styles.max_height = max(MIN_ROWS, self.size.height - OTHER_ROWS)

    def on_input_changed(self) -> None:
        """Reckon with what was typed."""
        self._wrong.show(Content(""))
        self._show_summary()

    def action_next_field(self, by: int) -> None:
        """Go to the next field, or to the one before."""
        (self.focus_next if by > 0 else self.focus_previous)()

    def action_pick(self) -> None:
        """Choose the highlighted block, or leave it out."""
        self._blocks.action_pick()

    def on_input_submitted(self) -> None:
        """Go to the next field, or answer if there is none."""
        if self._copy_of:
            self.action_accept()
        else:
            self.focus_next()

    def action_accept(self) -> None:
        """Answer if the fields are valid."""
        title, minutes = safe_line(self._title.value), _minutes(self._minutes.value)
        if not title:
            self._refuse(self._title, _("Give it a title."))
        elif _people_typed(self._people.value) is None:
            self._refuse(self._people, _("Write a number of people, such as 12 or 8-20."))
        elif minutes is None:
            text = _("Write a number of minutes, from 1 to {most}.").format(most=MAX_MINUTES)
            self._refuse(self._minutes, text)
        elif not self._blocks.chosen:
            self._refuse(self._blocks, _("Choose at least one part."))
        else:
            people = NUMBERS.read(self._people.value, None)
            self.dismiss(NewWorkshop("", title, self._language.text, people, minutes, self._blocks.chosen))

    def _refuse(self, field: Widget, text: str) -> None:
        """Say what is wrong with a field, and go there."""
        self._wrong.show(Content(text))
        field.focus(scroll_visible=False)  # the message is in view

    @property
    def loses_text(self) -> bool:
        """Whether a title was typed."""
        return self._title.value.strip() != self._copy_of


def _row(label: str, field: Widget) -> Horizontal:
    return Horizontal(Static(Content(label), classes="new-label"), field, classes="new-row")


def _minutes(typed: str) -> int | None:
    """Return a number of minutes, or None if no workshop can take that long."""
    minutes = (parse_duration(typed_duration(typed)) or 0) // 60
    return minutes if 0 < minutes <= MAX_MINUTES else None


def _people_typed(typed: str) -> NumberRange | None:
    """Return a number of people, or None if a workshop can't be for so many."""
    try:
        people = parse_range(NUMBERS.read(typed, None))
    except ValueError:
        return None
    return people if people and people.low >= 1 and people.high <= MAX_PEOPLE else None

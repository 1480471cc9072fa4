"""The places for notes, those to complete first."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.note_places import Place

LONGEST = 40
"""Characters of a question at most; it stands in full above the note."""


class NoteList(OptionList):
    """The first `todo` of the places are to be completed; they stand apart from the others."""

    def __init__(self, places: Sequence[Place], todo: int) -> None:
        rows: list[Option | None] = []
        for number, one in enumerate(places):
            if number in (0, todo):
                head = _("To complete") if number < todo else _("Other notes")
                rows += [*((None,) if number else ()), Option(Content.assemble((head, "bold")), disabled=True)]
            rows.append(Option(_line(one), id=str(number)))
        nothing = Option(Content(_("There is no place for notes.")), disabled=True)
        super().__init__(*(rows or [nothing]), id="places", markup=False)

    @property
    def number(self) -> int | None:
        """The number of the place that is chosen, None where there is none."""
        id = None if self.highlighted is None else self.get_option_at_index(self.highlighted).id
        return None if id is None else int(id)

    def go_to(self, number: int) -> None:
        """Choose a place."""
        self.highlighted = self.get_option_index(str(number))

    def renew(self, number: int, one: Place) -> None:
        """Show a place as it is now; it stays where it stands."""
        self.replace_option_prompt(str(number), _line(one))


def _line(one: Place) -> Content:
    """Return a place in the list; its sign says by its form what is to be done."""
    sign = "●" if one.marked else "✓" if one.text.strip() else "○"
    name = words.slot(one.slot) if one.slot.private or not one.question else safe_line(one.question)[:LONGEST]
    return Content.assemble((sign, "bold $accent" if sign == "●" else "bold"), f" {safe_line(one.label):<3} {name}")

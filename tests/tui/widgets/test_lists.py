"""What all lists to choose from have in common."""

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.scroll_view import ScrollView

from luisteren_tui.tui.screens.home.home_list import HomeList
from luisteren_tui.tui.screens.home.rows import WORKSHOP, Heading, Row
from luisteren_tui.tui.theme import set_theme
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.chosen import BAR
from luisteren_tui.tui.widgets.row_list import RowList

COUNT, CHOSEN = 30, 25


def a_home_list() -> HomeList:
    shown = HomeList([Heading("Workshops"), *(Row(str(n), WORKSHOP, f"row {n}") for n in range(COUNT))], id="list")
    shown.action_move(CHOSEN)
    return shown


def a_row_list() -> RowList[int]:
    shown: RowList[int] = RowList(lambda n, _width: Content(f"row {n}"), id="list")
    shown.show(range(COUNT), CHOSEN)
    return shown


def a_choice_list() -> ChoiceList:
    shown = ChoiceList(*(f"row {n}" for n in range(COUNT)), id="list")
    shown.highlighted = CHOSEN
    return shown


class ListApp(App[None]):
    """Shows one list that fills the window."""

    CSS = "#list { height: 1fr; border: none; }"

    def __init__(self, shown: ScrollView) -> None:
        super().__init__()
        self.shown = shown
        set_theme(self, "dark")

    def compose(self) -> ComposeResult:
        yield self.shown


@pytest.mark.parametrize("make", [a_home_list, a_row_list, a_choice_list])
async def test_chosen_row_stays_in_view_when_the_window_gets_lower(make: Callable[[], ScrollView]) -> None:
    app = ListApp(make())
    async with app.run_test(size=(60, 50)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        lines = [app.shown.render_line(y).text for y in range(app.shown.size.height)]
        assert [line for line in lines if BAR in line and str(CHOSEN) in line]

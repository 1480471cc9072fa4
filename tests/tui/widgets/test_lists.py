"""What all lists to choose from have in common."""

from textual.app import App, ComposeResult
from textual.content import Content

from luisteren_tui.tui.screens.home.home_list import HomeList
from luisteren_tui.tui.screens.home.rows import WORKSHOP, Heading, Row
from luisteren_tui.tui.theme import set_theme
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.chosen import BAR
from luisteren_tui.tui.widgets.row_list import RowList

COUNT, CHOSEN = 30, 25


class ListsApp(App[None]):
    """Shows a list of each kind below the others, with the same row chosen."""

    CSS = "HomeList, RowList, ChoiceList { height: 1fr; border: none; }"

    def __init__(self) -> None:
        super().__init__()
        set_theme(self, "dark")
        home = HomeList([Heading("Rows"), *(Row(f"{n}", WORKSHOP, f"row {n}") for n in range(COUNT))], id="home")
        home.action_move(CHOSEN)
        rows: RowList[int] = RowList(lambda n, _width: Content(f"row {n}"), id="rows")
        rows.show(range(COUNT), CHOSEN)
        choices = ChoiceList(*(f"   row {n}" for n in range(COUNT)))
        choices.highlighted = CHOSEN
        self.lists = home, rows, choices

    def compose(self) -> ComposeResult:
        yield from self.lists


async def test_chosen_row_stays_in_view_when_the_window_gets_lower() -> None:
    app = ListsApp()
    async with app.run_test(size=(60, 120)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        for shown in app.lists:
            lines = [shown.render_line(y).text for y in range(shown.size.height)]
            assert any(BAR in line and f"row {CHOSEN}" in line for line in lines), shown

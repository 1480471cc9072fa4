"""What a person does at home."""

from luisteren_tui.tui.screens.home.home_list import HomeList
from luisteren_tui.tui.screens.home.screen import HomeScreen
from tests.tui.stage import Stage


async def home_list(stage: Stage) -> HomeList:
    """Wait until home is in front and has the focus, and return its list."""
    home = await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)
    return home.query_one(HomeList)


def select(rows: HomeList, option: str) -> None:
    """Select a choice, such as "plan:luisteren": its kind, and the name of its row."""
    found = {
        f"{choice.kind}:{row.name}": (number, nth)
        for number, row in enumerate(rows.rows)
        for nth, choice in enumerate(row.choices)
    }
    rows._select(*found[option])


async def choose_option(stage: Stage, option: str) -> None:
    """Take a choice, such as "plan:luisteren"."""
    select(await home_list(stage), option)
    await stage.press("enter")

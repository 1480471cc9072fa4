"""What a person does on the plan screen, and on the way to it."""

from msgspec.structs import replace

from luisteren_tui.planning.plan import Plan
from luisteren_tui.storage.plans import save
from luisteren_tui.system.clock import local_day
from luisteren_tui.tui.screens.dialog import AskText
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.workshop.model import Duration
from tests.tui.at_home import choose_option
from tests.tui.stage import Stage


async def open_plan(stage: Stage) -> PlanScreen:
    """Open a new plan from home."""
    await choose_option(stage, "plan:luisteren")
    return await stage.on(PlanScreen)


async def answer_question(stage: Stage, key: str, text: str) -> None:
    """Press `key` and answer the question that it asks."""
    await stage.press(key)
    await stage.on(AskText)
    await stage.until(lambda: stage.app.focused)
    await stage.press(*text, "enter")
    await stage.on(PlanScreen)


async def expect_refusal(stage: Stage, key: str, text: str, why: str) -> None:
    """Press `key`, give an answer that is refused, and cancel the question."""
    await stage.press(key)
    await stage.on(AskText)
    await stage.until(lambda: stage.app.focused)
    await stage.press(*text, "enter")
    await stage.until(lambda: why in stage.picture())
    await stage.press("escape", "enter")  # the text is discarded only after a question
    await stage.on(PlanScreen)


async def fill_custom_block(stage: Stage, key: str, *fields: str) -> None:
    """Press `key` and type the title, minutes and text of a custom block."""
    await stage.press(key)
    await stage.on(CustomBlockDialog)
    await stage.until(lambda: stage.app.focused)
    for number, field in enumerate(fields):
        await stage.press(*(("tab",) if number else ()))
        await stage.write(field)
    await stage.press("ctrl+s")
    await stage.on(PlanScreen)


def save_outdated_plan(stage: Stage, plan: Plan) -> None:
    """Save `plan` for today as it was when the first activity took 10 minutes."""
    first, *others = plan.blocks
    old = replace(first, seconds=Duration(600), original=Duration(600))
    save(stage.folders, local_day(stage.clock), replace(plan, sha256="", blocks=(old, *others)))


def text_on(stage: Stage) -> str:
    """Return the text on the screen without its line breaks."""
    return " ".join(stage.picture().split())

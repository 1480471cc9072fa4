"""An activity whose workshop says that the next one starts by itself."""

from pathlib import Path

import pytest

from luisteren_tui.tui.screens.help import HelpScreen
from tests.tui.stage import Stage, on_stage

WORKSHOP = """\
format: 1
title: Vanzelf
language: nl
steps:
  - title: Een
    activities:
      - {id: a, title: Schrijven, duration: 2m, form: individual, then: next, prompts: [Wat raakt je]}
      - {id: b, title: Delen, duration: 2m, form: pairs}
"""


async def begun(stage: Stage) -> None:
    await stage.begin()
    assert "Then, by itself: Delen, 2 minutes" in stage.picture()
    await stage.press("space")
    await stage.advance(119)
    assert stage.activity == "a"


@pytest.fixture
def workshop(tmp_path: Path) -> str:
    (tmp_path / "workshops").mkdir()
    (tmp_path / "workshops" / "vanzelf.yaml").write_text(WORKSHOP)
    return "vanzelf"


async def test_next_activity_starts_when_the_time_is_up_and_not_again_after_undo(tmp_path: Path, workshop: str) -> None:
    async with on_stage(tmp_path, workshop=workshop) as stage:
        await begun(stage)
        await stage.advance(1)
        assert (stage.activity, stage.mode) == ("b", "running")
        await stage.press("u")
        await stage.advance(30)
        assert stage.activity == "a"


async def test_next_activity_waits_while_a_note_is_written(tmp_path: Path, workshop: str) -> None:
    async with on_stage(tmp_path, workshop=workshop) as stage:
        await begun(stage)
        await stage.press("n")
        await stage.write("blijft")
        await stage.advance(5)
        assert stage.activity == "a"
        await stage.press("escape")
        await stage.advance(1)
        assert stage.activity == "b"
        assert stage.saved_note("a", 1) == "blijft"


async def test_next_activity_waits_while_a_page_is_open(tmp_path: Path, workshop: str) -> None:
    async with on_stage(tmp_path, workshop=workshop) as stage:
        await begun(stage)
        await stage.press("?")
        await stage.on(HelpScreen)
        await stage.advance(5)
        assert stage.activity == "a"
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        await stage.advance(1)
        assert stage.activity == "b"

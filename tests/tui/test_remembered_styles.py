from pathlib import Path
from unittest.mock import patch

from textual.css.stylesheet import Stylesheet

from tests.tui import remembered_styles, watched_app
from tests.tui.remembered_styles import FLAGS, apply_remembered
from tests.tui.stage import Stage, on_stage


def styles(stage: Stage) -> list[object]:
    return [
        (str(node), sorted(map(repr, node.styles.base.get_rules().items())), [getattr(node, flag) for flag in FLAGS])
        for node in stage.app.screen.walk_children(with_self=True)
    ]


async def test_a_remembered_style_is_the_one_that_textual_finds(tmp_path: Path) -> None:
    with patch.object(watched_app, "PAINT_ONLY_SEEN", True), patch.object(remembered_styles, "_found", {}):
        for data in (tmp_path / "first", tmp_path / "remembered"):
            async with on_stage(data) as stage:
                assert Stylesheet.apply is apply_remembered
                await stage.begin()
                for key in ("right", "n", "escape", "v", "v", "question_mark", "escape", "q", "down"):
                    await stage.press(key)
                    remembered = styles(stage)
                    with patch.object(Stylesheet, "apply", remembered_styles._find):
                        stage.app.stylesheet.update(stage.app.screen)
                    assert styles(stage) == remembered
                stage.app.stylesheet.update(stage.app.screen)
                stage.app.screen.reset_styles()
                stage.app.stylesheet.update(stage.app.screen)
                assert styles(stage) == remembered

"""The preview screen: its three pictures of a part, its keys, and errors in place."""

from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.export import document as doc
from luisteren_tui.system.package import content_dir
from luisteren_tui.tui.preview_app import PreviewApp
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.preview.paper import on_screen
from tests.tui.hostile_workshop import LINE, quoted, unsafe_in, write_workshop
from tests.tui.watched_app import in_large_letters, light_textual, settle, until

SHIPPED = content_dir() / "luisteren.yaml"


async def test_preview_shows_each_part_in_three_ways_and_the_file_again_when_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luisteren_tui.tui.screens.preview.screen.POLL_S", 0.01)
    path = tmp_path / "mine.yaml"
    good = SHIPPED.read_text("utf-8")
    path.write_text(good, "utf-8")
    app = PreviewApp(path, tmp_path, theme="dark", language="en")

    def picture() -> str:
        strips = app.screen._compositor.render_strips()
        return " ".join(" ".join((*in_large_letters(app.screen), *(strip.text for strip in strips))).split())

    async def shows(*words: str) -> None:
        await until(app, lambda: all(word in picture() for word in words))

    with light_textual():
        async with app.run_test(size=(80, 24)) as pilot:
            await shows("Welcome", "Ready to begin", "your screen")
            await pilot.press("z")
            await shows("Welcome", "Wat hier gezegd wordt")
            await pilot.press("right", "right", "t")
            await shows("part 2 of 8", "Nadia begon haar")
            await pilot.press("escape", "right")  # the text goes, and the preview stays
            await shows("part 3 of 8", "Perspectiefwisseling in tweetallen", "Tel af tot 6.")
            await pilot.press("enter")
            await shows("ronde 1 van 2")
            await pilot.press("1")
            await shows("round 1 of 2", "in pairs")
            await pilot.press("f")
            await shows("They may change soon")
            await pilot.press("u", "3")
            await shows("For participants", "Rollen: Nadia")
            await pilot.press("pagedown")
            await shows("For you", "Roles: Nadia")
            await pilot.press("right", "right", "tab")
            await shows("part 5 of 8", "15:00", "Pauze")
            await pilot.press("question_mark")
            await until(app, lambda: isinstance(app.screen, KeyList))
            await pilot.press("escape")
            # A mistake is shown in place, and the last good version stays until it is mended.
            path.write_text(good.replace("form: individual", "form: alone"), "utf-8")
            await shows("1 error", "Write 'individual' here", "Pauze")
            path.write_text(good.replace("break: Pauze", "break: Koffie"), "utf-8")
            await shows("part 5 of 8", "Koffie")
            assert "1 error" not in picture()
            await pilot.press("end", "z")
            await shows("Thanks", "Dank")
            await pilot.press("z")
            await shows("The session is over")
            await pilot.press("escape")
            await until(app, lambda: not app.is_running)
    assert i18n.current().code == "en"


@pytest.mark.check_only
async def test_hostile_text_is_shown_as_plain_text_in_every_picture(tmp_path: Path) -> None:
    write_workshop(tmp_path / "workshops")
    path = tmp_path / "workshops" / "hostile.yaml"
    app = PreviewApp(path, tmp_path, theme="dark", language="en")
    app.bell = lambda: pytest.fail("text was run as an action")  # type: ignore[method-assign]
    shown = []
    with light_textual():
        async with app.run_test(size=(80, 24)) as pilot:
            for place in range(6):
                await pilot.press(*["right"] * bool(place))
                for key in ("1", "2", "t", "3", "pagedown"):
                    await pilot.press(key)
                    await settle(app)
                    shown.append("".join(strip.text for strip in app.screen._compositor.render_strips()))
            path.write_text(f"title: {quoted(LINE)}\n{quoted(LINE)}: 1\n", "utf-8")
            await until(app, lambda: "-on" in app.screen.query_exactly_one("#preview-errors").classes)
            shown.append("".join(strip.text for strip in app.screen._compositor.render_strips()))
    assert len({*shown}) > 20
    assert "[@click=app.bell]x" in "".join(shown)
    assert unsafe_in("".join(shown)) == ""


@pytest.mark.parametrize("width", [20, 60])
def test_what_is_on_paper_fits_in_the_width(width: int) -> None:
    blocks: list[doc.Block] = [
        doc.Heading("Een kop die lang is en dus afgebroken wordt", 2, "tot 14:05 · 15 min", "13:50"),
        doc.Prose((("Regel een", "regel twee"), ("傾聴" * 30,)), "Te lezen"),
        doc.Question("Wat valt je op?", 3),
        doc.Points("Kies", ("een", "twee"), tick=True),
        doc.Tip("Tip:", "Laat het stil zijn."),
        doc.Table((doc.Row("13:50", "Voorbereiding"), doc.Row("14:00", "Ronde 1", "10 min", strong=True))),
    ]
    lines = on_screen(blocks, width)
    assert max(line.cell_length for line in lines) <= width
    text = "\n".join(line.plain for line in lines)
    assert text.count("─" * width) == 3
    assert "☐ een" in text
    assert "13:50  Voorbereiding" in text

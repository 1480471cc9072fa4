"""The registry of export formats: everything that lists formats follows it."""

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

from luisteren_tui.cli import main as cli
from luisteren_tui.export.formats import FORMATS, Format, offered, render
from luisteren_tui.export.handouts import HANDOUT_FORMATS, HANDOUTS
from luisteren_tui.export.plan_formats import PLAN_FORMATS
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from tests.storage.session_samples import ended, session
from tests.tui.past_sessions import LAST, write_outcome
from tests.tui.screens.end.test_sharing import open_share_dialog
from tests.tui.stage import on_stage


@pytest.fixture
def dummy(monkeypatch: pytest.MonkeyPatch) -> Format:
    """Register a format and return it."""
    made = Format("dummy", (".dummy",), "for nobody", lambda outcome, _included: f"dummy {outcome['id']}")
    monkeypatch.setitem(FORMATS, made.name, made)
    return made


def test_names_and_suffixes_are_unique() -> None:
    suffixes = [suffix for each in FORMATS.values() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(name == each.name for name, each in FORMATS.items())
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in suffixes)


@pytest.mark.parametrize("name", FORMATS)
def test_only_binary_formats_render_bytes(name: str) -> None:
    assert isinstance(render(name, build(session().state, [], 20)), bytes) == FORMATS[name].binary


def test_the_command_line_offers_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "show", "--help"]) == 0
    assert f"[{'|'.join(FORMATS)}]" in "".join(capsys.readouterr().out.split())


def test_the_command_line_offers_every_plan_format_and_handout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "plan", "--help"]) == 0
    assert f"[{'|'.join(PLAN_FORMATS)}]" in "".join(capsys.readouterr().out.split())
    assert cli.main(["--lang", "en", "handout", "--help"]) == 0
    out = "".join(capsys.readouterr().out.split())
    assert f"[{'|'.join(HANDOUTS)}]" in out
    suffixes = "or".join(HANDOUT_FORMATS)
    assert f"Thefiletowrite,{suffixes};" in out
    assert cli.main(["--lang", "en", "handout", "-o", "x.docx"]) == 2
    assert f"Ahandoutisa{suffixes}file" in "".join(capsys.readouterr().err.split())


def test_the_message_about_photos_names_the_formats_that_show_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["--lang", "en", "--data", str(tmp_path), "show", "last", "--photos", ".", "--format", "text"]
    assert cli.main(args) == 2
    names = " and ".join(each.name for each in FORMATS.values() if each.photos)
    assert f"Only {names} can have photos." in capsys.readouterr().err


def test_a_new_format_is_offered_and_written_by_the_command_line(
    dummy: Format, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ended(tmp_path)
    common = ["--lang", "en", "--data", str(tmp_path), "show"]
    assert cli.main([*common, "--help"]) == 0
    assert "dummy]" in capsys.readouterr().out
    out = tmp_path / "x.dummy"
    assert cli.main([*common, "last", "-o", str(out)]) == 0
    assert out.read_text() == f"dummy {path.stem}"
    assert cli.main([*common, "last", "--format", "dummy"]) == 0
    assert f"dummy {path.stem}" in capsys.readouterr().out


async def test_the_share_dialog_offers_every_format_and_a_new_one(
    dummy: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: downloads)
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        dialog = await open_share_dialog(stage)
        options = dialog.query_one(OptionList)
        # Below the formats are two ways of copying.
        shown = [str(option.prompt).split()[0] for option in options.options[:-2]]
        assert shown == [each.suffixes[0][1:] for each in offered()]
        assert set(shown) == {each.suffixes[0][1:] for each in FORMATS.values()}
        options.highlighted = shown.index("dummy")
        await stage.press("enter")
        await stage.until(lambda: (downloads / f"{LAST}.dummy").exists())
        assert isinstance(stage.app.screen, ShareDialog)

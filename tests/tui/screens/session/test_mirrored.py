"""On a mirrored screen everything works, and nothing private is on it at any moment."""

from pathlib import Path
from unittest.mock import patch

import pytest
from textual.binding import Binding

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system import new_window
from luisteren_tui.tui.keymap import ACTIONS
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.names_dialog import NamesDialog
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.stage import Stage, on_stage

SECRET = "geheimwoord"
WORKSHOP = f"""
format: 1
title: Open
introduction: {SECRET} inleiding
steps:
  - title: Begin
    duration: 10m
    form: plenary
    protected: true
    text: lied
    prompts: ["Wat hoor je?", "Wat zie je?"]
    tips: ["{SECRET} tip"]
    cues: [{{at: 1m, say: "{SECRET} zeggen"}}]
  - title: Samen
    duration: 15m
    form: pairs
    roles: [A, B]
    turns: {{each: role, window: 5m-6m}}
    tips: ["{SECRET} tip"]
  - break: Pauze
    duration: 10m
  - title: Einde
    duration: 10m
    form: plenary
    skippable: true
    tips: ["{SECRET} tip"]
texts:
  lied: {{title: Lied, body: Een regel.}}
"""


def write_workshop(data: Path) -> None:
    (data / "workshops").mkdir(parents=True)
    (data / "workshops" / "open.yaml").write_text(WORKSHOP)


async def answer(stage: Stage, *, mirrored: bool) -> None:
    """Begin, with a screen that the group sees or not."""
    await stage.on(StartDialog)
    stage.app.recording = mirrored
    await stage.begin(*["right"] * mirrored)
    await stage.until(lambda: stage.session.room == mirrored)


def shown(stage: Stage) -> str:
    """Return the picture on one line, without the frames of dialogs."""
    return " ".join(stage.picture().replace("│", " ").split())


@pytest.mark.check_only
@patch.object(new_window, "open_window", lambda _data: False)
async def test_no_key_shows_anything_private_on_a_mirrored_screen(tmp_path: Path) -> None:
    write_workshop(tmp_path)
    loaded = load(find("open", tmp_path))
    assert loaded.workshop is not None
    plan = plan_of(loaded.workshop, loaded.sha256).with_must_end(13 * 60 + 40)
    async with on_stage(tmp_path, workshop="open", plan=plan, plan_name=SECRET, size=(100, 40)) as stage:
        await answer(stage, mirrored=False)
        await stage.press("g", "d")
        await stage.on(NamesDialog)
        await stage.write(", ".join(f"{SECRET}{n}" for n in range(12)))
        await stage.press("escape", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        for _ in range(5):
            await stage.press("n")
            await stage.until(lambda: stage.app.focused is not None)
            await stage.write(SECRET)
            await stage.press("escape", "down")
        await stage.press("k")
        await stage.write(SECRET)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        await stage.press("space")
        await stage.advance(15 * 60)
        await stage.press("z")
        await stage.until(lambda: stage.session.room)
        await stage.settle()
        stage.app.notifications.clear()
        stage.app.recording = True
        keys = [key for one in ACTIONS for key in (*one.keys.split(","), one.f_key) if key and one.name != "room"]
        keys.append("ctrl+p")
        for place in range(3):  # in a plenary, in pairs and in a break
            for key in keys:
                await stage.press(key)
                assert stage.session.room
                assert stage.app.is_running
                while stage.app.screen is not stage.session or stage.app.focused is not None:
                    await stage.press("escape")
                if stage.state.room_content.blank:
                    await stage.press("full_stop")
            while stage.activity != ("1", "2", "p1")[place]:
                await stage.press("left")
            await stage.press("right")
            if stage.mode != Mode.RUNNING:
                await stage.press("space")
            await stage.advance(70)
        stage.app.recording = False
        assert len(stage.app.frames) > 100
        assert not [frame.text for frame in stage.app.frames if SECRET in frame.raw + frame.text]
        assert not [text for text in stage.app.notifications if SECRET in text]
        await stage.press("z")
        await stage.until(lambda: SECRET in stage.picture())


@pytest.mark.check_only
async def test_no_key_shows_anything_private_behind_the_thanks(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 60)) as stage:
        await answer(stage, mirrored=True)
        await stage.press("space")
        for keys in (("n",), ("p",)):
            await stage.press(*keys)
            await stage.write(SECRET)
            await stage.press("escape")
        await stage.press("k")
        await stage.write(SECRET)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        stage.app.frames.clear()
        await stage.press("e", "enter")
        over = await stage.on(EndScreen)
        await stage.until(lambda: "Thank you" in stage.picture())
        # Until now the title of the activity was on the wall.
        thanked = next(n for n, frame in enumerate(stage.app.frames) if "Thank you" in frame.text)
        bindings = [Binding(*each) if isinstance(each, tuple) else each for each in EndScreen.BINDINGS]
        for key in [key for each in bindings for key in each.key.split(",") if each.action != "own_screen"]:
            await stage.press(key)
            while stage.app.screen is not over:
                await stage.press("escape")
        assert len(stage.app.frames) > thanked + 10
        shown = [frame.text for frame in stage.app.frames]
        assert not [text for text in shown if any(private in text for private in (SECRET, "has ended", str(tmp_path)))]
        assert not [text for text in shown[thanked:] if "Verkenning" in text]
        assert stage.app.notifications == []
        await stage.press("z", "enter")
        await stage.until(lambda: SECRET in stage.picture())


async def test_wall_stays_as_it_is_while_a_note_is_written(tmp_path: Path) -> None:
    write_workshop(tmp_path)
    async with on_stage(tmp_path, workshop="open") as stage:
        await answer(stage, mirrored=True)
        await stage.go_to("p1")
        await stage.press("space")
        wall = stage.picture().splitlines()[:-2]
        await stage.press("n", "x")
        *now, line, _keys = stage.picture().splitlines()
        assert now == wall
        assert line.strip() == "1"


async def test_mark_is_acknowledged_without_a_word(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await answer(stage, mirrored=True)
        await stage.press("m")
        assert stage.state.slot in stage.state.marks
        await stage.until(lambda: "✓" in stage.picture())
        assert "mark" not in stage.picture()


async def test_protected_activity_is_skipped_after_a_neutral_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await answer(stage, mirrored=True)
        await stage.press("space")
        await stage.go_to("4")
        await stage.press("s")
        await stage.on(Confirm)
        assert "Skip this activity?" in shown(stage)
        assert "makers" not in shown(stage)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.timing.tracks["4"].skipped


async def test_look_ahead_shows_titles_only(tmp_path: Path) -> None:
    write_workshop(tmp_path)
    async with on_stage(tmp_path, workshop="open") as stage:
        await answer(stage, mirrored=True)
        await stage.press("v")
        await stage.on(LookAhead)
        assert all(title in stage.picture() for title in ("Begin", "Samen", "Pauze", "Einde"))
        assert all(text not in stage.picture() for text in (SECRET, "minute", "Wat hoor je?"))


async def test_groups_show_sizes_and_names_only_after_z(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(100, 30)) as stage:
        await stage.begin("5")
        await stage.press("g", "d")
        await stage.on(NamesDialog)
        await stage.write("Anna, Bas, Guus, Dia, Eva")
        await stage.press("escape", "escape", "z")
        await stage.until(lambda: stage.app.screen is stage.session and stage.session.room)
        await stage.press("g")
        await stage.on(GroupsDialog)
        for text in ("5 participants", "1 trio + 1 pair", "3 people", "2 people", "z shows the names"):
            assert text in shown(stage)
        people = stage.state.people
        await stage.press("-", "right", "d")
        assert stage.state.people == people
        assert not any(name in shown(stage) for name in ("Anna", "Bas", "Guus", "Dia", "Eva", "Perspectief"))
        await stage.press("z")
        assert all(name in shown(stage) for name in ("Anna", "Bas", "Guus", "Dia", "Eva"))
        await stage.press("-")
        assert len(stage.state.people.present) == 4
        await stage.press("z")
        assert not any(name in shown(stage) for name in ("Anna", "Bas", "Guus", "Dia", "Eva"))

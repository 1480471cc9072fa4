"""Notes are kept soon, in the right slot, and as they were typed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import MAX_NOTE_LENGTH
from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import track
from luisteren_tui.tui.autosave import SAVE_AFTER_SECONDS
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.note_editors import BlindLine
from tests.text.samples import HEALTH_WORKER, PERSIAN, SCOTLAND, WORLD
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage, state_in

HOSTILE = "a\x1b[31mb\x1b]52;c;eA==\x07\u202ec\u200b\ud800d"
Move = Callable[[Stage], Awaitable[None]]


def pressing(*keys: str) -> Move:
    async def press(stage: Stage) -> None:
        await stage.press(*keys)

    return press


async def click(stage: Stage) -> None:
    lines = stage.picture().splitlines()
    await stage.pilot.click(offset=(8, next(n for n, line in enumerate(lines) if "Vraag je weleens" in line)))


def shown(line: BlindLine) -> str:
    return line.render().plain


async def begin_writing(stage: Stage) -> None:
    await stage.begin()
    await stage.press("space", "n")
    await stage.until(lambda: stage.app.focused is stage.notes)


async def test_keys_typed_right_after_n_are_text(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.press_in_one_read("space", "right", "n", "s", "n", "q", "space", "e", "escape", "right")
        await stage.until(lambda: stage.activity == "2b")
        assert stage.mode == "running"
        assert stage.saved_state().notes == {Slot("2a", prompt=1): "snq e"}


@thorough("room", [False, True])
async def test_keys_typed_right_after_escape_are_commands(room: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        if room:
            await stage.press("z")
            await stage.until(lambda: stage.session.room)
        for ticks in range(12):  # turns of the event loop between two keys
            for key in ("n", "a", "escape", "space", "n", "b", "escape", "+"):
                stage.press_in_one_read(key)
                for _tick in range(ticks):
                    await asyncio.sleep(0)
            await stage.until(lambda: track(stage.state, "1").allotted == (16 + ticks) * 60_000)  # noqa: B023
            assert stage.mode == ("paused" if ticks % 2 else "running")
            assert stage.saved_state().notes == {Slot("1", prompt=1): "ab" * (ticks + 1)}


async def test_keys_typed_right_after_n_are_text_in_the_room_view(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("down")
        await stage.press("z")
        await stage.until(lambda: stage.session.room)
        stage.press_in_one_read("n", "s", "c")
        await stage.press("escape")
        await stage.until(lambda: stage.saved_note("1", 1) == "sc")
        assert (stage.activity, stage.mode) == ("1", "waiting")


@thorough(
    "move",
    [
        pressing("tab"),
        pressing("f8"),
        pressing("shift+tab"),
        pressing("f9"),
        pressing("escape", "down", "down"),
        pressing("escape", "right"),
        pressing("escape", "z"),
        pressing("escape", "pagedown"),
        pressing("escape", "s"),
        click,
    ],
    quick=3,
)
async def test_moving_on_right_after_typing_keeps_each_note_in_its_slot(move: Move, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.press("tab")
        await stage.write("eerste")
        await move(stage)
        await stage.until(lambda: stage.notes.slot != Slot("1", prompt=2) or stage.session.room)
        assert stage.saved_state().notes == {Slot("1", prompt=2): "eerste"}
        await stage.press("escape", "n")
        await stage.write("x")
        await stage.press("escape")
        await stage.until(lambda: "x" in "".join(stage.saved_state().notes.values()))
        kept = stage.saved_state().notes
        # Going to the room view does not change the slot.
        assert kept == ({Slot("1", prompt=2): "eerste", stage.state.slot: "eerstex" if stage.session.room else "x"})


@pytest.mark.parametrize("keys", [("escape", "q"), ("ctrl+q",)])
async def test_leaving_right_after_typing_keeps_the_note(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        path = stage.live.path
        await stage.write("laatste woord")
        await stage.press(*keys)
        await stage.until(lambda: not stage.app.is_running)
    assert path is not None
    assert state_in(path).notes == {Slot("1", prompt=1): "laatste woord"}


async def test_notes_typed_in_one_read_with_moves_go_to_their_own_slots(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        stage.press_in_one_read(*"abc", "f8", *"def", "f9", *"ghi")
        expected = {Slot("1", prompt=1): "abc", Slot("1", prompt=2): "def", Slot("2a", prompt=1): "ghi"}
        await stage.until(lambda: stage.saved_state().notes == expected)


async def test_note_is_saved_soon_after_its_first_key(tmp_path: Path) -> None:
    assert SAVE_AFTER_SECONDS <= 0.1
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        assert not stage.notes.waiting
        await stage.press("a")
        assert stage.notes.waiting
        await stage.press("b")
        await stage.until(lambda: stage.saved_note("1", 1) == "ab")
        assert not stage.notes.waiting


async def test_typing_without_a_pause_does_not_delay_the_save(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        typed = 0
        while not stage.state.notes:
            await stage.press("a")
            typed += 1
            assert typed < 1000
        assert set(stage.saved_note("1", 1)) == {"a"}


async def test_pasted_control_characters_are_made_visible(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.paste(HOSTILE)
        await stage.until(lambda: stage.notes.text)
        assert stage.notes.text == "a␛[31mb␛]52;c;eA==␇�c�d"
        await stage.press("escape")
        await stage.until(lambda: stage.saved_note("1", 1) == stage.notes.text)


async def test_joined_text_is_typed_pasted_and_kept_whole(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.paste(f"{WORLD}\x0baan\u00addacht ")
        await stage.write(f"{PERSIAN} {SCOTLAND} \u200d{HEALTH_WORKER}")  # a keyboard has the joiners as keys
        text = f"{WORLD}\naandacht {PERSIAN} {SCOTLAND} {HEALTH_WORKER}"
        await stage.until(lambda: stage.saved_note("1", 1) == text)
        await stage.press("left", "right", "backspace", "left", "backspace", "escape")  # a sign goes whole
        await stage.until(lambda: stage.saved_note("1", 1) == f"{WORLD}\naandacht {PERSIAN}  ")
        await stage.press("tab", "shift+tab")
        assert stage.notes.text == f"{WORLD}\naandacht {PERSIAN}  "


async def test_note_of_ten_thousand_characters_is_kept_whole(tmp_path: Path) -> None:
    long = "woord " * 1700
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.paste(long)
        await stage.until(lambda: stage.saved_note("1", 1) == long)
        await stage.press("tab", "shift+tab")
        assert stage.notes.text == long
        await stage.press("!", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == long + "!")


async def test_undo_changes_the_time_and_no_note(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.write("stil")
        await stage.press("escape")
        await stage.until(lambda: stage.app.focused is None)
        await stage.press("u")
        assert (stage.mode, stage.saved_note("1", 1), stage.notes.text) == ("waiting", "stil", "stil")
        await stage.press("u")
        assert stage.last_message == "There is nothing to undo."
        assert stage.saved_note("1", 1) == "stil"


async def test_note_comes_back_in_its_slot_and_can_be_emptied(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.write("ab\nc")
        await stage.press("tab")
        assert stage.notes.text == ""
        await stage.press("shift+tab")
        # Loading a note does not count as typing.
        assert (stage.notes.text, stage.notes.waiting) == ("ab\nc", False)
        await stage.press("backspace", "backspace", "backspace", "backspace", "tab")
        await stage.until(lambda: not any(stage.saved_state().notes.values()))


async def test_draft_accepts_no_notes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        await stage.press("n", "a")
        stage.session.action_notes()
        await stage.settle()
        assert stage.session.focused is None
        assert not (tmp_path / "sessions").exists()


FULL = "Nothing more fits: at most 20,000 characters."
TOO_LONG = "Not pasted: there is space for {space} of its {length} characters."


def prompt(n: int) -> Slot:
    return Slot("1", prompt=n)


async def begin_with_note(stage: Stage, length: int) -> str:
    """Begin with a note of `length` characters, which an earlier version may have written, and write on at its end."""
    text = ("woord " * (length // 6 + 1))[:length]
    await stage.begin()
    stage.live.do(c.Write(prompt(1), text))
    stage.live.do(c.Show(prompt(2)))
    stage.session.refresh_view()
    await stage.press("up", "n")
    await stage.until(lambda: stage.app.focused is stage.notes and stage.notes.text == text)
    return text


@thorough("keys", [("a",), ("enter",), ("space",), ("a", "b", "c")], quick=2)
async def test_key_in_a_full_note_adds_nothing_and_says_why(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, MAX_NOTE_LENGTH - 1)
        await stage.press("!")
        assert stage.last_message == ""
        await stage.press(*keys)
        assert stage.last_message == FULL
        assert FULL in stage.picture()
        await stage.press("escape")
        await stage.until(lambda: stage.saved_note("1", 1) == f"{text}!")
        assert stage.notes.text == f"{text}!"


async def test_key_in_a_full_note_replaces_what_is_selected(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, MAX_NOTE_LENGTH)
        await stage.press("shift+left", "a", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == f"{text[:-1]}a")
        assert stage.last_message == ""


async def test_paste_that_does_not_fit_is_refused_whole(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, MAX_NOTE_LENGTH - 1_200)
        await stage.press("shift+left")
        await stage.paste("x" * 25_000)
        assert stage.last_message == TOO_LONG.format(space="1,201", length="25,000")
        assert (stage.notes.text, stage.notes.selected_text) == (text, text[-1])
        await stage.press("right")
        await stage.paste("x" * 1_200)
        await stage.press("escape")
        await stage.until(lambda: stage.saved_note("1", 1) == text + "x" * 1_200)


@pytest.mark.parametrize("own_clipboard", [False, True])
async def test_paste_into_a_full_note_is_refused(own_clipboard: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, MAX_NOTE_LENGTH)
        if own_clipboard:
            await stage.press("shift+left", "ctrl+c", "right", "ctrl+v")
        else:
            await stage.paste("nog iets")
        assert stage.last_message == FULL
        assert stage.notes.text == text


async def test_paste_of_millions_of_characters_is_refused(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.paste("\u20ac" * 5_000_000)
        assert stage.last_message == TOO_LONG.format(space="20,000", length="5,000,000")
        assert stage.notes.text == ""


async def test_longer_note_of_an_earlier_version_is_kept_and_can_be_shortened(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, 100_000)
        path = stage.live.path
        await stage.press("escape", "q")
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(tmp_path, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.notes.text == text
        await stage.press("n", "a")
        await stage.paste("iets")
        assert stage.last_message == FULL
        await stage.press("backspace", "backspace", "a", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == text[:-2])


async def test_undo_brings_back_a_longer_note_that_was_removed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, 30_000)
        stage.notes.select_all()
        await stage.press("backspace")
        await stage.until(lambda: stage.saved_note("1", 1) == "")
        await stage.press("ctrl+z", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == text)


@pytest.mark.parametrize(("length", "space"), [(19_990, 10), (30_000, 0)])
async def test_note_taken_while_the_room_looks_on_has_the_same_limit(length: int, space: int, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, length)
        await stage.press("escape", "z")
        await stage.until(lambda: stage.session.room)
        await stage.press("n")
        line = stage.session.query_one(BlindLine)
        assert shown(line) == "1"
        await stage.paste("geheim " * 5)
        assert shown(line) == "×"
        await stage.write("x" * space)
        for key in ("y", "enter"):
            await stage.press(key)
            assert shown(line) == "×"
        assert "geheim" not in stage.picture()
        assert "woord" not in stage.picture()
        await stage.press("backspace")
        assert shown(line) == "1"
        await stage.press("escape", "n")
        assert shown(line) == "1"
        await stage.press("escape")
        await stage.until(lambda: stage.saved_note("1", 1) == (text + "x" * space)[:-1])


async def test_refusal_is_seen_while_the_wall_is_empty(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_with_note(stage, MAX_NOTE_LENGTH)
        await stage.press("escape", ".")
        await stage.until(lambda: stage.session.room)
        await stage.press("n", "a")
        await stage.until(lambda: stage.picture().split() == ["×"])


async def test_undo_of_so_many_lines_that_the_scrollbar_goes_keeps_the_program_running(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        text = await begin_with_note(stage, 1)
        await stage.paste("\n".join("abcdefghijkl" * 3))
        await stage.until(lambda: stage.notes.show_vertical_scrollbar)
        await stage.press("ctrl+z", "x", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == text + "x")

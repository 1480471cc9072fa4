"""What is typed is saved a moment after its first unsaved key, whether timers get their turn or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Key

from luisteren_tui.session.decide import MAX_NOTE_LENGTH
from luisteren_tui.tui.autosave import SAVE_AFTER_SECONDS, Autosave
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader, Saved
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage

AFTER = round(SAVE_AFTER_SECONDS * 1000)


class Typist:
    """Types into an Autosave on a clock that is moved by hand. Timers fire only in `fire`."""

    def __init__(self) -> None:
        self.ms, self.ages = 0, list[int]()
        self.timers: list[tuple[int, Callable[[], None]]] = []
        self.autosave = Autosave(lambda: self.ages.append(self.autosave.take()), now=self._now, later=self._later)

    def _now(self) -> float:
        return self.ms / 1000

    def _later(self, seconds: float, call: Callable[[], None]) -> "Typist.Timer":
        timer = (self.ms + round(seconds * 1000), call)
        self.timers.append(timer)
        return self.Timer(lambda: self.timers.remove(timer))

    class Timer:
        def __init__(self, stop: Callable[[], None]) -> None:
            self.stop = stop

    def key(self, *, came: int) -> None:
        self.autosave.typed(came / 1000)

    def fire(self) -> None:
        """Let the timers fire whose time has come."""
        due = [timer for timer in self.timers if timer[0] <= self.ms]
        self.timers = [timer for timer in self.timers if timer not in due]
        for _at, call in due:
            call()


def test_timer_saves_a_moment_after_the_first_key() -> None:
    typist = Typist()
    for ms in (0, AFTER // 2, AFTER - 1):
        typist.ms = ms
        typist.key(came=ms)
        typist.fire()
        assert typist.ages == []
    typist.ms = AFTER
    typist.fire()
    assert (typist.ages, typist.timers, typist.autosave.since) == ([AFTER], [], None)


@pytest.mark.parametrize("keys_per_second", [4, 8, 30, 100])
def test_keys_save_without_any_timer(keys_per_second: int) -> None:
    typist, apart = Typist(), 1000 // keys_per_second
    for number in range(100):
        typist.ms = number * apart
        typist.key(came=typist.ms)
    # The next key after the moment is the latest.
    assert max(typist.ages) <= AFTER + apart
    assert len(typist.ages) >= 99 * apart // (AFTER + 2 * apart)


def test_key_that_had_to_wait_is_saved_at_once_but_not_each_of_many() -> None:
    typist = Typist()
    for number in range(40):
        typist.ms = 5_000 + number * 20
        typist.key(came=number * 20)
    assert typist.ages[0] == 5_000
    assert len(typist.ages) == 40 * 20 // AFTER
    assert set(typist.ages[1:]) == {5_000 + AFTER - 20}  # how long the first key after the previous save had waited


def test_save_by_another_way_needs_no_timer() -> None:
    typist = Typist()
    typist.key(came=0)
    typist.ms = AFTER // 2
    assert typist.autosave.take() == AFTER // 2
    assert (typist.timers, typist.autosave.take()) == ([], 0)
    typist.key(came=typist.ms)
    typist.ms = AFTER + AFTER // 2 - 1
    typist.fire()
    assert typist.ages == []


async def begin_writing(stage: Stage, *keys: str) -> None:
    await stage.begin()
    await stage.press("space", *keys, "n")
    await stage.until(lambda: stage.app.focused is not None)


@pytest.mark.parametrize("keys", [(), ("z",)])
async def test_note_is_saved_while_no_timer_and_no_message_gets_its_turn(
    keys: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage, *keys)
        editor = stage.session.notes.blind_line if keys else stage.notes  # type: ignore[union-attr]
        seconds = 0.0
        monkeypatch.setattr(editor.autosave, "_now", lambda: seconds)
        monkeypatch.setattr(editor.autosave, "_later", lambda wait, call: Typist.Timer(lambda: None))
        monkeypatch.setattr(editor, "post_message", lambda message: True)
        for number in range(20):
            seconds = number * 0.05
            editor._key_at = seconds
            if keys:
                stage.session.notes.blind_line._add("x")  # type: ignore[union-attr]
            else:
                stage.notes.insert("x")
            assert len(stage.saved_note("1", 1)) >= number - 1
        monkeypatch.undo()


@thorough("keys", [("backspace",), ("ctrl+z",), ("ctrl+z", "ctrl+y"), ("ctrl+w",), ("ctrl+k",)], quick=2)
async def test_every_kind_of_edit_is_saved(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.write("een twee")
        await stage.until(lambda: stage.saved_note("1", 1) == "een twee")
        await stage.press("left", "left")
        for key in keys:
            before = stage.notes.text
            await stage.press(key)
            assert stage.notes.text != before
            await stage.until(lambda: stage.saved_note("1", 1) == stage.notes.text)


async def test_key_that_waited_counts_as_late_from_the_moment_it_came(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        header = stage.session.query_one(NotesHeader)
        shown: list[str] = []
        stage.session.watch(header, "saved", lambda saved: shown.append(saved.text), init=False)
        await stage.press_late("x", 0.8)
        assert "not saved yet" not in shown
        await stage.press_late("y", 1.0)
        assert "not saved yet" in shown
        await stage.until(lambda: not header.saved.alarm)


async def test_keys_that_are_read_and_wait_count_as_late(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.press("x")
        header = stage.session.query_one(NotesHeader)
        await stage.until(lambda: header.saved.text.startswith("saved"))
        stage.app.keys_read.append(Key("y", "y").time - 1.0)
        stage.session._save_indicator.show()
        assert header.saved == Saved("not saved yet", alarm=True)
        await stage.press("y")
        assert not stage.app.keys_read
        await stage.until(lambda: header.saved.text.startswith("saved"))
        assert stage.saved_note("1", 1) == "xy"


async def test_text_that_is_as_it_was_is_saved(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        header = stage.session.query_one(NotesHeader)
        await stage.until(lambda: header.saved.text.startswith("saved"))
        stage.press_in_one_read("y", "backspace")
        await stage.until(lambda: header.saved.text == "…")
        await stage.until(lambda: header.saved.text.startswith("saved"))


async def test_text_that_fills_a_note_is_saved_by_its_last_keys(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin_writing(stage)
        await stage.paste("woord " * (MAX_NOTE_LENGTH // 6))
        await stage.press("a", "b", "c")
        await stage.until(lambda: stage.saved_note("1", 1) == stage.notes.text)
        assert len(stage.notes.text) == MAX_NOTE_LENGTH

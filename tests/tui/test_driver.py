"""The driver for Linux and macOS: what input means, and output that never waits for the terminal."""

import fcntl
import os
import pty
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, SYNC_END, SYNC_START
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste
from textual.message import Message

from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import driver
from luisteren_tui.tui.columns import hold_columns
from luisteren_tui.tui.driver import MAX_WAITING_BYTES, Keyboard, Output, PatientDriver
from luisteren_tui.tui.keyboard import KEYPAD
from luisteren_tui.tui.terminal_input import TerminalInput
from tests.text.samples import RAINBOW
from tests.tui.stage import watched_app
from tests.tui.watched_app import LIMIT, ManualClock, until

KNOWN = {
    *ANSI_SEQUENCES_KEYS,
    *(f"\x1b[{key[:-1]}{modifiers}{key[-1]}" for key in FUNCTIONAL_KEYS for modifiers in ("", ";1", ";2", ";5")),
    *(f"\x1b[{code}{rest}u" for code in (9, 13, 27, 97, 8364) for rest in ("", ";2", ";5", ";1;97", ";1;97:98")),
    *(chr(code) for code in (*range(27), *range(28, 128), 233, 23383)),
    *("\x1b", "\x1ba", "\x1bQ", "\x1b[I", "\x1b[O", "\x1b[?2026;2$y", "\x1b[200~abc\r\nd\x1b[201~"),
    *("\x1b[<0;10;10M", "\x1b[<0;10;10m", "\x1b[<35;1;1M", "\x1b[<64;3;3M", "\x1b[<66;3;3M"),
}
"""What keyboards and terminals send."""
TEXTUAL_IS_WRONG = {
    # Textual takes the number of these for the code of a character, and a place of the cursor for F3.
    *(f"\x1b[{number}~" for number in (25, 26, 28, 29, 31, 32, 33, 34, 62, 63)),
    *(f"\x1b[5{letter}" for letter in "ABCD"),
    *(f"\x1b[1;{modifiers}R" for modifiers in range(1, 9)),
    *(f"\x1b[1;{modifiers}u" for modifiers in range(5, 9)),
    "\x1b[~",
    "\x9b",
}


def messages(text: str) -> list[Message]:
    """Return what our driver makes of `text`, which nothing follows."""
    terminal, keyboard = TerminalInput(), Keyboard()
    return [
        message for piece in [*terminal.feed(text, 0), *terminal.paused(60)] for message in keyboard.messages(piece)
    ]


def of_textual(text: str) -> list[Message]:
    """Return what Textual's own parser makes of `text`, which nothing follows."""
    parser = XTermParser()
    found = [*parser.feed(text)]
    parser._timeout_time = parser._timeout_time and 0
    return [*found, *parser.tick()]


def told(message: Message) -> tuple[object, ...]:
    values = (getattr(message, name, None) for name in ("key", "character", "text", "x", "y", "button"))
    return (type(message).__name__, *values)


def test_known_input_means_what_textual_says() -> None:
    # If this fails after an update of Textual, it sends other messages for these sequences: follow it in `Keyboard`.
    different = {
        text: (found, expected)
        for text in KNOWN - TEXTUAL_IS_WRONG
        if (found := [*map(told, messages(text))]) != (expected := [*map(told, of_textual(text))])
    }
    assert different == {}


def test_textual_is_still_wrong_where_we_differ() -> None:
    # If this fails, Textual was mended: remove the sequence from the list.
    same = {text for text in TEXTUAL_IS_WRONG if [*map(told, messages(text))] == [*map(told, of_textual(text))]}
    assert same <= {"\x1b[1;4R", "\x1b[1;7R", "\x1b[1;8R"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "\x1b[97;1:3u",
            "\x1b[1;1:3C",
            "\x1b[1114112u",
            "\x1b[55296u",
            "\x1b[113~",
            "\x1b[113;1A",
            "\x1b[;;u",
            "\x1b[u",
        ),
        *("\x1b[97;1;27u", "\x1b[97;1;55296u", "\x1b[97;1;x", "\x1b[97;999u", "\x1b[97;1;:u", "\x1b[1:2:3;4:5:6;7~"),
        *("\x1b[<0;999999999;999999999M", "\x1b[<0;0;0M", "\x1b[<99999;1;1M", "\x1b[32;10;10M", "\x1b[M\x00\x00q"),
        *("\x1b[48;0;0;0;0t", "\x1b[48;1000000000;1000000000;1;1t", "\x1b[?2048;1$y", "\x1b[?2026;0$y", "\x1b[?62;4c"),
        *("\x1b[>0;276;0c", "\x1b[0n", "\x1b[24;80R", "\x1b[?25u", "\x1b]11;rgb:ff/ff/ff\x07", "\x1bP>|q\x1b\\"),
        *("\x1b[" + "9" * 100_000 + "u", "\x1b[" + "9" * 200 + "u", "\x1b[97;" + "1" * 100 + "u", "\x1b_Gi=q\x1b\\"),
    ],
)
def test_what_no_keyboard_sends_means_nothing(text: str) -> None:
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("\x1b[97;1:1u", "a"),
        ("\x1b[97;1:2u", "a"),
        ("\x1b[97:65:97;2;65u", "A"),
        ("\x1b[1;5:1C", "ctrl+right"),
        ("\x1b[25~", "f13"),
    ],
)
def test_key_with_sub_parameters_is_that_key(text: str, key: str) -> None:
    (event,) = messages(text)
    assert isinstance(event, Key)
    assert event.key == key


def test_keys_that_the_terminal_repeats_say_so_and_keys_let_go_are_none() -> None:
    keyboard = Keyboard()
    (first,) = keyboard.messages("\x1b[1;1:1C")
    assert not keyboard.reports_repeats
    (again,) = keyboard.messages("\x1b[1;1:2C")
    assert keyboard.messages("\x1b[1;1:3C") == []
    assert ["repeat" in vars(key) for key in (first, again)] == [False, True]
    assert keyboard.reports_repeats


@pytest.mark.parametrize("code", [57409, 57410, 57411, 57412, 57413, 57415, 57416])
def test_keypad_has_only_keys_that_every_screen_knows(code: int) -> None:
    for modifiers in ("", ";1", ";129"):
        (event,) = messages(f"\x1b[{code}{modifiers}u")
        assert isinstance(event, Key)
        assert event.key in KEYPAD


def test_paste_holds_no_nul() -> None:
    (event,) = messages("\x1b[200~a\x00b\x1b[201~")
    assert isinstance(event, Paste)
    assert event.text == "ab"


def test_mouse_outside_any_window_is_dropped() -> None:
    assert messages("\x1b[<0;-1;5M\x1b[<-1;-1;-1m\x1b[<0;99999;5M") == []


def test_parts_of_textual_that_the_driver_replaces_are_there() -> None:
    # Each is overridden or read in luisteren_tui.tui.driver; a name that is gone would silently not be replaced.
    for name in ("_run_input_thread", "run_input_thread", "_query_in_band_window_resize", "write", "close"):
        assert callable(vars(LinuxDriver)[name]), name
    for name in ("_sequence_to_key_events", "parse_mouse_code"):
        assert callable(vars(XTermParser)[name]), name
    assert "_writer_thread" in LinuxDriver.write.__code__.co_names


# Output


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    for fd in (ours, theirs):
        with suppress(OSError):
            os.close(fd)


def test_writing_to_a_closed_terminal_never_blocks(terminal: tuple[int, int]) -> None:
    os.close(terminal[0])
    output = Output(terminal[1], lambda: None)
    for _ in range(200):
        output.write(b"still there?", may_skip=True)
    assert output.close()


def test_terminal_that_does_not_read_holds_nothing_up_and_is_given_up(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "PATIENCE_S", 0.05)
    output = Output(terminal[1], lambda: None)
    for _ in range(1000):
        output.write(b"x" * 10_000, may_skip=True)
    assert output._bytes < MAX_WAITING_BYTES + 20_000
    assert not output.close()


def test_skipped_pictures_are_asked_for_again(terminal: tuple[int, int]) -> None:
    caught_up = threading.Event()
    output = Output(terminal[1], caught_up.set)
    while not output._skipping:
        output.write(b"x" * 10_000, may_skip=True)
    output.write(b"restore", may_skip=False)
    read, end = b"", monotonic() + LIMIT
    while not read.endswith(b"restore") and monotonic() < end:
        read += os.read(terminal[0], 65536)
    assert read.endswith(b"xrestore")
    assert caught_up.wait(LIMIT)
    output.write(b"picture", may_skip=True)
    assert os.read(terminal[0], 100) == b"picture"
    assert output.close()


def test_terminal_that_does_not_wait_gets_everything(terminal: tuple[int, int]) -> None:
    fcntl.fcntl(terminal[1], fcntl.F_SETFL, fcntl.fcntl(terminal[1], fcntl.F_GETFL) | os.O_NONBLOCK)
    output, read = Output(terminal[1], lambda: None), b""
    output.write(b"x" * 300_000 + b"end", may_skip=True)
    while not read.endswith(b"end"):
        read += os.read(terminal[0], 65536)
    assert len(read) == 300_003
    assert output.close()


# The driver in the app


def test_app_uses_the_patient_driver(tmp_path: Path) -> None:
    assert watched_app(Folders(tmp_path), ManualClock()).driver_class is PatientDriver


async def test_frame_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(Output, "write", lambda _self, data, *, may_skip: written.append(data))
    app = watched_app(Folders(tmp_path), ManualClock())
    async with app.run_test():
        patient = PatientDriver(app)
        patient._output = Output(0, lambda: None)
        for piece in ("title", SYNC_START, "a picture", SYNC_END, "bell", SYNC_START, SYNC_END):
            patient.write(piece)
        patient.write(f"\x1b[1;1H{RAINBOW}a")
        assert patient._output.close()
    assert written.pop().decode() == hold_columns(f"\x1b[1;1H{RAINBOW}a")
    whole = [b"title", f"{SYNC_START}a picture{SYNC_END}".encode(), b"bell", f"{SYNC_START}{SYNC_END}".encode()]
    assert written == whole


async def test_window_has_its_own_title_while_the_program_is_suspended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("start_application_mode", "stop_application_mode"):
        monkeypatch.setattr(PatientDriver, name, lambda _self: None)
    app = watched_app(Folders(tmp_path), ManualClock())
    async with app.run_test():
        patient = PatientDriver(app)
        app.name_window("2b 7:50 · luisteren")
        patient.suspend_application_mode()
        while_suspended = app.window_title
        patient.resume_application_mode()
        assert (while_suspended, app.window_title) == ("", "2b 7:50 · luisteren")


async def test_fault_in_the_input_thread_is_reported_with_its_kind_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = watched_app(Folders(tmp_path), ManualClock())
    async with app.run_test():
        patient = PatientDriver(app)

        def fail(_bytes: int) -> None:
            raise LookupError("a secret")

        monkeypatch.setattr(patient, "run_input_thread", lambda: fail(1))
        thread = threading.Thread(target=patient._run_input_thread)
        thread.start()
        await until(app, lambda: app.crash)
        thread.join(LIMIT)
    assert "LookupError at test_driver:" in app.crash
    assert "secret" not in app.crash
    assert app.return_code == 3

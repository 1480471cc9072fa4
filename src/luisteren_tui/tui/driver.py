"""The terminal driver for Linux and macOS: no input ends the program, and no terminal holds it up."""

import os
import re
import selectors
import sys
import threading
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, Protocol, cast

from textual import events
from textual.constants import DISABLE_KITTY_KEY
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from luisteren_tui.tui.columns import hold_columns
from luisteren_tui.tui.keyboard import HeldKeys
from luisteren_tui.tui.terminal_input import ESC, Pasted, TerminalInput
from luisteren_tui.tui.textual_internals import (
    ANSI_SEQUENCES_KEYS,
    FOCUSIN,
    FOCUSOUT,
    FUNCTIONAL_KEYS,
    SYNC_END,
    SYNC_START,
    XTermParser,
    app_of,
    is_debugged,
    keys_of,
)

READ_BYTES = 4096
CHECK_S = 0.1
"""Seconds between two looks at whether the program is ending."""
MAX_AHEAD = 64
"""Messages that the app may be behind before the thread that reads waits for it."""
MAX_WAITING_BYTES = 512 * 1024
"""Output that may wait for a terminal that does not read. After that, pictures are skipped and made anew later."""
WRITE_BYTES = 4096
PATIENCE_S = 1.0
"""Seconds without any progress after which a terminal that does not read is given up when the program ends."""

_KEY = re.compile(r"\x1b\[([0-9:]*)(?:;([0-9:]*))?(?:;([0-9:]*))?([u~A-FHPQRS])")
_CURSOR = re.compile(r"\x1b\[\d+;\d+R")
"""Where the cursor is. F3 with modifiers looks the same."""
_MOUSE = re.compile(r"\x1b\[<\d{1,3};-?\d{1,4};-?\d{1,4}[Mm]")
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[1-4]\$y")
_REPEATED, _RELEASED = "2", "3"
REPORT_REPEATS = f"{ESC}[=2;2u"
"""Asks a terminal with the Kitty protocol to report more: which keys are repeated, and which are let go."""
_MAX_MODIFIERS = 256
_CONTROLS_WITH_A_KEY = frozenset((9, 13, 27, 127))
_MAX_DIGITS = 7


class Keyboard(XTermParser):
    """Turns pieces of input into messages, by Textual's own tables. Pieces that no keyboard or terminal sends give none.

    A key that the terminal repeats has an attribute `repeat`.
    """

    reports_repeats = False
    """Whether the terminal was seen to report which keys are repeated or let go."""

    def messages(self, piece: str | Pasted) -> list[Message]:
        """Return the messages for a piece of `TerminalInput`."""
        if isinstance(piece, Pasted):
            return [events.Paste(piece.text.replace("\x00", ""))]
        if piece == ESC:
            return [events.Key("escape", ESC)]
        if len(piece) == 1:
            return self._keys(piece)
        if len(piece) == 2 and piece not in ANSI_SEQUENCES_KEYS:
            return self._keys(piece[1], alt=True)
        if piece == FOCUSIN:
            return [events.AppFocus()]
        if piece == FOCUSOUT:
            return [events.AppBlur()]
        if _MOUSE.fullmatch(piece):
            event = self.parse_mouse_code(piece)
            return [] if event is None else [event]
        if _SYNCHRONIZED.fullmatch(piece):
            return [TerminalSupportsSynchronizedOutput()]
        if _CURSOR.fullmatch(piece):
            return []
        if match := _KEY.fullmatch(piece):
            return self._extended_key(piece, *match.groups(default=""))
        return self._keys(piece) if piece in ANSI_SEQUENCES_KEYS else []

    def _extended_key(self, sequence: str, code: str, modifiers: str, text: str, end: str) -> list[Message]:
        """Return the key of a CSI sequence. Alternate codes are left out, and so are keys that are let go."""
        code = code.split(":")[0]
        modifiers, _colon, kind = modifiers.partition(":")
        self.reports_repeats |= kind in (_REPEATED, _RELEASED)
        if kind == _RELEASED or not (_is_number(modifiers, 0, _MAX_MODIFIERS) or not modifiers):
            return []
        if end == "u" and f"{code}u" not in FUNCTIONAL_KEYS:
            if not _is_character(code):
                return []
        elif f"{code if end == '~' else code or 1}{end}" not in FUNCTIONAL_KEYS:
            # Textual would take the number for a character: CSI 113 ~ for q.
            keys = ANSI_SEQUENCES_KEYS.get(sequence)
            return [events.Key(key.value, None) for key in keys] if isinstance(keys, tuple) else []
        if text and not all(map(_is_text, text.split(":"))):
            return []
        plain = ";".join((code or "1", modifiers, text)).rstrip(";")
        pressed = self._keys(f"{ESC}[{plain}{end}")
        if kind == _REPEATED:
            for key in pressed:
                vars(key)["repeat"] = True
        return pressed

    def _keys(self, sequence: str, *, alt: bool = False) -> list[Message]:
        return [key for key in keys_of(self, sequence, alt=alt) if key.key != Keys.Ignore]


def _is_number(digits: str, least: int, most: int) -> bool:
    return digits.isdecimal() and len(digits) <= _MAX_DIGITS and least <= int(digits) <= most


def _is_character(digits: str) -> bool:
    """Return whether `digits` are the code of a character that has a key."""
    return _is_text(digits) or (_is_number(digits, 0, 127) and int(digits) in _CONTROLS_WITH_A_KEY)


def _is_text(digits: str) -> bool:
    """Return whether `digits` are the code of a character that can be in a text: no control and no lone surrogate."""
    return (
        _is_number(digits, 0x20, 0x7E) or _is_number(digits, 0xA0, 0xD7FF) or _is_number(digits, 0xE000, sys.maxunicode)
    )


class Output:
    """Writes to a terminal in a thread of its own. Nobody waits for it, however slow the terminal is."""

    def __init__(self, fd: int, caught_up: Callable[[], object]) -> None:
        """Start the thread. It calls `caught_up` when all is written after something was skipped."""
        self._fd, self._caught_up = fd, caught_up
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._skipping = self._closing = self._gone = False
        self._changed = threading.Condition()
        threading.Thread(target=self._run, daemon=True, name="terminal-output").start()

    def write(self, data: bytes, *, may_skip: bool) -> None:
        """Write `data` soon; leave it out when too much waits already, if it `may_skip`."""
        with self._changed:
            if may_skip and (self._skipping or self._bytes > MAX_WAITING_BYTES):
                self._skipping = True
            elif data and not self._gone:
                self._waiting.append(data)
                self._bytes += len(data)
                self._changed.notify_all()

    def close(self) -> bool:
        """Return whether all was written. A terminal that takes nothing for `PATIENCE_S` is given up."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            while before := self._bytes:
                self._changed.wait_for(lambda before=before: self._bytes < before, PATIENCE_S)  # type: ignore[misc]
                if self._bytes >= before:
                    return False
        return True

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                data = b"".join(self._waiting)
                self._waiting.clear()
            self._write(data)
            with self._changed:
                caught_up, self._skipping = self._skipping and not self._waiting, self._skipping and bool(self._waiting)
            if caught_up:
                self._caught_up()

    def _write(self, data: bytes) -> None:
        # Not through sys.stderr: its lock would be held by this thread when the interpreter ends.
        left = memoryview(data)
        while left:
            try:
                written = 0 if self._gone else os.write(self._fd, left[:WRITE_BYTES])
            except BlockingIOError:
                with selectors.SelectSelector() as selector:
                    selector.register(self._fd, selectors.EVENT_WRITE)
                    selector.select()
                continue
            except OSError:
                written, self._gone = 0, True  # a closed terminal is no error
            done = len(left) if self._gone else written
            left = left[done:]
            with self._changed:
                self._bytes -= done
                self._changed.notify_all()


class Host(Protocol):
    """What the driver needs of its app besides what every app of Textual has. `tui/base_app.py` says what each does."""

    keys_read: deque[float]
    held_keys: HeldKeys
    window_title: str

    def name_window(self, title: str) -> None: ...
    def restore_title(self) -> None: ...
    def repaint(self) -> None: ...
    def end_after_fault(self, error: BaseException | None) -> None: ...
    def leave_at_once(self) -> None: ...


class PatientDriver(LinuxDriver):
    """Textual's driver with a thread that reads and one that writes of our own.

    Textual's parser raises an error for keys that it does not expect, takes unknown sequences for typed letters and keeps
    a paste without an end for ever. Its writer makes the whole app wait for a terminal that does not read.
    """

    stuck = False
    """Whether the terminal took no output when the program ended."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._host = cast(Host, app_of(self))
        self._output: Output | None = None
        self._encoding = "utf-8"
        self._restoring = False
        self._title = ""
        """The title of the window when the program was suspended."""
        self._frame: list[str] = []
        """The pieces so far of the frame that Textual writes."""

    # Write

    def start_application_mode(self) -> None:
        """Start to use the terminal."""
        stream = sys.__stderr__
        if stream is not None:
            stream.flush()
            self._encoding = stream.encoding
            self._output = Output(stream.fileno(), self._repaint_soon)
        self._restoring = False
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's, without types
        if not DISABLE_KITTY_KEY:
            self.write(REPORT_REPEATS)

    def stop_application_mode(self) -> None:
        """Restore the terminal."""
        self._restoring = True
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Restore the terminal for a while, as when the system stops the program."""
        self._title = self._host.window_title
        self._host.restore_title()
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Use the terminal again."""
        super().resume_application_mode()
        if self._title:
            self._host.name_window(self._title)

    def write(self, data: str) -> None:
        """Write `data`, if the terminal is still there. A frame is written whole: each piece would wake the thread."""
        if self._frame or data == SYNC_START:
            self._frame.append(data)
            if data != SYNC_END:
                return
            data = "".join(self._frame)
            self._frame.clear()
        if self._output is not None:
            output = data.encode(self._encoding, "backslashreplace")
            if b"\xf0" in output or b"\xef\xb8\x8f" in output:  # emoji, or the selector that makes one
                output = hold_columns(data).encode(self._encoding, "backslashreplace")
            self._output.write(output, may_skip=not self._restoring)

    def close(self) -> None:
        """Wait until all is written, if the terminal reads."""
        super().close()  # ends the writer of Textual, which has nothing to do
        if self._output is not None:
            self.stuck, self._output = not self._output.close(), None

    def _repaint_soon(self) -> None:
        app_of(self).call_later(self._host.repaint)

    def _query_in_band_window_resize(self) -> None:
        """Don't ask for reports of the size: the system tells it, and a report may be false."""

    # Read

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the app reports it and ends
            app_of(self).call_later(self._host.end_after_fault, error)

    def run_input_thread(self) -> None:
        """Read until the program ends, or until the terminal is gone."""
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        terminal, keyboard, ahead = TerminalInput(), Keyboard(is_debugged(self)), 0
        # Not the default one: on macOS that can't wait for a terminal.
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                deadline = terminal.deadline
                if selector.select(CHECK_S if deadline is None else min(CHECK_S, max(0.0, deadline - monotonic()))):
                    data = self._read()
                    if data is None:
                        continue
                    if not data:
                        app_of(self).call_later(self._host.leave_at_once)
                        return
                    pieces: Iterable[str | Pasted] = terminal.feed(decode(data), monotonic())
                else:
                    pieces = terminal.paused(monotonic())
                for piece in pieces:
                    for message in keyboard.messages(piece):
                        if isinstance(message, events.Key | events.Paste):
                            self._host.keys_read.append(message.time)
                            self._host.held_keys.reports = keyboard.reports_repeats
                        self.process_message(message)
                        ahead += 1
                        if ahead >= MAX_AHEAD:
                            ahead = 0
                            self._wait_for_app()

    def _read(self) -> bytes | None:
        """Return what can be read: None if it is gone again, nothing if the terminal is gone."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except BlockingIOError:
            return None
        except OSError:  # Linux reports a closed terminal this way
            return b""

    def _wait_for_app(self) -> None:
        """Wait until the app has handled what was read, so that a flood of input stays in the terminal."""
        handled = threading.Event()

        def pass_on() -> None:
            # What came before has been passed on too, and is handled before this.
            target = app_of(self).focused or app_of(self).screen
            if not target.call_later(handled.set):
                handled.set()

        app_of(self).call_later(pass_on)
        while not handled.wait(CHECK_S) and not self.exit_event.is_set():
            pass

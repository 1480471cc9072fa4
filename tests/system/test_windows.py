"""What Windows is asked, with its calls replaced."""

import ctypes
import io
import os
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from luisteren_tui.cli import output
from luisteren_tui.system import windows

CTRL_C, CLOSE, LOGOFF, SHUTDOWN = 0, 2, 5, 6


class Kernel:
    """The calls of kernel32 that the program makes."""

    def __init__(self, language: int = 0x0413) -> None:
        self.handlers: list[Callable[[int], int]] = []
        self.programs = 1
        self.language = language
        self.consoles: set[int] = set()

    def SetConsoleCtrlHandler(self, handler: Callable[[int], int], add: int) -> int:  # noqa: N802 - as it is called
        assert add
        self.handlers.append(handler)
        return 1

    def GetConsoleProcessList(self, _found: object, size: int) -> int:  # noqa: N802
        assert size > 1  # or one program can't be told from more
        return self.programs

    def GetConsoleMode(self, handle: ctypes.c_void_p, mode: Any) -> int:  # noqa: N802
        return int(handle.value in self.consoles)

    def GetUserDefaultUILanguage(self) -> int:  # noqa: N802
        return self.language


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    kernel = Kernel()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(ctypes, "WINFUNCTYPE", lambda *_types: lambda function: function, raising=False)
    monkeypatch.setattr(windows, "_handlers", [])
    return kernel


@pytest.mark.parametrize(("what", "leaves"), [(CLOSE, True), (LOGOFF, True), (SHUTDOWN, True), (CTRL_C, False)])
def test_closing_the_console_lets_the_program_leave_before_the_system_ends_it(
    what: int, leaves: bool, kernel: Kernel
) -> None:
    done: list[Any] = []
    windows.watch_console(lambda: done.append("left"), done.append)
    (handler,) = kernel.handlers
    assert windows._handlers == [handler]  # or Python would free what the system calls
    assert handler(what) == leaves
    assert done == (["left", windows.PATIENCE_S] if leaves else [])
    assert windows.PATIENCE_S < 5


@pytest.mark.parametrize(("consoles", "shown"), [({0, 1, 2}, True), ({0, 1}, False), (set(), False)])
def test_nobody_is_there_to_ask_where_the_input_or_output_is_the_device_nul(
    consoles: set[int], shown: bool, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.consoles = {1000 + fd for fd in consoles}
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(get_osfhandle=lambda fd: 1000 + fd))
    for fd, name in enumerate(("stdin", "stdout", "stderr")):
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: True)  # as Python says of NUL too
        monkeypatch.setattr(stream, "fileno", lambda fd=fd: fd)
        monkeypatch.setattr(sys, name, stream)
    assert output.can_ask() == shown
    assert windows.is_console(0) == (0 in consoles)


def test_other_systems_are_asked_nothing(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("LANG", raising=False)
    windows.watch_console(lambda: None)
    windows.name_language()
    assert kernel.handlers == []
    assert "LANG" not in os.environ


@pytest.mark.parametrize(
    ("number", "given", "language"),
    [(0x0413, {}, "nl_NL"), (0x0809, {}, "en_GB"), (0xFFFF, {}, None), (0x0413, {"LC_ALL": "en_US"}, None)],
)
def test_language_of_windows_counts_where_the_environment_names_none(
    number: int, given: dict[str, str], language: str | None, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.language = number
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, given.get(name, ""))
    windows.name_language()
    assert (os.environ["LANG"] or None) == language


@pytest.mark.parametrize(("code", "programs", "waits"), [(4, 1, True), (4, 2, False), (0, 1, False), (130, 1, False)])
def test_error_stays_readable_where_the_window_closes_with_the_program(
    code: int,
    programs: int,
    waits: bool,
    kernel: Kernel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed = io.StringIO("\nnot read")
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(output, "can_ask", lambda: True)
    kernel.programs = programs
    output.leave_window_open(code)
    assert capsys.readouterr().err == ("Press Enter to close this window.\n" if waits else "")
    assert typed.tell() == waits


def test_nobody_is_asked_to_close_a_window_without_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(output, "can_ask", lambda: pytest.fail("asked"))
    output.leave_window_open(4)
    assert not windows.window_closes_with_program()

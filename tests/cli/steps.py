"""Steps of a session in a terminal, each until it is on the disk."""

from pathlib import Path

from tests.cli.terminal import Terminal, on_disk

RIGHT, ESCAPE, ENTER = "\x1b[C", "\x1b", "\r"


def notes(data: Path) -> dict[str, str]:
    state = on_disk(data)
    return {slot.activity: text for slot, text in state.notes.items()} if state else {}


def place(data: Path) -> tuple[str, str]:
    state = on_disk(data)
    return (state.timing.activity, state.timing.mode) if state else ("", "")


def begin(terminal: Terminal, data: Path) -> None:
    """Answer the questions with Enter and start the clock."""
    terminal.sees("not now", "nu niet")
    terminal.type(ENTER)
    terminal.until(lambda: place(data) == ("1", "waiting"))
    terminal.type(" ")
    terminal.until(lambda: place(data) == ("1", "running"))


def write(terminal: Terminal, data: Path, text: str) -> None:
    """Write a note for the current activity and leave the notes."""
    terminal.type("n", "F2")
    terminal.type(text)
    terminal.until(lambda: notes(data).get(place(data)[0]) == text)
    terminal.type(ESCAPE, "→")


def go_on(terminal: Terminal, data: Path, to: str) -> None:
    terminal.type(RIGHT)
    terminal.until(lambda: place(data)[0] == to)

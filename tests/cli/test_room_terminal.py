"""The room window in its own terminal, beside that of the facilitator: what it shows, and what it never shows."""

import signal
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

SECRET = "geheimwoord"
NAME = "Roelofje"
NARROW = (32, 14)
"""A window that has space for large letters in few places, so that most words can be read here."""


def frame(terminal: Terminal, *words: str) -> None:
    """Wait until all of these words have appeared, in any order, also with control sequences inside them."""
    terminal.until(lambda: all(word in " ".join(terminal.text().split()) for word in words))


def forget(terminal: Terminal) -> bytes:
    """Return the output so far and forget it."""
    came, terminal.output = terminal.output, b""
    terminal._before = 0
    return came


@pytest.mark.check_only
def test_room_follows_a_whole_session_through_kills_and_shows_no_secret(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('evaluation = "https://example.org/e"\n')
    wall = b""
    with Terminal(tmp_path, "room", size=NARROW) as room:
        frame(room, "We begin in a moment.")
        with Terminal(tmp_path, "run") as mine:
            mine.sees("not now")
            mine.type("\r", "saved")
            frame(room, "Wat hier gezegd wordt, blijft hier.")
            mine.type(" ", "until")
            frame(room, "Wat doet dit gedicht met je?")
            mine.type("n", "Esc done")
            mine.type(SECRET, SECRET[-3:])
            mine.type("\x1b", "n notes")
            mine.type("m")
            mine.type("g", "participants")
            mine.type("d", "Who is here?")
            mine.type(f"{NAME}, Anna", "Anna")
            mine.type("\x1b", "all stay")
            mine.type("\r", "has left")
            mine.type("g")
            wall += forget(room)
            mine.type("\x1b[C", "Casus lezen")
            frame(room, "Wat valt je op in deze casus?")
            mine.kill(signal.SIGKILL)
        room.kill(signal.SIGKILL)
        wall += forget(room)
    with Terminal(tmp_path, "room", size=NARROW) as room, Terminal(tmp_path, "run") as mine:
        frame(room, "Wat valt je op in deze casus?")
        mine.sees("go on")
        mine.type("\r", "Casus lezen")
        mine.type("t", "show the room")
        mine.type("z", "hide it")
        frame(room, "Nadia begon haar behandeltraject")
        mine.type(" ", "2 of 11")
        frame(room, "Voor Nadia gaf dat")
        mine.type("t")
        frame(room, "Wat valt je op in deze casus?")
        wall += forget(room)
        mine.type(".", "ROOM BLANK")
        mine.type("l")  # so that the next key is no held one
        mine.type(".", "Luisteren met")
        frame(room, "Wat valt je op in deze casus?")
        wall += forget(room)
        mine.type("e", "End the session?")
        mine.type("\r", "has ended")
        frame(room, "█ ▄▄▄ █")  # a corner of the code of the link, which leaves no space for the thanks
        mine.type("q")
        assert mine.ends() == 0
        room.type("x", "Keys work in the other window")
        room.type("\x11")
        assert room.ends() == 0
        assert room.is_sane()
        wall += room.output
    assert b"Nadia" in wall
    for private in (SECRET, SECRET[:6], NAME, "loopt", str(tmp_path)):
        assert private.encode() not in wall


def test_closed_window_and_signals_end_the_room(tmp_path: Path) -> None:
    with Terminal(tmp_path, "room", size=NARROW) as room:
        frame(room, "We begin in a moment.")
        room.kill(signal.SIGTERM)
        assert room.ends() == 0
        assert room.is_sane()
    with Terminal(tmp_path, "room", size=NARROW) as room:
        frame(room, "We begin in a moment.")
        room.hang_up()
        assert room.ends() == 0

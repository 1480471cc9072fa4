"""The page for the room follows the session that runs, and holds nothing that the room may not see."""

import json
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.people.people import People
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.runtime.room_page_writer import BEAT_MS, IDLE_MS, RoomPageWriter
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import room_words
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.room_words import RoomWords
from luisteren_tui.system.paths import Folders
from tests.rooms import load_in_language_of_test
from tests.tui.test_room_app import of_the_disk

SECRET = "geheimwoord"


class Page:
    """The page under test, with the session that it follows."""

    def __init__(self, data: Path, language: str | None = "en") -> None:
        self.folders, self.clock = Folders(data), of_the_disk()
        self.writer = RoomPageWriter(self.folders.room_page, self.folders, self.clock, Config(), language)

    def session(self, language: str = "") -> LiveSession:
        loaded = load_in_language_of_test("luisteren", self.folders.data, language)
        assert loaded.workshop is not None
        live = LiveSession.open(loaded.workshop, "", SessionSetup(12), self.folders, self.clock)
        self.clock.pass_by(1000)
        return live

    def state(self) -> dict[str, Any]:
        text = (self.folders.room_page / "state.js").read_text("ascii")
        found: dict[str, Any] = json.loads(text.removeprefix("show(").removesuffix(");\n"))
        return found

    def picture(self) -> dict[str, Any]:
        """Let the program look once, and return what the page draws then."""
        self.writer.refresh()
        found: dict[str, Any] = self.state()["picture"]
        return found

    def beat(self) -> int:
        self.writer.refresh()
        return int(self.state()["beat"])

    def everything(self) -> bytes:
        """Return all that the browser can read."""
        self.writer.refresh()
        return b"".join(path.read_bytes() for path in self.folders.room_page.iterdir())


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_page_follows_a_session_from_welcome_to_thanks(page: Page) -> None:
    assert (page.picture()["scene"], page.state()["picture"]["greeting"]) == ("welcome", "Welcome")
    live = page.session()
    assert ["subject", "Luisteren met aandacht"] in page.picture()["blocks"]
    live.do(c.Toggle())
    assert page.picture()["blocks"] == [["prompt", "Wat doet dit gedicht met je?"]]
    live.do(c.Next())
    time = page.picture()["time"]
    assert (time["unit"], time["until"], time["total"]) == ("minutes", page.clock.read().wall + 300_000, 300_000)
    live.do(c.Blank(True))
    assert page.picture()["scene"] == "blank"
    live.do(c.Blank(False))
    live.do(c.End())
    assert page.picture()["greeting"] == "Thank you for taking part."
    room_words.write(page.folders.room_words, RoomWords(live.state.opened.id, "Tot de 14e"))
    assert page.picture()["line"] == "Tot de 14e"


def test_nothing_private_is_ever_in_the_folder_of_the_page(page: Page) -> None:
    live = page.session()
    live.do(c.Toggle())
    live.do(c.Gather(People((1, 2, 3), tuple(f"{SECRET}{n}" for n in range(3)))))
    for slot in (Slot("1", prompt=1), Slot("1"), Slot("1", private=True)):
        live.do(c.Write(slot, SECRET))
        live.do(c.Mark(slot))
        live.do(c.Show(slot))
    live.do(c.Park(0, SECRET))
    commands = (c.Minutes(1), c.Next(), c.Next(), c.NextTurn(), c.Toggle(), c.Blank(True), c.Blank(False), c.End())
    for command in commands:
        live.do(command)
        assert SECRET.encode() not in page.everything()


def test_names_are_on_the_page_while_the_groups_are_shown(page: Page) -> None:
    live = page.session()
    live.do(c.Toggle())
    live.do(c.Gather(People((1, 2, 3, 4), ("Anna", "Bo", "Cem", "Daan"), {"2b": ((1, 2), (3, 4))})))
    live.do(c.GoTo("2b"))
    assert b"Anna" not in page.everything()
    live.do(c.ShowGroups("2b"))
    assert [group["people"] for group in page.picture()["groups"]] == [
        [["", "Anna"], ["", "Bo"]],
        [["", "Cem"], ["", "Daan"]],
    ]
    live.do(c.ShowGroups(None))
    assert b"Anna" not in page.everything()


def test_page_goes_on_through_a_kill_and_restart_of_the_session(page: Page) -> None:
    live = page.session()
    live.do(c.Toggle())
    live.do(c.Next())
    until = page.picture()["time"]["until"]
    live.close(5)  # for the room this is the same as a kill
    page.clock.pass_by(180_000)
    assert page.picture()["time"]["until"] == until
    assert live.path is not None
    again = LiveSession.resume(live.path, read_journal(live.path), page.clock)
    again.do(c.Minutes(2))
    assert page.picture()["time"]["until"] == until + 120_000


def test_page_hears_a_beat_when_nothing_changes(page: Page) -> None:
    first = page.beat()
    page.clock.pass_by(BEAT_MS - 1)
    assert page.beat() == first
    page.clock.pass_by(1)
    assert page.beat() == first + 1
    page.session()
    assert page.beat() == first + 2


def test_program_stops_long_after_the_last_session_and_leaves_the_thanks_on_the_wall(page: Page) -> None:
    live = page.session()
    assert page.writer.refresh()
    page.clock.pass_by(IDLE_MS - 1)
    live.do(c.End())
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        assert page.state()["last"] == (len(waited) > 2)
        page.clock.pass_by(IDLE_MS // 2)

    page.writer.run(wait)
    assert len(waited) == 3
    assert page.state()["picture"]["scene"] == "thanks"


def test_page_that_is_stopped_before_the_end_says_that_the_program_has_gone(page: Page) -> None:
    def stop(_seconds: float) -> None:
        raise KeyboardInterrupt

    page.session().do(c.Toggle())
    with pytest.raises(KeyboardInterrupt):
        page.writer.run(stop)
    assert page.state()["last"] is False


def test_page_is_written_anew_after_a_write_failed(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.writer.refresh()
    for path in page.folders.room_page.iterdir():
        path.unlink()
    page.folders.room_page.rmdir()
    page.folders.room_page.write_bytes(b"in the way")
    live = page.session()
    assert page.writer.refresh()
    page.folders.room_page.unlink()
    assert ["subject", "Luisteren met aandacht"] in page.picture()["blocks"]
    assert {path.name for path in page.folders.room_page.iterdir()} == {"room.html", "room.css", "room.js", "state.js"}
    live.close(5)


@pytest.mark.parametrize(("language", "greeting", "direction"), [("nl", "Welkom", "ltr"), ("ar", "Welcome", "rtl")])
def test_room_reads_the_language_of_the_workshop_and_hints_are_in_the_one_asked_for(
    language: str, greeting: str, direction: str, tmp_path: Path
) -> None:
    page = Page(tmp_path)
    assert page.picture()["greeting"] == "Welcome"
    live = page.session(language)
    picture = page.picture()
    assert (picture["greeting"], picture["language"], picture["direction"]) == (greeting, language, direction)
    assert page.state()["hint"].startswith("Drag this window")
    live.close(5)


def test_hints_are_in_the_language_of_the_workshop_if_nobody_asked_for_one(tmp_path: Path) -> None:
    page = Page(tmp_path, language=None)
    page.session("nl").close(5)
    page.writer.refresh()
    assert page.state()["hint"].startswith("Sleep dit venster")
    assert b'<html lang="nl"' in page.everything()

"""The room window follows the session that another program runs."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from rich.segment import Segment
from textual.pilot import Pilot
from textual.screen import Screen

from luisteren_tui.export import qr_code as qr
from luisteren_tui.people.people import People
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.runtime.room_feed import MAX_ABSENCE_MS, RoomFeed
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import with_names
from luisteren_tui.session.events import Slot
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage import room_words
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.lock import room_window_is_open
from luisteren_tui.storage.room_words import RoomWords
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import local_now
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.room_app import RoomApp
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.widgets.room_layout import LOW_LINES
from luisteren_tui.views.room_view import Scene
from luisteren_tui.workshop.model import Form
from tests.export.paper import decoded, draw_rows
from tests.rooms import load_in_language_of_test
from tests.thorough import thorough
from tests.tui.stage import on_stage
from tests.tui.watched_app import ManualClock, in_large_letters, light_textual, until

SECRET = "geheimwoord"


class Room:
    """The room window under test, with the session that it follows."""

    def __init__(self, app: RoomApp, pilot: Pilot[None], clock: ManualClock, folders: Folders) -> None:
        self.app, self.pilot, self.clock, self.folders = app, pilot, clock, folders

    def picture(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join((*in_large_letters(self.app.screen), *(strip.text for strip in strips)))

    async def until(self, condition: Callable[[], object]) -> None:
        await until(self.app, condition)

    async def sees(self, *words: str) -> None:
        await self.until(lambda: all(word in " ".join(self.picture().split()) for word in words))

    def line(self) -> str:
        """Return the facilitator's line that the room shows now."""
        view = self.app._feed.view()
        assert view is not None
        return view.line

    def session(self, language: str = "", **setting: Any) -> LiveSession:
        """Begin a session of the shipped workshop, as another program would. Its room reads the language in use."""
        loaded = load_in_language_of_test("luisteren", self.folders.data, language)
        assert loaded.workshop is not None
        live = LiveSession.open(loaded.workshop, "", SessionSetup(11, **setting), self.folders, self.clock)
        self.clock.pass_by(1000)
        return live


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the session every 10 ms, and take a size for the final one as soon."""
    monkeypatch.setattr("luisteren_tui.tui.room_app.POLL_S", 0.01)
    monkeypatch.setattr("luisteren_tui.tui.widgets.room_display.SETTLED_S", 0.01)


def of_the_disk() -> ManualClock:
    """Return a clock set to the time that files on disk get."""
    clock = ManualClock()
    clock.set_wall(int(time.time() * 1000) - clock.read().wall)
    return clock


@asynccontextmanager
async def room(
    data: Path, size: tuple[int, int] = (80, 24), theme: str = "dark", evaluation: str = ""
) -> AsyncIterator[Room]:
    folders, clock = Folders(data), of_the_disk()
    app = RoomApp(folders, clock, Config(theme=theme, evaluation=evaluation), "en")
    with light_textual():
        async with app.run_test(size=size) as pilot:
            yield Room(app, pilot, clock, folders)


@pytest.mark.parametrize(("minutes", "said"), [(30, "We begin at"), (5, "minutes · we begin at")])
async def test_welcome_says_when_the_session_begins_by_its_plan(minutes: int, said: str, tmp_path: Path) -> None:
    async with room(tmp_path) as window:
        loaded = load_in_language_of_test("luisteren", tmp_path)
        assert loaded.workshop is not None
        begins = local_now(window.clock) + timedelta(minutes=minutes)
        plan = replace(plan_of(loaded.workshop, ""), start=begins.hour * 60 + begins.minute)
        live = LiveSession.open(loaded.workshop, "", SessionSetup(11), window.folders, window.clock, plan)
        window.clock.pass_by(1000)
        await window.sees(f"{said} {begins:%H:%M}")
        live.do(c.Toggle())
        await window.until(lambda: "begin at" not in window.picture())
        live.close(5)


async def test_room_window_follows_a_session_from_welcome_to_thanks(tmp_path: Path) -> None:
    async with room(tmp_path, evaluation="https://example.org/e") as one:
        await one.sees("Welcome", "We begin in a moment.")
        live = one.session()
        await one.sees("Luisteren met aandacht", "What is said here stays here.", "You may always pass.", "flip-over")
        live.do(c.Toggle())
        await one.sees("Verkenning", "Wat doet dit gedicht met je?")
        assert "Hoe zorg jij" not in one.picture()
        live.do(c.Show(Slot("1", prompt=2)))
        await one.sees("Hoe zorg jij ervoor")
        live.do(c.Next())
        await one.sees("Wat valt je op", "minutes · done at")
        live.do(c.Toggle())
        await one.sees("pause")
        live.do(c.Blank(True))
        await one.until(lambda: not one.picture().strip())
        live.do(c.Blank(False))
        await one.sees("Wat valt je op")
        live.do(c.End())
        await one.sees("Thank you", "MIND", "https://example.org/e")
        # The next session replaces the ended one.
        live.close(5)
        one.clock.pass_by(25_000)
        one.session()
        await one.sees("Welcome", "What is said here")


@pytest.mark.parametrize("size", [(52, 14), (80, 24)])
async def test_room_shows_all_questions_and_the_time_of_each_activity(size: tuple[int, int], tmp_path: Path) -> None:
    async with room(tmp_path, size=size) as one:
        live = one.session()
        await one.sees("Welcome", "You may always pass.", "whiteboard")
        live.do(c.Toggle())
        for activity in live.state.opened.workshop.activities:
            if activity.form == Form.PAIRS:
                live.do(c.NextTurn())  # until then, a small window has no space for all of it beside how to find a pair
            view = RoomFeed(one.folders, one.clock).view()
            assert view is not None
            assert view.title == activity.title
            title = view.title if size[1] >= LOW_LINES else ""  # on a low screen it gives way
            said = (title, *view.prompts, *view.instruction, *view.options)
            await one.sees(*(" ".join(text.split()) for text in said if text))
            if view.left is not None:
                await one.sees(f"{view.left} minutes")
            live.do(c.Next())


@thorough("size", [(52, 14), (80, 24)])
@pytest.mark.parametrize("people", [11, 12, 24])
async def test_many_long_names_fit_beside_the_time(people: int, size: tuple[int, int], tmp_path: Path) -> None:
    async with room(tmp_path, size=size) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.Next())
        live.do(c.Next())
        here = tuple(range(1, people + 1))
        names = tuple(f"N{n:02} van der Lange-Achternaam" for n in here)
        rest = 3 if people % 2 else 0
        pairs = (*((n, n + 1) for n in range(1, people - rest, 2)), *([here[-3:]] if rest else []))
        live.do(c.Gather(People(here, names, {"2b": pairs})))
        live.do(c.ShowGroups("2b"))
        live.do(c.NextTurn())
        everyone = [name[:3] for name in names]
        await one.sees("round 1 of 2", "7 minutes in this round", *everyone)
        live.do(c.Toggle())
        await one.sees("pause", *everyone)


@thorough("size", [(52, 14), (80, 24), (120, 30)])
async def test_room_is_told_how_to_pair_up_and_who_plays_whom_after_the_swap(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with room(tmp_path, size=size) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.Next())
        live.do(c.Next())
        beginning = ("Count off to 5, number 1 is the trio.", "A begins as Nadia", "In the trio, C looks on first.")
        await one.sees(*beginning, "minutes · done at")
        live.do(c.NextTurn())
        await one.sees("round 1 of 2", "trio: A and B play, C looks on", "Choose from")
        assert not any(text in one.picture() for text in (*beginning, "whoever played"))
        one.clock.pass_by(7 * 60_000)
        swapped = ("whoever played Nadia is hulpverlener now", "trio: C and A play, B looks on")
        await one.sees("Change now", *swapped)
        options = "Choose from: Vergeten afspraak · Tussentijds telefoontje"
        assert (options in " ".join(one.picture().split())) == ("Choose from" in one.picture())  # all of it, or none
        live.do(c.NextTurn())
        await one.sees("round 2 of 2", *swapped)
        one.clock.pass_by(7 * 60_000)
        await one.sees("Wrap up")
        assert "whoever played" not in one.picture()
        live.do(c.NextTurn())
        await one.sees("looking back")
        assert "whoever played" not in one.picture()


async def test_room_without_names_on_it_is_told_to_agree_who_begins(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Gather(with_names(live.state, ["Anna", "Bo", "Chris"])))
        live.do(c.Toggle())
        live.do(c.GoTo("2b"))
        await one.sees("agree who begins as Nadia", "trio: one looks on each round")
        live.do(c.NextTurn())
        await one.sees("round 1 of 2")
        assert "agree" not in one.picture()


async def test_outcome_shows_the_end_that_the_room_window_missed(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        await one.sees("Verkenning")
        live.close(5)
        assert live.path is not None
        live.path.with_suffix(".json").write_text("{}")
        live.path.unlink()
        await one.sees("Thank you")


async def test_room_is_empty_after_the_journal_was_deleted(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        await one.sees("stays here")
        live.close(5)
        assert live.path is not None
        live.path.unlink()
        await one.until(lambda: one.app._feed._gone is not None)
        assert "stays here" in one.picture()  # it may be written again at any moment
        one.clock.pass_by(MAX_ABSENCE_MS)
        await one.sees("We begin in a moment.")


async def test_room_goes_on_when_a_deleted_journal_is_written_again(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        await one.sees("Verkenning")
        assert live.path is not None
        live.path.unlink()
        before = live.path
        await one.until(lambda: before.exists())
        live.do(c.Next())
        await one.sees("Wat valt je op")
        live.close(5)


async def test_room_window_survives_a_kill_of_the_session_program(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.Next())
        ends = words.clock_time(one.clock.read().wall + 300_000)
        await one.sees(f"minutes · done at {ends}")
        live.close(5)  # for the room this is the same as a kill
        one.clock.pass_by(180_000)
        await one.until(lambda: f"done at {ends}" in one.picture())
        assert live.path is not None
        again = LiveSession.resume(live.path, read_journal(live.path), one.clock)
        again.do(c.Minutes(2))
        await one.sees(f"done at {words.clock_time(one.clock.read().wall + 240_000)}")


async def test_room_shows_no_notes_and_no_hidden_names(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        names = tuple(f"{SECRET}{n}" for n in range(3))
        live.do(c.Gather(People((1, 2, 3), names)))
        for slot in (Slot("1", prompt=1), Slot("1"), Slot("1", private=True)):
            live.do(c.Write(slot, SECRET))
            live.do(c.Mark(slot))
            live.do(c.Show(slot))
        live.do(c.Minutes(1))
        await one.sees("Verkenning")
        following = RoomFeed(one.folders, one.clock)
        view = following.view()
        assert view is not None
        assert SECRET not in repr(view)
        for command in (c.Next(), c.Next(), c.Blank(True), c.Blank(False), c.ShowText("casus", 2), c.End()):
            live.do(command)
            await one.pilot.pause(0.05)
            assert SECRET not in one.picture()
        await one.sees("Thank you")


async def test_room_shows_groups_with_names_once_they_are_shown(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.Gather(People((1, 2, 3, 4), ("Anna", "Bo", "Cem", "Daan"), {"2b": ((1, 2), (3, 4))})))
        live.do(c.Next())
        live.do(c.Next())
        await one.sees("Perspectiefwisseling", "Roles: Nadia · hulpverlener", "Vergeten afspraak")
        assert "Anna" not in one.picture()
        live.do(c.ShowGroups("2b"))
        await one.sees("Anna · Bo", "Cem · Daan", "Choose from: Vergeten afspraak · Tussentijds telefoontje")


async def test_room_shows_the_facilitators_line_with_the_question_and_hides_it_on_an_empty_wall(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.ShowLine("Back at 15:05"))
        await one.sees("Verkenning", "Back at 15:05", "Wat doet dit gedicht met je?")
        live.do(c.Blank(True))
        await one.until(lambda: "Back at" not in one.picture())
        live.do(c.Blank(False))
        await one.sees("Back at 15:05")
        live.do(c.Next())
        await one.until(lambda: "Back at" not in one.picture())


async def test_room_shows_the_parking_lot_only_while_it_is_shown(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.Park(1, SECRET))
        await one.sees("Wat doet dit gedicht met je?")
        assert SECRET not in one.picture()
        live.do(c.ShowParking(True))
        await one.sees("Parking lot", f"· {SECRET}")
        live.do(c.ShowParking(False))
        await one.until(lambda: SECRET not in one.picture())


async def test_small_room_window_keeps_the_newest_items_of_the_parking_lot(tmp_path: Path) -> None:
    async with room(tmp_path, (52, 14)) as one:
        live = one.session()
        live.do(c.Toggle())
        for n in range(1, 31):
            live.do(c.Park(n, f"item {n}"))
        live.do(c.ShowParking(True))
        await one.sees("…", "· item 29", "· item 30")
        assert "· item 1 " not in one.picture()


async def test_room_reads_a_line_under_the_thanks_of_its_own_session_only(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        live.do(c.ShowLine("Back at 15:05"))
        live.do(c.End())
        await one.sees("Thank you for taking part.")
        assert "Back at" not in one.picture()
        room_words.write(one.folders.room_words, RoomWords("another", "Not here"))
        room_words.write(one.folders.room_words, RoomWords(live.state.opened.id, "Bye", ("one",)))
        await one.sees("Parking lot", "· one", "Bye")
        room_words.write(one.folders.room_words, RoomWords(live.state.opened.id, "Bye"))
        await one.sees("Thank you for taking part.", "Bye")
        for others in (b"{", json.dumps({"session": "another", "line": "Not here"}).encode()):
            one.folders.room_words.write_bytes(others)
            assert one.line() == "Bye"
        one.folders.room_words.unlink()  # the program has gone, and its thanks stay
        assert one.line() == "Bye"
        room_words.write(one.folders.room_words, RoomWords(live.state.opened.id))
        await one.until(lambda: "Bye" not in one.picture())


GROUPS = ("Anna · Bo · Cem", "Daan · Eva · Fay", "Gijs · Hans · Ida")


def into_groups(live: LiveSession, *, at: str) -> None:
    """Go to an activity and show its three groups in the room."""
    live.do(c.Toggle())
    names = tuple(name for group in GROUPS for name in group.split(" · "))
    live.do(c.Gather(People(tuple(range(1, 10)), names, {"3a": ((1, 2, 3), (4, 5, 6), (7, 8, 9))})))
    while live.state.activity.id != at:
        live.do(c.Next())
    live.do(c.ShowGroups("3a"))


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_room_shows_the_questions_beside_the_groups(tmp_path: Path, size: tuple[int, int]) -> None:
    async with room(tmp_path, size) as one:
        into_groups(one.session(), at="3a")
        await one.sees(
            *GROUPS, "“Zo geef ik zorgvuldige aandacht aan mijn cliënten”", "Wat betekent dat", "Hoe ziet dat"
        )


async def test_small_room_window_drops_questions_before_the_option(tmp_path: Path) -> None:
    async with room(tmp_path, (52, 9)) as one:
        into_groups(one.session(), at="3a")
        await one.sees(*GROUPS, "“Zo geef ik zorgvuldige aandacht aan mijn cliënten”", "Wat betekent dat", "done at")
        assert "Hoe ziet dat" not in one.picture()
        await one.pilot.resize_terminal(52, 6)
        await one.until(lambda: "Wat betekent dat" not in one.picture())
        await one.sees(*GROUPS, "done at")


async def test_room_marks_the_presenting_group(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        into_groups(live, at="3b")
        for number, group in enumerate(GROUPS, 1):
            await one.sees(f"▶ {number} {group}", *GROUPS)
            assert one.picture().count("▶") == 1
            live.do(c.NextTurn())


@thorough("size", [(80, 24), (52, 14), (120, 30)])
async def test_room_shows_every_paragraph_of_a_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with room(tmp_path, size) as one:
        live = one.session()
        live.do(c.Toggle())
        for page in range(11):
            live.do(c.ShowText("casus", page))
            view = RoomFeed(one.folders, one.clock).view()
            assert view is not None
            assert view.text is not None
            await one.sees(" ".join(view.text.body.split()))
            assert "11" not in one.picture()
        live.do(c.ShowText("casus", 11))
        await one.until(lambda: not one.picture().strip())
        live.do(c.ShowText(None))
        await one.sees("Wat doet dit gedicht")


def code_on(screen: Screen[object]) -> list[str]:
    """Return the rows of the QR code on the screen, found by its colours."""
    dark_on_light = [
        "".join(segment.text for segment in strip if _colours(segment) == (qr.DARK, qr.LIGHT))
        for strip in screen._compositor.render_strips()
    ]
    return [row for row in dark_on_light if row]


def _colours(segment: Segment) -> tuple[str, str] | None:
    style = segment.style
    return (style.color.name, style.bgcolor.name) if style and style.color and style.bgcolor else None


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("size", "border"), [((120, 40), 4), ((80, 24), 4), ((60, 22), 2), ((80, 20), 1)])
async def test_qr_code_of_a_missing_text_can_be_scanned_from_the_room_window(
    tmp_path: Path, size: tuple[int, int], border: int, theme: str
) -> None:
    async with room(tmp_path, size, theme) as one:
        live = one.session()
        link = live.state.opened.workshop.texts["gedicht"].source
        live.do(c.Toggle())
        live.do(c.ShowText("gedicht"))
        await one.sees("Gedicht")
        await one.until(lambda: code_on(one.app.screen))
        rows = code_on(one.app.screen)
        assert decoded(draw_rows(rows, 0, 255)) == [link]
        assert len(rows[0]) == 37 + 2 * border
        assert "https://" in one.picture()
        live.do(c.ShowText(None))
        await one.sees("Wat doet dit gedicht")


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_qr_code_can_be_scanned_from_the_room_view(tmp_path: Path, theme: str) -> None:
    async with on_stage(tmp_path, config=Config(theme=theme, keep_awake=False)) as stage:
        await stage.begin()
        stage.live.do(c.ShowText("gedicht"))
        await stage.press("z")
        await stage.until(lambda: code_on(stage.app.screen))
        link = stage.state.opened.workshop.texts["gedicht"].source
        assert decoded(draw_rows(code_on(stage.app.screen), 0, 255)) == [link]


async def test_qr_code_of_a_short_link_fits_in_a_small_window(tmp_path: Path) -> None:
    async with room(tmp_path, (52, 14), evaluation="https://example.org/evaluatie") as one:
        one.session().do(c.End())
        await one.sees("Thank you for")
        await one.until(lambda: code_on(one.app.screen))
        rows = code_on(one.app.screen)
        assert decoded(draw_rows(rows, 0, 255)) == ["https://example.org/evaluatie"]
        # A hint covers the code and does not move it.
        await one.pilot.press("x")
        await one.sees("Keys work in the other window")
        assert code_on(one.app.screen)[:13] == rows[:13]


async def test_mirrored_text_page_shows_a_link_and_code_but_no_folder(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("z", "t")
        await stage.on(TextPage)
        await stage.until(lambda: code_on(stage.app.screen))
        source = stage.state.opened.workshop.texts["gedicht"].source
        assert decoded(draw_rows(code_on(stage.app.screen), 0, 255)) == [source]
        assert "Gedicht ‘Luisteren’" in stage.picture()
        assert not any(words in stage.picture() for words in ("shipped", "gedicht.txt", str(tmp_path)[:8]))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.session and stage.session.room)


async def test_link_is_shown_if_its_code_does_not_fit(tmp_path: Path) -> None:
    async with room(tmp_path, (52, 14), evaluation="https://example.org/evaluatie/van/vandaag") as one:
        live = one.session()
        live.do(c.End())
        await one.sees("https://example.org/evaluatie/van/vandaag", "make the letters smaller", "Ctrl and -")
        await one.pilot.resize_terminal(80, 24)
        await one.until(lambda: code_on(one.app.screen))
        await one.sees("Thank you", "https://example.org/evaluatie/van/vandaag")
        assert "smaller" not in one.picture()


async def test_room_asks_for_smaller_letters_only_once_the_window_has_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luisteren_tui.tui.widgets.room_display.SETTLED_S", 3600.0)
    link = "https://example.org/evaluatie/van/vandaag"
    async with room(tmp_path, (52, 14), evaluation=link) as one:
        one.session().do(c.End())
        await one.sees(link)
        await one.pilot.resize_terminal(50, 14)
        await one.sees(link)
        assert "smaller" not in one.picture()


async def test_room_does_not_say_twice_that_it_is_a_break(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        while live.state.activity.form != Form.BREAK:
            live.do(c.Next())
        live.do(c.Toggle())
        await one.until(lambda: one.app._room._view and one.app._room._view.mode == Mode.PAUSED)
        assert one.picture().lower().count("pauze") == 1
        assert "pause" not in one.picture()


async def test_room_window_says_where_keys_work_and_how_to_enlarge_letters(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        assert "Ctrl and +" not in one.picture()
        await one.pilot.press("space")
        await one.sees("Keys work in the other window. Ctrl+Q closes this one.")
    async with room(tmp_path, (120, 30)) as one:
        await one.sees("Make the letters larger: Ctrl and +")
        # With larger letters there are fewer columns.
        await one.pilot.resize_terminal(52, 14)
        await one.until(lambda: "Ctrl and +" not in one.picture())
        await one.pilot.resize_terminal(120, 30)
        await one.sees("Make the letters larger: Ctrl and +")
        live = one.session()
        live.do(c.Blank(True))
        await one.until(lambda: not one.picture().strip())
        live.do(c.Blank(False))
        await one.sees("Make the letters larger: Ctrl and +")
        live.do(c.Toggle())
        await one.sees("Verkenning")
        await one.until(lambda: "Ctrl and +" not in one.picture())
        live.do(c.Toggle())
        await one.sees("pause")
        assert "Ctrl and +" not in one.picture()
        await one.pilot.press("ctrl+q")
        await one.until(lambda: not one.app.is_running)


async def test_room_window_reads_the_language_of_the_workshop_and_its_hints_are_in_the_one_asked_for(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as one:
        await one.sees("Welcome")
        one.session(language="nl")
        await one.sees("Welkom", "Passen mag altijd.")
        await one.pilot.press("x")
        await one.sees("Keys work in the other window")


async def test_room_shows_the_instruction_where_there_is_no_question(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        live = one.session()
        live.do(c.Toggle())
        await one.sees("Verkenning")
        assert "Lees het gedicht" not in one.picture()
        while live.state.timing.activity != "3b":
            live.do(c.Next())
        await one.sees("Galerijwand & dialoog", "Iedere groep presenteert kort hun poster.")


async def test_room_follows_the_newest_session_and_ignores_old_ones(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        first = one.session()
        first.do(c.Toggle())
        await one.sees("Verkenning")
        first.close(5)
        one.clock.pass_by(25_000)
        second = one.session(rehearsal=True)
        second.do(c.Toggle())
        second.do(c.Next())
        await one.sees("Wat valt je op")
    late, early = of_the_disk(), of_the_disk()
    late.pass_by(3_600_000)
    early.set_wall(-3_600_000)
    assert RoomFeed(Folders(tmp_path), late).view() is None
    assert RoomFeed(Folders(tmp_path), early).view() is None


def test_room_window_is_open_only_while_it_is_marked(tmp_path: Path) -> None:
    from luisteren_tui.storage.lock import mark_room_window

    assert not room_window_is_open(tmp_path)
    with mark_room_window(tmp_path), mark_room_window(tmp_path):
        assert room_window_is_open(tmp_path)
    assert not room_window_is_open(tmp_path)


def test_room_shows_materials_before_the_start(tmp_path: Path) -> None:
    folders, clock = Folders(tmp_path), of_the_disk()
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    LiveSession.open(loaded.workshop, "", SessionSetup(11), folders, clock)
    view = RoomFeed(folders, clock).view()
    assert view is not None
    assert (view.scene, view.prompts, view.instruction) == (Scene.WELCOME, (), ())
    assert view.materials[:2] == ("Gedicht ‘Luisteren’", "Casusbeschrijving ‘Nadia’")
    assert len(view.materials) == 3


async def test_room_reads_a_changed_text_in_the_next_session(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    poem = tmp_path / "texts" / "gedicht.txt"
    poem.write_text("oude tekst")
    async with room(tmp_path) as one:
        first = one.session()
        first.do(c.Toggle())
        first.do(c.ShowText("gedicht"))
        await one.sees("oude tekst")
        first.close(5)
        one.clock.pass_by(25_000)
        poem.write_text("nieuwe tekst")
        second = one.session()
        second.do(c.Toggle())
        second.do(c.ShowText("gedicht"))
        await one.sees("nieuwe tekst")

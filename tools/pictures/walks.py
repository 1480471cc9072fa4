"""Walks through the program, which pass every screen and dialog. The name of a picture begins with that of its walk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from math import inf
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import with_groups, with_names
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import mirroring, plans
from luisteren_tui.storage.outcome.outcome_file import finish
from luisteren_tui.storage.workshop_file import LoadedWorkshop, find, load
from luisteren_tui.system import new_window
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.preview_app import PreviewApp
from luisteren_tui.tui.room_app import RoomApp
from luisteren_tui.tui.screens.dialog import UnsavedDialog
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.new_workshop import NewWorkshopDialog, StartingPointDialog
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.plan.plan_choice import PlanChoice
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.retention import RetentionDialog
from luisteren_tui.tui.screens.session import room_window
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.workshop.model import Workshop
from tests.storage.session_samples import outcome_of
from tests.tui.at_home import choose_option
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import ManualClock, light_textual, until
from tools.pictures.album import THEMES, Album

Walk = Callable[[Album, Path], Awaitable[None]]
"""Takes pictures with the program's data in a folder."""

POEM = """Als ik je vraag om naar me te luisteren
en jij begint me adviezen te geven,
dan doe je niet wat ik je vraag.

Als ik je vraag om naar me te luisteren
en jij begint mij te vertellen
waarom ik iets niet zo moet voelen als ik voel,
dan neem jij mijn gevoelens niet serieus.

Luister.
"""
NAMES = (
    "Fatima", "Joris", "Noor", "Zoë", "Ruud", "Annelies", "Sjoerd", "Mehmet", "Carla", "Ilse", "Bram", "Yvonne",
)  # fmt: skip
NOTE = "Stilte na het voorlezen. Eén groep noemt: wachten voelt als vergeten worden."
SECOND_NOTE = "Doorvragen is iets anders dan invullen; drie keer genoemd."
LINE = "Neem even je eigen tijd"
TRIOS = Path(__file__).parents[2] / "tests" / "data" / "trios.yaml"
EVALUATION = "https://example.org/evaluatie"
PARKED = ("Wat doen we met familie?", "Hoe zit het met beeldbellen?")
MINUTE = 60


def shipped(data: Path) -> tuple[LoadedWorkshop, Workshop]:
    """Return the shipped workshop, with its text in the `data` folder."""
    (data / "texts").mkdir(parents=True, exist_ok=True)
    (data / "texts" / "gedicht.txt").write_text(POEM, encoding="utf-8")
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    return loaded, loaded.workshop


def the_plan(data: Path) -> Plan:
    """Return a plan that begins at eight past twelve and must be over at two."""
    loaded, workshop = shipped(data)
    return plan_of(workshop, loaded.sha256).with_start(12 * 60 + 8).with_must_end(14 * 60)


def hold(data: Path, days_ago: int, pace: float = 1.0, *, rehearsal: bool = False, end: bool = True) -> None:
    """Hold a session or a rehearsal in the past, at some pace, and end it."""
    loaded, workshop = shipped(data)
    clock = ManualClock()
    clock.set_wall(-days_ago * 86_400_000)
    clock.pass_by(-27 * MINUTE * 1000)
    setup = SessionSetup(12, rehearsal=rehearsal)
    live = LiveSession.open(workshop, loaded.sha256, setup, Folders(data), clock)
    live.do(c.Toggle())
    for number, id in enumerate(live.state.activities):
        live.do(c.GoTo(id))
        if number < 5 or end:
            clock.pass_by(round(live.state.activities[id].duration * 1000 * (pace + (number * 7 % 5 - 2) / 12)))
        if number < 3:
            live.do(c.Write(Slot(id, prompt=1), NOTE))
            live.do(c.Write(Slot(id, prompt=2), SECOND_NOTE))
            live.do(c.Mark(Slot(id, prompt=2)))
        live.watch()
        if number == 4 and not end:
            break
    live.do(c.Park(1, PARKED[0]))
    if end:
        live.do(c.End())
    live.close(5)
    assert live.path is not None
    if end:
        finish(live.path, {**outcome_of(live.path), "kind": "rehearsal" if rehearsal else "session"})


@asynccontextmanager
async def session(size: tuple[int, int], data: Path, *, mirrored: bool = False, **options: Any) -> AsyncIterator[Stage]:
    """Run the session screen, at the question who sees it."""
    shipped(data)
    mirroring.save(Folders(data), mirrored)
    plan = the_plan(data)
    async with on_stage(data, size=size, plan=plan, language="nl", **options) as stage:
        await stage.on(StartDialog)
        yield stage


@asynccontextmanager
async def home(size: tuple[int, int], data: Path) -> AsyncIterator[Stage]:
    """Open the program at home."""
    async with on_stage(data, size=size, workshop=None, language="nl") as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        yield stage


async def let_pass(stage: Stage, seconds: float) -> None:
    """Let time pass while everything is saved."""

    def saved() -> bool:
        status = stage.live.journal.status
        return status.synced == status.appended and not stage.session.app.alarm

    await stage.until(saved)
    await stage.advance(seconds)
    await stage.until(saved)


async def start_walk(album: Album, data: Path) -> None:
    """Take the start question, for a session and for a rehearsal."""
    async with session(album.size, data) as stage:
        await album.take("start", stage.app)
        await stage.press("z")
        await album.take("start-mirrored", stage.app)


async def session_walk(album: Album, data: Path) -> None:
    """Take the session screen from the welcome to the end of an activity in overtime."""
    async with session(album.size, data) as stage:

        async def take(name: str) -> None:
            await album.take(f"session-{name}", stage.app)

        await stage.begin(*"12")
        await take("waiting")
        await stage.press("space")
        await let_pass(stage, 4 * MINUTE)
        await take("plenary")
        await stage.press("down", "n")
        await stage.write(NOTE)
        await take("writing")
        await stage.press("escape", "p")
        await stage.write("Ruud zegt weinig")
        await take("private")
        await stage.press("escape", "space")
        await take("paused")
        await stage.press("space", "right")
        await let_pass(stage, 2 * MINUTE)
        await take("individual")
        await stage.go_to("2b")
        await let_pass(stage, 100)
        await take("preparing")
        await stage.press("enter")
        await let_pass(stage, 3 * MINUTE)
        await take("turn")
        await let_pass(stage, 135)
        await take("soft")
        await let_pass(stage, 2 * MINUTE)
        await take("swap")
        await stage.press("+")
        await take("more")
        await stage.go_to("p1")
        await let_pass(stage, 10 * MINUTE)
        await take("break")
        await let_pass(stage, 4 * MINUTE)
        await take("warning")
        await let_pass(stage, 4 * MINUTE)
        await take("overtime")
        await stage.go_to("3a")
        await let_pass(stage, 3 * MINUTE)
        await take("subgroups")
        await stage.go_to("3b")
        await stage.press("enter")
        await let_pass(stage, MINUTE)
        await take("gallery")
        await stage.press("s")
        await take("last")
        await stage.press("c")
        await take("breather")
        await stage.press("c", "full_stop")
        await take("blank")


async def turns_walk(album: Album, data: Path) -> None:
    """Take the session screen while everyone in a group has a turn of several phases, and what the room sees of it."""
    mirroring.save(Folders(data), False)
    async with on_stage(data, size=album.size, workshop=str(TRIOS), language="nl") as stage:
        await stage.on(StartDialog)

        async def take(name: str) -> None:
            await album.take(f"turns-{name}", stage.app)
            await stage.press("z")
            await album.take(f"turns-{name}-room", stage.app)
            await stage.press("z")

        await stage.begin(*"13")
        await stage.press("space")
        await stage.go_to("2a")
        await stage.press("v")
        await album.take("turns-ahead", stage.app)
        await stage.press("escape")
        await let_pass(stage, 90)
        await take("first")
        await let_pass(stage, 40)
        await take("next-phase")
        await let_pass(stage, 3 * MINUTE)
        await take("long")
        await let_pass(stage, 170)
        await take("cue")
        await let_pass(stage, 65)
        await take("last-phase")
        await let_pass(stage, MINUTE)
        await take("change")
        await stage.press("enter", "+")
        await let_pass(stage, 5 * MINUTE)
        await take("second-turn")


async def groups_walk(album: Album, data: Path) -> None:
    """Take the groups of tables where one stays and the others move on, without names and with them, and what the room sees."""
    mirroring.save(Folders(data), False)
    async with on_stage(data, size=album.size, workshop="wereldcafe", language="nl") as stage:
        await stage.on(StartDialog)

        async def take(name: str) -> None:
            await album.take(f"groups-{name}", stage.app)

        await stage.begin(*"20")
        await stage.press("space")
        await stage.go_to("2-1")
        await stage.press("g")
        await take("new")
        await stage.press("less_than_sign")
        await take("smaller")
        await stage.press("escape", "escape")
        await stage.go_to("2-2")
        await take("session")
        await stage.press("g")
        await take("move-on")
        await stage.press("escape", "z")
        await take("room")
        await stage.press("z")
        named = with_names(
            stage.state,
            [
                "Anna",
                "Bo",
                "Cem",
                "Dana",
                "Els",
                "Fay",
                "Gijs",
                "Hao",
                "Ida",
                "Jo",
                "Kim",
                "Luc",
                "Mo",
                "Noa",
                "Ole",
                "Pim",
                "Quint",
                "Ros",
                "Sem",
                "Tess",
            ],
        )
        stage.live.do(c.Gather(named))
        await stage.press("g", "z")
        await take("named")
        await stage.press("escape", "z")
        await take("named-room")


async def dialogs_walk(album: Album, data: Path) -> None:
    """Take every dialog and page in front of the session."""
    async with session(album.size, data) as stage:

        async def take(name: str) -> None:
            await album.take(f"dialogs-{name}", stage.app)

        await stage.begin(*"12")
        await stage.press("space", "b")
        await take("earlier")
        await stage.press("escape", "a")
        await stage.write(LINE)
        await take("line")
        await stage.press("enter")
        await take("line-shown")
        await stage.press("a", "k")
        for item in PARKED:
            await stage.write(item)
            await stage.press("enter", "k")
        await take("parking-new")
        await stage.press("escape")
        await take("parking")
        await stage.press("escape", "v", "down", "down")
        await take("ahead")
        await stage.press("escape", "question_mark")
        await take("help")
        await stage.press("escape")
        for theme, theme_name in THEMES.items():
            stage.app.theme = theme_name
            await stage.press("ctrl+p")  # it does not follow a change of the theme
            await album.take("dialogs-palette", stage.app, [theme])
            await stage.press("escape")
        with (
            patch.object(new_window, "start_page", lambda _data: Mock(poll=lambda: None)),
            patch.object(room_window, "ASK_S", 0.5),
        ):
            await stage.press("w")
            await take("window")
            await stage.shows(_("Do you see the room's screen?"))
            await take("window-asked")
        await stage.press("enter")
        await stage.go_to("2b")
        await stage.press("g")
        await take("groups")
        await stage.press("d")
        await stage.write("\n".join(NAMES[:11]))
        await take("names")
        await stage.press("escape")
        await take("names-fewer")
        await stage.press("h")
        await take("groups-named")
        await stage.press("escape")
        await let_pass(stage, 95 * MINUTE)
        await stage.press("r")
        await take("replan")
        await stage.press("escape", "right", "right", "right", "right", "right", "s")
        await take("skip")
        await stage.press("escape", "e")
        await take("end")
        await stage.press("escape")
        stage.app.push_screen(UnsavedDialog("er is geen ruimte meer op de schijf"))
        await take("unsaved")


async def text_walk(album: Album, data: Path) -> None:
    """Take the text to read and the silence after it, for the facilitator and on a mirrored screen."""
    for mirrored in (False, True):
        lead = "text-mirrored" if mirrored else "text"
        async with session(album.size, data / lead, mirrored=mirrored) as stage:
            await stage.begin(*"12")
            await stage.press("space", "t")
            await album.take(lead, stage.app)
            await stage.press("pagedown")
            if mirrored:  # where it is read paragraph by paragraph
                await album.take(f"{lead}-part", stage.app)
                await stage.press("pagedown", "pagedown")
            stage.clock.pass_by(8000)
            await album.take(f"{lead}-silence", stage.app)
            await stage.press("escape", "escape")
            await stage.go_to("2a")
            await stage.press("t")
            await album.take(f"{lead}-case", stage.app)


async def mirrored_walk(album: Album, data: Path) -> None:
    """Take the screen that the group sees too, with its dialogs."""
    async with session(album.size, data, mirrored=True) as stage:

        async def take(name: str) -> None:
            await album.take(f"mirrored-{name}", stage.app)

        await take("start")
        await stage.begin(*"12")
        await take("welcome")
        await stage.press("space")
        await let_pass(stage, 4 * MINUTE)
        await take("plenary")
        await stage.press("p")
        await stage.write("Ruud zegt weinig")
        await take("private")
        await stage.press("escape", "b")
        await take("earlier")
        await stage.press("escape", "a")
        await stage.write(LINE)
        await take("line")
        await stage.press("enter")
        await take("line-shown")
        await stage.press("a", "k")
        await take("parking")
        await stage.press("escape", "escape", "v")
        await take("ahead")
        await stage.press("escape", "question_mark")
        await take("help")
        await stage.press("escape", "w")
        await take("window")
        await stage.press("escape", "right")
        await let_pass(stage, MINUTE)
        await take("individual")
        await stage.go_to("2b")
        await let_pass(stage, 20)
        await take("preparing")
        await stage.press("g")
        await take("groups")
        await stage.press("escape", "enter")
        await let_pass(stage, 3 * MINUTE)
        await take("turn")
        await let_pass(stage, 4 * MINUTE + 5)
        await take("swap")
        await stage.go_to("p1")
        await let_pass(stage, 6 * MINUTE)
        await take("break")
        await stage.press("space")
        await take("break-paused")
        await stage.press("space")
        await let_pass(stage, 15 * MINUTE)
        await take("break-over")
        await let_pass(stage, 40 * MINUTE)
        await stage.press("r")
        await take("replan")
        await stage.press("escape")
        await stage.go_to("3a")
        await let_pass(stage, MINUTE)
        await take("subgroups")
        await stage.go_to("3b")
        await stage.press("enter")
        await let_pass(stage, 10)
        await take("gallery")
        await stage.press("q")
        await take("leave")
        await stage.press("escape", "e")
        await take("end")
        await stage.press("enter")
        await stage.on(EndScreen)
        await take("thanks")
        await stage.press("z")
        await take("thanks-own")


async def end_walk(album: Album, data: Path) -> None:
    """Take the end of a session, its dialogs and the notes to complete."""
    async with session(album.size, data) as stage:

        async def take(name: str) -> None:
            await album.take(f"end-{name}", stage.app)

        await stage.begin(*"12")
        await stage.press("space", "n")
        await stage.write(NOTE)
        await stage.press("escape", "m", "down", "n")
        await stage.write(SECOND_NOTE)
        await stage.press("escape", "p")
        await stage.write("Ruud zegt weinig")
        await stage.press("escape", "k")
        await stage.write(PARKED[0])
        await stage.press("enter")
        await let_pass(stage, 17 * MINUTE)
        await stage.press("right")
        await let_pass(stage, 4 * MINUTE)
        await stage.press("n")
        await stage.write("Haast van de hulpverlener valt op.")
        await stage.press("escape", "right", "enter")
        await let_pass(stage, 16 * MINUTE)
        await stage.press("right")
        await let_pass(stage, 9 * MINUTE)
        await stage.press("right", "s")
        await let_pass(stage, 35 * MINUTE)
        await stage.press("right")
        await let_pass(stage, 16 * MINUTE)
        await stage.press("right")
        await let_pass(stage, 10 * MINUTE)
        await stage.press("e", "enter")
        end = await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None or end.is_mounted)
        await take("screen")
        await stage.press("p")
        await take("private")
        await stage.press("p", "question_mark")
        await take("help")
        await stage.press("escape", "a")
        await take("line")
        await stage.press("escape", "k")
        await take("parking")
        await stage.press("escape", "escape", "x")
        await stage.on(ShareDialog)
        await take("share")
        await stage.press("escape", "n")
        await stage.on(NoteCompletionScreen)
        await take("complete")
        await stage.press("n")
        await take("complete-writing")
        await stage.press("escape", "escape")
        await stage.on(EndScreen)
        await stage.press("j")
        await stage.on(RetentionDialog)
        await take("retention")


async def rehearsal_walk(album: Album, data: Path) -> None:
    """Take a rehearsal, and what it teaches the plan."""
    plans.save(Folders(data), "2026-12-01-team", the_plan(data))
    shipped(data)
    async with on_stage(
        data, size=album.size, plan=the_plan(data), plan_name="2026-12-01-team", speed=1.0, language="nl"
    ) as stage:
        await stage.ready()
        await album.take("rehearsal-waiting", stage.app)
        await stage.press("space")
        await let_pass(stage, 6 * MINUTE)
        await stage.press("greater_than_sign")
        await album.take("rehearsal", stage.app)
        await stage.press("less_than_sign")
        await let_pass(stage, 13 * MINUTE)
        await stage.press("right")
        await let_pass(stage, 8 * MINUTE)
        await stage.press("right", "enter")
        await let_pass(stage, 18 * MINUTE)
        await stage.press("e")
        await album.take("rehearsal-ending", stage.app)
        await stage.press("enter")
        await stage.on(EndScreen)
        await album.take("rehearsal-end", stage.app)
        await stage.press("d")
        await album.take("rehearsal-lessons", stage.app)


def use_for_a_while(data: Path, *, unfinished: bool) -> None:
    """Hold some sessions and a rehearsal, one that is `unfinished` if wanted, and save two plans."""
    for days_ago, pace in ((4, 1.0), (32, 0.9), (60, 1.15)):
        hold(data, days_ago, pace)
    hold(data, 1, 0.4, rehearsal=True)
    if unfinished:
        hold(data, 0, 0.3, end=False)
    plans.save(Folders(data), "2026-11-24-team", the_plan(data))
    plans.save(Folders(data), "2026-12-08-opleiding", the_plan(data))


async def home_walk(album: Album, data: Path) -> None:
    """Take home: new, used for a while, with workshops of one's own, all of them, and after a mirrored session."""
    async with home(album.size, data / "new") as stage:
        await album.take("home-new", stage.app)
        await stage.press("question_mark")
        await album.take("home-help", stage.app)
    used = data / "used"
    use_for_a_while(used, unfinished=True)
    async with home(album.size, used) as stage:
        await stage.settle()
        await album.take("home-used", stage.app)
    (used / "workshops").mkdir(exist_ok=True)
    source = find("luisteren", used)
    text = Path(str(source)).read_text(encoding="utf-8")
    for number, title in enumerate(("Intervisie", "Moreel beraad", "Dilemma’s op tafel", "Samen beslissen", "Rouw"), 1):
        named = text.replace("id: luisteren\n", f"id: eigen-{number}\n", 1)
        named = named.replace("title: Luisteren met aandacht", f"title: {title}", 1)
        (used / "workshops" / f"eigen-{number}.yaml").write_text(named, encoding="utf-8")
    for name, broken in (("eigen-2", text.replace("form: plenary", "form: plenair", 1)), ("idee", "title: Idee\n")):
        (used / "workshops" / f"{name}.yaml").write_text(broken, encoding="utf-8")
    (used / "workshops" / "later.yaml.draft").write_text("title: Later\n", encoding="utf-8")
    async with home(album.size, used) as stage:
        await stage.settle()
        await album.take("home-many", stage.app)
        await stage.press("down", "down", "down")
        await album.take("home-chosen", stage.app)
        await choose_option(stage, "workshops:")
        await stage.settle()
        await album.take("home-all-workshops", stage.app)
    mirroring.save(Folders(used), True)
    async with home(album.size, used) as stage:
        await album.take("home-mirrored", stage.app)


async def plan_walk(album: Album, data: Path) -> None:
    """Take the plan and its dialogs."""
    plans.save(Folders(data), "2026-12-01-team", the_plan(data))
    hold(data, 4, 1.1)
    async with home(album.size, data) as stage:

        async def take(name: str) -> None:
            await album.take(f"plan-{name}", stage.app)

        stage.app._choose("rehearse", "luisteren")
        await stage.on(PlanChoice)
        await take("choice")
        await stage.press("escape")
        stage.app._choose("plan", "wereldcafe")
        await stage.on(PlanScreen)
        await stage.press("down", "minus")
        await take("rounds")
        await stage.press("escape", "enter")
        await stage.on(HomeScreen)
        stage.app._choose("plan", "luisteren")
        await stage.on(PlanScreen)
        await take("new")
        await stage.press("escape")
        await stage.on(HomeScreen)
        stage.app._choose("saved", "2026-12-01-team")
        screen = await stage.on(PlanScreen)
        await stage.until(lambda: screen.is_mounted)
        await take("screen")
        await stage.press("e")
        await take("end-time")
        await stage.press(*"13:45", "enter", "down", "down", "down", "plus", "plus", "f")
        await take("fitted")
        await stage.press("down", "down", "s")
        await take("skipped")
        await stage.press("a")
        await take("block")
        await stage.press(*("space" if each == " " else each for each in "Foto maken"), "enter")
        await stage.press("escape", "enter", "end", "minus")
        await take("protected")
        await stage.press("escape", "w")
        await take("save")
        await stage.press("escape", "x")
        await take("export")
        await stage.press("escape", "d")
        await take("participants")
        await stage.press("escape", "question_mark")
        await take("help")
        await stage.press("escape", "escape")
        await take("unsaved")


async def new_walk(album: Album, data: Path) -> None:
    """Take the questions about a new workshop, and the editor that follows."""
    async with home(album.size, data) as stage:
        await choose_option(stage, "new:")
        await stage.on(StartingPointDialog)
        await album.take("new-begin", stage.app)
        await stage.press("enter")
        await stage.on(NewWorkshopDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.write("Samen kijken naar teamwerk")
        await album.take("new-title", stage.app)
        await stage.press("tab", "tab", "tab", "tab", "down", "space")
        await album.take("new-parts", stage.app)
        await stage.press("ctrl+s")
        await stage.on(EditorScreen)
        await album.take("new-made", stage.app)


async def editor_walk(album: Album, data: Path) -> None:
    """Take the editor: the parts, the fields of some, what it asks, and a file that can't be read."""

    async def take(name: str) -> None:
        await album.take(f"editor-{name}", stage.app)

    async with home(album.size, data) as stage:
        shipped(data)
        await choose_option(stage, "edit:luisteren")
        await stage.on(EditorScreen)
        await take("workshop")
        await stage.press("down", "down", "down", "down")
        await take("parts")
        await stage.press("tab", "tab", "tab", "tab")
        await take("field")
        await stage.press("escape", "a")
        await take("add")
        await stage.press("down", "down", "enter")
        await take("added")
        await stage.press("plus", "plus", "tab", "backspace", "tab")
        await stage.write("kwartier")
        await stage.press("tab", "escape")
        await take("wrong")
        await stage.press("ctrl+s")
        await take("not-saved")
        await stage.press("escape", "escape")
        await take("leave")
        await stage.press("escape", "question_mark")
        await take("help")
    broken = data / "workshops" / "half.yaml"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text(
        "title: Half af\nsteps:\n  - title:Opening\n    duration: 5m\n    form: plenary\n", encoding="utf-8"
    )
    async with home(album.size, data) as stage:
        await choose_option(stage, "edit:half")
        await stage.on(EditorScreen)
        await take("text")


async def history_walk(album: Album, data: Path) -> None:
    """Take past sessions, two beside each other, and the statistics."""
    for days_ago, pace in ((4, 1.0), (32, 0.9), (60, 1.15), (200, 1.05)):
        hold(data, days_ago, pace)
    hold(data, 1, 0.4, rehearsal=True)
    async with home(album.size, data) as stage:

        async def take(name: str) -> None:
            await album.take(f"history-{name}", stage.app)

        stage.app._choose("past", "")
        screen = await stage.on(HistoryScreen)
        await stage.until(lambda: screen.complete and screen.focused)
        await take("list")
        await stage.press("down", "f8")
        await take("delete")
        await stage.press("escape", "f4")
        await take("retention")
        await stage.press("escape", "f3")
        await stage.shows("mediaan")
        await take("statistics")
        await stage.press("escape", "f2", "down", "f2")
        await stage.settle()
        await take("comparison")
        await stage.press("escape", "question_mark")
        await take("help")
        await stage.press("escape")
        await stage.write("zzz")
        await take("none")
        await stage.press("escape", "escape")
    async with home(album.size, data) as stage:
        stage.app._choose("outcome", "2026-11-20-1133-luisteren")
        await stage.on(EndScreen)
        await album.take("history-outcome", stage.app)


async def resume_walk(album: Album, data: Path) -> None:
    """Take the question what to do with an unfinished session."""
    for mirrored in (False, True):
        folder = data / str(mirrored)
        hold(folder, 0, 0.3, end=False)
        mirroring.save(Folders(folder), mirrored)
        unfinished = next((folder / "sessions").glob("*.jsonl"))
        async with on_stage(folder, size=album.size, unfinished=unfinished, language="nl") as stage:
            await stage.on(ResumeDialog)
            await album.take("resume-mirrored" if mirrored else "resume", stage.app)


def wall_scenes(live: LiveSession, clock: ManualClock) -> Iterator[str]:
    """Lead a session through all that the room may see, and yield the name of each scene."""

    def scene(name: str, *commands: c.Command, wait: float = 0) -> str:
        for command in commands:
            live.do(command)
        clock.pass_by(round(wait * 1000))
        live.watch()
        return name

    yield scene("welcome", wait=1)
    yield scene("plenary", c.Toggle(), wait=90)
    yield scene("prompt", c.Show(Slot("1", prompt=3)))
    yield scene("text", c.ShowText("gedicht"))
    yield scene("text-part", c.ShowText("gedicht", page=1))
    yield scene("line", c.ShowText(None), c.ShowLine(LINE))
    yield scene("parking", c.ShowLine(""), c.Park(1, PARKED[0]), c.Park(2, PARKED[1]), c.ShowParking(True))
    yield scene("individual", c.ShowParking(False), c.Next(), wait=60)
    yield scene("text-case", c.ShowText("casus"))
    yield scene("preparing", c.ShowText(None), c.Next(), wait=30)
    live.do(c.Gather(with_names(live.state, NAMES)))
    live.do(c.Group(with_groups(live.state)))
    yield scene("groups", c.ShowGroups("2b"))
    yield scene("turn", c.ShowGroups(None), c.NextTurn(), wait=200)
    yield scene("turn-end", wait=175)
    yield scene("swap", wait=50)
    yield scene("plenary-late", c.GoTo("2c"), wait=11 * MINUTE)
    yield scene("break", c.GoTo("p1"), wait=5 * MINUTE)
    yield scene("break-paused", c.Toggle())
    yield scene("break-end", c.Toggle(), wait=8 * MINUTE + 10)
    yield scene("break-over", wait=3 * MINUTE)
    yield scene("subgroups", c.GoTo("3a"), wait=2 * MINUTE)
    yield scene("gallery", c.GoTo("3b"), c.NextTurn(), wait=10)
    yield scene("last", c.GoTo("4"), wait=MINUTE)
    yield scene("blank", c.Blank(True))
    yield scene("thanks", c.Blank(False), c.End())


async def wall_walk(album: Album, data: Path) -> None:
    """Take the room's own window, which follows a session in another program."""
    loaded, workshop = shipped(data)
    folders, clock = Folders(data), ManualClock()
    app = RoomApp(folders, clock, Config(evaluation=EVALUATION), "nl")
    with (
        light_textual(),
        patch("luisteren_tui.storage.journal.follower.MAX_AGE_S", inf),
        patch("luisteren_tui.tui.room_app.POLL_S", 0.01),
        patch("luisteren_tui.tui.widgets.room_display.SETTLED_S", 0.01),
    ):
        async with app.run_test(size=album.size):
            await album.take("wall-nothing", app)
            live = LiveSession.open(workshop, loaded.sha256, SessionSetup(12), folders, clock, the_plan(data))
            for name in wall_scenes(live, clock):
                app._poll()
                await asyncio.sleep(0.05)  # a code settles on its size
                await album.take(f"wall-{name}", app)
            live.close(5)


async def preview_walk(album: Album, data: Path) -> None:
    """Take the preview of a workshop file, and one with a mistake in it."""
    shipped(data)
    path = data / "voorbeeld.yaml"
    path.write_text((content_dir() / "luisteren.yaml").read_text("utf-8"), "utf-8")
    app = PreviewApp(path, data, theme="dark", language="nl")
    with light_textual(), patch("luisteren_tui.tui.screens.preview.screen.POLL_S", 0.01):
        async with app.run_test(size=album.size) as pilot:
            for name, keys in (
                ("welcome", "z"),
                ("text", "right t"),
                ("pairs", "right right 1"),
                ("signal", "enter f f"),
                ("swap", "z"),
                ("paper", "3"),
                ("groups", "right right right right 2"),
                ("end", "end 1"),
            ):
                await pilot.press(*keys.split())
                await album.take(f"preview-{name}", app)
            await pilot.press("home", "right", "right", "2")
            path.write_text(path.read_text("utf-8").replace("form: individual", "form: alone"), "utf-8")
            await until(app, lambda: "alone" in str(app.screen.query_exactly_one("#preview-errors", Static).content))
            await album.take("preview-error", app)


WALKS: dict[str, Walk] = {
    "home": home_walk,
    "start": start_walk,
    "session": session_walk,
    "turns": turns_walk,
    "groups": groups_walk,
    "dialogs": dialogs_walk,
    "text": text_walk,
    "mirrored": mirrored_walk,
    "end": end_walk,
    "rehearsal": rehearsal_walk,
    "plan": plan_walk,
    "editor": editor_walk,
    "new": new_walk,
    "history": history_walk,
    "resume": resume_walk,
    "wall": wall_walk,
    "preview": preview_walk,
}

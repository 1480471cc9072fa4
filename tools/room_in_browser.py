"""Check the room's screen in Chromium: how each state is drawn, and that it follows a session through all that happens."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from luisteren_tui import i18n
from luisteren_tui.export import room_page
from luisteren_tui.runtime.room_page_writer import BEAT_MS
from luisteren_tui.storage import room_folder
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import RoomView, Scene
from tests.export.room_views import LINK, views
from tools.chromium import Chromium, Tab

SOURCE = Path(room_page.__file__).parents[2]
SIZES = ((1920, 1080), (1280, 720), (1024, 768))
SECRET = "geheimwoord"
LATE_MS = 1500
"""A change is on the page after at most this long: the program looks every fifth of a second, the page every second."""
RULES = {"color-contrast-enhanced": {"enabled": True}}
AXE = (
    f"axe.run({{rules: {RULES}}}).then(found => found.violations.map(each => each.id + ': ' + each.nodes.map(".replace(
        "True", "true"
    )
    + ("node => node.html.slice(0, 90)).join(' | ')))")
)
OUTSIDE = """[...document.querySelectorAll("#room *")].filter(each => {
  const around = each.closest(".middle")?.getBoundingClientRect() ?? {left: 0, top: 0, right: innerWidth, bottom: innerHeight};
  const box = each.getBoundingClientRect(), seen = each.checkVisibility({opacityProperty: true});
  const past = box.left < around.left || box.top < around.top || box.right > around.right || box.bottom > around.bottom;
  return seen && box.width && past && Math.max(around.left - box.left, around.top - box.top,
    box.right - around.right, box.bottom - around.bottom) > 1;
}).map(each => each.className + ": " + each.textContent.slice(0, 60))"""
WORDS = "document.body.innerText.replace(/\\s+/g, ' ')"
SMALLEST_PX = 14
SMALL = f"""[...document.querySelectorAll("#room p, #room li, #room h1, #room span")]
  .filter(each => each.checkVisibility({{opacityProperty: true}}) && parseFloat(getComputedStyle(each).fontSize) < {SMALLEST_PX})
  .map(each => each.className + ": " + getComputedStyle(each).fontSize)"""

# A program that runs a session, and does what each line of its input says.
SESSION = """
import sys
from pathlib import Path
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.paths import Folders

folders, clock = Folders(Path(sys.argv[1])), SystemClock()
unfinished = sorted(folders.sessions.glob("*.jsonl"))
if unfinished:
    live = LiveSession.resume(unfinished[0], read_journal(unfinished[0]), clock)
else:
    live = LiveSession.open(load(find("luisteren", folders.data)).workshop, "", SessionSetup(12), folders, clock)
for line in sys.stdin:
    live.do(eval(line))
    print("done", flush=True)
"""


def check(program: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what was checked and what is wrong with it."""
    i18n.use("nl")
    with Chromium(program) as browser:
        for name, view in views(int(time.time() * 1000)).items():
            with browser.tab() as tab:
                yield f"room, {name}", list(_drawing(tab, view))
        with browser.tab() as tab:
            yield "room, hostile text", list(_hostile(tab))
        with browser.tab() as tab:
            yield "room, a session with a kill and a restart", list(_session(tab))


def _drawing(tab: Tab, view: RoomView) -> Iterator[str]:
    """Draw one view in windows of several sizes, light and dark, and yield what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        picture = room_page.picture(view, LINK)
        waits = view.scene in (Scene.NOTHING, Scene.WELCOME)
        room_folder.write(Path(folder), room_page.static_files())
        for beat, theme in enumerate(("dark", "light")):
            state = room_page.state_file(picture, theme=theme, beat=beat, hint=waits)
            room_folder.write(Path(folder), {room_page.STATE: state})
            for width, height in SIZES:
                tab.open(Path(folder, room_page.PAGE), width=width, height=height)
                tab.until(f"document.documentElement?.dataset.scene === '{picture['scene']}'")
                where = f"{theme}, {width}x{height}"
                yield from (f"{where}: outside its place: {each}" for each in tab.value(OUTSIDE))
                yield from (f"{where}: too small: {each}" for each in tab.value(SMALL))
                shown = tab.value(WORDS)
                yield from (f"{where}: not shown: {text}" for text in _texts(picture) if text not in shown)
            tab.value(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8") + ";0")
            yield from (f"{theme}: {each}" for each in tab.value(AXE))
        yield from _strangers(tab, Path(folder))


def _texts(picture: Any) -> Iterator[str]:
    """Yield what must be on the page."""
    if picture["scene"] == "blank":
        return
    said = [picture[part] for part in ("title", "turn", "signal", "greeting", "figure", "line")]
    said += [*picture["players"], *picture["how"], *(text for _kind, text in picture["blocks"])]
    said += [name for group in picture["groups"] for _letter, name in group["people"]]
    yield from (" ".join(text.split()) for text in said if text)


def _strangers(tab: Tab, folder: Path) -> Iterator[str]:
    """Yield what was asked for outside the folder, and what the browser complained about."""
    home = folder.as_uri() + "/"
    yield from (f"asked for {address}" for address in tab.requests if not address.startswith(home))
    yield from (f"the browser says: {each}" for each in tab.complaints)


def _hostile(tab: Tab) -> Iterator[str]:
    text = "</script><script>hacked = 1</script><img src=x onerror='hacked = 1'>\u2028\u202e"
    view = RoomView(**{**_fields(views()["question"]), "title": text, "prompts": (text,), "line": text})
    with tempfile.TemporaryDirectory() as folder:
        state = room_page.state_file(room_page.picture(view), theme="dark", beat=1)
        room_folder.write(Path(folder), {**room_page.static_files(), room_page.STATE: state})
        tab.open(Path(folder, room_page.PAGE), width=1920, height=1080)
        tab.until("document.documentElement?.dataset.scene === 'activity'")
        if tab.value("typeof hacked !== 'undefined' || document.querySelectorAll('img').length > 0"):
            yield "text became markup"
        yield from _strangers(tab, Path(folder))


def _fields(view: RoomView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in view.__struct_fields__}


def _session(tab: Tab) -> Iterator[str]:
    """Follow a session from before its start to after its end, and yield what went wrong."""
    with tempfile.TemporaryDirectory() as data:
        folder = Folders(Path(data)).room_page
        page = folder / room_page.PAGE
        with _program(data) as writer:
            tab.open(_once_there(page), width=1920, height=1080)
            tab.until("document.documentElement?.dataset.scene === 'welcome'")
            with _told(data) as session:
                for command, seen in (
                    ("c.Toggle()", "Wat doet dit gedicht met je?"),
                    (f"c.Write(Slot('1', prompt=1), '{SECRET}')", "Wat doet dit gedicht met je?"),
                    (f"c.Write(Slot('1', private=True), '{SECRET}')", "Wat doet dit gedicht met je?"),
                    ("c.Next()", "Wat valt je op"),
                ):
                    yield from _late(tab, session, command, seen)
                    if SECRET in tab.value("document.documentElement.outerHTML"):
                        yield f"the page shows what is private after {command}"
                    if any(SECRET in path.read_text("utf-8") for path in folder.iterdir()):
                        yield f"the folder holds what is private after {command}"
                session.kill()
            time.sleep(1)
            if "Wat valt je op" not in tab.value(WORDS):
                yield "the page changed when the session was killed"
            with _told(data) as session:
                yield from _late(tab, session, "c.GoTo('2b')", "Perspectiefwisseling")
                writer.kill()
                writer.wait()
                tab.until("!document.querySelector('.gone').hidden")
                if "Perspectiefwisseling" not in tab.value(WORDS):
                    yield "the picture did not stay when the program was killed"
                with _program(data) as again:
                    tab.until("document.querySelector('.gone').hidden")
                    yield from _late(tab, session, "c.End()", "Dank")
                    again.send_signal(signal.SIGTERM)
                    if again.wait(20) != 0 or folder.exists():
                        yield "the folder was not emptied"
                time.sleep((10_000 + BEAT_MS) / 1000)
                if "Dank" not in tab.value(WORDS) or not tab.value("document.querySelector('.gone').hidden"):
                    yield "the thanks did not stay on the wall"
        yield from (each for each in _strangers(tab, folder) if "ERR_FILE_NOT_FOUND" not in each)


def _once_there(page: Path) -> Path:
    stop = time.monotonic() + 20
    while not page.exists() and time.monotonic() < stop:
        time.sleep(0.05)
    return page


def _late(tab: Tab, session: subprocess.Popen[str], command: str, seen: str) -> Iterator[str]:
    """Do `command` in the session, and yield a fault if the page doesn't soon show `seen`."""
    assert session.stdin
    assert session.stdout
    session.stdin.write(f"{command}\n")
    session.stdin.flush()
    session.stdout.readline()
    done = time.monotonic()
    tab.until(f"{WORDS}.includes({seen!r})")
    if (took := (time.monotonic() - done) * 1000) > LATE_MS:
        yield f"{command} was on the page after {took:.0f} ms"


@contextmanager
def _program(data: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `room --browser`, with a browser that opens nothing."""
    programs = Path(data, "programs")
    programs.mkdir(exist_ok=True)
    opener = programs / "xdg-open"
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "DISPLAY": ":0", "PATH": path, "LUISTEREN_LANG": "nl"}
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "luisteren_tui", "room", "--browser", "--data", data]
    running = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@contextmanager
def _told(data: str) -> Iterator[subprocess.Popen[str]]:
    """Run a session, or go on with the unfinished one, in a program that does what it is told."""
    pipe, environment = subprocess.PIPE, os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", SESSION, data]
    running = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()

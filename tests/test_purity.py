"""Imports: the core uses only the standard library and msgspec, and commands without a screen don't import Textual."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ("text", "i18n", "workshop", "people", "session", "planning", "views")
IMPORT_CORE = f"""
import importlib, json, pkgutil, sys
before = set(sys.modules)
for name in {CORE}:
    package = importlib.import_module("luisteren_tui." + name)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""
RUN = """
import json, sys
from luisteren_tui.__main__ import main
code = 0
try:
    main()
except SystemExit as end:
    code = end.code or 0
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""
SESSION = """
import asyncio, sys
from pathlib import Path
from luisteren_tui.runtime.config import Config
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.app import LuisterenApp
from luisteren_tui.tui.start_request import StartRequest

async def begin(data: Path) -> None:
    request = StartRequest(workshop=load(find("luisteren", data)))
    app = LuisterenApp(request, folders=Folders(data), clock=SystemClock(), config=Config(keep_awake=False))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter", "space", "n")
        await pilot.pause()
        print(app.live is not None, *sys.modules)

asyncio.run(begin(Path(sys.argv[1])))
"""


def python(code: str, *args: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(ROOT / "src"), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    if data:
        own |= {"LUISTEREN_DATA": str(data), "LUISTEREN_CONFIG": str(data / "config.toml")}
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        env=os.environ | own,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


def test_core_imports_only_the_standard_library_msgspec_and_itself() -> None:
    imported: list[str] = json.loads(python(IMPORT_CORE).stdout)
    ours = {name for name in imported if name.split(".")[0] == "luisteren_tui"}
    others = {name.split(".")[0] for name in set(imported) - ours}
    pure = {"luisteren_tui", *(f"luisteren_tui.{name}" for name in CORE)}
    assert "luisteren_tui.session.events" in ours
    assert {name for name in ours if ".".join(name.split(".")[:2]) not in pure} == set()
    assert others - sys.stdlib_module_names <= {"msgspec", "typing_extensions"}  # the one imports the other


def test_no_screen_looks_for_its_widgets() -> None:
    """A screen keeps its widgets as attributes: a search fails before they are mounted and after they are removed."""
    search = re.compile(r"\.query(_\w+)?\(|\.get_child\w*\(|\.get_widget_by_id\(")
    screens = ROOT / "src/luisteren_tui/tui"
    searching = {path.name for path in screens.rglob("*.py") if search.search(path.read_text(encoding="utf-8"))}
    assert searching <= {"palette.py"}  # the palette is Textual's, and asks for all lists that there are


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["run", "--help"], 0),
        (["check", "content/luisteren.yaml"], 0),
        (["show", "last"], 1),  # there is none yet
        (["room", "--browser"], 3),  # there is no browser
    ],
    ids=["help", "version", "help of run", "check", "show", "room in a browser"],
)
def test_command_without_a_screen_imports_no_textual(args: list[str], code: int, tmp_path: Path) -> None:
    ended, imported = json.loads(python(RUN, *args, data=tmp_path).stderr.splitlines()[-1])
    assert ended == code
    assert {"textual", "rich"} & set(imported) == set()


@pytest.mark.parametrize("args", [[], ["run"], ["run", "luisteren"]])
def test_start_without_options_imports_no_click(args: list[str], tmp_path: Path) -> None:
    ended, imported = json.loads(python(RUN, *args, data=tmp_path).stderr.splitlines()[-1])
    assert ended == 2  # there is no terminal
    assert "luisteren_tui.cli.home" in imported
    assert "click" not in imported


def test_home_imports_only_what_it_shows() -> None:
    code = "import sys, luisteren_tui.tui.app, luisteren_tui.tui.screens.home.screen; print(*sys.modules)"
    imported = python(code).stdout.split()
    assert {"yaml", "msgspec", "luisteren_tui.session", "luisteren_tui.workshop", "luisteren_tui.views"} & {
        *imported
    } == set()


def test_draft_of_a_session_imports_nothing_that_writes_or_reads_a_journal() -> None:
    code = "import sys, luisteren_tui.tui.app, luisteren_tui.tui.flows.session_screens; print(*sys.modules)"
    imported = {*python(code).stdout.split()}
    assert "luisteren_tui.runtime.live_session" in imported
    journal = {"luisteren_tui.storage.journal.writer", "luisteren_tui.storage.journal.reader"}
    assert (journal | {"textual.widgets._text_area", "luisteren_tui.tui.screens.start"}) & imported == set()


def test_running_session_imports_nothing_that_only_a_dialog_or_a_plan_needs(tmp_path: Path) -> None:
    runs, *imported = python(SESSION, str(tmp_path)).stdout.split()
    assert runs == "True"
    assert "luisteren_tui.tui.widgets.note_editors" in imported
    tui = "luisteren_tui.tui"
    later = {f"{tui}.screens.session.dialogs", f"{tui}.screens.help", f"{tui}.widgets.room_display"}
    assert (later | {"luisteren_tui.storage.plans", "luisteren_tui.planning.plan"}) & {*imported} == set()

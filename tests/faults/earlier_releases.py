"""Row 22: data folders that earlier releases wrote, opened with the real commands of today."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.terminal import ROOT, Terminal
from tests.faults.tally import Tally, folder, require

RELEASES = Path(__file__).parents[1] / "data" / "releases"
FORMATS = ("json", "text", "md", "html", "csv")
ENTER = "\r"
RENEWED = "The workshop has changed since, but not its activities or their times."
"""What is said of a plan if the shipped workshop was changed after its release."""
_SLOT = ("activity", "prompt", "group", "private")


def earlier_releases(count: int, _seed: int) -> Tally:
    """List, show, export and plan with a copy of the data folder of each release, and resume its session and rehearsal.

    Each folder in tests/data/releases is one, so a new one needs no code. The judge reads the files with json alone.
    Holds: all sessions are listed as what they are, with all notes and times in each format; plans have the times of
    their file; nothing of it is changed by reading; an unfinished session shows its activity in a terminal, and after
    that begins with the bytes that it had, and ends in an outcome with all its notes; settings give no warning.
    Seen to fail without: the tag of an event (`Marked`), a field of a note (`NoteOutcome.edited`) and of a plan's block
    (`Block.original`), a setting (`Config.calm_clock`).
    """
    tally = Tally()
    releases = sorted(each for each in RELEASES.iterdir() if each.is_dir())
    for release in releases[-count:] if count else releases:
        with folder() as copy:
            shutil.copytree(release, copy / "release")
            _open(tally, release.name, copy / "release", FORMATS[:2] if count else FORMATS)
    return tally


def _open(tally: Tally, name: str, release: Path, formats: tuple[str, ...]) -> None:
    data = release / "data"
    before = _files(data)
    found = [path for path in before if path.parent.name in ("sessions", "rehearsals")]
    require({path.suffix for path in found} == {".json", ".jsonl"}, "the folder has no sessions")
    with tally.trial(f"{name}: sessions"):
        listed = _run(release, "sessions").splitlines()
        for path in found:
            state = "not ended" if path.suffix == ".jsonl" else ""
            lines = [line for line in listed if line.split()[0] == path.stem]
            require(any(state in line and "damaged" not in line for line in lines), f"{path.name}: {lines}")
    for path in found:
        for format in formats:
            with tally.trial(f"{name}: show {path.name} as {format}"):
                _shown(path, format, _run(release, "show", str(path), "--format", format))
    for path in sorted(before):
        if path.parent.name == "plans":
            with tally.trial(f"{name}: plan {path.stem}"):
                plan = json.loads(_run(release, "plan", "--plan", path.stem, "--format", "json", told=RENEWED))
                wanted = json.loads(before[path])
                blocks = [(block["id"], block["seconds"], block["skipped"]) for block in wanted["blocks"]]
                have = [(one["id"], one["planned_s"], one["status"] == "skipped") for one in plan["activities"]]
                require(have == blocks, "other times")
                require(plan["participants"] == wanted["participants"], "other people")
    with tally.trial(f"{name}: reading changes nothing"):
        require(_files(data) == before, "a file was changed")
    for path in found:
        if path.suffix == ".jsonl":
            with tally.trial(f"{name}: resume {path.parent.name}"):
                _resume(release, path, before[path])
    with tally.trial(f"{name}: the rest is as it was"):
        rest = {path: data for path, data in before.items() if path.suffix != ".jsonl" and "." not in path.name[:1]}
        after = _files(data)
        require(all(after.get(path) == data for path, data in rest.items()), "another file was changed")


def _files(data: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


def _run(release: Path, *arguments: str, told: str = "") -> str:
    """Run a command on the data of a release, and return what it prints. It may tell this, and nothing else."""
    env = {
        "PYTHONPATH": str(ROOT / "src"),
        "LUISTEREN_DATA": str(release / "data"),
        "LUISTEREN_CONFIG": str(release / "config.toml"),
        "LUISTEREN_LANG": "en",
        "TZ": "Europe/Amsterdam",
    }
    command = [sys.executable, "-m", "luisteren_tui", *arguments]
    done = subprocess.run(command, env=os.environ | env, capture_output=True, timeout=60)
    require(done.returncode == 0, done.stderr.decode()[-150:])
    require(done.stderr.decode().strip() in ("", told), done.stderr.decode()[-150:])
    return done.stdout.decode("utf-8-sig")


def _notes(path: Path, data: bytes) -> dict[tuple[object, ...], str]:
    """Return the texts of the notes in a journal or an outcome by their places."""
    if path.suffix == ".json":
        return {
            (one["id"], *(note[key] for key in _SLOT[1:])): note["text"]
            for one in json.loads(data)["activities"]
            for note in one["notes"]
            if note["text"]
        }
    lines = [json.loads(line) for line in data.splitlines()]
    noted = [line for line in lines if line["type"] == "noted"]
    return {tuple(line["slot"][key] for key in _SLOT): line["text"] for line in noted if line["text"]}


def _shown(path: Path, format: str, shown: str) -> None:
    data = path.read_bytes()
    notes = _notes(path, data)
    require(notes or path.parent.name == "rehearsals", "the folder has no notes")
    if format == "json":
        require(_notes(Path("x.json"), shown.encode()) == _open_to_all(notes), "other notes")
        if path.suffix == ".json":
            wanted, have = json.loads(data), json.loads(shown)
            require(_times(have) == _times(wanted), "other times")
        return
    texts = list(csv.reader(io.StringIO(shown))) if format == "csv" else shown
    for text in _open_to_all(notes).values():
        require(any(word in str(texts) for word in (text, text.replace("'", "&#x27;"))), f"{text!r} is not shown")


def _open_to_all(notes: dict[tuple[object, ...], str]) -> dict[tuple[object, ...], str]:
    return {place: text for place, text in notes.items() if not place[-1]}


def _times(outcome: dict[str, Any]) -> list[object]:
    keys = ("id", "status", "planned_s", "actual_s", "paused_s", "started")
    return [outcome["started"], outcome["ended"], *([one[key] for key in keys] for one in outcome["activities"])]


def _resume(release: Path, path: Path, before: bytes) -> None:
    """Resume what has not ended in a terminal, look at it, end it, and compare what is left with its journal."""
    data = release / "data"
    lines = [json.loads(line) for line in before.splitlines()]
    here = next((line["activity"] for line in reversed(lines) if line["type"] == "entered"), "1")
    title = next(each["title"] for each in lines[0]["workshop"]["activities"] if each["id"] == here)
    what = "rehearse" if path.parent.name == "rehearsals" else "run"
    settings = {"LUISTEREN_CONFIG": str(release / "config.toml")}
    with Terminal(data, what, size=(100, 30), **settings) as terminal:
        terminal.sees("Go on")
        require("defaults" not in terminal.text(), "a setting is not understood")
        terminal.type(ENTER, title[:20])
        terminal.until(lambda: len(path.read_bytes()) > len(before))
        require(path.read_bytes().startswith(before), "what was there is changed")
        terminal.type("e", "end")
        terminal.type(ENTER, "Saved in")
        outcome = path.with_suffix(".json")
        terminal.until(lambda: outcome.exists() and not path.exists())
        terminal.type("q")
        terminal.ends()
    require(_notes(outcome, outcome.read_bytes()) == _notes(path, before), "notes are missing")
    require(json.loads(outcome.read_bytes())["ended"], "it has no end")

"""Saved plans: what was saved comes back, and nothing else is taken for a plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from luisteren_tui.paths import Folders
from luisteren_tui.session import plan as p
from luisteren_tui.storage.plans import Unreadable, load, names, save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop


@pytest.fixture
def plan(tmp_path: Path) -> p.Plan:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    made = p.add_own(p.plan_of(loaded.workshop, loaded.sha256), 0, "Welkom \x1b[31m\ud800", 300, "Hallo")
    return replace(p.skip(made, "p1"), start=810, must_end=900)


def test_what_was_saved_comes_back(plan: p.Plan, tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    assert names(folders) == []
    save(folders, "dinsdag", plan)
    save(folders, "woensdag", replace(plan, participants=9))
    assert names(folders) == ["dinsdag", "woensdag"]
    assert load(folders, "dinsdag") == plan
    save(folders, "dinsdag", replace(plan, start=600))
    assert load(folders, "dinsdag").start == 600


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "x" * 61, "a b"])
def test_what_is_no_name_is_refused(name: str, plan: p.Plan, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        save(Folders(tmp_path), name, plan)
    with pytest.raises(Unreadable):
        load(Folders(tmp_path), name)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:-20], "damaged"),
        (lambda text: "[]", "damaged"),
        (lambda text: text.replace('"format": 1', '"format": 9'), "newer"),
        (lambda text: text.replace('"seconds": 900', '"seconds": 99999999'), "damaged"),
        (lambda text: text.replace('"seconds": 900', '"seconds": 0'), "damaged"),
    ],
)
def test_what_is_damaged_is_no_plan(change, message: str, plan: p.Plan, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = save(Folders(tmp_path), "x", plan)
    path.write_text(change(path.read_text()))
    with pytest.raises(Unreadable, match=message):
        load(Folders(tmp_path), "x")


def test_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no plan"):
        load(Folders(tmp_path), "none")

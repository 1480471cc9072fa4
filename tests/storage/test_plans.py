"""Saved plans are loaded again, and nothing else is taken for a plan."""

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning import plan as p
from luisteren_tui.storage.file_names import plan_names
from luisteren_tui.storage.plans import Unreadable, find_equal, find_name, load, save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.paths import Folders


@pytest.fixture
def plan(tmp_path: Path) -> p.Plan:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    made = p.add_custom(p.plan_of(loaded.workshop, loaded.sha256), 0, "Welkom \x1b[31m\ud800", 300, "Hallo")
    return replace(p.skip(made, "p1"), start=810, must_end=900)


def test_saved_plan_is_loaded_again(plan: p.Plan, tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    assert plan_names(folders) == []
    save(folders, "dinsdag", plan)
    save(folders, "woensdag", replace(plan, participants=9))
    assert plan_names(folders) == ["dinsdag", "woensdag"]
    assert load(folders, "dinsdag") == plan
    save(folders, "dinsdag", replace(plan, start=600))
    assert load(folders, "dinsdag").start == 600


@pytest.mark.parametrize(
    ("today", "name"), [(23, "2026-11-24"), (24, "2026-11-24"), (25, "2026-11-26"), (27, "2026-11-26")]
)
def test_of_equal_plans_the_first_that_is_not_past_is_found(
    today: int, name: str, plan: p.Plan, tmp_path: Path
) -> None:
    folders, workshop = Folders(tmp_path), load_workshop(find("luisteren", tmp_path)).workshop
    assert workshop is not None
    for day in (24, 26):
        save(folders, f"2026-11-{day}", plan)
    assert find_equal(folders, workshop, plan, date(2026, 11, today)) == (name, load(folders, name))
    assert find_equal(folders, workshop, replace(plan, start=811), date(2026, 11, today)) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("29-11", "2026-11-29"),
        ("29/11-b", "2026-11-29-b"),
        ("29-11-2026", "2026-11-29"),
        ("3-1", "2027-01-03"),
        ("24-11", "2026-11-24"),
        ("dinsdag", "dinsdag"),
        ("1-2", "1-2"),
        ("30-11", "30-11"),
        ("31-2", "31-2"),
        ("1-1-26", "1-1-26"),
    ],
)
def test_plan_is_found_by_its_day_as_people_write_it(typed: str, name: str, plan: p.Plan, tmp_path: Path) -> None:
    for each in (
        "2025-11-29",
        "2026-11-24",
        "2026-11-29",
        "2026-11-29-b",
        "2027-01-03",
        "dinsdag",
        "1-2",
        "2027-02-01",
    ):
        save(Folders(tmp_path), each, plan)
    assert find_name(Folders(tmp_path), typed, date(2026, 11, 28)) == name


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "x" * 61, "a b"])
def test_impossible_name_is_refused(name: str, plan: p.Plan, tmp_path: Path) -> None:
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
        (lambda text: text.replace('"seconds": 900', '"seconds": 0'), "blocks.1.seconds"),
        (lambda text: text.replace('"seconds": 900', '"seconds": -60'), "blocks.1.seconds"),
        (lambda text: text.replace('"min": 540', '"min": -540'), "blocks.1.min"),
        (lambda text: text.replace('"min": 540', '"min": 90000'), "blocks.1.min"),
        (lambda text: text.replace('"original": 900', '"original": 90000'), "blocks.1.original"),
        (lambda text: text.replace('"step": 1,', '"step": 0,'), "blocks.1.step"),
        (lambda text: text.replace('"participants": 12', '"participants": 1000000000'), "participants"),
        (lambda text: text.replace('"participants": 12', '"participants": 0'), "participants"),
        (lambda text: text.replace('"source": ""', f'"source": "{"x" * 5000}"'), "source"),
        (lambda text: text.replace('"workshop_id": "luisteren"', f'"workshop_id": "{"x" * 300}"'), "workshop_id"),
        (lambda text: text.replace('"id": "own.1"', '"id": "welkom"'), "blocks.0.id"),
        (lambda text: text.replace('"id": "2a"', '"id": "own.2"'), "blocks.2.id"),
        (lambda text: text.replace('"step": null', '"step": 1', 1), "blocks.0.step"),
        (lambda text: text.replace('"start": 810', '"start": 1440'), "start"),
        (lambda text: text.replace('"start": 810', '"start": "99:99"'), "start"),
        (lambda text: text.replace('"must_end": 900', '"must_end": -1'), "must_end"),
        (lambda text: text.replace('"id": "2a"', '"id": "2b"'), "blocks"),
    ],
)
def test_damaged_plan_is_refused(change, message: str, plan: p.Plan, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = save(Folders(tmp_path), "x", plan).path
    path.write_text(change(path.read_text()))
    with pytest.raises(Unreadable) as refused:
        load(Folders(tmp_path), "x")
    problem = refused.value.problem
    assert message in problem.message.format(**problem.values)


def test_plan_from_before_block_texts_is_read(plan: p.Plan, tmp_path: Path) -> None:
    path = save(Folders(tmp_path), "x", plan).path
    fields = json.loads(path.read_text())
    del fields["source"]
    for each in fields["blocks"]:
        del each["text"]
    path.write_text(json.dumps(fields))
    assert load(Folders(tmp_path), "x") == p.change_custom(plan, "own.1", plan.blocks[0].title, 300, "")


def test_missing_plan_is_reported(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no plan"):
        load(Folders(tmp_path), "none")


def test_error_lists_the_last_of_many_plans(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for day in range(10, 30):
        (folder / f"2026-11-{day}.json").write_text("{}")
    with pytest.raises(Unreadable) as raised:
        load(Folders(tmp_path), "none")
    listed = raised.value.problem.values["names"]
    assert str(listed).startswith("…, 2026-11-18, 2026-11-19, ")
    assert str(listed).endswith(", 2026-11-29")


def test_damaged_plan_never_takes_the_place_of_a_sound_one_that_was_kept(plan: p.Plan, tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    path = save(folders, "dinsdag", plan).path
    saved = save(folders, "dinsdag", replace(plan, start=600))
    assert saved.before is not None
    sound = saved.before.read_bytes()
    path.write_bytes(b"{ damaged")
    again = save(folders, "dinsdag", replace(plan, start=660))
    assert again.before == path.with_name("dinsdag.json.damaged-1")
    assert again.before.read_bytes() == b"{ damaged"
    assert saved.before.read_bytes() == sound
    assert plan_names(folders) == ["dinsdag"]

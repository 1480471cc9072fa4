"""A workshop is made and changed without a word of YAML: the parts, their fields, the draft and the file."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from errno import ENOSPC
from pathlib import Path

import pytest

from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.lock import EditingLock, is_edited
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.storage.workshop_saving import WorkshopSaving
from luisteren_tui.tui.screens.editor.dialogs import AddPartDialog, LeaveDialog
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.preview.screen import PreviewScreen
from luisteren_tui.workshop.model import Form, Workshop
from tests.tui.at_home import choose_option
from tests.tui.stage import Stage, on_stage

FILE = """\
# Van ons, voor de maandagochtend.
title: Maandag
indication: 30m-40m
participants: 12
steps:
  - title: Opening
    duration: 10m   # kort
    form: plenary
    prompts:
      - Hoe zit je hier?
  - title: Casus
    activities:
      - {id: lezen, title: Lezen, duration: 5m, form: individual}
      - {id: bespreken, title: Bespreken, duration: 15m, form: pairs, needs: lezen}
  - break: Pauze
    duration: 10m
"""


def written(data: Path, text: str = FILE) -> Path:
    """Write a workshop of the user's own, and return its file."""
    file = data / "workshops" / "maandag.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def draft_of(file: Path) -> str:
    draft = file.with_name(f"{file.name}.draft")
    return draft.read_text("utf-8") if draft.exists() else ""


def workshop_in(file: Path) -> Workshop:
    workshop = load(file).workshop
    assert workshop is not None
    return workshop


@asynccontextmanager
async def editing(data: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """Open the workshop in the editor."""
    async with on_stage(data, workshop=None, size=size) as stage:
        await choose_option(stage, "edit:maandag")
        await stage.on(EditorScreen)
        yield stage


async def test_keys_of_the_list_change_the_parts_and_the_times_add_up(tmp_path: Path) -> None:
    file = written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.shows("40 of 40 min, with 12 people")
        await stage.press("down", "plus", "plus")
        await stage.shows("42 of 40 min, with 12 people ·  ▲ 2 min too long")
        await stage.press("u", "u", "ctrl+y", "a", "escape")
        await stage.shows("41 of 40 min")
        await stage.press("end", "k")  # the break goes up, past the step
        await stage.press("a")
        await stage.on(AddPartDialog)
        await stage.press("enter")
        screen = await stage.on(EditorScreen)
        await stage.shows("was added. Give it a title.")
        await stage.write("dak")  # a title, and no commands to the list
        await stage.press("escape")
        added = [part.title for part in screen.edited.parts]
        await stage.press("delete", "home", "ctrl+s")
        await stage.shows("Saved in")
    assert added == ["Opening", "Pauze", "dak", "Casus", "Lezen", "Bespreken"]
    titles = [activity.title for activity in workshop_in(file).activities]
    assert titles == ["Opening", "Pauze", "Lezen", "Bespreken"]
    saved = file.read_text("utf-8")
    assert saved.startswith("# Van ons, voor de maandagochtend.\n")
    assert "duration: 11m   # kort\n" in saved


async def test_fields_are_filled_in_with_tab_and_saved_with_the_comments_that_were_there(tmp_path: Path) -> None:
    file = written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.press("down")
        # In one read: what follows Tab is text for the field, and no command for the list.
        stage.press_in_one_read("tab", *"dada", "ctrl+a", *"da+ju", "enter", "8", "tab", "left")
        await stage.settle()
        await stage.press("tab")
        await stage.until(lambda: "what you tell the group to do" in stage.picture().splitlines()[-3])
        stage.press_in_one_read("tab", *"Nou ", "ctrl+a", *"Hoe is het?")
        await stage.press("escape")
        await stage.until(lambda: not stage.picture().splitlines()[-3].strip())  # that was about the field
        await stage.press("ctrl+s")
        await stage.shows("Saved in")
        assert stage.app.screen.focused is None
    opening = workshop_in(file).activities[0]
    assert (opening.title, opening.duration) == ("da+ju", 8 * 60)
    assert opening.form is Form.SUBGROUPS
    changes = {
        "title: Opening": "title: da+ju",
        "duration: 10m   # kort": "duration: 8m   # kort",
        "plenary": "subgroups",
        "Hoe zit je hier?": "Hoe is het?",
    }
    expected = FILE
    for before, after in changes.items():
        expected = expected.replace(before, after)
    assert file.read_text("utf-8") == expected


async def test_what_is_typed_is_in_the_draft_while_the_field_has_the_focus(tmp_path: Path) -> None:
    file = written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.press("tab", "end")
        await stage.write(" vroeg")
        await stage.until(lambda: "Maandag vroeg" in draft_of(file))
        assert file.read_text("utf-8") == FILE
        await stage.shows("not saved yet, kept as a draft")
        # Nobody can be asked when the system closes the program.
        await stage.press("!")
        stage.app.leave_at_once()
        await stage.until(lambda: not stage.app.is_running)
    assert "Maandag vroeg!" in draft_of(file)
    async with editing(tmp_path) as stage:
        await stage.shows("You go on with your draft")
        assert "Maandag vroeg!" in stage.picture()


async def test_error_is_beside_its_field_and_keeps_the_file_as_it_works(tmp_path: Path) -> None:
    file = written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.press("down", "tab", "tab")
        await stage.write("kwartier")
        await stage.press("escape")
        await stage.shows("✗ Write a number of minutes")
        await stage.press("home")
        await stage.press("ctrl+s")
        await stage.shows("Not saved yet: one thing has to be put right first.")
        assert file.read_text("utf-8") == FILE
        # It went to the field, in which the wrong text is selected.
        await stage.write("12")
        await stage.press("ctrl+s")
        await stage.shows("Saved in")
    assert workshop_in(file).activities[0].duration == 12 * 60
    assert not draft_of(file)


async def test_field_that_keeps_from_saving_is_in_view_with_what_is_wrong(tmp_path: Path) -> None:
    written(tmp_path, FILE.replace("form: plenary", "form: plenary\n    min: 20m"))
    async with editing(tmp_path) as stage:
        await stage.press("end", "ctrl+s")
        await stage.shows("✗ The shortest time")


async def test_leaving_asks_what_to_do_with_changes_and_a_draft_that_stays_is_mentioned(tmp_path: Path) -> None:
    file = written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.press("down", "plus", "escape")
        await stage.on(LeaveDialog)
        await stage.press("escape")
        await stage.on(EditorScreen)
        await stage.press("escape", "d")
        await stage.on(HomeScreen)
        await stage.shows("Your draft of “Maandag” stays.")
        assert "11m" in draft_of(file)
        await choose_option(stage, "edit:maandag")
        await stage.on(EditorScreen)
        await stage.press("escape", "x")
        await stage.on(HomeScreen)
        assert (file.read_text("utf-8"), draft_of(file)) == (FILE, "")
        await choose_option(stage, "edit:maandag")
        await stage.on(EditorScreen)
        await stage.press("escape")
        await stage.on(HomeScreen)  # without a question: nothing was changed


async def test_keys_work_while_a_slow_disk_saves_and_leaving_waits_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, disk, write = written(tmp_path), threading.Event(), WorkshopSaving.write

    def write_slowly(saving: WorkshopSaving, *, over_other: bool = False) -> Path | None:
        assert disk.wait(60)
        return write(saving, over_other=over_other)

    monkeypatch.setattr(WorkshopSaving, "write", write_slowly)
    async with editing(tmp_path) as stage:
        await stage.press("down", "plus", "ctrl+s")
        await stage.shows("It is being saved.")
        await stage.press("plus", "q")
        await stage.shows("42 of 40 min")
        disk.set()
        await stage.on(LeaveDialog)  # about the minute that came later
        assert "11m" in file.read_text("utf-8")
        await stage.press("enter")
        await stage.on(HomeScreen)
        assert "12m" in file.read_text("utf-8")
        assert draft_of(file) == ""


async def test_draft_that_cannot_be_written_is_no_reason_to_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)

    def full(_edited: EditedWorkshop) -> None:
        raise OSError(ENOSPC, "full")

    async with editing(tmp_path) as stage:
        monkeypatch.setattr(EditedWorkshop, "keep_draft", full)
        await stage.press("down", "plus")
        await stage.shows("the draft can’t be written")
        await stage.press("escape", "d")
        await stage.shows("It is tried again")
        assert isinstance(stage.app.screen, EditorScreen)


async def test_file_that_is_no_yaml_shows_its_text_and_becomes_parts_once_it_is_right(tmp_path: Path) -> None:
    file = written(tmp_path, FILE.replace("title: Maandag", "title:Maandag"))
    async with editing(tmp_path) as stage:
        await stage.shows("can't be read as a workshop yet")
        assert stage.app.focused is not None
        # The cursor is in the line with the mistake.
        await stage.press("home", *["right"] * len("title:"), "space")
        await stage.shows("It can be read now")
        await stage.press("escape")
        await stage.shows("40 of 40 min")
        await stage.press("u")  # back to the text as it was
        await stage.shows("title:Maandag")
        await stage.press("home", *["right"] * len("title:"), "space", "escape")
        await stage.shows("40 of 40 min")
        await stage.press("ctrl+s")
        await stage.shows("Saved in")
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.shows("Begin  Plan  Rehearse  Edit")  # the row can be run now
    assert file.read_text("utf-8") == FILE


async def test_preview_begins_at_the_chosen_part_and_the_one_seen_last_is_chosen_after_it(tmp_path: Path) -> None:
    written(tmp_path)
    async with editing(tmp_path) as stage:
        await stage.press("down", "plus", "v")
        await stage.on(PreviewScreen)
        await stage.shows("Hoe zit je hier?")
        await stage.press("right", "escape")
        screen = await stage.on(EditorScreen)
        assert stage.app.screen.focused is None
        await stage.press("plus")
        assert [part.seconds for part in screen.edited.parts if part.title == "Lezen"] == [6 * 60]


async def test_file_that_another_window_edits_and_damaged_draft_are_told(tmp_path: Path) -> None:
    file = written(tmp_path)
    draft = file.with_name(f"{file.name}.draft")
    draft.write_bytes(FILE.encode() + b"# \xff\n")
    lock = EditingLock(file)
    assert lock.take()
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "edit:maandag")
        await stage.until(lambda: "maandag.yaml is being edited in another window." in stage.last_message)
        lock.release()
        await choose_option(stage, "edit:maandag")
        await stage.on(EditorScreen)
        await stage.shows("maandag.yaml.draft.damaged-1")
        assert is_edited(file)
        await stage.press("escape", "x")
        await stage.on(HomeScreen)
        await stage.until(lambda: not is_edited(file))


@pytest.mark.check_only
@pytest.mark.parametrize("size", [(52, 14), (20, 5), (8, 2), (200, 60)])
async def test_every_key_works_at_any_size(size: tuple[int, int], tmp_path: Path) -> None:
    written(tmp_path)
    async with editing(tmp_path, size) as stage:
        for _part in range(5):
            await stage.press(
                "down", "tab", "tab", "right", "tab", "x", "enter", "escape", "pagedown", "f9", "?", "escape"
            )
            await stage.press("d", "j", "k", "<", ">", "+", "-", "delete", "u", "ctrl+y")
        await stage.press("q", "x")
        await stage.on(HomeScreen)

from pathlib import Path

import pytest

from luisteren_tui.storage.new_workshop import NewWorkshop, open_new
from luisteren_tui.storage.schema_file import SCHEMA_LINE, SCHEMA_NAME
from luisteren_tui.storage.workshop_file import draft_path, load, text_body
from luisteren_tui.storage.workshop_opening import open_edited
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.building_blocks.registry import blocks
from luisteren_tui.workshop.parts import PartKind

LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@LANGUAGES
@pytest.mark.parametrize("people", ["4", "12", "9-16"])
def test_workshop_of_all_blocks_only_lacks_a_text_and_takes_the_time_that_was_asked_for(
    folders: Folders, language: str, people: str
) -> None:
    keys = tuple(block.key for block in blocks(language) if block.key != "empty")
    edited = open_new(NewWorkshop("mine", "Mine: all", language, people, 240, keys), folders)
    (waiting,) = edited.findings
    assert (waiting.message, waiting.part[0], waiting.key) == (
        "The text itself still has to be put here.",
        "texts",
        "body",
    )
    edited.set_field(waiting.part, "body", "A poem")
    edited.seal()
    assert edited.findings == ()
    assert edited.minutes.total == 240 * 60
    edited.save()
    loaded = load(folders.workshops / "mine.yaml")
    assert loaded.workshop is not None
    assert (loaded.workshop.id, loaded.workshop.title, loaded.advice) == ("mine", "Mine: all", ())
    assert (folders.workshops / "mine.yaml").read_text("utf-8") == edited.text


@LANGUAGES
@pytest.mark.parametrize(("minutes", "expected"), [(60, 60), (90, 90), (20, 57)])
def test_usual_blocks_are_stretched_or_shortened_as_far_as_they_can_be(
    folders: Folders, language: str, minutes: int, expected: int
) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", language, "12", minutes), folders)
    assert edited.minutes.total == expected * 60
    assert edited.errors == 0


@LANGUAGES
def test_text_that_is_not_there_yet_is_shown_to_nobody(folders: Folders, language: str) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", language, blocks=("reading",)), folders)
    edited.save()
    assert edited.workshop is not None
    (name,) = edited.workshop.texts
    assert text_body(edited.workshop, name, folders.data) is None


@LANGUAGES
def test_empty_part_has_to_be_given_a_title(folders: Folders, language: str) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", language, blocks=("empty",)), folders)
    assert [(found.message, found.key) for found in edited.findings[:1]] == [("Fill this in.", "title")]


def test_both_languages_have_the_same_blocks() -> None:
    dutch, english = blocks("nl-BE"), blocks("en")
    assert [(one.key, one.a_person_s) for one in dutch] == [(one.key, one.a_person_s) for one in english]
    assert blocks("ar") == english
    for one, other in zip(dutch, english, strict=True):
        assert {*one.part} == {*other.part}
        assert one.part.get("duration") == other.part.get("duration")
        assert one.about != other.about


def test_block_is_added_below_a_part_and_needs_only_what_comes_before(folders: Folders) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", "en", blocks=("posters", "closing")), folders)
    known = {block.key: block for block in blocks("en")}
    path = edited.add(("steps", 0), known["gallery"])
    assert (path, "needs: posters" in edited.text) == (("steps", 1), True)
    assert edited.undo() == ("steps", 0)
    edited.move(("steps", 0), 1)
    assert edited.add((), known["reading"]) == ("steps", 2)
    edited.add(("steps", 0), known["gallery"])
    assert "needs: posters" not in edited.text
    assert edited.errors == 0
    assert [part.id for part in edited.parts if part.kind is PartKind.TEXT] == ["the-text"]
    assert edited.add_text() == ("texts", "the-text-2")


def test_new_workshop_is_a_draft_until_it_is_saved(folders: Folders) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", "en"), folders)
    assert edited.unsaved
    edited.keep_draft()
    again = open_edited(folders.workshops / "mine.yaml", folders)
    assert (again.text, again.from_draft, again.unsaved) == (edited.text, True, True)
    again.discard_draft()
    assert not draft_path(again.path).exists()


def test_copy_of_another_workshop_has_its_own_id_and_title(folders: Folders) -> None:
    source = content_dir() / "luisteren.yaml"
    edited = open_new(NewWorkshop("mine", "My own: title", "nl", source=source), folders)
    edited.save()
    loaded = load(folders.workshops / "mine.yaml")
    assert loaded.workshop is not None
    assert (loaded.workshop.id, loaded.workshop.title, edited.copied_from) == ("mine", "My own: title", source)


def test_new_workshop_names_the_schema_for_editors_which_is_beside_it(folders: Folders) -> None:
    edited = open_new(NewWorkshop("mine", "Mine", "en"), folders)
    assert edited.text.splitlines()[0] == SCHEMA_LINE
    edited.save()
    beside = folders.workshops / SCHEMA_NAME
    assert beside.read_bytes() == (content_dir() / SCHEMA_NAME).read_bytes()
    beside.write_text("of an earlier version")
    edited.set_field((), "title", "Mine too")
    edited.save()
    assert beside.read_bytes() == (content_dir() / SCHEMA_NAME).read_bytes()


def test_schema_is_not_put_into_other_folders(folders: Folders, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text("title: x\nsteps: [{title: x, form: pairs, duration: 5m}]\n")
    edited = open_edited(elsewhere, folders)
    edited.set_field((), "title", "y")
    edited.save()
    assert not elsewhere.with_name(SCHEMA_NAME).exists()

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui import i18n
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage import plans
from luisteren_tui.storage.edited_workshop import (
    CantEdit,
    EditedWorkshop,
    SaveRefused,
)
from luisteren_tui.storage.lock import EditingLock
from luisteren_tui.storage.workshop_file import Severity, draft_path, load
from luisteren_tui.storage.workshop_opening import free_name, open_edited
from luisteren_tui.storage.workshop_reading import Minutes
from luisteren_tui.storage.workshop_saving import FileChanged
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.building_blocks.registry import blocks
from luisteren_tui.workshop.model import Form

SAMPLE = """\
# mine
title: Sample   # a title
language: en
participants: 8-14
indication: 20m-25m
steps:
  - title: One
    duration: 10m   # ten
    form: plenary
  - title: Two
    duration: 10m
    form: subgroups
    groups: {size: 3}
    needs: '1'
"""
ONE, TWO = ("steps", 0), ("steps", 1)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path)
    folders.workshops.mkdir()
    (folders.workshops / "sample.yaml").write_text(SAMPLE, "utf-8")
    return folders


@pytest.fixture
def edited(folders: Folders) -> EditedWorkshop:
    return open_edited(folders.workshops / "sample.yaml", folders)


def text_in(edited: EditedWorkshop, path: tuple[str | int, ...], key: str) -> str:
    return next(field.text for field in edited.fields(path) if field.key == key)


def on_disk(edited: EditedWorkshop) -> str:
    return edited.path.read_bytes().decode()


def test_opened_file_shows_its_parts_and_what_they_take(edited: EditedWorkshop) -> None:
    assert [(part.label, part.title, part.form) for part in edited.parts] == [
        ("1", "One", Form.PLENARY),
        ("2", "Two", Form.SUBGROUPS),
    ]
    assert edited.minutes == Minutes(1200, 1200, 1500, 14)
    assert (edited.title, edited.language, edited.errors, edited.unsaved) == ("Sample", "en", 0, False)
    assert edited.workshop is not None
    assert text_in(edited, TWO, "groups.size") == "3"


def test_saved_file_differs_only_in_what_was_changed(edited: EditedWorkshop) -> None:
    edited.set_field(ONE, "duration", "12")
    edited.set_field(ONE, "prompts", "Why?\nHow?")
    edited.set_field((), "goal", "To try it")
    edited.save()
    new = SAMPLE.replace("10m   # ten", "12m   # ten")
    new = new.replace("form: plenary\n", "form: plenary\n    prompts:\n      - Why?\n      - How?\n")
    assert on_disk(edited) == new.replace("indication:", "goal: To try it\nindication:")
    assert (edited.unsaved, load(edited.path).workshop) == (False, edited.workshop)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(folders: Folders, line_end: str, mark: bytes) -> None:
    path = folders.workshops / "other.yaml"
    path.write_bytes(mark + SAMPLE.replace("\n", line_end).encode())
    path.chmod(0o640)
    edited = open_edited(path, folders)
    edited.set_field(ONE, "title", "First")
    edited.save()
    assert path.read_bytes() == mark + SAMPLE.replace("One", "First").replace("\n", line_end).encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_saved_file_is_saved_where_its_mode_can_not_be_kept(
    edited: EditedWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(path, mode)

    monkeypatch.setattr(Path, "chmod", refuse)
    edited.set_field(ONE, "title", "First")
    edited.save()
    assert (edited.unsaved, on_disk(edited)) == (False, edited.text)


def test_draft_keeps_the_line_ends_of_a_file_that_has_both(folders: Folders) -> None:
    path = folders.workshops / "both.yaml"
    path.write_bytes(SAMPLE.replace("# mine\n", "# mine\r\n").encode())
    edited = open_edited(path, folders)
    edited.set_field(ONE, "title", "First")
    edited.keep_draft()
    again = open_edited(path, folders)
    assert (again.text, again.from_draft) == (edited.text, True)
    again.save()
    assert path.read_bytes().startswith(b"# mine\r\ntitle")


def test_file_with_an_error_does_not_replace_one_that_works(edited: EditedWorkshop) -> None:
    edited.set_field(ONE, "duration", "ten")
    with pytest.raises(SaveRefused):
        edited.save()
    assert on_disk(edited) == SAMPLE
    (found,) = edited.findings
    assert (found.severity, found.part, found.key) == (Severity.ERROR, ONE, "duration")
    assert found.message == "Write a number of minutes, such as 15."
    assert [field.findings for field in edited.fields(ONE) if field.findings] == [(found,)]
    assert [part.errors for part in edited.parts] == [1, 0]


def test_draft_has_what_the_file_does_not_until_it_is_saved(edited: EditedWorkshop, folders: Folders) -> None:
    draft = draft_path(edited.path)
    edited.keep_draft()
    assert not draft.exists()
    edited.set_field(ONE, "duration", "ten")
    edited.keep_draft()
    assert (draft.read_text("utf-8"), draft.stat().st_mode & 0o777) == (edited.text, 0o600)
    again = open_edited(edited.path, folders)
    assert (again.text, again.from_draft, again.draft_outdated, again.unsaved) == (edited.text, True, False, True)
    again.set_field(ONE, "duration", "11")
    again.save()
    assert not draft.exists()
    assert open_edited(edited.path, folders).from_draft is False


def test_draft_can_be_given_up_and_taken_back(edited: EditedWorkshop, folders: Folders) -> None:
    edited.set_field(ONE, "title", "First")
    edited.keep_draft()
    os.utime(edited.path, ns=(2**62, 2**62))
    again = open_edited(edited.path, folders)
    assert again.draft_outdated
    again.discard_draft()
    assert (again.text, again.unsaved, draft_path(edited.path).exists()) == (SAMPLE, False, False)
    again.undo()
    assert again.text == edited.text


def test_change_by_another_program_is_not_overwritten_unasked(edited: EditedWorkshop) -> None:
    edited.set_field(ONE, "title", "First")
    edited.path.write_text(SAMPLE + "# theirs\n", "utf-8")
    with pytest.raises(FileChanged):
        edited.save()
    kept = edited.saving().write(over_other=True)
    assert kept == edited.path.with_name("sample.yaml.old")
    assert kept.read_text("utf-8") == SAMPLE + "# theirs\n"
    assert on_disk(edited) == SAMPLE.replace("One", "First")
    edited.save()  # the same was written already
    edited.set_field(ONE, "title", "Second")
    edited.save()


def test_what_is_typed_while_it_is_being_saved_stays_in_the_draft(edited: EditedWorkshop) -> None:
    edited.set_field(ONE, "title", "First")
    saving = edited.saving()
    edited.set_field(ONE, "title", "Second")
    edited.keep_draft()
    saving.write()
    edited.is_saved(saving)
    assert on_disk(edited) == SAMPLE.replace("One", "First")
    assert edited.unsaved
    assert draft_path(edited.path).read_text("utf-8") == SAMPLE.replace("One", "Second")
    edited.undo()
    assert not edited.unsaved


def test_what_is_typed_in_one_field_is_one_step(edited: EditedWorkshop) -> None:
    for text in ("F", "Fi", "Fir"):
        edited.set_field(ONE, "title", text)
    edited.set_field(TWO, "title", "Sec")
    edited.seal()
    edited.set_field(TWO, "title", "Second")
    assert (edited.undo(), text_in(edited, TWO, "title")) == (TWO, "Sec")
    assert (edited.undo(), edited.undo(), edited.text) == (TWO, ONE, SAMPLE)
    assert edited.undo() is None
    assert (edited.redo(), text_in(edited, ONE, "title")) == (ONE, "Fir")
    edited.add_minutes(ONE, 1)
    assert edited.redo() is None
    assert text_in(edited, ONE, "duration") == "11"


def test_parts_move_and_go_with_what_refers_to_them(edited: EditedWorkshop) -> None:
    with pytest.raises(CantEdit) as refused:
        edited.move(ONE, 1)
    assert refused.value.problem.values == {"title": "Two", "needed": "One"}
    copy = edited.copy(ONE)
    assert [part.id for part in edited.parts] == ["1", "one", "2"]
    assert edited.move(copy, 1) == ("steps", 2)
    assert edited.undo() == ("steps", 1)
    assert edited.nest(copy) == ("steps", 0, "activities", 1)
    assert edited.unnest(("steps", 0, "activities", 1)) == ("steps", 1)
    assert [problem.values["title"] for problem in edited.removal_warning(ONE)] == ["Two"]
    edited.remove(("steps", 0, "activities", 0))
    assert edited.errors == 0
    assert "needs" not in edited.text


def test_saved_plans_that_a_change_touches_are_named(edited: EditedWorkshop, folders: Folders) -> None:
    assert edited.workshop is not None
    plans.save(folders, "monday", plan_of(edited.workshop, edited.loaded.sha256))
    plans.save(folders, "other", plan_of(edited.workshop, "").with_workshop("other", ""))
    edited.set_field((), "goal", "Another")
    assert edited.touched_plans() == ()
    edited.remove(TWO)
    (touched,) = edited.touched_plans()
    assert (touched.name, touched.sentences) == ("monday", ("'Two' is no longer in the workshop.",))
    edited.save()
    assert edited.touched_plans() == ()


def test_shipped_workshop_is_edited_as_a_copy(folders: Folders) -> None:
    shipped = content_dir() / "luisteren.yaml"
    edited = open_edited(shipped, folders)
    assert (edited.path, edited.copied_from) == (folders.workshops / "luisteren-2.yaml", shipped)
    assert edited.text == shipped.read_text("utf-8").replace("\nid: luisteren\n", "\nid: luisteren-2\n")
    edited.save()
    assert open_edited(shipped, folders).path.name == "luisteren-3.yaml"


def test_file_that_is_no_yaml_can_be_edited_as_text(folders: Folders) -> None:
    path = folders.workshops / "broken.yaml"
    path.write_text("title: 'x\nsteps: []\n", "utf-8")
    edited = open_edited(path, folders)
    assert (edited.readable, edited.parts) == (False, ())
    assert [(found.line, found.key) for found in edited.findings] == [(1, "")]
    edited.set_text(SAMPLE)
    assert (edited.readable, edited.errors) == (True, 0)
    edited.save()
    assert on_disk(edited) == SAMPLE


def test_what_is_not_text_is_refused(folders: Folders) -> None:
    path = folders.workshops / "word.yaml"
    path.write_bytes(b"PK\x03\x04\x00\xff")
    with pytest.raises(CantEdit):
        open_edited(path, folders)
    with pytest.raises(FileNotFoundError):
        open_edited(folders.workshops / "none.yaml", folders)


def test_findings_are_in_the_users_language(edited: EditedWorkshop) -> None:
    i18n.use("nl")
    edited.set_field(ONE, "title", "")
    assert [found.message for found in edited.findings] == ["Vul dit in."]


FIELDS = (
    "title",
    "duration",
    "form",
    "prompts",
    "instruction",
    "roles",
    "turns.each",
    "turns.phases",
    "repeat",
    "needs",
)


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from(FIELDS), st.text(max_size=12)), max_size=5))
def test_anything_can_be_typed_and_undone(
    typed: list[tuple[tuple[str | int, ...], str, str]],
) -> None:
    edited = EditedWorkshop(Path("sample.yaml"), Folders(Path("none")), SAMPLE, disk=SAMPLE.encode())
    texts = [edited.text]
    for path, key, text in typed:
        edited.seal()
        try:
            edited.set_field(path, key, text)
        except CantEdit:
            pytest.fail(repr(text))
        assert edited.readable
        assert {"# mine", "# a title"} <= {*re.findall("#.*", edited.text)}
        if edited.text != texts[-1]:
            texts.append(edited.text)
    for before in reversed(texts[:-1]):
        edited.undo()
        assert edited.text == before


ODD = (
    "steps: x",
    "steps: [x, null, [], {}, {title: A}]",
    "steps: [{activities: [x, {title: B}, []]}, {activities: x, title: [1]}]",
    "steps: [{title: A, turns: x, groups: [], cues: [x, {at: 1m}], repeat: [x], needs: {a: b}, room: x}]",
    "steps: [{break: [], form: plenary}, {title: {Casus: x}, duration: {a: b}}]",
    "texts: {a: x, b: []}\nsteps: [{title: A, text: [b], silence: x}]",
    "title: [x]\nlanguage: {a: b}\nparticipants: 9-2\nindication: 9m-2m\nzzz: [1]",
)


@pytest.mark.parametrize("text", ODD)
def test_file_of_any_shape_can_be_shown_and_changed(text: str) -> None:
    edited = EditedWorkshop(Path("odd.yaml"), Folders(Path("none")), text, disk=text.encode())
    assert edited.readable
    for path in [(), *(part.path for part in edited.parts)]:
        for field in edited.fields(path):
            edited.set_field(path, field.key, "x")
            edited.undo()
        if path:
            for change in (
                edited.copy,
                edited.nest,
                edited.unnest,
                edited.remove,
                lambda path: edited.move(path, 1),
                lambda path: edited.add(path, blocks("en")[0]),
            ):
                with suppress(CantEdit):
                    change(path)
                    edited.undo()
                assert edited.text == text
    assert edited.findings


def test_editor_in_which_nothing_was_typed_leaves_the_draft_of_another(
    edited: EditedWorkshop, folders: Folders
) -> None:
    other = open_edited(edited.path, folders)
    other.set_field((), "title", "Typed elsewhere")
    other.keep_draft()
    edited.keep_draft()
    assert open_edited(edited.path, folders).title == "Typed elsewhere"


def test_draft_that_is_gone_or_doubtful_is_written_anew(edited: EditedWorkshop) -> None:
    edited.sync_draft()  # there is none
    edited.set_field(ONE, "title", "First")
    assert edited.keep_draft()
    assert not edited.keep_draft()
    edited.sync_draft()
    draft_path(edited.path).unlink()
    with pytest.raises(FileNotFoundError):
        edited.sync_draft()
    edited.mistrust_draft()
    assert edited.keep_draft()
    assert draft_path(edited.path).read_text("utf-8") == edited.text
    edited.mistrust_draft()
    edited.undo()
    edited.keep_draft()
    assert not draft_path(edited.path).exists()


@pytest.mark.parametrize("damage", [b"\xff", b"\0"])
def test_damaged_draft_is_kept_as_it_was_and_what_is_legible_is_used(
    edited: EditedWorkshop, folders: Folders, damage: bytes
) -> None:
    damaged = SAMPLE.replace("One", "First").encode() + b"# " + damage + b"\n"
    draft_path(edited.path).write_bytes(damaged)
    again = open_edited(edited.path, folders)
    assert again.draft_aside is not None
    assert again.draft_aside.read_bytes() == damaged
    assert (text_in(again, ONE, "title"), again.unsaved) == ("First", True)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_in_place_of_a_draft_is_put_aside(edited: EditedWorkshop, folders: Folders, kind: str) -> None:
    draft = draft_path(edited.path)
    if kind == "link":
        draft.symlink_to(folders.workshops / "sample.yaml")
    elif kind == "pipe":
        os.mkfifo(draft)
    else:
        (draft / "inside").mkdir(parents=True)
    again = open_edited(edited.path, folders)
    assert (again.text, again.unsaved, again.draft_aside) == (SAMPLE, False, draft.with_name(f"{draft.name}.damaged-1"))
    again.set_field(ONE, "title", "First")
    again.keep_draft()
    assert (draft.is_symlink(), draft.read_text("utf-8"), edited.path.read_text("utf-8")) == (False, again.text, SAMPLE)


def test_file_that_nobody_may_write_is_not_replaced(edited: EditedWorkshop) -> None:
    edited.set_field(ONE, "title", "First")
    edited.path.chmod(0o444)
    with pytest.raises(PermissionError):
        edited.save()
    assert on_disk(edited) == SAMPLE
    edited.path.chmod(0o644)
    edited.save()
    assert on_disk(edited) == edited.text


def test_name_of_a_workshop_that_another_window_begins_is_taken(folders: Folders) -> None:
    lock = EditingLock(folders.workshops / "begun.yaml")
    assert free_name("begun", folders) == "begun"
    assert lock.take()
    assert free_name("begun", folders) == "begun-2"
    assert free_name("com1", folders) == "com1-2"  # Windows takes com1.yaml for a device
    lock.release()
    assert free_name("begun", folders) == "begun"

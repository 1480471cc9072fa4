"""Opening a workshop file to edit it: with the draft beside it, as a copy, or under a name that is free."""

import os
from codecs import BOM_UTF8
from contextlib import suppress
from itertools import count
from pathlib import Path as File

from luisteren_tui.storage.edited_workshop import CantEdit, EditedWorkshop
from luisteren_tui.storage.file_names import is_device_name
from luisteren_tui.storage.files import read_bounded, rename_aside, set_aside
from luisteren_tui.storage.lock import is_edited
from luisteren_tui.storage.workshop_file import draft_path
from luisteren_tui.storage.workshop_saving import bytes_at
from luisteren_tui.storage.yaml_edit import NotEdited, edit_text
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES, parse
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.notation import id_from
from luisteren_tui.workshop.part_fields import FILE_ORDER
from luisteren_tui.workshop.value_edits import Set


def open_edited(path: File, folders: Folders) -> EditedWorkshop:
    """Open a workshop file with the draft beside it. One that comes with the program is edited as a copy.

    A draft that is damaged is kept under a second name, and what can be read of it is used. Raise OSError if the file
    can't be read, CantEdit if it is not text.
    """
    if path.parent == content_dir():
        return copy_of(path, folders, free_name(path.stem, folders))
    disk = bytes_at(path)
    text = _decoded(disk or b"")
    draft, aside = _draft_of(path)
    if disk is None and draft is None:
        read_bounded(path, MAX_WORKSHOP_BYTES)  # raises why
    edited = EditedWorkshop(path, folders, text, disk=disk)
    edited.draft_aside = aside
    if draft is not None:
        edited.take_up_draft(draft, outdated=disk is not None and _newer(path, draft_path(path)))
    return edited


def _draft_of(path: File) -> tuple[bytes | None, File | None]:
    """Return the draft beside a workshop file, and where it is kept as it was if it is damaged, or no file at all."""
    draft = draft_path(path)
    try:
        data = read_bounded(draft, MAX_WORKSHOP_BYTES)
    except FileNotFoundError:
        return None, None
    except OSError:
        return None, rename_aside(draft)
    try:
        _decoded(data)
    except CantEdit:
        return data, set_aside(draft)
    return data, None


def copy_of(source: File, folders: Folders, name: str) -> EditedWorkshop:
    """Return a copy of a workshop file, which will be saved as DATA/workshops/`name`.yaml with that id."""
    text = _decoded(read_bounded(File(os.path.realpath(source)), MAX_WORKSHOP_BYTES))
    path = folders.workshops / f"{name}.yaml"
    edited = EditedWorkshop(path, folders, text, disk=None, copied_from=source)
    if edited.readable:
        try:
            own = edit_text(edited.text, [Set(("id",), id_from(name, "workshop"))], FILE_ORDER)
        except NotEdited as refused:
            raise CantEdit(refused.problem) from None
        edited = EditedWorkshop(path, folders, own, disk=None, copied_from=source)
    return edited


def free_name(wanted: str, folders: Folders) -> str:
    """Return `wanted`, or with a number after it if a workshop or a draft has that name already."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if not (is_taken(name, folders) or is_device_name(name)))


def is_taken(name: str, folders: Folders) -> bool:
    """Return whether there is a workshop or a draft with this name, or another program begins one."""
    own = folders.workshops / f"{name}.yaml"
    return any(os.path.lexists(path) for path in (own, draft_path(own), content_dir() / own.name)) or is_edited(own)


def _decoded(data: bytes) -> str:
    """Return the text of a file. Raise CantEdit if it is none."""
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise CantEdit(parse(data).problems[0][1])
    return text


def _newer(path: File, other: File) -> bool:
    with suppress(OSError):
        return path.stat().st_mtime_ns > other.stat().st_mtime_ns
    return False

"""The Dutch catalogue is complete, true to its ids and compiled; its tool renames ids without losing a translation."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import write_po

from tools import messages as tools
from tools.messages import DUTCH, extracted, fields, forms, ids, rename, translated

source = cache(extracted)
dutch = cache(translated)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_catalogue_has_exactly_the_messages_of_the_source() -> None:
    assert messages(source()), "no message was found in the source"
    assert {ids(m) for m in messages(dutch())} == {ids(m) for m in messages(source())}
    assert not dutch().obsolete


def test_every_message_has_a_translation() -> None:
    assert [m.id for m in messages(dutch()) if m.fuzzy or "" in forms(m)] == []


def test_every_translation_has_the_fields_of_its_message() -> None:
    for message in messages(dutch()):
        for text, id_ in zip(forms(message), ids(message), strict=True):
            assert not text or fields(text) == fields(id_), message.id


def test_one_thing_on_each_line_is_stressed_in_dutch() -> None:
    lines = [text for m in messages(dutch()) for text in forms(m)]
    assert [text for text in lines if re.search(r"\been per regel", text)] == []


def test_changes_not_saved_fit_beside_a_long_title_on_the_home_screen() -> None:
    assert max(len(text) for m in messages(dutch()) if "has changes not saved yet" in ids(m) for text in forms(m)) < 24


def test_compiled_catalogue_is_up_to_date() -> None:
    with DUTCH.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert {ids(m): forms(m) for m in messages(compiled)} == {
        ids(m): forms(m) for m in messages(dutch()) if "" not in forms(m)
    }
    assert compiled.plural_expr == dutch().plural_expr == "(n != 1)"


def test_catalogue_has_no_line_numbers() -> None:
    assert not [m.locations for m in dutch() if m.locations]


def test_renaming_an_id_keeps_its_translation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, po = tmp_path / "module.py", tmp_path / "nl" / "LC_MESSAGES" / "luisteren_tui.po"
    po.parent.mkdir(parents=True)
    source.write_text(
        "a = _('Old')\nb = ngettext(\"{n} old\", '{n} olds', 2)\nc = f\"{_('Old' ' one')} {_('In f')}\"\n"
    )
    catalog = Catalog(locale="nl")
    catalog.add("Old", "Oud")
    catalog.add(("{n} old", "{n} olds"), ("{n} oude", "{n} ouden"))
    catalog.add("Old one", "Een oude")
    catalog.add("In f", "In een f")
    with po.open("wb") as file:
        write_po(file, catalog)
    for name, value in (("SOURCE", tmp_path), ("LOCALE", tmp_path), ("CLICK", set())):
        monkeypatch.setattr(tools, name, value)
    rename({"Old": "New", "{n} olds": "{n} new ones", "Old one": "New one", "In f": "Inside"})
    assert source.read_text() == (
        "a = _('New')\nb = ngettext(\"{n} old\", '{n} new ones', 2)\nc = f\"{_('New one')} {_('Inside')}\"\n"
    )
    assert {ids(m): forms(m) for m in messages(translated(po))} == {
        ("New",): ("Oud",),
        ("{n} old", "{n} new ones"): ("{n} oude", "{n} ouden"),
        ("New one",): ("Een oude",),
        ("Inside",): ("In een f",),
    }


@pytest.mark.parametrize(
    "renames",
    [{"{count} min": "{n} minutes"}, {"{count} min": "Help"}, {"help": "text"}, {"help": "x", "text": "x"}],
    ids=["other fields", "fields where there were none", "taken", "twice"],
)
def test_a_rename_that_would_lose_a_translation_is_refused(renames: dict[str, str]) -> None:
    before = DUTCH.read_bytes()
    with pytest.raises(SystemExit):
        rename(renames)
    assert DUTCH.read_bytes() == before

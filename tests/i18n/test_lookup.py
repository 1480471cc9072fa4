"""Messages are found in the compiled catalogue, with the forms of its language, or stay as they are."""

from pathlib import Path
from struct import pack

import pytest

from luisteren_tui.i18n.catalog import Catalog
from tools.messages import DUTCH, forms, ids, translated


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return Catalog(DUTCH.with_suffix(".mo"))


def test_every_message_of_the_catalogue_is_found(dutch: Catalog) -> None:
    messages = [message for message in translated() if message.id]
    assert messages
    for message in messages:
        match ids(message), forms(message):
            case (id,), (text,):
                assert dutch.gettext(id) == text
            case (one, many), (singular, plural):
                assert [dutch.ngettext(one, many, n) for n in (0, 1, 2)] == [plural, singular, plural]
            case other:
                raise AssertionError(other)


@pytest.mark.parametrize("message", ["", "!", "no such message", "zzz", "\udc80", "é"])
def test_message_without_a_translation_stays(message: str, dutch: Catalog) -> None:
    assert Catalog().gettext(message) == message
    if message:
        assert dutch.gettext(message) == message
    assert [Catalog().ngettext("one", "more", n) for n in (0, 1, 2)] == ["more", "one", "more"]
    assert [dutch.ngettext("one", "more", n) for n in (0, 1, 2)] == ["more", "one", "more"]


def test_rule_for_forms_and_order_of_bytes_come_from_the_file(tmp_path: Path) -> None:
    entries = [(b"", b"Plural-Forms: nplurals=3; plural=(n>1 ? 2 : n);\n"), (b"a\0b", b"none\0one\0more")]
    start, ids, texts = 28 + 16 * len(entries), [], []
    data = b""
    for id, text in entries:
        ids += [len(id), start + len(data)]
        data += id
        texts += [len(text), start + len(data)]
        data += text
    head = [0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0]
    for order in "<>":
        path = tmp_path / f"{ord(order)}.mo"
        path.write_bytes(pack(f"{order}{start // 4}I", *head, *ids, *texts) + data)
        assert [Catalog(path).ngettext("a", "b", n) for n in (0, 1, 5)] == ["none", "one", "more"]
        assert [Catalog(path).ngettext("x", "y", n) for n in (0, 1, 5)] == ["y", "x", "y"]

"""The Dutch catalog is complete, true to its ids and compiled. `make messages` brings it up to date."""

from functools import cache
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from tools.messages import MO, extracted, forms, translated

source = cache(extracted)
dutch = cache(translated)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_of_the_source_is_in_the_catalog_and_no_other() -> None:
    assert messages(source()), "no message was found in the source"
    assert {ids(m) for m in messages(dutch())} == {ids(m) for m in messages(source())}
    assert not dutch().obsolete


def test_every_message_has_a_translation() -> None:
    assert [m.id for m in messages(dutch()) if m.fuzzy or "" in forms(m)] == []


def test_every_translation_has_the_fields_of_its_message() -> None:
    for message in messages(dutch()):
        for text, id_ in zip(forms(message), ids(message), strict=True):
            assert not text or fields(text) == fields(id_), message.id


def test_the_compiled_catalog_is_that_of_the_source() -> None:
    with MO.open("rb") as file:
        compiled = read_mo(file)
    assert {ids(m): forms(m) for m in messages(compiled)} == {
        ids(m): forms(m) for m in messages(dutch()) if "" not in forms(m)
    }
    assert compiled.plural_expr == dutch().plural_expr == "(n != 1)"


def test_the_catalog_has_no_line_numbers() -> None:
    assert not [m.locations for m in dutch() if m.locations]

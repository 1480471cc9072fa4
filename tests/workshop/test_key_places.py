"""Keys and the places where they stand."""

from luisteren_tui.i18n.languages import LANGUAGES, workshop_word
from luisteren_tui.workshop.key_places import PROSE, key_places
from luisteren_tui.workshop.model import Each, Form, RoomClock, RoomPrompts, Signal, Then


def test_each_key_stands_under_another_or_on_top() -> None:
    places = key_places()
    assert {key for above in places.values() for key in above} <= {"", *places}
    assert (places["language"], places["window"], places["at"]) == (("",), ("turns",), ("cues",))
    assert set(places) >= PROSE


def test_words_for_keys_and_values_name_what_exists() -> None:
    values = {one.value for kind in (Each, Form, RoomClock, RoomPrompts, Signal, Then) for one in kind}
    for language in LANGUAGES.values():
        assert {key for key, _ in language.workshop_words} <= {*key_places(), *values, "true", "false"}


def test_word_means_the_first_that_is_allowed() -> None:
    assert workshop_word("Duur", ["theme", "indication"]) == "indication"
    assert workshop_word("duur", ["duration"]) == "duration"
    assert workshop_word("duur", ["title"]) is None

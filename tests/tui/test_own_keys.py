"""The user's own keys: any printable character, and names that people write."""

import re
from pathlib import Path

import pytest

from luisteren_tui.runtime.config import Config
from luisteren_tui.tui.keymap import ACTIONS, key_name, printed, use
from luisteren_tui.tui.own_keys import key_of, own_keys
from luisteren_tui.tui.screens.help import HelpScreen
from tests.tui.stage import on_stage
from tools.messages import SOURCE, marked_ids


@pytest.mark.parametrize(
    ("written", "key", "on_it"),
    [
        ("é", "é", "é"),
        ("É", "é", "é"),
        (";", "semicolon", ";"),
        ("+", "plus", "+"),
        ("Q", "q", "q"),
        ("shift+Q", "q", "q"),
        (" ", "space", "space"),
        ("PageDown", "pagedown", "PgDn"),
        ("page down", "pagedown", "PgDn"),
        ("kp_add", "plus", "+"),
        ("KP_Enter", "enter", "Enter"),
        ("kp_5", "5", "5"),
        ("F6", "f6", "F6"),
        ("Ctrl+X", "ctrl+x", "Ctrl+X"),
        ("question_mark", "question_mark", "?"),
        ("傾", "傾", "傾"),
    ],
)
def test_key_is_a_character_or_a_name_and_has_a_print(written: str, key: str, on_it: str) -> None:
    assert key_of(written) == key
    assert key_name(key) == on_it


@pytest.mark.parametrize("written", ["", "\x1b", "foo", "kp_ad", "ctrl+", "super+x", "é2", "\u200b"])
def test_what_is_no_key_is_none(written: str) -> None:
    assert key_of(written) == ""


def test_usual_keys_are_no_own_keys() -> None:
    assert own_keys({}) == ({}, [])
    assert own_keys({"more": "kp_add"}) == ({"more": "plus"}, [])


@pytest.mark.parametrize(
    ("wanted", "warning"),
    [
        ({"more": "kp_ad"}, "Settings: kp_ad is not a key. Did you mean plus?"),
        ({"more": "pagedwn"}, "Settings: pagedwn is not a key. Did you mean pagedown?"),
        (
            {"more": "\x1b[31m"},
            "Settings: ␛[31m is not a key. Write the character on it, or a name such as pagedown.",
        ),
        ({"next": "Z"}, "Settings: the key z already means something else: room."),
        ({"next": "f2"}, "Settings: the key F2 already means something else: pause."),
        ({"next": "esc"}, "Settings: the key Esc can't be chosen, because it has a meaning of its own."),
        ({"next": "f5"}, "Settings: the key F5 can't be chosen, because it has a meaning of its own."),
        ({"nxt": "x"}, "Settings: there is no action nxt."),
    ],
)
def test_key_that_cannot_be_used_is_a_warning_and_the_usual_one_stays(wanted: dict[str, str], warning: str) -> None:
    assert own_keys(wanted) == ({}, [warning])


def test_two_actions_may_swap_their_keys() -> None:
    assert own_keys({"skip": "m", "mark": "s"}) == ({"skip": "m", "mark": "s"}, [])


def test_of_two_actions_with_one_key_the_first_keeps_it() -> None:
    keys, warnings = own_keys({"skip": "é", "mark": "É"})
    assert keys == {"skip": "é"}
    assert len(warnings) == 1


def test_clicker_that_sends_b_blanks_and_another_key_says_that_it_began_earlier() -> None:
    assert own_keys({}, black_on_b=True) == ({"blank": "full_stop,b", "earlier": "i"}, [])
    assert own_keys({"blank": "é", "earlier": "ù"}, black_on_b=True) == ({"blank": "é,b", "earlier": "ù"}, [])
    assert own_keys({"skip": "b"}, black_on_b=True)[1] == ["Settings: the key b already means something else: blank."]


def test_no_two_actions_have_the_same_key() -> None:
    for keymap in ({}, own_keys({}, black_on_b=True)[0]):
        keys = [key for a in ACTIONS for key in (*keymap.get(a.name, a.keys).split(","), a.f_key) if key]
        assert len(keys) == len(set(keys))


def test_texts_name_the_key_that_the_user_has() -> None:
    assert printed("pause") == "space"
    use({"pause": "é", "undo": "semicolon"})
    assert (printed("pause"), printed("undo"), printed("end")) == ("é", ";", "e")
    use({})
    assert printed("pause") == "space"


def test_texts_of_a_session_take_the_names_of_keys_from_the_table() -> None:
    session = re.compile(r"tui/(app|base_app|wording|screens/(session/|parking|wall_line|start)|widgets/)")
    a_key = re.compile(r"(?<![\w’'{\"./-])([b-hj-z]|space|\+)(?![\w’'}\"/])")
    about_room = {"Not pasted: there is space for {space} of its {length} characters.", "space"}
    files = [path for path in SOURCE.rglob("*.py") if session.search(path.as_posix())]
    found = {
        id
        for path in files
        for ids in marked_ids(path.read_bytes())
        for one in ids
        if a_key.search(id := str(one.value))
    }
    assert len(files) > 20
    assert found - about_room == set()


async def test_own_keys_work_in_both_cases_and_are_named_everywhere(tmp_path: Path) -> None:
    config = Config(keep_awake=False, keys={"pause": "é", "end": ";", "next": "x", "notes": "ç", "leave": "D"})
    async with on_stage(tmp_path, config=config) as stage:
        await stage.begin()
        assert "é start" in stage.picture()
        await stage.press("É")
        assert stage.mode == "running"
        await stage.press("Ç", "É", "ç", "escape")
        assert stage.saved_note("1", 1) == "Éç"
        await stage.press("é")
        assert "é go on" in stage.picture()
        await stage.press("ctrl+c")
        assert stage.last_message == "Press d to leave. Everything is saved."
        await stage.press(*["x"] * 7, "right", "X")
        assert stage.activity == "4"
        assert stage.last_message == "This is the last activity. End the session with ;."
        await stage.hold("x")
        assert stage.last_message.startswith("x counted once")
        await stage.press("question_mark")
        await stage.on(HelpScreen)
        picture = stage.picture()
        assert "é" in picture
        assert "  x " in picture


async def test_clicker_that_sends_b_blanks_in_a_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, config=Config(keep_awake=False, clicker_black="b")) as stage:
        await stage.begin()
        await stage.press("space", "b")
        assert stage.state.room_content.blank
        await stage.press("b", "v", "B")
        assert stage.state.room_content.blank
        await stage.press("b", "escape", "i")
        assert not stage.state.room_content.blank
        assert "began this many minutes" in stage.picture()

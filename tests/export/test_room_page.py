"""What the page for the room shows of each RoomView, and that no text can become markup or a request."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from luisteren_tui.export import room_page
from luisteren_tui.views.room_view import Countdown, RoomView
from luisteren_tui.workshop.model import RoomClock
from tests.export.accessible import contrast
from tests.export.room_views import LINK, MINUTE, NOON, views
from tests.time_zone import zone_changed

VIEWS = views()


@pytest.fixture(autouse=True, scope="module")
def in_amsterdam() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", "Europe/Amsterdam")
        zone_changed()
        yield
    zone_changed()


def drawn(view: RoomView) -> dict[str, Any]:
    """Return the picture as the page gets it."""
    state = room_page.state_file(room_page.picture(view, LINK), theme="dark", beat=1).decode("ascii")
    found: dict[str, Any] = json.loads(state.removeprefix("show(").removesuffix(");\n"))["picture"]
    return found


@pytest.mark.parametrize(
    ("name", "part", "expected"),
    [
        ("no session", "greeting", "Welcome"),
        ("welcome", "blocks", [["subject", "Luisteren met aandacht"], ["note", "What is said here stays here."]]),
        ("question", "blocks", [["prompt", "Wat doet dit gedicht met je?"]]),
        ("question", "line", "Tot 15:05"),
        ("pairs", "turn", "round 1 of 2"),
        ("pairs", "blocks", [["roles", "Roles: Nadia · hulpverlener"]]),
        ("phase of a turn", "turn", "turn 2 of 3"),
        ("phase of a turn", "players", ["group of 4: one looks on"]),
        ("phase of a turn", "blocks", [["say", "Vraag door"]]),
        ("one minute to go", "signal", "1 minute to go"),
        ("change", "scene", "change"),
        ("change", "greeting", "Change now"),
        ("change", "blocks", [["players", "whoever played Nadia is hulpverlener now"]]),
        ("change", "time", None),
        ("end of the last turn", "greeting", "Wrap up"),
        ("named pairs", "groups", [{"number": "1", "current": False, "people": [["", "Anna"], ["", "Mohammed"]]}]),
        ("counted pairs", "groups", []),
        ("counted pairs", "how", ["Count off to 2.", "Same number, same pair."]),
        ("break", "figure", "12:12"),
        ("break", "before", "back at"),
        ("break is over", "greeting", "We go on in a moment"),
        ("break is over", "figure", ""),
        ("break has long been over", "greeting", "We go on in a moment"),
        ("time is up", "signal", "Time to wrap up"),
        ("text", "title", "Luisteren"),
        ("text elsewhere", "blocks", []),
        ("parking lot", "blocks", [["item", "Hoe zit het met de privacy?"], ["item", "Tijd voor intervisie"]]),
        ("thanks", "blocks", [["credit", "MIND"]]),
        ("blank", "blocks", []),
        ("right to left", "direction", "rtl"),
        ("right to left", "language", "ar"),
        ("right to left", "turn", "round 1 of 2"),
        ("pairs", "direction", "ltr"),
    ],
)
def test_page_shows_what_the_room_sees(name: str, part: str, expected: object) -> None:
    found = drawn(VIEWS[name])[part]
    assert found[: len(expected)] == expected if expected and isinstance(expected, list) else found == expected


def test_group_whose_turn_it_is_and_the_letters_of_a_trio_are_shown() -> None:
    assert [group["current"] for group in drawn(VIEWS["gallery"])["groups"]] == [False, True, False]
    trio = drawn(VIEWS["named pairs"])["groups"][2]
    assert trio["people"] == [["A", "Fatima"], ["B", "Sjoerd"], ["C", "Lieke"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pairs", {"unit": "minutes", "one": "minute in this round", "until": NOON + 6 * MINUTE, "total": 7 * MINUTE}),
        ("paused", {"unit": "minutes", "many": "minutes · pause", "until": None, "left": 3 * MINUTE}),
        ("seconds", {"unit": "seconds", "one": "done at 12:12", "until": NOON + 12 * MINUTE}),
        ("gallery", {"unit": "", "many": "done at 12:12", "until": NOON + 12 * MINUTE, "beside": False}),
        ("break", {"unit": "minutes", "many": "{n} minutes to go", "beside": True}),
        ("welcome with a start", {"unit": "minutes", "many": "minutes · we begin at 12:08", "left": 8 * MINUTE}),
        ("break has long been over", {"one": "", "many": ""}),
        ("welcome", None),
        ("question", None),
        ("text", None),
        ("thanks", None),
    ],
)
def test_page_gets_the_moment_at_which_the_time_is_up(name: str, expected: dict[str, object] | None) -> None:
    time = drawn(VIEWS[name])["time"]
    assert time == expected if expected is None else expected.items() <= time.items()


def test_time_of_a_rehearsal_runs_at_its_speed() -> None:
    fast = replace(VIEWS["pairs"], countdown=Countdown(7 * MINUTE, until=NOON, rate=10.0))
    assert drawn(fast)["time"]["rate"] == 10.0


def test_room_without_a_clock_gets_no_moment() -> None:
    silent = replace(VIEWS["pairs"], clock=RoomClock.NONE, left=None, countdown=None)
    assert drawn(silent)["time"] is None


@pytest.mark.parametrize("name", ["thanks", "text elsewhere"])
def test_link_is_a_code(name: str) -> None:
    code = drawn(VIEWS[name])["code"]
    assert code["link"] == LINK
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", code["path"])


HOSTILE = "</script><script>alert(1)</script>\u2028\ud800\x1b<img src=https://example.org/x>'\"\\"


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_can_end_the_script(name: str) -> None:
    view = replace(VIEWS[name], title=HOSTILE, prompts=(HOSTILE,), line=HOSTILE, parking=(HOSTILE,), credit=HOSTILE)
    state = room_page.state_file(room_page.picture(view), theme="dark", beat=1)
    assert state.count(b"\n") == 1
    json.loads(state.removeprefix(b"show(").removesuffix(b");\n"))
    assert re.fullmatch(rb"[\x20-\x7e]+\n", state)


def test_page_may_load_its_own_files_only() -> None:
    files = room_page.static_files()
    page, script, style = (files[name].decode() for name in ("room.html", "room.js", "room.css"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'self' file:; style-src 'self' file:;")
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == ["room.css", "room.js"]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import", page + script + style)
    parsed = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|fetch|XMLHttpRequest|WebSocket"
    assert not re.search(parsed, script)


def test_page_says_in_the_language_in_use_what_it_is() -> None:
    page = room_page.static_files()["room.html"].decode()
    assert '<html lang="en"' in page
    assert "<title>Room screen</title>" in page
    assert "Press w in the other window" in unescape(page)


@pytest.mark.parametrize("theme", [":root", ":root.dark"])
def test_texts_on_the_wall_are_legible_with_the_light_on(theme: str) -> None:
    style = room_page.static_files()["room.css"].decode()
    colours: dict[str, str] = {}
    for selector in (":root", theme):
        for block in re.findall(rf"^{re.escape(selector)} {{(.*?)^}}", style, re.DOTALL | re.MULTILINE):
            colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    pairs = [("foreground", "background"), ("muted", "background"), ("primary", "background"), ("accent", "background")]
    on_cards = [(ink, card) for ink in ("foreground", "accent") for card in ("surface", "panel")]
    for ink, ground in [*pairs, *on_cards, ("on-signal", "signal")]:
        assert contrast(colours[ink], colours[ground]) >= 7, (ink, ground)


@pytest.mark.parametrize(
    ("selector", "colour"),
    [
        (".greeting", "accent"),
        (".turn", "accent"),
        (".line", "accent"),
        ('[data-scene="break"] #title', "accent"),
        (".figure", "primary"),
        (".number", "primary"),
    ],
)
def test_what_is_said_and_the_time_have_the_colours_that_they_have_in_the_terminal(selector: str, colour: str) -> None:
    style = room_page.static_files()["room.css"].decode()
    rules = re.findall(rf"^{re.escape(selector)} {{(.*?)}}", style, re.DOTALL | re.MULTILINE)
    assert re.findall(r"(?:^|[ ;])color: var\(--([a-z]+)\)", "".join(rules)) == [colour]

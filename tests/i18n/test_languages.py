"""The registry of languages: everything that depends on a language follows it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui import i18n
from luisteren_tui.cli import main as cli
from luisteren_tui.i18n.dates import near_day, short_day, short_time
from luisteren_tui.i18n.languages import LANGUAGES, MESSAGE_IDS, hour_signs, is_right_to_left, is_yes
from luisteren_tui.i18n.languages.dutch import DUTCH
from luisteren_tui.i18n.languages.language import Language
from luisteren_tui.runtime.config import Config

FRISIAN = DUTCH._replace(
    code="fy",
    short_date="{:%d.%m.%Y}".format,
    thousands=" ",
    hour_signs=("oere",),
    yes=("jawis",),
    aloud_wpm=100,
    silent_wpm=200,
)


@pytest.fixture
def frisian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register a language."""
    monkeypatch.setitem(LANGUAGES, FRISIAN.code, FRISIAN)
    yield
    i18n.use("nl")


FOLDER = Path(i18n.__file__).parent


def test_every_language_but_that_of_the_ids_has_a_catalogue() -> None:
    assert {path.name for path in (FOLDER / "locale").iterdir()} == set(LANGUAGES) - {MESSAGE_IDS.code}
    assert all(code == each.code for code, each in LANGUAGES.items())


def test_every_module_of_a_language_is_registered() -> None:
    names = {path.stem for path in (FOLDER / "languages").glob("*.py")} - {"__init__", "language"}
    modules = [import_module(f"luisteren_tui.i18n.languages.{name}") for name in names]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Language)]
    assert sorted(each.code for each in found) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_language_is_described_completely(language: Language) -> None:
    assert re.fullmatch("[a-z]{2}", language.code)
    assert (len(set(language.weekdays)), len(set(language.months))) == (7, 12)
    days = (date(2026, 11, 4), date(2026, 4, 11))
    assert len({language.short_date(day) for day in days}) == 2
    assert language.yes
    assert all(answer == answer.strip().lower() for answer in language.yes)
    assert 50 < language.aloud_wpm < language.silent_wpm < 500


def test_no_other_source_file_mentions_a_language() -> None:
    # A new language needs only its module, its entry in the registry and its catalogue.
    root = FOLDER.parent
    code = re.compile(rf"""(["'])(?:{"|".join(LANGUAGES)})\1""")
    files = {path for path in root.rglob("*.py") if code.search(path.read_text("utf-8"))}
    assert {path.relative_to(root).as_posix() for path in files} == {
        "i18n/languages/dutch.py",
        "i18n/languages/english.py",
        "workshop/yaml_keys.py",  # the file format says that a workshop without `language` is Dutch
    }


@pytest.mark.parametrize(
    ("asked", "workshop", "system", "expected"),
    [
        ("nl", "en", "en_GB.UTF-8", "nl"),
        (None, "en-GB", "nl_NL.UTF-8", "en"),
        (None, None, "en_GB.UTF-8", "en"),
        (None, None, "fr_FR.UTF-8", "nl"),
        (None, "ar", "nl_NL.UTF-8", "nl"),
        (None, "ar", "C.UTF-8", "en"),
        (None, "nld", "", "en"),
    ],
)
def test_screens_are_in_the_language_asked_for_or_the_workshop_s_or_the_system_s(
    asked: str | None, workshop: str | None, system: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    assert i18n.screen_language(asked, workshop) == expected


@pytest.mark.parametrize(("workshop", "expected"), [("nl", "nl"), ("nl-BE", "nl"), ("en_US", "en"), ("ar", "en")])
def test_room_reads_the_language_of_its_workshop_or_else_english(workshop: str, expected: str) -> None:
    for language in LANGUAGES:
        i18n.use(language)
        with i18n.for_room(workshop):
            assert i18n.current().code == expected
            assert (i18n._("Welcome") == "Welkom") == (expected == "nl")
            with i18n.for_room(""):
                assert i18n.current().code == expected
        assert i18n.current().code == language


def test_another_thread_goes_on_in_the_language_in_use() -> None:
    i18n.use("en")
    with i18n.for_room("nl"), ThreadPoolExecutor(1) as thread:
        assert thread.submit(i18n._, "Welcome").result() == "Welcome"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", True),
        ("fa-IR", True),
        ("he_IL", True),
        ("az-Arab", True),
        ("az-Arab-IR", True),
        ("ar-Latn", False),
        ("nl", False),
        ("en", False),
    ],
)
def test_direction_follows_the_script_of_a_language(code: str, expected: bool) -> None:
    assert is_right_to_left(code) == expected


@pytest.mark.usefixtures("frisian")
def test_a_new_language_is_used_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "fy", "where", "--help"]) == 0
    assert "[nl|en|fy]" in capsys.readouterr().out
    assert i18n.current() == FRISIAN
    assert short_day(date(2026, 11, 24)) == "24.11.2026"
    assert i18n.format_number(1_234_567) == "1 234 567"
    assert is_yes(" Jawis\n")
    assert Config().reading_speed("fy") == (100, 200)
    assert re.fullmatch(f"13(?:{hour_signs()})30", "13oere30")


@given(st.builds(datetime.combine, st.dates(date(1000, 1, 1)), st.times()), st.booleans())
def test_short_times_are_those_of_strftime(at: datetime, seconds: bool) -> None:
    for language, day in (("nl", "%d-%m-%Y"), ("en", "%d %b %Y")):
        i18n.use(language)
        assert short_time(at, seconds=seconds) == f"{at:{day} %H:%M}{f':{at:%S}' if seconds else ''}"


def test_day_in_a_list_has_its_year_only_when_it_is_far_away() -> None:
    i18n.use("nl")
    today = date(2026, 11, 24)
    assert [near_day(day, today) for day in (date(2026, 12, 3), date(2027, 3, 14))] == ["do  3 dec", "zo 14 mrt"]
    assert near_day(date(2025, 12, 3), today) == "03-12-2025"
    i18n.use("en")
    assert near_day(today, today) == "Tue 24 Nov"
    i18n.use("nl")

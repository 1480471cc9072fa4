"""The registry of languages: everything that depends on a language follows it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.cli import main as cli
from luisteren_tui.i18n.dates import short_day
from luisteren_tui.i18n.languages import LANGUAGES, MESSAGE_IDS, hour_signs, is_yes, phone_numbers
from luisteren_tui.i18n.languages.dutch import DUTCH
from luisteren_tui.runtime.config import Config

FRISIAN = DUTCH._replace(
    code="fy",
    short_date="%d.%m.%Y",
    hour_signs=("oere",),
    yes=("jawis",),
    aloud_wpm=100,
    silent_wpm=200,
    phone_number=r"058(?:{gap}\d){{7}}",
)


@pytest.fixture
def frisian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register a language."""
    monkeypatch.setitem(LANGUAGES, FRISIAN.code, FRISIAN)
    yield
    i18n.use("nl")


def test_every_language_but_that_of_the_ids_has_a_catalogue() -> None:
    folder = Path(i18n.__file__).parent / "locale"
    assert {path.name for path in folder.iterdir()} == set(LANGUAGES) - {MESSAGE_IDS.code}
    assert all(code == each.code for code, each in LANGUAGES.items())


def test_unknown_languages_fall_back_to_the_default() -> None:
    assert i18n.choose("fr_FR.UTF-8", None, "") == "nl"
    assert i18n.choose("fr", "en_GB") == "en"


@pytest.mark.usefixtures("frisian")
def test_a_new_language_is_used_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "fy", "where", "--help"]) == 0
    assert "[nl|en|fy]" in capsys.readouterr().out
    assert i18n.current() == FRISIAN
    assert short_day(date(2026, 11, 24)) == "24.11.2026"
    assert is_yes(" Jawis\n")
    assert Config().reading_speed("fy") == (100, 200)
    assert re.fullmatch(f"13(?:{hour_signs()})30", "13oere30")
    assert any(re.fullmatch(number, "058-1234567") for number in phone_numbers("-?"))

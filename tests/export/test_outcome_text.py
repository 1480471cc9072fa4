"""The text report of an outcome."""

from typing import Any

import pytest

from luisteren_tui.export.outcome_text import WIDTH, as_text
from luisteren_tui.export.outcome_wording import visible
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.text.width import cells
from tests.storage.session_samples import SECRET, session

EXPECTED = """\
Luisteren met aandacht
======================
Tuesday 24 November 2026, 12:00 to 12:31
12 participants

                                                        planned           took
1     Verkenning                                         15 min         16 min
2a    Lezen                                               5 min        skipped
2b    Perspectiefwisseling in tweetallen                 15 min         13 min
2c    Delen per groep                                    12 min    not reached
      Pauze                                              15 min    not reached
3     Afronding                                          10 min    not reached
      Total                                              72 min         29 min
      Clock stopped                                                      2 min

1  Verkenning
-------------

Welk woord blijft hangen?
    het woord
        stil ␛[31m�

General (to be completed)

2b  Perspectiefwisseling in tweetallen
--------------------------------------
Rounds: 1 (Nadia) 5:00 · 2 (hulpverlener) 6:00

Wat deed het met je?
    ongemak

Group 9
    later geteld

Parking lot
-----------
- wie spreekt de tolk
"""


@pytest.fixture
def outcome() -> dict[str, Any]:
    return build(session().state, [], 20)


WIDE = "傾聴と対話のためのワークショップ：深く聴くことを学ぶ"


def test_columns_hold_at_titles_in_wide_characters(outcome: dict[str, Any]) -> None:
    outcome["workshop"]["title"] = outcome["activities"][0]["title"] = WIDE
    outcome["activities"][1]["title"] = WIDE * 2
    title, line, *lines = as_text(visible(outcome)).splitlines()
    assert len(line) == cells(title)
    assert {cells(each) for each in lines if each.endswith((" min", "skipped", "not reached"))} == {78}
    assert max(map(cells, lines)) <= WIDTH


def test_text_report_has_the_expected_layout(outcome: dict[str, Any]) -> None:
    assert as_text(visible(outcome)) == EXPECTED


def test_private_notes_are_only_included_if_requested(outcome: dict[str, Any]) -> None:
    assert SECRET not in as_text(visible(outcome))
    assert f"For me alone\n    {SECRET}" in as_text(visible(outcome, private=True))


def test_report_without_notes_and_turns_says_so(outcome: dict[str, Any]) -> None:
    for activity in outcome["activities"]:
        activity |= {"notes": [], "turns": []}
    outcome["parking_lot"] = ""
    assert as_text(visible(outcome)).endswith("\n\nThere are no notes.\n")


def test_running_session_has_no_end_yet() -> None:
    text = as_text(visible(build(session(end=False).state, [], 20)))
    assert "Tuesday 24 November 2026, 12:00, not ended yet" in text
    assert "now" in next(line for line in text.splitlines() if line.startswith("2b"))


def test_rehearsal_is_marked_in_the_title(outcome: dict[str, Any]) -> None:
    assert as_text(visible(outcome) | {"kind": "rehearsal"}).startswith("Luisteren met aandacht (rehearsal)\n")


@pytest.mark.parametrize("zone", ["", "nowhere", "../../etc/passwd", "Europe", "\x1b", "/etc"])
def test_unknown_time_zone_counts_as_utc(zone: str, outcome: dict[str, Any]) -> None:
    assert "Tuesday 24 November 2026, 11:00 to 11:31" in as_text(visible(outcome) | {"timezone": zone})


@pytest.mark.parametrize("time", ["", "soon \x1b]0;x\x07", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_invalid_time_is_shown_as_it_is_but_safe(time: str, outcome: dict[str, Any]) -> None:
    text = as_text(visible(outcome) | {"started": time, "ended": time, "timezone": "Pacific/Kiritimati"})
    assert "\x1b" not in text


def test_long_and_hostile_text_is_wrapped_and_safe(outcome: dict[str, Any]) -> None:
    hostile = "\x1b]52;c;x\x07 \u202e\u200b" + "lang woord " * 40 + "w" * 300
    outcome["workshop"]["title"] = hostile
    for activity in outcome["activities"]:
        activity |= {"title": hostile, "id": "i" * 30 + "\x9b"}
        for note in activity["notes"]:
            note |= {"question": hostile, "text": f"{hostile}\r\n\n  {hostile}"}
        for turn in activity["turns"]:
            turn["who"] = hostile
    text = as_text(visible(outcome, private=True))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\u200b")


def test_word_of_megabytes_is_wrapped_quickly(outcome: dict[str, Any]) -> None:
    outcome["activities"][0]["notes"][0]["text"] = "w" * 3_000_000
    assert as_text(visible(outcome)).count("w") > 3_000_000

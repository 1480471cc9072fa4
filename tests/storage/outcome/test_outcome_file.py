import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import TYPES, Clock, Slot
from luisteren_tui.session.projected_end import planned_total
from luisteren_tui.session.state import begin, track
from luisteren_tui.session.timing import DAY_MS, Mode
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.build import UNTIMED_EVENTS, build
from luisteren_tui.storage.outcome.outcome_file import finish, finish_ended, read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import totals
from tests.session.sample_sessions import ANY, NOON, Move, Session, along, opened
from tests.storage.session_samples import NAME, PARKED, SECRET, outcome_of, session, write_journal

KEYS = [
    "format",
    "kind",
    "id",
    "workshop",
    "last_seq",
    "started",
    "ended",
    "timezone",
    "participants",
    "activities",
    "adjustments",
    "parking_lot",
]
ACTIVITY_KEYS = [
    "id",
    "step",
    "title",
    "form",
    "status",
    "planned_s",
    "actual_s",
    "paused_s",
    "started",
    "prompts",
    "turns",
    "notes",
]
NOTE_KEYS = ["prompt", "group", "private", "question", "text", "marked", "edited"]


def built(ran: Session) -> dict[str, Any]:
    return build(ran.state, [], len(ran.events))


def test_outcome_has_the_agreed_fields() -> None:
    outcome = built(session())
    assert list(outcome) == KEYS
    assert {key: outcome[key] for key in KEYS[:4]} == {
        "format": 1,
        "kind": "session",
        "id": NAME,
        "workshop": {"id": "luisteren", "title": "Luisteren met aandacht", "sha256": "", "language": "nl"},
    }
    assert (outcome["started"], outcome["ended"]) == ("2026-11-24T11:00:00Z", "2026-11-24T11:31:00Z")
    assert (outcome["timezone"], outcome["participants"]) == ("Europe/Amsterdam", 12)
    for activity in outcome["activities"]:
        assert list(activity) == ACTIVITY_KEYS
        assert all(list(note) == NOTE_KEYS for note in activity["notes"])
    assert json.loads(json.dumps(outcome)) == outcome


def test_parking_lot_has_an_item_on_each_line_and_is_left_out_while_it_is_empty() -> None:
    ran = session(end=False)
    ran.do(c.Park(2, "budget"))
    assert built(ran)["parking_lot"] == f"{PARKED}\nbudget"
    ran.do(c.Park(1, ""), c.Park(2, ""))
    assert "parking_lot" not in built(ran)


def test_times_add_all_visits_without_pauses_and_keep_the_first_plan() -> None:
    rows = [
        (a["id"], a["step"], a["status"], a["planned_s"], a["actual_s"], a["paused_s"])
        for a in built(session())["activities"]
    ]
    assert rows == [
        ("1", 1, "done", 900, 960, 120),
        ("2a", 2, "skipped", 300, 0, 0),
        ("2b", 2, "done", 900, 780, 0),
        ("2c", 2, "unreached", 720, 0, 0),
        ("p1", None, "unreached", 900, 0, 0),
        ("3", 3, "unreached", 600, 0, 0),
    ]


def test_activity_left_out_by_the_plan_has_no_planned_time() -> None:
    at_start = replace(opened(), skipped=("p1", "3"))
    ran = Session(apply(begin(at_start), Clock(0, NOON, 5000, "boot")))
    ran.do(c.Toggle())
    ran.wait(16).do(c.End())
    planned = {each["id"]: each["planned_s"] for each in built(ran)["activities"]}
    assert planned == {"1": 900, "2a": 300, "2b": 900, "2c": 720, "p1": 0, "3": 0}
    assert totals(built(ran)["activities"]).planned_s * 1000 == planned_total(ran.state)


def test_turns_name_their_roles_and_only_those_that_ran() -> None:
    activities = built(session())["activities"]
    assert activities[2]["turns"] == [
        {"who": "Nadia", "actual_s": 300, "each": "role"},
        {"who": "hulpverlener", "actual_s": 360, "each": "role"},
    ]
    assert activities[3]["turns"] == []


def test_notes_are_in_the_order_of_their_slots_and_none_is_lost() -> None:
    activities = built(session())["activities"]
    assert [(n["prompt"], n["private"], n["question"], n["text"], n["marked"]) for n in activities[0]["notes"]] == [
        (2, False, "Welk woord blijft hangen?", "het woord\n\tstil \x1b[31m\ud800", False),
        (None, False, None, "", True),
        (None, True, None, SECRET, False),
    ]
    assert [(n["prompt"], n["group"], n["text"]) for n in activities[2]["notes"]] == [
        (1, None, "ongemak"),
        (None, 9, "later geteld"),
    ]


def test_order_of_notes_does_not_depend_on_when_they_were_written() -> None:
    slots = [Slot("2b", prompt=1), Slot("2b", prompt=2), Slot("2b", group=1), Slot("2b", group=2), Slot("2b")]
    slots.append(Slot("2b", private=True))
    ran = Session()
    ran.do(*(c.Write(slot, "x") for slot in reversed(slots)))
    notes = built(ran)["activities"][2]["notes"]
    assert [Slot("2b", note["prompt"], note["group"], note["private"]) for note in notes] == slots


def test_running_session_counts_the_time_under_way() -> None:
    outcome = built(session(end=False))
    swap = outcome["activities"][2]
    assert (outcome["ended"], swap["status"], swap["actual_s"]) == (None, "current", 780)
    assert swap["turns"][-1] == {"who": "hulpverlener", "actual_s": 360, "each": "role"}


def test_session_that_never_ran_started_when_it_was_opened() -> None:
    outcome = built(Session())
    assert outcome["started"] == "2026-11-24T11:00:00Z"
    assert {activity["status"] for activity in outcome["activities"]} == {"current", "unreached"}


def test_adjustments_are_timing_events_and_a_breather_is_a_pause(tmp_path: Path) -> None:
    found = read_session(write_journal(tmp_path, session()))["adjustments"]
    assert [item["type"] for item in found] == (
        ["started", "paused", "resumed", "allotted", "entered", "skipped", "turned", "turned", "ended"]
    )
    assert found[1] == {"at": "2026-11-24T11:10:00Z", "type": "paused"}


def test_only_listed_kinds_of_events_are_adjustments() -> None:
    timed = {"started", "paused", "resumed", "entered", "skipped", "turned", "allotted", "replanned", "backdated"}
    assert timed | {"gap", "gap_taken_back", "undone", "redone", "ended"} == set(TYPES) - UNTIMED_EVENTS


@given(ANY)
def test_outcome_adds_up_after_any_commands(moves: list[Move]) -> None:
    for ran in along(moves):
        outcome = built(ran)
        assert (outcome["ended"] is None) == (ran.mode != Mode.ENDED)
        for activity in outcome["activities"]:
            item = track(ran.state, activity["id"])
            assert activity["actual_s"] >= item.spent // 1000 >= 0
            assert sum(turn["actual_s"] for turn in activity["turns"]) <= activity["actual_s"]
        written = {text for text in ran.state.notes.values() if text}
        assert written <= {note["text"] for activity in outcome["activities"] for note in activity["notes"]}


def test_clock_beyond_its_limits_still_gives_a_time() -> None:
    ran = Session()
    ran.happens(Clock(0, 2**52, 0, "boot"))
    assert built(ran)["started"] == "9999-12-31T23:59:59Z"


def test_outcome_is_written_into_a_folder_that_is_gone(tmp_path: Path) -> None:
    path = finish(tmp_path / "sessions" / f"{NAME}.jsonl", built(session()))
    assert read_session(path)["id"] == built(session())["id"]
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_finish_replaces_the_journal_by_the_outcome(tmp_path: Path) -> None:
    journal, outcome = write_journal(tmp_path, session()), built(session())
    path = finish(journal, outcome)
    assert path.name == f"{NAME}.json"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_session(path) == outcome


class Refusing(Disk):
    """A disk on which one call fails."""

    def __init__(self, refuse: str) -> None:
        self.refuse = refuse
        self.unlinked: list[Path] = []

    def sync(self, fd: int) -> None:
        if self.refuse == "sync":
            raise OSError(errno.EIO, "sync")
        super().sync(fd)

    def replace(self, source: Path, target: Path) -> None:
        if self.refuse == "replace":
            raise OSError(errno.EIO, "replace")
        super().replace(source, target)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self.refuse == "write":
            raise OSError(errno.ENOSPC, "write")
        return super().write(fd, data)


@pytest.mark.parametrize("call", ["write", "sync", "replace"])
def test_journal_stays_until_the_outcome_is_on_disk(call: str, tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    with pytest.raises(OSError, match=call):
        finish(journal, built(session()), Refusing(call))
    assert list(tmp_path.iterdir()) == [journal]


def test_session_that_ended_before_a_crash_is_finished_later(tmp_path: Path) -> None:
    write_journal(tmp_path, session())
    running = write_journal(tmp_path, session(end=False), "2026-11-25-0900-luisteren")
    (done,) = finish_ended(tmp_path)
    assert (done.id, done.problems) == (NAME, [])
    assert read_session(done.outcome)["ended"] == "2026-11-24T11:31:00Z"
    assert sorted(tmp_path.iterdir()) == [done.outcome, running]
    assert finish_ended(tmp_path) == []


def test_journal_beside_its_complete_outcome_is_removed(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    data = journal.read_bytes()
    outcome = finish(journal, outcome_of(journal))
    journal.write_bytes(data)
    before = outcome.read_bytes()
    assert finish_ended(tmp_path) == []
    assert list(tmp_path.iterdir()) == [outcome]
    assert outcome.read_bytes() == before


def test_outcome_that_lacks_the_end_of_its_journal_is_built_again(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    journal.with_suffix(".json").write_text(json.dumps(build(session().state, [], 3)))
    assert [done.id for done in finish_ended(tmp_path)] == [NAME]
    assert read_session(tmp_path / f"{NAME}.json")["last_seq"] == len(session().events)


def test_damaged_journal_of_an_ended_session_is_set_aside(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    lines = journal.read_bytes().splitlines(keepends=True)
    damaged = b"".join([*lines[:3], b"x" + lines[3][1:], *lines[4:]])
    journal.write_bytes(damaged)
    (done,) = finish_ended(tmp_path)
    assert len(done.problems) == 2
    assert (tmp_path / f"{NAME}.jsonl.damaged-1").read_bytes() == damaged


def test_ended_session_with_a_cut_off_line_leaves_only_its_outcome(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    journal.write_bytes(journal.read_bytes() + b'{"seq":99,"at":"2026')
    (done,) = finish_ended(tmp_path)
    assert list(tmp_path.iterdir()) == [done.outcome]


@pytest.mark.parametrize("data", [b"", b"nonsense\n", b"\xff\x00"])
def test_unreadable_files_are_left_alone(data: bytes, tmp_path: Path) -> None:
    journal = tmp_path / f"{NAME}.jsonl"
    journal.write_bytes(data)
    os.mkfifo(tmp_path / "2026-11-24-1301-luisteren.jsonl")
    assert finish_ended(tmp_path) == []
    assert journal.read_bytes() == data


def test_missing_sessions_folder_counts_as_empty(tmp_path: Path) -> None:
    assert finish_ended(tmp_path / "none") == []


def test_journal_of_a_running_session_reads_as_an_outcome_so_far(tmp_path: Path) -> None:
    ran = session(end=False)
    path = write_journal(tmp_path, ran)
    outcome = read_session(path)
    assert outcome == build(ran.state, read_journal(path).events, len(ran.events))
    assert outcome["ended"] is None


def test_unfit_events_are_left_out_and_reported(tmp_path: Path) -> None:
    ran = session(end=False)
    ran.events.append(Clock(0, NOON, 0, "boot"))
    problems: list[Problem] = []
    read_session(write_journal(tmp_path, ran), problems)
    assert [problem.values for problem in problems] == [{"count": 1}]


def outcome_file(folder: Path, **changes: object) -> Path:
    path = folder / f"{NAME}.json"
    path.write_text(json.dumps(built(session()) | changes))
    return path


def test_outcome_of_a_newer_format_is_read_as_far_as_possible(tmp_path: Path) -> None:
    problems: list[Problem] = []
    outcome = read_session(outcome_file(tmp_path, format=2, mood="fine"), problems)
    assert "mood" not in outcome
    assert [problem.values for problem in problems] == [{"format": 2}]


def test_unknown_key_is_left_out_and_reported(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert "mood" not in read_session(outcome_file(tmp_path, mood="fine"), problems)
    assert [problem.path for problem in problems] == [("mood",)]


def test_value_that_does_not_fit_is_left_out_and_reported(tmp_path: Path) -> None:
    outcome = built(session())
    outcome["activities"][0]["notes"][0]["marked"] = "yes"
    problems: list[Problem] = []
    read = read_session(outcome_file(tmp_path, **outcome), problems)
    assert read["activities"][0]["notes"][0]["marked"] is False
    assert [problem.path for problem in problems] == [("activities", 0, "notes", 0, "marked")]


def test_fields_added_later_may_be_missing(tmp_path: Path) -> None:
    outcome = built(session())
    del outcome["workshop"]["language"]
    for activity in outcome["activities"]:
        for note in activity["notes"]:
            del note["marked"]
    problems: list[Problem] = []
    read_session(outcome_file(tmp_path, **outcome), problems)
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"a": ' * 100_000,
        "1" * 10_000,
        '{"format": NaN}',
        "\ufeff{}",
        json.dumps(built(session()) | {"activities": [1]}),
        json.dumps(built(session()) | {"last_seq": 2**60}),
        json.dumps(built(session()) | {"workshop": None}),
    ],
)
def test_file_that_is_not_an_outcome_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(Unreadable):
        read_session(path)


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b'{"seq":1}\n'])
def test_journal_without_its_start_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        read_session(path)


def test_session_never_ends_before_it_began_when_the_clock_is_set_back() -> None:
    ran = Session()
    ran.do(c.Toggle())
    ran.wait(30).happens(Clock(ran.t, NOON + ran.t - 6 * 365 * DAY_MS, 5000 + ran.t, "boot"))
    ran.wait(5).do(c.End())
    outcome = built(ran)
    assert (outcome["started"], outcome["ended"]) == ("2026-11-24T11:00:00Z", "2026-11-24T11:35:00Z")

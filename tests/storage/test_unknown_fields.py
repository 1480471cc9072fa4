"""Files that another version wrote in the same format, with unknown or missing fields."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import with_seconds
from luisteren_tui.runtime import config
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.commands import End
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import plans, retention
from luisteren_tui.storage.deletion import forget_notes
from luisteren_tui.storage.journal.follower import JournalFollower
from luisteren_tui.storage.journal.line import checksum
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from luisteren_tui.storage.outcome.outcome_file import finish_ended, read_session
from luisteren_tui.storage.session_index import SessionFiles
from luisteren_tui.system.paths import Folders
from tests.storage import format_1_recording as recording
from tests.storage.format_1_recording import STORED

ID = "2026-11-24-1330-alles"
Change = Callable[[dict[str, Any]], object]


def changed_line(line: bytes, change: Change) -> bytes:
    """Return a line of a journal with its fields changed and a right checksum."""
    fields = json.loads(line)
    del fields["crc"]
    change(fields)
    body = json.dumps(fields, separators=(",", ":"))[:-1].encode("ascii")
    return body + checksum(body)


def grown(fields: dict[str, Any]) -> None:
    """Add a field to an event and to each record in it."""
    for value in [*fields.values()]:
        for record in value if isinstance(value, list) else [value]:
            if isinstance(record, dict) and fields["type"] != "replanned":
                grow_record(record)
    fields["mood"] = "calm"


def grow_record(record: dict[str, Any]) -> None:
    if {"activity", "present", "goal"} & record.keys():
        record["colour"] = 3
    for activity in record.get("activities", ()):
        activity["weather"] = None


def journal_of(tmp_path: Path, lines: list[bytes]) -> Path:
    path = tmp_path / "sessions" / f"{ID}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def grown_lines() -> list[bytes]:
    return [changed_line(line, grown) for line in (STORED / "session.jsonl").read_bytes().splitlines()]


def resumed(path: Path) -> JournalRead:
    """Resume a session and close it. Return what its journal held before."""
    found = read_journal(path)
    live = LiveSession.resume(path, found, recording.HandClock(recording.START + 3_600_000))
    assert live.close(60)
    return found


def test_unknown_fields_of_events_are_left_out_and_reported(tmp_path: Path) -> None:
    found = read_journal(journal_of(tmp_path, grown_lines()))
    before = read_journal(STORED / "session.jsonl")
    assert [record.event for record in found.records] == [record.event for record in before.records]
    assert found.intact
    assert not found.read_only
    reported = {str(problem.values["type"]) for problem in found.problems}
    assert {"opened.mood", "noted.mood", "noted.slot.colour", "opened.workshop.colour"} <= reported
    assert len(reported) == len(found.problems) == len(found.unknown_fields)


def test_lines_with_unknown_fields_stay_unchanged_when_the_session_continues(tmp_path: Path) -> None:
    lines = grown_lines()
    path = journal_of(tmp_path, lines)
    resumed(path)
    after = path.read_bytes().splitlines()
    assert after[: len(lines)] == lines
    assert len(after) > len(lines)
    assert [path] == list(path.parent.iterdir())


def test_lines_with_unknown_fields_stay_unchanged_when_the_journal_is_rewritten(tmp_path: Path) -> None:
    lines = grown_lines()
    path = journal_of(tmp_path, [*lines[:20], b"{ damaged", *lines[20:]])
    resumed(path)
    assert path.read_bytes().splitlines()[: len(lines)] == lines
    assert path.with_name(f"{path.name}.damaged-1").exists()


@pytest.mark.parametrize("known", [True, False])
def test_journal_with_unknown_fields_is_kept_when_its_session_ends(known: bool, tmp_path: Path) -> None:
    lines = (STORED / "session.jsonl").read_bytes().splitlines() if known else grown_lines()
    path = journal_of(tmp_path, lines)
    live = LiveSession.resume(path, read_journal(path), recording.HandClock(recording.START + 3_600_000))
    live.do(End())
    assert live.close(60)
    live.remove()
    aside = path.with_name(f"{path.name}.damaged-1")
    assert list(path.parent.iterdir()) == ([] if known else [aside])
    assert known or aside.read_bytes().splitlines()[: len(lines)] == lines


def test_line_still_counts_as_cut_off_beside_unknown_fields(tmp_path: Path) -> None:
    lines = grown_lines()
    path = journal_of(tmp_path, lines)
    path.write_bytes(path.read_bytes() + b'{"seq":')
    found = resumed(path)
    assert found.cut_off
    assert path.read_bytes().splitlines()[: len(lines)] == lines
    assert [path] == list(path.parent.iterdir())


def test_wrong_value_beside_an_unknown_field_is_still_refused(tmp_path: Path) -> None:
    lines = grown_lines()
    place = next(place for place, line in enumerate(lines) if b'"type":"blanked"' in line)
    lines[place] = changed_line(lines[place], lambda fields: fields.update(on="perhaps"))
    found = read_journal(journal_of(tmp_path, lines))
    assert len(found.records) == len(lines) - 1
    assert not found.intact


def test_room_follows_a_journal_with_unknown_fields(tmp_path: Path) -> None:
    follower = JournalFollower(journal_of(tmp_path, grown_lines()))
    follower.read()
    assert follower.state is not None
    assert follower.state.timing.activity == "2c"


def test_ended_journal_with_unknown_fields_gets_an_outcome_and_a_report(tmp_path: Path) -> None:
    lines = [changed_line(line, grown) for line in (STORED / "rehearsal.jsonl").read_bytes().splitlines()]
    (finished,) = finish_ended(journal_of(tmp_path, lines).parent)
    assert finished.outcome.read_bytes() == (STORED / "rehearsal.json").read_bytes()
    assert {"ended.mood", "clock.mood"} <= {problem.values.get("type") for problem in finished.problems}


@pytest.mark.parametrize("key", ["then", "room", "signal", "cues", "turns", "materials", "options", "roles", "tips"])
def test_activity_of_an_older_version_may_lack_a_field(key: str, tmp_path: Path) -> None:
    lines = (STORED / "session.jsonl").read_bytes().splitlines()
    lines[0] = changed_line(lines[0], lambda fields: [each.pop(key) for each in fields["workshop"]["activities"]])
    found = read_journal(journal_of(tmp_path, lines))
    assert (list(found.problems), found.intact) == ([], True)


@pytest.mark.parametrize(
    "key", ["theme", "goal", "indication", "credit", "introduction", "materials", "texts", "steps"]
)
def test_workshop_of_an_older_version_may_lack_a_field(key: str, tmp_path: Path) -> None:
    lines = (STORED / "session.jsonl").read_bytes().splitlines()
    lines[0] = changed_line(lines[0], lambda fields: fields["workshop"].pop(key))
    found = read_journal(journal_of(tmp_path, lines))
    assert (list(found.problems), found.intact) == ([], True)


def grown_outcome(tmp_path: Path) -> Path:
    """Write the stored outcome with unknown fields in each of its records."""
    outcome = json.loads((STORED / "outcome.json").read_bytes())
    outcome |= {"mood": 3, "parked": "het woord"}
    outcome["workshop"]["edition"] = 2
    for activity in outcome["activities"]:
        activity |= {"energy": [1, 2], "remark": "het woord"}
        for record in (*activity["notes"], *activity["turns"]):
            record["colour"] = None
    path = tmp_path / "sessions" / f"{ID}.json"
    path.parent.mkdir()
    path.write_text(json.dumps(outcome, indent=2) + "\n")
    return path


def test_unknown_fields_of_an_outcome_are_left_out_and_reported(tmp_path: Path) -> None:
    problems: list[Any] = []
    assert read_session(grown_outcome(tmp_path), problems) == json.loads((STORED / "outcome.json").read_bytes())
    assert {problem.path[-1] for problem in problems} == {"mood", "parked", "edition", "energy", "remark", "colour"}


def test_unknown_fields_of_an_outcome_stay_when_a_note_is_changed(tmp_path: Path) -> None:
    path = grown_outcome(tmp_path)
    before = json.loads(path.read_bytes())
    recording.change_note(path)
    after = json.loads(path.read_bytes())
    note = next(one for one in before["activities"][0]["notes"] if one["marked"])
    note |= {"text": f"Later aangevuld {recording.ODD}", "marked": False, "edited": "2026-11-24T18:00:00Z"}
    assert after == before
    assert after["mood"] == 3


def test_unknown_figures_of_an_outcome_stay_when_its_notes_are_deleted(tmp_path: Path) -> None:
    path = grown_outcome(tmp_path)
    assert forget_notes(SessionFiles(ID, path.parent))
    after = json.loads(path.read_bytes())
    assert (after["mood"], after["workshop"]["edition"], after["activities"][0]["energy"]) == (3, 2, [1, 2])
    assert after["activities"][2]["notes"] == []
    # Unknown text may be what people said, so it goes with the notes.
    assert "het woord" not in path.read_text()
    assert not forget_notes(SessionFiles(ID, path.parent))


def grown_plan(tmp_path: Path) -> Path:
    plan = json.loads((STORED / "plan.json").read_bytes())
    plan["place"] = "zaal 2"
    for block in plan["blocks"]:
        block["room"] = block["id"]
    path = tmp_path / "plans" / "avond.json"
    path.parent.mkdir()
    path.write_text(json.dumps(plan, indent=1))
    return path


def test_unknown_fields_of_a_plan_are_left_out_and_reported(tmp_path: Path) -> None:
    grown_plan(tmp_path)
    problems: list[Any] = []
    assert plans.load(Folders(tmp_path), "avond", problems) == recording.plan()
    assert [problem.values["field"] for problem in problems] == ["blocks.room", "place"]


def test_damaged_plan_blames_the_wrong_value_and_no_unknown_field(tmp_path: Path) -> None:
    path = grown_plan(tmp_path)
    plan = json.loads(path.read_bytes())
    plan["blocks"][1]["seconds"] = "many"
    path.write_text(json.dumps(plan))
    with pytest.raises(plans.Unreadable) as caught:
        plans.load(Folders(tmp_path), "avond")
    assert caught.value.problem.values["place"] == "blocks.1.seconds"


def test_unknown_fields_of_a_plan_stay_when_it_is_saved(tmp_path: Path) -> None:
    path = grown_plan(tmp_path)
    folders = Folders(tmp_path)
    changed = plans.load(folders, "avond")
    changed = with_seconds(changed, "2b", 1200)
    plans.save(folders, "avond", changed)
    saved = json.loads(path.read_bytes())
    assert saved["place"] == "zaal 2"
    assert [block["room"] for block in saved["blocks"]] == [block["id"] for block in saved["blocks"]]
    assert plans.load(folders, "avond") == changed


def test_unknown_fields_are_not_copied_to_a_plan_of_another_workshop(tmp_path: Path) -> None:
    path = grown_plan(tmp_path)
    folders = Folders(tmp_path)
    plans.save(folders, "avond", replace(recording.plan(), workshop_id="anders"))
    assert "place" not in json.loads(path.read_bytes())


def test_unknown_fields_of_the_retention_answer_stay_when_it_is_saved(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    path = tmp_path / "retention.json"
    path.write_text('{"format": 1, "notes_days": 90, "seen": null, "photos_days": 30}')
    assert retention.load(folders) == retention.Retention(90, None)
    retention.save(folders, 365, date(2026, 11, 24))
    saved = {"format": 1, "notes_days": 365, "seen": "2026-11-24", "photos_days": 30}
    assert json.loads(path.read_bytes()) == saved


def test_unknown_setting_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('volume = 30\nweather = "sunny"\n')
    settings, warnings = config.load(path)
    assert settings.volume == 30
    assert len(warnings) == 1
    assert "weather" in warnings[0]


def test_unknown_field_of_the_lock_holder_is_ignored(tmp_path: Path) -> None:
    with lock_folder(tmp_path, "first", 0):
        holder = tmp_path / ".holder.json"
        holder.write_text(json.dumps(json.loads(holder.read_bytes()) | {"host": "laptop"}))
        with pytest.raises(FolderInUse) as caught, lock_folder(tmp_path, "second", 0):
            raise AssertionError
    assert caught.value.what == "first"


def test_resumed_session_with_unknown_fields_has_its_notes(tmp_path: Path) -> None:
    path = journal_of(tmp_path, grown_lines())
    found = resumed(path)
    state, unfit = found.fold()
    assert unfit == 0
    assert state.notes[Slot("2b", prompt=1)] == "ongemak"

"""Compare the state of the program with the model."""

from typing import Any

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import State, run_time, track
from luisteren_tui.session.turns import starts
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Workshop
from tests.faults.model import Model, Plain
from tests.faults.model import Slot as PlainSlot
from tests.faults.tally import require

PARTICIPANTS = 12


def model_of(workshop: Workshop) -> Model:
    """Return the model of a session of `workshop` with twelve participants."""
    activities = []
    for each in workshop.activities:
        turns = 0
        if each.turns is not None:
            turns = {"role": len(each.roles) or 2, "group": 3, "participant": PARTICIPANTS}[each.turns.each.value]
        activities.append(
            Plain(
                each.id,
                each.duration * 1000,
                len(each.prompts),
                turns,
                each.turns is not None and each.turns.each == "group",
                each.turns.prepare * 1000 if each.turns else 0,
                each.turns.window.high * 1000 if each.turns else 0,
                each.turns.after * 1000 if each.turns else 0,
                each.needs,
                each.min * 1000,
            )
        )
    return Model(activities)


def plain(slot: Slot) -> PlainSlot:
    """Return a slot in the form that the model uses."""
    return (slot.activity, slot.prompt, slot.group, slot.private)


def notes_of(whole: dict[str, Any]) -> dict[PlainSlot, str]:
    """Return the notes of an outcome by their slots."""
    return {
        (each["id"], note["prompt"], note["group"], note["private"]): note["text"]
        for each in whole["activities"]
        for note in each["notes"]
        if note["text"].strip()
    }


def apply_command(model: Model, command: c.Command, t: int) -> None:
    """Apply a command to the model."""
    match command:
        case c.Write(slot, text):
            model.do("write", t, plain(slot), text)
        case c.Show(slot) | c.Mark(slot):
            model.do(type(command).__name__.lower(), t, plain(slot))
        case c.Next() | c.Previous():
            model.do("go", t, 1 if isinstance(command, c.Next) else -1)
        case c.GoTo(id):
            model.do("go_to", t, id)
        case c.Minutes(n):
            model.do("minutes", t, n)
        case c.BeganEarlier(ms):
            model.do("began_earlier", t, ms)
        case c.Replan(allotted, skipped, must_end):
            model.do("replan", t, dict(allotted), skipped, must_end)
        case c.Blank(on):
            model.do("blank", t, on)
        case _:
            name = {c.NextTurn: "turn", c.TakeBackGap: "take_back"}.get(type(command), type(command).__name__.lower())
            model.do(name, t)


def agree(state: State, model: Model, t: int) -> None:
    """Raise an AssertionError that names the first difference between state and model at `t`."""
    have, want = _of_state(state, t), _of_model(model, t)
    for name, value in want.items():
        require(have[name] == value, f"{name}: {have[name]!r}, the model says {value!r}")
    if model.ended is None:
        left = model.times.allotted[model.at] - model.took(model.at, "running", t)
        view = project(state, t)
        shown = view.clock.left_s
        require(abs(shown * 1000 - left) < 1000, f"{shown} s left on the screen, {left} ms by the model")
        turn, used, may = model.turn_time(t)
        if turn is not None:
            require(view.turn is not None and view.turn.phase == turn, f"turn {turn} by the model, {view.turn}")
            assert view.turn is not None
            difference = abs(view.turn.left_s * 1000 - (may - used))
            require(difference < 2000, f"{view.turn.left_s} s left of the turn, {may - used} ms by the model")


def _of_state(state: State, t: int) -> dict[str, Any]:
    ids = state.activities
    here = state.timing.activity
    tracks = {id: track(state, id) for id in ids}
    paused = {id: tracks[id].paused for id in ids}
    spent = {id: tracks[id].spent for id in ids}
    if state.timing.mode == "running":
        spent[here] = run_time(state, t)
    elif state.timing.mode == "paused":
        paused[here] += t - state.timing.since
    return {
        "activity": here,
        "mode": state.timing.mode.value,
        "run": spent,
        "paused": paused,
        "allotted": {id: tracks[id].allotted for id in ids},
        "skipped": {id for id in ids if tracks[id].skipped},
        "turns": {id: list(starts(state.activities[id], tracks[id])) for id in ids},
        "must end": state.timing.must_end,
        "notes": {plain(slot): text for slot, text in state.notes.items() if text},
        "marks": {plain(slot) for slot in state.marks},
        "shown": plain(state.slot),
        "blank": state.room_content.blank,
        "can be undone": state.past is not None,
        "can be redone": state.future is not None,
    }


def _of_model(model: Model, t: int) -> dict[str, Any]:
    return {
        "activity": model.at,
        "mode": model.mode,
        "run": {id: model.took(id, "running", t) for id in model.order},
        "paused": {id: model.took(id, "paused", t) for id in model.order},
        "allotted": model.times.allotted,
        "skipped": model.times.skipped,
        "turns": {id: model.turned(id, t) for id in model.order},
        "must end": model.times.must_end,
        "notes": {slot: text for slot, text in model.notes.items() if text},
        "marks": model.marks,
        "shown": model.shown(model.at),
        "blank": model.blank,
        "can be undone": bool(model.undo_stack),
        "can be redone": bool(model.redo_stack),
    }

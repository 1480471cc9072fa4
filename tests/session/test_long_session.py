"""A session of very many events: the fold stays linear, and all that can be undone is freed without a crash."""

import os
import subprocess
import sys
from time import process_time

from luisteren_tui.session.apply import apply, fold
from luisteren_tui.session.events import Event, Noted, Slot
from luisteren_tui.session.state import begin
from tests.session.sample_sessions import opened


def notes(count: int) -> list[Event]:
    """Return the events of a session with a note in each of `count` slots."""
    return [opened(), *(Noted(number, Slot("1", group=number), "x") for number in range(1, count + 1))]


def test_fold_makes_what_each_event_makes() -> None:
    first, *rest = notes(20)
    state = begin(opened())
    for event in rest:
        state = apply(state, event)
    assert fold([first, *rest, Noted(9, Slot("1"), "too early"), Noted(20, Slot("9"), "elsewhere")]) == (state, 2)


def test_notes_are_folded_in_linear_time() -> None:
    def seconds(events: list[Event]) -> float:
        begun = process_time()
        fold(events)
        return process_time() - begun

    few, many = notes(4_000), notes(32_000)
    times = [(seconds(few), seconds(many)) for _ in range(5)]
    # Eight times as long, or sixty-four times if each note copied all others.
    assert min(long for _, long in times) < 30 * min(short for short, _ in times)


def test_everything_that_can_be_undone_is_freed() -> None:
    code = """
from luisteren_tui.session.state import Future, Past, PastPeople, begin
from tests.session.sample_sessions import opened
state = begin(opened())
for step in (
    lambda past: Past("allotted", state.timing, past),
    lambda past: Future("allotted", state.timing, past),
    lambda past: PastPeople("gathered", state.people, past, 0),
):
    past = None
    for _ in range(250_000):
        past = step(past)
    past = None
    print("freed")
"""
    # A crash would end the interpreter.
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "freed\n" * 3, "")

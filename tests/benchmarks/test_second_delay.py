"""The delay of the displayed second is measured from the text of the frames."""

import json

import pytest

from benchmarks.compare import Fault
from benchmarks.second_delay import activity_start, delays
from benchmarks.terminal import Frame

BEGAN = 1_795_882_000_000.0


def frame(ms: float, text: str) -> Frame:
    return Frame((BEGAN + ms) / 1000, text)


def test_delay_is_counted_from_the_true_second() -> None:
    frames = [frame(3007, "━━━───   0:03 van 15:00"), frame(4006, "0:04 van 15:00"), frame(5090, "0:05 van 15:00")]
    assert delays(frames, BEGAN) == [pytest.approx(6, abs=0.1), pytest.approx(90, abs=0.1)]


def test_run_time_of_hours_is_understood() -> None:
    two_hours = 7_200_000
    frames = [frame(two_hours + 5, "2:00:00 van 15:00"), frame(two_hours + 1008, "2:00:01 van 15:00")]
    assert delays(frames, BEGAN) == [pytest.approx(8, abs=0.1)]


def test_frames_that_show_no_new_second_do_not_count() -> None:
    frames = [
        frame(3007, "0:03 van 15:00"),
        frame(3811, "STAP 1 van 4   16:12   klaar om 17:57"),  # the time of day changed
        frame(3950, "klaar om 17:58   0:03 van 16:00"),  # a minute was added
        frame(4006, "0:04 van 16:00"),
    ]
    assert delays(frames, BEGAN) == [pytest.approx(6, abs=0.1)]


def test_second_that_was_never_displayed_was_as_late_as_the_next() -> None:
    frames = [frame(3007, "0:03 van 15:00"), frame(5010, "0:05 van 15:00")]
    assert delays(frames, BEGAN) == [pytest.approx(1010, abs=0.1), pytest.approx(10, abs=0.1)]


@pytest.mark.parametrize("early", [1.5, 189.0])
def test_early_second_is_a_fault(early: float) -> None:
    with pytest.raises(Fault, match="early"):
        delays([frame(3007, "0:03 van 15:00"), frame(4000 - early, "0:04 van 15:00")], BEGAN)


def test_start_follows_the_first_clock_so_that_drift_shows() -> None:
    lines = [
        {"type": "opened", "t": 0},
        {"type": "clock", "t": 0, "wall": 1_000_000},
        {"type": "started", "t": 137},
        {"type": "clock", "t": 7_200_500, "wall": 8_200_000},
    ]
    assert activity_start(b"\n".join(json.dumps(line).encode() for line in lines)) == 1_000_137

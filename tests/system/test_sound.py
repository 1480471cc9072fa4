"""The sound of the gong, and playing it in another process, with a fake player that records what it gets."""

import sys
from array import array
from collections.abc import Callable
from pathlib import Path
from threading import enumerate as all_threads

import pytest

from luisteren_tui.system import sound
from luisteren_tui.system.sound import LENGTH_S, NO_SOUND, NO_SOUND_IN_BUNDLE, SAMPLE_RATE, Bell, Gong, gong
from luisteren_tui.system.sound_player import NO_DEVICE, NO_PLAYER

PLAYER = """
import os, pathlib, sys, threading
class MiniaudioError(Exception): pass
class SampleFormat: SIGNED16 = 2
class PlaybackDevice:
    backend = os.environ.get("BACKEND", "ALSA")
    def __init__(self, output_format, nchannels, sample_rate):
        print("no such card", file=sys.stderr)
        if self.backend == "none": raise MiniaudioError("failed to init device", -401)
        self.heard = f"{output_format} {nchannels} {sample_rate}".encode() + b"\\n"
    def __enter__(self): return self
    def __exit__(self, *error): pathlib.Path(os.environ["HEARD"]).write_bytes(self.heard)
    def start(self, stream):
        if self.backend == "vanishes": return
        try:
            while True: self.heard += stream.send(4410)
        except StopIteration: pass
"""


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bytes]:
    """Return what the player got."""
    (tmp_path / "miniaudio.py").write_text(PLAYER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("HEARD", str(tmp_path / "heard"))
    return (tmp_path / "heard").read_bytes


def wait() -> None:
    for thread in all_threads():
        if thread.name == "gong":
            thread.join(30)


def test_gong_swells_fades_and_has_the_requested_volume() -> None:
    samples = array("h", gong(100))
    assert len(samples) == round(LENGTH_S * SAMPLE_RATE)
    part = SAMPLE_RATE // 10
    loud = [max(map(abs, samples[at : at + part])) for at in range(0, len(samples), part)]
    assert loud[0] == max(loud) > 20_000
    assert loud[10] < loud[0] / 2
    assert loud[-1] < loud[0] / 30
    assert max(map(abs, samples[:5])) < 500  # no click
    assert max(map(abs, samples)) <= 32_767
    assert max(map(abs, array("h", gong(50)))) == pytest.approx(loud[0] / 4, rel=0.01)


def test_player_process_plays_all_samples(played: Callable[[], bytes], capfd: pytest.CaptureFixture[str]) -> None:
    failed: list[str] = []
    Gong(40).play(failed.append)
    wait()
    assert not failed
    form, heard = played().split(b"\n", 1)
    assert form == b"2 1 %d" % SAMPLE_RATE
    assert heard == gong(40)
    # What the sound library prints must not reach the screen.
    assert capfd.readouterr() == ("", "")


def test_prepare_plays_nothing(played: Callable[[], bytes]) -> None:
    failed: list[str] = []
    Gong(40).prepare(failed.append)
    wait()
    assert not failed
    assert played().split(b"\n", 1)[1] == b""


def test_volume_0_starts_no_player(played: Callable[[], bytes]) -> None:
    Gong(0).play(pytest.fail)
    wait()
    with pytest.raises(FileNotFoundError):
        played()


@pytest.mark.parametrize("backend", ["none", "Null"])
def test_missing_device_is_reported(
    backend: str, played: Callable[[], bytes], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND", backend)
    failed: list[str] = []
    Gong(40).play(failed.append)
    wait()
    assert failed == [NO_SOUND[NO_DEVICE]]
    assert capfd.readouterr() == ("", "")


def test_missing_player_library_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "miniaudio.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    failed: list[str] = []
    Gong(40).prepare(failed.append)
    wait()
    assert failed == [NO_SOUND[NO_PLAYER]]


def test_bundle_does_not_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sound, "own_command", lambda *_arguments: ["sh", "-c", f"exit {NO_PLAYER}"])
    failed: list[str] = []
    Gong(40).prepare(failed.append)
    wait()
    assert failed == [NO_SOUND_IN_BUNDLE[NO_PLAYER]]
    assert "install" not in failed[0]


@pytest.mark.parametrize(
    "fault",
    ["raise SystemExit(9)", "1 / 0", "import threading; threading.Event().wait()"],
    ids=["ends", "raises", "hangs"],
)
def test_player_failure_is_reported(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "miniaudio.py").write_text(fault)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sound, "LENGTH_S", 0.1)
    monkeypatch.setattr(sound, "PATIENCE_S", 0.9)
    failed: list[str] = []
    Gong(40).prepare(failed.append)
    wait()
    assert failed == [NO_SOUND[NO_DEVICE]]


def test_waiting_for_a_vanished_device_ends(played: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKEND", "vanishes")
    monkeypatch.setattr(sound, "gong", lambda volume: bytes(20))
    failed: list[str] = []
    Gong(40).play(failed.append)
    wait()
    assert failed == [NO_SOUND[NO_DEVICE]]


def test_missing_interpreter_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    failed: list[str] = []
    Gong(40).prepare(failed.append)
    wait()
    assert failed == [NO_SOUND[NO_DEVICE]]


def test_bell_rings_once_for_a_signal() -> None:
    rung: list[bool] = []
    bell = Bell(lambda: rung.append(True))
    bell.prepare(pytest.fail)
    assert not rung
    bell.play(pytest.fail)
    assert rung == [True]

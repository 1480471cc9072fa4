"""Keeping the laptop awake, with a system that only counts."""

import asyncio
from collections.abc import Iterator
from threading import Event
from types import SimpleNamespace

import pytest
from wakepy import keep

from luisteren_tui.system.power import KeepAwake


class Mode:
    """Stands for what keeps the system awake; `entered` and `left` count."""

    def __init__(self) -> None:
        self.entered = self.left = 0
        self.may_enter = Event()
        self.may_enter.set()

    def __enter__(self) -> "Mode":
        assert self.may_enter.wait(10)
        self.entered += 1
        return self

    def __exit__(self, *_error: object) -> None:
        self.left += 1


@pytest.fixture
def mode(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mode]:
    mode = Mode()
    monkeypatch.setattr(keep, "presenting", lambda **_options: mode)
    yield mode
    mode.may_enter.set()


async def test_laptop_is_awake_from_start_to_stop(mode: Mode) -> None:
    awake = KeepAwake()
    await awake.start()
    assert (mode.entered, mode.left) == (1, 0)
    awake.stop()
    awake.stop()
    assert (mode.entered, mode.left) == (1, 1)


async def test_stop_before_the_system_has_answered_lets_it_sleep(mode: Mode) -> None:
    mode.may_enter.clear()
    awake = KeepAwake()
    start = asyncio.create_task(awake.start())
    await asyncio.sleep(0)
    awake.stop()
    mode.may_enter.set()
    await start
    assert (mode.entered, mode.left) == (1, 1)


async def test_start_after_an_early_stop_keeps_the_system_awake_only_once(mode: Mode) -> None:
    mode.may_enter.clear()
    awake = KeepAwake()
    first = asyncio.create_task(awake.start())
    await asyncio.sleep(0)
    awake.stop()
    second = asyncio.create_task(awake.start())
    await asyncio.sleep(0)
    mode.may_enter.set()
    await asyncio.gather(first, second)
    assert (mode.entered, mode.left) == (2, 1)
    awake.stop()
    assert (mode.entered, mode.left) == (2, 2)


async def test_system_fault_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_options: object) -> SimpleNamespace:
        raise RuntimeError("no such service")

    monkeypatch.setattr(keep, "presenting", fail)
    awake = KeepAwake()
    await awake.start()
    awake.stop()

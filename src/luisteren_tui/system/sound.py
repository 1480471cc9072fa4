"""The sound of a signal: a soft gong, or the terminal's bell for who asks for that.

The gong is played by a program of its own: what a system's sound library prints when it finds no device would land in
the middle of the picture, and a fault in it would end the session.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from luisteren_tui.i18n import N_

LOUDSPEAKER = Path(__file__).with_name("sound_player.py")
RATE = 22_050
"""Samples a second; the highest partial needs no more."""
LENGTH = 4.0
"""Seconds that the gong sounds."""
PITCH = 262.0
PARTIALS = ((1.0, 1.0, 1.1), (1.004, 0.6, 1.0), (2.71, 0.35, 0.6), (5.15, 0.12, 0.3))
"""Each as its frequency over the pitch, how loud it begins, and the seconds in which it fades to a third."""
ATTACK = 0.02
"""Seconds in which it swells, so that it does not click."""
PATIENCE = 10.0
"""Seconds that a device may take beside the gong itself."""
NO_PLAYER, NO_DEVICE = 3, 4
NO_SOUND = {
    NO_PLAYER: N_("There is no sound: install the 'sound' extra, see the README."),
    NO_DEVICE: N_("There is no sound: no loudspeaker was found."),
}

Failed = Callable[[str], object]
"""Is told why nothing is heard, as a message id, from any thread."""


class Player(Protocol):
    """Makes a signal heard. Neither of these waits for anything."""

    def prepare(self, failed: Failed) -> None:
        """Find out whether a signal could be heard, without a sound."""

    def play(self, failed: Failed) -> None:
        """Let the signal be heard."""


class Bell:
    """The terminal's bell, which `ring` rings."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def prepare(self, failed: Failed) -> None:
        """A terminal does not tell whether it has a bell."""

    def play(self, failed: Failed) -> None:
        """Ring once."""
        self._ring()


class Gong:
    """A soft gong; `volume` is from 0 to 100."""

    def __init__(self, volume: int) -> None:
        self._volume = volume

    def prepare(self, failed: Failed) -> None:
        """Open the device and close it."""
        self._start(b"", failed)

    def play(self, failed: Failed) -> None:
        """Strike the gong."""
        self._start(None, failed)

    def _start(self, samples: bytes | None, failed: Failed) -> None:
        from threading import Thread

        if not self._volume:
            return
        # A daemon: whoever leaves does not wait for a gong that fades.
        Thread(target=self._hand_over, args=(samples, failed), name="gong", daemon=True).start()

    def _hand_over(self, samples: bytes | None, failed: Failed) -> None:
        import subprocess

        try:
            played = subprocess.run(
                # Not in its own folder first, where a module of ours could stand for another.
                [sys.executable, "-P", str(LOUDSPEAKER), str(RATE)],
                input=gong(self._volume) if samples is None else samples,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LENGTH + PATIENCE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            code = played.returncode
        except (OSError, subprocess.SubprocessError):
            code = NO_DEVICE
        if code:
            with suppress(RuntimeError):  # the screens are gone
                failed(NO_SOUND.get(code, NO_SOUND[NO_DEVICE]))


@lru_cache(maxsize=1)
def gong(volume: int) -> bytes:
    """Return a gong at `volume`, above 0 to 100: 16 bits a sample, one channel, as this machine orders bytes."""
    from array import array
    from cmath import exp, pi
    from itertools import accumulate, repeat
    from operator import mul

    count = round(LENGTH * RATE)
    # A damped wave turns a little and shrinks a little with each sample.
    waves = [
        accumulate(repeat(exp(complex(-1 / fade, 2 * pi * PITCH * over) / RATE), count - 1), mul, initial=complex(loud))
        for over, loud, fade in PARTIALS
    ]
    # Squared, so that half the volume sounds about half as loud.
    peak = 32_767 * (volume / 100) ** 2 / sum(loud for _over, loud, _fade in PARTIALS)
    swell = round(ATTACK * RATE)
    return array(
        "h",
        (
            round(peak * min(1.0, place / swell) * sum(point.imag for point in points))
            for place, points in enumerate(zip(*waves, strict=True))
        ),
    ).tobytes()

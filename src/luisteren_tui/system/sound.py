"""The sound of a signal: a soft gong or the terminal's bell.

Another process plays the gong. What a sound library prints when it finds no device would spoil the screen, and a crash
in it would end the session.
"""

import subprocess
from array import array
from cmath import exp, pi
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, repeat
from operator import mul
from threading import Thread
from typing import Protocol

from luisteren_tui.i18n import N_
from luisteren_tui.system.package import is_bundle, own_command
from luisteren_tui.system.sound_player import NO_DEVICE, NO_PLAYER, PLAY_SOUND

SAMPLE_RATE = 22_050
"""Samples a second; the highest partial needs no more."""
LENGTH_S = 4.0
PITCH_HZ = 262.0
PARTIALS = ((1.0, 1.0, 1.1), (1.004, 0.6, 1.0), (2.71, 0.35, 0.6), (5.15, 0.12, 0.3))
"""Frequency relative to the pitch, loudness at the start, and the seconds in which it fades to a third."""
ATTACK_S = 0.02
"""How long the gong swells, so that it doesn't click."""
PATIENCE_S = 10.0
"""How long a device may take in addition to the gong itself."""
NO_SOUND = {
    NO_PLAYER: N_("There is no sound: install the 'sound' extra, see the README."),
    NO_DEVICE: N_("There is no sound: no loudspeaker was found."),
}
NO_SOUND_IN_BUNDLE = NO_SOUND | {NO_PLAYER: N_("There is no sound: it can't be played on this computer.")}
"""In a bundle there is nothing to install: what plays is in it."""

Failed = Callable[[str], object]
"""A function that is called, from any thread, with the reason (a message id) why nothing is heard."""


class Player(Protocol):
    """Plays a signal. Neither method waits for anything."""

    def prepare(self, failed: Failed) -> None:
        """Find out silently whether a signal could be heard."""

    def play(self, failed: Failed) -> None:
        """Play the signal."""


class Bell:
    """The terminal's bell, rung by the function `ring`."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def prepare(self, failed: Failed) -> None:
        """Do nothing: a terminal can't say whether it has a bell."""

    def play(self, failed: Failed) -> None:
        """Ring once."""
        self._ring()


class Gong:
    """A soft gong; `volume` is from 0 to 100."""

    def __init__(self, volume: int) -> None:
        self._volume = volume

    def prepare(self, failed: Failed) -> None:
        """Open and close the device."""
        self._start(b"", failed)

    def play(self, failed: Failed) -> None:
        """Strike the gong."""
        self._start(None, failed)

    def _start(self, samples: bytes | None, failed: Failed) -> None:
        if not self._volume:
            return
        # A daemon thread, so that leaving the program doesn't wait for a gong to fade.
        Thread(target=self._run_player, args=(samples, failed), name="gong", daemon=True).start()

    def _run_player(self, samples: bytes | None, failed: Failed) -> None:
        try:
            played = subprocess.run(
                own_command(PLAY_SOUND, str(SAMPLE_RATE)),
                input=gong(self._volume) if samples is None else samples,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LENGTH_S + PATIENCE_S,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            code = played.returncode
        except (OSError, subprocess.SubprocessError):
            code = NO_DEVICE
        if code:
            with suppress(RuntimeError):  # the app has ended
                reasons = NO_SOUND_IN_BUNDLE if is_bundle() else NO_SOUND
                failed(reasons.get(code, reasons[NO_DEVICE]))


@lru_cache(maxsize=1)
def gong(volume: int) -> bytes:
    """Return the samples of a gong at `volume` (1 to 100): 16 bits, one channel, in the byte order of this machine."""
    count = round(LENGTH_S * SAMPLE_RATE)
    waves = []
    for over, loud, fade in PARTIALS:
        # A damped wave is a complex number that turns and shrinks a little with each sample.
        turn = exp(complex(-1 / fade, 2 * pi * PITCH_HZ * over) / SAMPLE_RATE)
        waves.append(accumulate(repeat(turn, count - 1), mul, initial=complex(loud)))
    # Squared, because half the amplitude doesn't sound half as loud.
    peak = 32_767 * (volume / 100) ** 2 / sum(loud for _over, loud, _fade in PARTIALS)
    swell = round(ATTACK_S * SAMPLE_RATE)
    return array(
        "h",
        (
            round(peak * min(1.0, place / swell) * sum(point.imag for point in points))
            for place, points in enumerate(zip(*waves, strict=True))
        ),
    ).tobytes()

"""Playing the samples on standard input. The program starts itself with a hidden command for this.

Without samples the device is only opened.
"""

import sys
from collections.abc import Generator
from threading import Event

BYTES_PER_SAMPLE = 2
PLAY_SOUND = "play-sound"
"""The command. Its argument is the number of samples a second."""
NO_PLAYER, NO_DEVICE = 5, 6
"""Its exit codes if the player library is not installed, or if no device can play. Other commands have none of them."""
MAX_DELAY_S = 3.0
"""How long a device may take beyond the length of the samples."""


def play(rate: int) -> int:
    """Play the samples and return the exit code."""
    try:
        import miniaudio  # optional
    except ImportError:
        return NO_PLAYER
    samples = sys.stdin.buffer.read()
    try:
        form = miniaudio.SampleFormat.SIGNED16
        with miniaudio.PlaybackDevice(output_format=form, nchannels=1, sample_rate=rate) as device:
            if device.backend.lower() == "null":
                return NO_DEVICE  # this device discards what it plays
            if not samples:
                return 0
            done = Event()
            stream = parts(samples, done)
            next(stream)
            device.start(stream)
            # A device that disappears never asks for the last samples.
            return 0 if done.wait(len(samples) / BYTES_PER_SAMPLE / rate + MAX_DELAY_S) else NO_DEVICE
    except miniaudio.MiniaudioError:
        return NO_DEVICE


def parts(samples: bytes, done: Event) -> Generator[bytes, int, None]:
    """Yield as many samples as the device asks for each time, and set `done` after the last one."""
    asked = yield b""
    place = 0
    while place < len(samples):
        part = samples[place : place + asked * BYTES_PER_SAMPLE]
        place += len(part)
        asked = yield part
    done.set()

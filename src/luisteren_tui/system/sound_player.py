"""Plays the samples on its standard input: a program of its own, run by its path, which imports nothing of ours.

Without samples it only opens the device. The argument is the number of samples a second. It returns 3 where the player
is not installed, 4 where no device plays them.
"""

import sys
from collections.abc import Generator
from threading import Event

WIDTH = 2
"""Bytes of a sample."""
NO_PLAYER, NO_DEVICE = 3, 4
PATIENCE = 3.0
"""Seconds that a device may be late."""


def main(rate: int) -> int:
    """Play what is to be played and return the exit code."""
    try:
        import miniaudio
    except ImportError:
        return NO_PLAYER
    samples = sys.stdin.buffer.read()
    try:
        form = miniaudio.SampleFormat.SIGNED16
        with miniaudio.PlaybackDevice(output_format=form, nchannels=1, sample_rate=rate) as device:
            if device.backend.lower() == "null":
                return NO_DEVICE  # it plays to nobody
            if not samples:
                return 0
            done = Event()
            stream = parts(samples, done)
            next(stream)
            device.start(stream)
            # A device that vanishes asks for no more.
            return 0 if done.wait(len(samples) / WIDTH / rate + PATIENCE) else NO_DEVICE
    except miniaudio.MiniaudioError:
        return NO_DEVICE


def parts(samples: bytes, done: Event) -> Generator[bytes, int, None]:
    """Yield as many samples as are asked for each time, and say when all have been played."""
    asked = yield b""
    place = 0
    while place < len(samples):
        part = samples[place : place + asked * WIDTH]
        place += len(part)
        asked = yield part
    done.set()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

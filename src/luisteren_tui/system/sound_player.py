"""A program that plays the samples on its standard input. It is run by its path and imports nothing from the package.

Without samples it only opens the device. Its argument is the number of samples a second. Its exit code is 3 if the
player library is not installed, or 4 if no device can play.
"""

import sys
from collections.abc import Generator
from threading import Event

BYTES_PER_SAMPLE = 2
NO_PLAYER, NO_DEVICE = 3, 4
MAX_DELAY_S = 3.0
"""How long a device may take beyond the length of the samples."""


def main(rate: int) -> int:
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


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

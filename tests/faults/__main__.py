"""Run the fault rows and print the table: `python -m tests.faults [--short] [--rows 1,4] [--seed N] [--json FILE]`."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.tally import Row, Tally

_MOST = 5


def main() -> int:
    """Run the requested rows, and return 1 if any of them lost something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="run the short form of each row")
    parser.add_argument("--rows", default="", help="the numbers of the rows, separated by commas (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    wanted = {int(number) for number in given.rows.split(",")} if given.rows else {row.number for row in ROWS}
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {given.seed}")
    print(f"{'':>3} {'what is tried':<58} {'tried':>8} {'survived':>8} {'lost':>5} {'s':>6}")
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home  # what the rows leave there is not for the real one
        results = [_run(row, given) for row in ROWS if row.number in wanted]
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    return int(any(result["lost"] for result in results))


def _run(row: Row, given: argparse.Namespace) -> dict[str, object]:
    start = time.monotonic()
    tally = Tally()
    with tally.trial("the row itself", 0):
        tally.add(row.run(row.short if given.short else row.count, given.seed))
    least = row.least[not given.short]
    if tally.tried < least:
        tally.lost.append(f"only {tally.tried} were tried, fewer than {least}")
    seconds = time.monotonic() - start
    print("\n".join(lines(row, tally, seconds)), flush=True)
    return as_values(row, tally, seconds)


def lines(row: Row, tally: Tally, seconds: float) -> list[str]:
    """Return the line of a row and, below it, what it lost, did not run and measured."""
    survived = max(0, tally.tried - len(tally.lost))
    what = f"{row.what} ({row.unit})"
    return [
        f"{row.number:>3} {what:<58} {tally.tried:>8} {survived:>8} {len(tally.lost):>5} {seconds:>6.1f}",
        f"{'':>3} must hold: {row.holds}",
        *(f"{'':>3} lost: {lost}" for lost in tally.lost[:_MOST]),
        *(f"{'':>3} ... and {len(tally.lost) - _MOST} more" for _ in tally.lost[_MOST : _MOST + 1]),
        *(f"{'':>3} did not run: {what}" for what in tally.did_not_run),
        *(f"{'':>3} measured: {what}" for what in tally.measured),
    ]


def as_values(row: Row, tally: Tally, seconds: float) -> dict[str, object]:
    """Return the result of a row as values for JSON."""
    return {
        "row": row.number,
        "what": row.what,
        "unit": row.unit,
        "tried": tally.tried,
        "lost": tally.lost,
        "did_not_run": tally.did_not_run,
        "measured": tally.measured,
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    sys.exit(main())

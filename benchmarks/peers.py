"""Compare the program with other terminal programs: `make bench-peers` installs and measures them.

They have other purposes, so no ratio is required: termdown is a countdown in curses, spiel shows slides, harlequin
queries databases and posting sends HTTP requests.
"""

import argparse
import json
from dataclasses import asdict
from functools import partial
from importlib.metadata import distributions
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.__main__ import machine
from benchmarks.compare import Result, Row, in_turns, measure, summarize
from benchmarks.rows import OURS, ROOT, environment
from benchmarks.terminal import NotMeasurable, Terminal

FOLDER = ROOT / ".venv" / "peers"
PEERS = {"termdown": ["15m"], "spiel": ["demo", "present"], "harlequin": [], "posting": []}
"""The arguments of each program."""
OURS_ONLY = ("PYTHONPATH", "LUISTEREN_DATA", "LUISTEREN_CONFIG", "LUISTEREN_LANG")


def started(command: list[str], what: str, *, peer: bool) -> list[float]:
    """Start a command in a terminal and measure its first paint in ms or its largest resident set in MB."""
    with TemporaryDirectory() as folder:
        env = environment(folder) | {"HOME": folder}
        if peer:
            env = {name: value for name, value in env.items() if name not in OURS_ONLY}
        with Terminal(command, env, 120, 30) as terminal:
            paint = terminal.first_paint() * 1e3
            if what == "memory":
                terminal.settle()
        return [paint if what == "first paint" else terminal.peak]


def versions() -> dict[str, str]:
    """Return the installed version of each program."""
    folders = {peer: [str(path) for path in (FOLDER / peer).glob("lib/python*/site-packages")] for peer in PEERS}
    return {peer: each.version for peer, path in folders.items() for each in distributions(name=peer, path=path)}


def line(result: Result) -> str:
    """Return one line of the table."""
    spread = f"{result.low:.2f}-{result.high:.2f}"
    return f"{result.name:<24}{result.ours:>9.1f}{result.bare:>9.1f} {result.unit:<3}{result.ratio:>6.2f} x  {spread}"


def main() -> None:
    """Measure each program and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description="Compare the program with others.")
    parser.add_argument("--rounds", type=int, default=8, help="how often each is started (default 8)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args()

    print(", ".join(f"{name} {value}" for name, value in (machine() | versions()).items()))
    print(
        f"Medians of pairs of starts, and the interval that holds the ratio 19 times out of 20.\n\n{'':<24}{'ours':>9}{'theirs':>9} {'':<3}{'ratio':>8}  interval"
    )
    results = []
    for what, unit in (("first paint", "ms"), ("memory", "MB")):
        for peer, arguments in PEERS.items():
            theirs = [str(FOLDER / peer / "bin" / peer), *arguments]
            ours = partial(started, [*OURS, "run"], what, peer=False)
            pair = in_turns(ours, partial(started, theirs, what, peer=True))
            row = Row(f"{what}, {peer}", unit, inf, pair, options.rounds)
            try:
                results.append(summarize(row, measure(row)))
            except NotMeasurable as reason:
                print(f"{row.name:<24}left out: {reason}", flush=True)
            else:
                print(line(results[-1]), flush=True)
    if options.json:
        rows = [
            {key: value for key, value in asdict(result).items() if key not in ("reach", "verdict")}
            for result in results
        ]
        options.json.write_text(json.dumps({"machine": machine() | versions(), "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()

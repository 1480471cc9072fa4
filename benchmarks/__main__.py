"""Measure every row and print the table: `python -m benchmarks [--json FILE]`."""

import argparse
import compileall
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from benchmarks.compare import Result, compare
from benchmarks.rows import ROOT, rows
from benchmarks.terminal import NotMeasurable


def machine() -> dict[str, str]:
    """Return the versions and hardware that the figures depend on."""
    return {
        "system": platform.platform(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "textual": version("textual"),
        "pyyaml": version("pyyaml"),
        "click": version("click"),
    }


def line(result: Result) -> str:
    """Return one line of the table."""
    spread = f"{result.low:.1f}-{result.high:.1f}"
    verdict = "ok" if result.ratio <= result.reach else "over"
    return (
        f"{result.name:<22}{result.ours:>9.1f}{result.bare:>9.1f} {result.unit:<3}{result.ratio:>6.2f} x"
        f"{result.reach:>6.2f} x  {verdict:<5}{result.samples:>4}  {spread}"
    )


def main() -> None:
    """Read the options, measure all rows and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Compare the program with a bare Textual app.")
    parser.add_argument("--rounds", type=int, default=20, help="how often a start is measured (default 20)")
    parser.add_argument(
        "--seconds", type=float, default=10, help="how long a countdown is watched, in seconds (default 10)"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only the rows whose name contains TEXT")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args()

    # pip compiles a program when it installs it, so its users never wait for that.
    for folder in (ROOT / "src", ROOT / "benchmarks"):
        compileall.compile_dir(folder, quiet=2)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print("Medians of alternating measurements. Only the ratio is judged.\n")
    print(f"{'':<22}{'ours':>9}{'bare':>9} {'':<3}{'ratio':>8}{'reach':>8}  {'':<5}{'n':>4}  lowest-highest of ours")
    results: list[Result] = []
    left_out: dict[str, str] = {}
    for row in rows(options.rounds, options.seconds):
        if options.only not in row.name:
            continue
        try:
            results.append(compare(row))
        except NotMeasurable as reason:
            left_out[row.name] = str(reason)
            print(f"{row.name:<22}left out: {reason}", flush=True)
        else:
            print(line(results[-1]), flush=True)
    if options.json:
        figures = {"machine": machine(), "rows": [asdict(result) for result in results], "left_out": left_out}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

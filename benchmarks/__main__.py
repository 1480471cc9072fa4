"""Measure every row and print the table: `python -m benchmarks [--quick] [--json FILE]`."""

import argparse
import compileall
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from benchmarks.compare import Fault, MeasurePairs, Pair, Result, measure, summarize
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
    return (
        f"{result.name:<22}{result.ours:>9.1f}{result.bare:>9.1f} {result.unit:<3}{result.ratio:>6.2f} x"
        f"  {f'{result.low:.2f}-{result.high:.2f}':<11}{result.reach:>6.2f} x  {result.verdict:<7}{result.pairs:>4}"
    )


def main() -> None:
    """Read the options, measure all rows and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Compare the program with a bare Textual app.")
    parser.add_argument("--quick", action="store_true", help="measure less: all rows in about two minutes")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the rows whose name contains TEXT")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args()

    began = monotonic()
    # pip compiles a program when it installs it, so its users never wait for that.
    for folder in (ROOT / "src", ROOT / "benchmarks"):
        compileall.compile_dir(folder, quiet=2)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print(
        "Medians of pairs that were measured in turn. Only the ratio is judged: by the interval that holds it 19 times"
    )
    print("out of 20. CONTRIBUTING.md says how to read this table.\n")
    print(f"{'':<22}{'ours':>9}{'bare':>9} {'':<3}{'ratio':>8}  {'interval':<11}{'reach':>8}  {'verdict':<7}{'n':>4}")
    results: list[Result] = []
    pairs: dict[MeasurePairs, list[Pair]] = {}
    left_out: dict[str, str] = {}
    faults: dict[str, str] = {}
    chosen = [row for row in rows(quick=options.quick) if options.only in row.name]
    for row in chosen:
        try:
            if row.measure not in pairs:  # two rows may judge the same figures
                pairs[row.measure] = measure(row)
            results.append(summarize(row, pairs[row.measure]))
        except NotMeasurable as reason:
            left_out[row.name] = str(reason)
            print(f"{row.name:<22}left out: {reason}", flush=True)
        except Fault as fault:
            faults[row.name] = str(fault)
            print(f"{row.name:<22}over: {fault}", flush=True)
        else:
            print(line(results[-1]), flush=True)
    how = "few pairs each, so more is unsure than in a full run" if options.quick else "a full run"
    print(f"\n{len(chosen)} rows in {monotonic() - began:.0f} s: {how}.")
    if options.json:
        figures = {
            "machine": machine(),
            "quick": options.quick,
            "rows": [asdict(result) for result in results],
            "left_out": left_out,
            "faults": faults,
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Change the core and the storage in small ways, one at a time, and check that a test fails each time.

`python -m tools.mutants [--count N] [--seed N] [--only TEXT]`. A change that no test notices is printed, unless
tools/known_mutants.txt explains it. A line there is the place and the change as they are printed, and below it,
indented, the reason.
"""

import argparse
import ast
import hashlib
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
KNOWN = ROOT / "tools" / "known_mutants.txt"
PACKAGES = ("session", "people", "planning", "workshop", "views", "storage")
STAGES = (
    tuple(f"tests/{name}" for name in (*PACKAGES, "runtime", "export")),
    ("tests/tui", "tests/cli"),
)
"""What is run, after the tests that import the module, while none has failed."""
LIMIT_S = 1200
ENOUGH = 0.95
WORKERS = 2
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "dist", "node_modules")
PAIRS: tuple[tuple[Any, Any], ...] = (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
    (ast.And, ast.Or),
    (ast.Add, ast.Sub),
)
SWAPPED = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
NAMES = {"min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change: in `path` (below src/luisteren_tui), the bytes from `start` to `end` become `new`."""

    path: str
    line: int
    start: int
    end: int
    new: str
    key: str
    """Where and what, in a way that outlives changes elsewhere in the file."""


class Finder(ast.NodeVisitor):
    """Finds the changes that can be made to a module."""

    def __init__(self, path: str, source: bytes) -> None:
        self.found: list[Mutant] = []
        self._path, self._source = path, source
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._within: list[str] = []

    def visit(self, node: ast.AST) -> None:
        """Note the changes to `node`, then those within it."""
        if isinstance(node, ast.JoinedStr | ast.pattern | ast.Assert):
            return  # Python doesn't know where the parts of an f-string are; an assert never fails
        if isinstance(node, ast.keyword) and node.arg == "strict":
            return  # the strictness of a zip is an assert too
        for new in _changes(node):
            self._add(node, new)
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named:
            self._within.append(node.name)  # type: ignore[attr-defined]
        for name, value in ast.iter_fields(node):
            # Types are for mypy, and what runs when a function is defined is not what it does.
            if name in {"annotation", "returns", "decorator_list"} or (
                isinstance(node, ast.ClassDef) and name == "keywords"
            ):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    self.visit(child)
        if named:
            self._within.pop()

    def _add(self, node: ast.AST, new: str) -> None:
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._lines[node.lineno - 1] + node.col_offset
        end = self._lines[node.end_lineno - 1] + node.end_col_offset
        before, after = (
            self._source[self._lines[node.lineno - 1] : start],
            self._source[end : self._lines[node.end_lineno]],
        )
        old, changed = (b" ".join((before + part + after).split()) for part in (self._source[start:end], new.encode()))
        key = f"{self._path} {'.'.join(self._within)}: {old.decode()} -> {changed.decode()}"
        self.found.append(Mutant(self._path, node.lineno, start, end, new, key))


def _changes(node: ast.AST) -> Iterator[str]:
    """Yield what `node` may become."""
    match node:
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                swapped = [*ops[:at], SWAPPED[type(op)](), *ops[at + 1 :]]
                yield f"({ast.unparse(ast.Compare(left, swapped, comparators))})"
        case ast.BoolOp(op, values):
            yield f"({ast.unparse(ast.BoolOp(SWAPPED[type(op)](), values))})"
        case ast.BinOp(left, op, right) if type(op) in SWAPPED and not _is_text(left) and not _is_text(right):
            yield f"({ast.unparse(ast.BinOp(left, SWAPPED[type(op)](), right))})"
        case ast.UnaryOp(ast.Not(), operand):
            yield f"({ast.unparse(operand)})"
        case ast.Constant(bool() as value):
            yield str(not value)
        case ast.Constant(int() as value):
            yield str(value + 1)
            if value > 1:
                yield str(value - 1)
        case ast.Call(ast.Name(name), args, keywords) if name in NAMES:
            yield ast.unparse(ast.Call(ast.Name(NAMES[name]), args, keywords))
        case ast.Return(value) if value is not None and not (isinstance(value, ast.Constant) and not value.value):
            yield "return None"
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield "pass"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def all_mutants() -> list[Mutant]:
    """Return every change, in the order of a sample: always the same for the same changes."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / "src/luisteren_tui" / package).rglob("*.py")):
            finder = Finder(path.relative_to(ROOT / "src/luisteren_tui").as_posix(), path.read_bytes())
            finder.visit(ast.parse(path.read_bytes()))
            found += finder.found
    return found


def sample(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return `count` of the mutants. A change elsewhere in the code changes only a few of the sample."""
    return sorted(found, key=lambda each: hashlib.sha256(f"{seed} {each.key}".encode()).digest())[:count]


def is_caught(mutant: Mutant, copy: Path) -> bool:
    """Return whether a test in `copy` of this checkout fails with the mutant."""
    path = copy / "src/luisteren_tui" / mutant.path
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[: mutant.start] + mutant.new.encode() + whole[mutant.end :])
        near = tests_of(mutant.path, copy)
        return any(not passes(copy, *stage) for stage in (near, *STAGES) if stage)
    finally:
        path.write_bytes(whole)


def tests_of(path: str, copy: Path) -> list[str]:
    """Return the test files that import the module at `path`."""
    package, _dot, module = path.removesuffix(".py").replace("/", ".").rpartition(".")
    imports = re.compile(rf"luisteren_tui\.{package}(\.{module}\b| import .*\b{module}\b)")
    return [
        str(test) for test in sorted((copy / "tests").rglob("test_*.py")) if imports.search(test.read_text("utf-8"))
    ]


def passes(copy: Path, *tests: str) -> bool:
    """Return whether these tests pass in time."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--tb=no", *tests]
    # A compiled module of the same size and second would hide the change.
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PAINT_ONLY_SEEN": "1", "PYTHONPATH": str(copy / "src")}
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(command, cwd=copy, env=env, stdin=quiet, stdout=quiet, stderr=quiet, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Try a sample, and return 1 if too few are caught or one that survives is not explained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only mutants with this text in their place and change")
    given = parser.parse_args()
    found = [each for each in all_mutants() if given.only in each.key]
    tried = sample(found, given.count, given.seed)
    known = {
        line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith((" ", "#"))
    }
    print(f"{len(tried)} of {len(found)} mutants, seed {given.seed}", flush=True)
    copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        for number in range(WORKERS):
            copies.put(shutil.copytree(ROOT, Path(folder, str(number)), ignore=LEFT_OUT))

        def attempt(mutant: Mutant) -> bool:
            if mutant.key in known:
                return False
            copy = copies.get()
            try:
                caught = is_caught(mutant, copy)
            finally:
                copies.put(copy)
            if not caught:
                print(f"survived: src/luisteren_tui/{mutant.path}:{mutant.line}\n{mutant.key}", flush=True)
            return caught

        if tried and is_caught(tried[0]._replace(end=tried[0].start, new=""), Path(folder, "0")):
            print("The tests fail without any change.")
            return 1
        caught = list(pool.map(attempt, tried))
    new = [each for each, is_it in zip(tried, caught, strict=True) if not is_it and each.key not in known]
    print(f"{sum(caught)} are caught, {len(caught) - sum(caught) - len(new)} are explained, {len(new)} are neither")
    return int(bool(new) or sum(caught) < ENOUGH * len(caught))


if __name__ == "__main__":
    sys.exit(main())

"""What holds for the records of the program, which neither mypy nor msgspec checks."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args, get_type_hints

from msgspec import Struct

from luisteren_tui.planning.plan import Plan
from luisteren_tui.session.events import TYPES
from luisteren_tui.session.state import Past
from luisteren_tui.storage.journal.line import Record
from luisteren_tui.storage.outcome.schema import Outcome

SOURCE = Path(__file__).parents[1] / "src"


def copies(node: ast.AST) -> list[ast.Call]:
    """Return the calls of msgspec's `replace` in `node`."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == "replace"]


def test_only_a_method_of_a_record_copies_it_and_names_its_own_fields() -> None:
    checked = 0
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "from msgspec.structs import replace" not in text:
            continue
        module = import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        tree = ast.parse(text)
        kinds = [each for each in tree.body if isinstance(each, ast.ClassDef)]
        for kind in kinds:
            for call in copies(kind):
                (record,) = call.args
                assert isinstance(record, ast.Name), ast.unparse(call)
                assert record.id == "self", ast.unparse(call)
                fields = getattr(module, kind.name).__struct_fields__
                assert {each.arg for each in call.keywords} <= {*fields}, ast.unparse(call)
                checked += 1
        assert len(copies(tree)) == sum(len(copies(kind)) for kind in kinds), path
    assert checked > 40


def below(kind: type[Struct]) -> Iterator[type[Struct]]:
    """Yield the records that inherit from `kind`."""
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def held_by(kind: type[Struct]) -> set[type[Struct]]:
    """Return the kinds of records that one of `kind` can hold, also further down."""
    found: set[type[Struct]] = set()
    hints = [*get_type_hints(kind).values()]
    while hints:
        hint = hints.pop()
        hints += get_args(hint)
        if isinstance(hint, type) and issubclass(hint, Struct) and hint not in found:
            found.add(hint)
            hints += [*get_type_hints(hint).values(), *below(hint)]
    return found


def test_record_without_garbage_collection_never_holds_its_own_kind() -> None:
    # Freeing a long chain of them would overflow the stack of the interpreter.
    kinds = {kind for kind in below(Struct) if not kind.__struct_config__.gc}
    assert {Outcome, Plan, Record, *TYPES.values()} <= kinds
    assert [kind for kind in kinds if kind in held_by(kind)] == []
    assert Past in held_by(Past)  # such a chain is found

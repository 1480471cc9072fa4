import json
from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from luisteren_tui.session.events import TYPES, Event
from luisteren_tui.storage.typed_reader import decode_stored, dump, read
from luisteren_tui.workshop.model import (
    NUMBER_LIMIT,
    Cue,
    Duration,
    Form,
    NumberRange,
    Real,
    Room,
    RoomClock,
    Stored,
    Text,
    Turns,
    Whole,
    Window,
)
from luisteren_tui.workshop.notation import quoted
from luisteren_tui.workshop.yaml_keys import Ids, WorkshopKeys


class Everything(Stored, frozen=True):
    """One field of each kind."""

    text: str
    number: Whole
    real: Real
    flag: bool
    time: Duration
    span: Window
    form: Form
    cue: Cue
    maybe: str | None = None
    some: Duration | None = None
    many: tuple[Cue, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    break_: str = field(default="", name="break")


class Written(Struct, frozen=True):
    """One field of each kind that authors write."""

    text: str = ""
    number: int = 0
    flag: bool = False
    time: Duration | None = None
    span: Window | None = None
    form: Form = Form.PLENARY
    texts: tuple[str, ...] = ()
    room: Room | None = None
    turns: Turns | None = None
    ids: Ids = Ids(())


GOOD: dict[str, Any] = {
    "text": "Nadia", "number": 1, "real": 1.5, "flag": True, "time": 90, "span": {"low": 1, "high": 2},
    "form": "pairs", "cue": {"at": 1, "say": "x"},
}  # fmt: skip


def problems(kind: Any, value: object, *, scalars: bool = False) -> list[tuple[tuple[str | int, ...], str]]:
    result, found = read(kind, value, scalars=scalars)
    assert (result is None) == bool(found)
    return [(problem.path, problem.message.format(**problem.values)) for problem in found]


SECONDS = st.integers(0, NUMBER_LIMIT - 1).map(Duration)
INTEGERS = st.integers(1 - NUMBER_LIMIT, NUMBER_LIMIT - 1)
ATOMS: dict[Any, st.SearchStrategy[Any]] = {
    Window: st.tuples(SECONDS, SECONDS).map(lambda ends: Window(*sorted(ends))),
    NumberRange: st.tuples(INTEGERS, INTEGERS).map(lambda ends: NumberRange(*sorted(ends))),
    int: INTEGERS,
    Duration: SECONDS,
    float: st.floats(-(2.0**52), 2.0**52),
    str: st.text(st.characters(exclude_categories=())),
}


def strategy(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for every value that fits `hint`. Integers stay within the limits."""
    if hint in ATOMS:
        return ATOMS[hint]
    args = get_args(hint)
    if get_origin(hint) in (UnionType, Union):
        return st.none() | strategy(args[0])
    if get_origin(hint) is tuple:
        return st.lists(strategy(args[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(st.text(max_size=3), strategy(args[1]), max_size=2)
    if issubclass(hint, Struct):
        hints = get_type_hints(hint)
        build: Any = hint
        return st.builds(build, **{name: strategy(kind) for name, kind in hints.items()})
    return st.from_type(hint)


@given(st.one_of(strategy(Everything), *map(strategy, TYPES.values())))
def test_dumped_value_reads_back_through_json(value: Event | Everything) -> None:
    line = json.dumps(dump(value), allow_nan=False)
    assert read(type(value), json.loads(line)) == (value, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD, "title", "steps", "slot", "low", "t"]), inner, max_size=5)
    ),
    max_leaves=15,
)


@given(JSON, st.sampled_from([Everything, WorkshopKeys, *TYPES.values()]), st.booleans())
def test_any_value_is_read_or_refused(value: object, kind: type, scalars: bool) -> None:
    result, found = read(kind, value, scalars=scalars and kind is WorkshopKeys)
    assert isinstance(result, kind) != bool(found)


class Page(Stored, frozen=True):
    """A record that is decoded from its bytes."""

    title: str
    number: Whole = 1


@pytest.mark.parametrize(
    ("data", "page", "found"),
    [
        (b'{"title":"a"}', Page("a"), []),
        (b'{"title":"a","number":2}', Page("a", 2), []),
        (b'{"title":"\\ud800"}', Page("\ud800"), []),
        (b'{"title":1,"title":"b"}', Page("b"), []),
        (b'{"title":"a","x":1}', Page("a"), [("x",)]),
        (b'{"title":"a","number":"\\ud800"}', Page("a"), [("number",)]),
        (b'{"title":"a","\\ud800":1}', Page("a"), [("\ud800",)]),
        (b'{"title":"a","number":1.0}', Page("a"), [("number",)]),
        (b'{"title":"a","number":NaN}', Page("a"), [("number",)]),
        (b'{"title":"a","number":9007199254740992}', Page("a"), [("number",)]),
        (b'{"title":null}', None, [()]),
    ],
)
def test_stored_bytes_are_decoded_and_what_does_not_fit_is_left_out(
    data: bytes, page: Page | None, found: list[tuple[str, ...]]
) -> None:
    result, problems = decode_stored(Page, data, wrong_too=True)
    assert (result, [problem.path for problem in problems]) == (page, found)


@pytest.mark.parametrize("data", [b"", b'{"title":"a"', b'{"title":"\xff"}', b"[" * 100_000])
def test_bytes_that_are_not_json_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_stored(Page, data)


def test_fitting_values_are_read() -> None:
    result, found = read(Everything, {**GOOD, "break": "Pauze"})
    assert found == []
    assert result == Everything(
        "Nadia", 1, 1.5, True, Duration(90), Window(Duration(1), Duration(2)), Form.PAIRS, Cue(Duration(1), "x"),
        break_="Pauze",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", 1), ("text", None), ("text", True), ("number", True), ("number", 1.0), ("number", "1"),
        ("number", NUMBER_LIMIT), ("number", 10**400), ("real", float("nan")), ("real", float("inf")), ("real", "1"),
        ("real", True), ("flag", 1), ("flag", "true"), ("time", -1), ("time", True), ("time", "15m"), ("time", 1.0),
        ("span", "5m-7m"), ("span", {"low": 2, "high": 1}), ("span", {"low": 2}), ("span", [1, 2]),
        ("form", "trios"), ("form", 1), ("form", []), ("maybe", 1), ("many", {}), ("many", "x"),
        ("texts", []), ("cue", None), ("cue", []),
    ],
)  # fmt: skip
def test_types_are_exact(key: str, value: object) -> None:
    found = problems(Everything, {**GOOD, key: value})
    assert found
    assert all(path[0] == key for path, _ in found)


def test_integer_is_accepted_as_float() -> None:
    result, found = read(Everything, {**GOOD, "real": 10})
    assert found == []
    assert result is not None
    assert type(result.real) is float
    assert result.real == 10


def test_all_problems_are_reported_with_their_paths() -> None:
    value = {**GOOD, "number": "1", "cue": {"at": -1}, "many": [{"at": 1, "say": "x"}, {"at": 1, "say": 2}]}
    del value["text"]
    value["texxt"] = "x"
    assert problems(Everything, value) == [
        (("number",), "Write a whole number here."),
        (("cue", "at"), "Write a number of whole seconds here."),
        (("cue",), "'say' is missing here."),
        (("many", 1, "say"), "Write text here."),
        (("texxt",), "'texxt' is not known here. Did you mean 'text'?"),
        ((), "'text' is missing here."),
    ]


def test_dissimilar_key_gets_no_hint() -> None:
    assert problems(Written, {"zzz": "x"}) == [
        (
            ("zzz",),
            "'zzz' is not known here. Possible keys: text, number, flag, time, span, form, texts, room, turns, ids.",
        )
    ]


def test_trailing_underscore_is_not_part_of_a_key() -> None:
    assert problems(Everything, {**GOOD, "break_": "x"})[0][0] == ("break_",)


def test_written_scalars_are_read() -> None:
    value = {
        "text": "1", "number": "12", "flag": "true", "time": "1h30m", "span": "5m-7m", "form": "pairs",
        "texts": ["a"], "room": {"prompts": "all", "clock": "end"}, "turns": {"each": "role", "window": "90s-2m"},
    }  # fmt: skip
    result, found = read(Written, value, scalars=True)
    assert found == []
    assert result is not None
    assert (result.text, result.number, result.flag, result.time) == ("1", 12, True, 5400)
    assert result.span == Window(Duration(300), Duration(420))
    assert result.room is not None
    assert result.room.clock is RoomClock.END


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"number": "1.0"}, 1), ({"number": "+3"}, 3), ({"number": "007"}, 7), ({"flag": "True"}, True),
        ({"flag": "FALSE"}, False),
    ],
)  # fmt: skip
def test_numbers_and_flags_are_read_as_yaml_means_them(value: dict[str, object], expected: object) -> None:
    result, found = read(Written, value, scalars=True)
    assert found == []
    assert getattr(result, next(iter(value))) == expected


@pytest.mark.parametrize(("value", "ids"), [("3a", ("3a",)), (["3a", "7"], ("3a", "7")), ([], ())])
def test_one_id_may_be_written_without_a_list(value: object, ids: tuple[str, ...]) -> None:
    result, found = read(Written, {"ids": value}, scalars=True)
    assert (result and result.ids, found) == (ids, [])


class Grown(Stored, frozen=True):
    """A record with fields of a later version."""

    left_out_if_empty = frozenset({"ids", "seconds"})

    text: str = ""
    ids: tuple[str, ...] = ()
    seconds: Duration = Duration(0)


@pytest.mark.parametrize("value", [Grown(), Grown("x", ("a",)), Grown(seconds=Duration(30))])
def test_empty_field_of_a_later_version_is_not_written(value: Grown) -> None:
    written = dump(value)
    assert written.keys() == {"text", *(["ids"] if value.ids else []), *(["seconds"] if value.seconds else [])}
    assert read(Grown, written) == (value, [])


@pytest.mark.parametrize(
    ("given_text", "instead"),
    [
        ("15 minuten", "15m"), ("15 min", "15m"), ("15", "15m"), ("1:30", "1h30m"), ("0:45", "45m"),
        ("1:30:00", "1h30m"), ("1 uur", "1h"), ("90 sec", "90s"), ("2h ", "2h"), ("een kwartier", "15m"),
        ("", "15m"), ("١٥m", "15m"), ("m", "15m"), ("-5m", "5m"), ("15M", "15m"), ("1h30", "1h30m"), ("1u30", "1h30m"),
        ("1,5 uur", "1h30m"), ("1.5h", "1h30m"), ("0,5 uur", "30m"), ("1 uur en 15 minuten", "1h15m"),
        ("1h 30m", "1h30m"), ("90''", "90s"), ("half uur", "30m"), ("anderhalf uur", "1h30m"), ("kwartier", "15m"),
        ("half an hour", "30m"), ("ca. 10 min", "10m"), ("10-15m", "15m"), ("60%", "15m"), ("2 dagen", "15m"),
    ],
)  # fmt: skip
def test_wrong_duration_gets_advice(given_text: str, instead: str) -> None:
    message = f"{quoted(given_text)} is not a duration. Write {instead}, for instance."
    assert problems(Written, {"time": given_text}, scalars=True) == [(("time",), message)]
    assert problems(Written, {"time": instead}, scalars=True) == []


@pytest.mark.parametrize(
    ("given_text", "instead"),
    [
        ("5-7", "5m-7m"),
        ("5-7 minuten", "5m-7m"),
        ("5m – 7m", "5m-7m"),
        ("5m", "5m-5m"),
        ("1m-2m-3m", "1m-3m"),
        ("5 tot 7 minuten", "5m-7m"),
        ("1,5-2 uur", "1h30m-2h"),
        ("5 à 7 min", "5m-7m"),
        ("90-120", "90m-120m"),
        ("2 uur", "2h-2h"),
        ("kort", "5m-7m"),
        ("half uur tot een uur", "30m-1h"),
    ],
)
def test_wrong_window_gets_advice(given_text: str, instead: str) -> None:
    message = f"'{given_text}' is not a span of time. Write {instead}, for instance."
    assert problems(Written, {"span": given_text}, scalars=True) == [(("span",), message)]
    assert problems(Written, {"span": instead}, scalars=True) == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"span": "7m-5m"}, "This span of time ends before it begins. Write the shortest time first."),
        ({"flag": "yes"}, "Write true or false here."),
        ({"flag": "tRUE"}, "Write true or false here."),
        ({"number": "1.5"}, "Write a whole number here."),
        ({"number": "9" * 5000}, "Write a whole number here."),
        ({"number": "٣"}, "Write a whole number here."),
        ({"text": None}, "Write text here."),
        ({"room": None}, "Write keys with their values here."),
        ({"text": ["x"]}, "Write text here."),
        ({"text": {"a": "b", "c": "d"}}, "Write text here."),
        ({"text": {"Casus": "Nadia's"}}, "A colon splits this text in two. Put it between quotes: 'Casus: Nadia''s'"),
        ({"texts": "x"}, "Write a list here, each item on its own line after a dash."),
        ({"room": "all"}, "Write keys with their values here."),
        ({"ids": {"a": "b"}}, "Write a list here, each item on its own line after a dash."),
        ({"form": "trio"}, "'trio' is not one of these: individual, pairs, subgroups, plenary, break."),
    ],
)
def test_wrong_value_gets_advice(value: dict[str, object], message: str) -> None:
    assert problems(Written, value, scalars=True) == [((next(iter(value)),), message)]

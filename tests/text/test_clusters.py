"""Signs of several characters, which are never cut in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text.clusters import clusters, continues, cut, end_of_cluster, start_of_cluster
from tests.text.samples import HEALTH_WORKER, HINDI, JOINED, RAINBOW, SCOTLAND


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ab", ["a", "b"]),
        ("e\u0301e", ["e\u0301", "e"]),
        (f"a{HEALTH_WORKER}b", ["a", HEALTH_WORKER, "b"]),
        (RAINBOW * 2, [RAINBOW] * 2),
        (f"{SCOTLAND}🏴", [SCOTLAND, "🏴"]),
        (f"{HINDI}क", [HINDI, "क"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("1\ufe0f\u20e32", ["1\ufe0f\u20e3", "2"]),
        ("🇳🇱🇧🇪🇩🇪", ["🇳🇱", "🇧🇪", "🇩🇪"]),
        ("ی\u200cر", ["ی\u200c", "ر"]),
        ("a\n\u0301", ["a", "\n", "\u0301"]),
    ],
)
def test_what_is_shown_as_one_sign_belongs_together(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


@given(st.lists(st.sampled_from([*JOINED, *"ab\n 🇳\u0301"])).map("".join), st.data())
def test_clusters_are_the_text_and_start_and_end_where_they_are_cut(text: str, data: st.DataObject) -> None:
    parts = list(clusters(text))
    assert "".join(parts) == text
    at = data.draw(st.integers(0, len(text)))
    start, end = start_of_cluster(text, at), end_of_cluster(text, at)
    assert start <= at <= end
    assert continues(text, start) == continues(text, end) == False  # noqa: E712 - a chain of three reads best
    assert text[start:end] in ("", *parts)
    assert cut(text, at) == text[:start]


def test_thousands_of_flags_are_told_apart_quickly() -> None:
    assert list(clusters("🇳🇱" * 10_000)) == ["🇳🇱"] * 10_000

"""Tests with many parameter sets, of which `make test` runs only the first."""

from collections.abc import Sequence
from typing import Any

import pytest


def thorough(
    names: str | tuple[str, ...], sets: Sequence[Any], *, quick: int = 1, ids: Any = None
) -> pytest.MarkDecorator:
    """Parametrize a test. `make test` runs the first `quick` sets, `make check` all."""
    rest = [pytest.param(*([one] if isinstance(names, str) else one), marks=pytest.mark.check_only) for one in sets]
    return pytest.mark.parametrize(names, [*sets[:quick], *rest[quick:]], ids=ids)

"""The time zone and colours of all tests of the screens."""

from collections.abc import Iterator

import pytest

from tests.time_zone import zone_changed


# For each module: it takes longer than a short test to tell of another time zone.
@pytest.fixture(autouse=True, scope="module")
def in_amsterdam() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", "Europe/Amsterdam")
        patched.delenv("NO_COLOR", raising=False)
        zone_changed()
        yield
    zone_changed()

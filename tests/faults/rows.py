"""The table: every row of what is tried, in the order of the list that they come from."""

from tests.faults import failing, power, slow
from tests.faults.tally import Row

ROWS = (
    Row(4, "power cut under the journal", "all that was shown as saved survives", "states", 300, 5000, power.power_cut),
    Row(
        5,
        "each call fails once, then for ever, each error",
        "alarm, nothing lost, full catch-up, a copy elsewhere",
        "faults",
        80,
        0,
        failing.failing_calls,
    ),
    Row(6, "an fsync takes 2 s", "no key waits over 50 ms", "keys", 30, 150, slow.slow_disk),
)

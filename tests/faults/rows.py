"""The table: every row of what is tried, in the order of the list that they come from."""

from tests.faults import power
from tests.faults.tally import Row

ROWS = (
    Row(4, "power cut under the journal", "all that was shown as saved survives", "states", 300, 5000, power.power_cut),
)

"""The table: every row of what is tried, in the order of the list that they come from."""

from tests.faults import (
    clocks,
    damage,
    failing,
    kills,
    machine,
    planted,
    power,
    privacy,
    races,
    slow,
    texts,
    windows,
    workshops,
)
from tests.faults.tally import Row, Tally


def kill_9(count: int, seed: int) -> Tally:
    """A thousand kills of a program without screens, and a tenth of that in a real terminal."""
    tally = kills.random_kills(count, seed)
    tally.add(windows.kills_in_a_terminal(max(2, count // 10) if count >= 1000 else 2, seed, timed=count >= 1000))
    return tally


ROWS = (
    Row(
        1,
        "SIGKILL at every call, and of the recovery",
        "every acknowledged edit is back, place and time left to 1 s",
        "kills",
        1,
        0,
        kills.kill_at_each_call,
    ),
    Row(2, "kill -9 at random", "the same", "kills", 60, 1000, kill_9),
    Row(
        3,
        "window closed, SIGHUP, SIGTERM",
        "the same, and the terminal is sane",
        "of each",
        1,
        25,
        windows.windows_closed,
    ),
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
    Row(
        7,
        "journal cut and flipped at every byte; foreign files",
        "no silent wrong value; what is sound is back; original kept",
        "journals",
        1500,
        0,
        damage.damaged_journal,
    ),
    Row(
        8, "eight programs on one folder", "one runs, the others say who; nothing mixed", "races", 10, 200, races.races
    ),
    Row(
        9,
        "clocks set, lid closed, restarts, both DST changes",
        "time left never rises unasked, nothing negative, in order",
        "schedules",
        300,
        5000,
        clocks.clock_schedules,
    ),
    Row(
        10,
        "state machine: commands, kills, full disk, clocks",
        "the plain model agrees at every step",
        "runs",
        20,
        300,
        machine.state_machine,
    ),
    Row(
        11,
        "a secret word in a note: room, crash, files, deletion",
        "never on the wall, in no other file, nowhere once deleted",
        "frames and ways",
        1,
        5,
        privacy.secrets,
    ),
    Row(
        12,
        "hostile and mutated workshops, 1 s and 150 MiB each",
        "a workshop, or errors as file:line:col in Dutch",
        "files",
        150,
        5000,
        workshops.hostile_workshops,
    ),
    Row(
        13,
        "hostile text in every field and on every screen",
        "none of it reaches the terminal, no action runs",
        "texts",
        1,
        60,
        texts.hostile_text,
    ),
    Row(14, "hostile text in exports, plans, handouts, names", "inert", "texts", 40, 0, texts.exports),
    Row(
        15,
        "any umask, planted links and pipes, ids outside",
        "refused with a message; files stay 0600",
        "cases",
        0,
        0,
        planted.planted,
    ),
)

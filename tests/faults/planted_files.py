"""Row 15: files and folders are not what they should be."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import plans
from luisteren_tui.storage.files import replace_atomically, write_error_message
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.lock import lock_folder
from luisteren_tui.storage.outcome import outcome_file as outcome
from luisteren_tui.storage.session_index import NoSession, find_session
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.paths import Folders
from tests.faults.processes import run_forked
from tests.faults.random_sessions import NOON, HandClock, begin, resume
from tests.faults.tally import Tally, folder, require

NOBODY = 65534
OUTSIDE = (
    "../secret",
    "/etc/passwd",
    "2026-11-24-1300-../../secret",
    "2026-11-24-1300-x/../../secret",
    "..",
    ".",
    "",
    "2026-11-24-1300-",
    "2026-11-24-1300-a\0b",
    "2026-11-24-1300-a\nb",
    "~/secret",
    "last/..",
)
MASKS = (0o000, 0o022, 0o077, 0o777)


def planted(count: int, seed: int) -> Tally:
    """Try every umask, plant links, pipes, folders and devices in place of our files, and use ids that lead outside.

    Also folders without permission to write.

    Judged by the files: ours have mode 0600 in folders of 0700, nothing outside is created, read or changed, and no
    pipe blocks the program. Everything planted is refused with an error message.
    Seen to fail without: O_NOFOLLOW and O_NONBLOCK (`_NO_LINK`, `_NO_WAIT`), setting the mode after a strict umask
    (`open_new`), checking an id before it becomes a path (`find_session`).
    """
    tally = Tally()
    for mask in MASKS:
        with tally.trial(f"umask {mask:03o}"), folder() as data:
            _in_a_process(lambda data=data, mask=mask: _session_with(data / "new", mask))  # type: ignore[misc]
    for plant in (_link, _dangling, _pipe, _directory, _device):
        for what, use in USES:
            with tally.trial(f"{plant.__name__[1:]} as {what}"), folder() as data:
                secret = data / "secret"
                secret.write_bytes(b"secret")
                _in_a_process(lambda data=data, plant=plant, use=use: use(data / "ours", plant, data))  # type: ignore[misc]
                require(secret.read_bytes() == b"secret", "what is outside was changed")
                left = {path.name for path in data.iterdir()}
                require(left <= {"secret", "ours", "pipe"}, f"{left} were made outside")
    with tally.trial("another file as journal"), folder() as data:
        _in_a_process(lambda: _beside_another(data))
    for id in OUTSIDE:
        with tally.trial(f"session {id!r}"), folder() as data:
            for folder_there in (data, data / "ours", data / "ours" / "sessions" / "2026-11-24-1300-x"):
                folder_there.mkdir(parents=True, exist_ok=True)
                (folder_there / "secret.json").write_text("{}")
                (folder_there / "secret.jsonl").write_text("{}")
            _is_refused(lambda data=data, id=id: find_session(id, data / "ours"), NoSession)  # type: ignore[misc]
        if id != "2026-11-24-1300-":  # a valid name for a plan
            with tally.trial(f"plan {id!r}"), folder() as data:
                _is_refused(lambda data=data, id=id: plans.plan_path(Folders(data), id), ValueError)  # type: ignore[misc]
    with tally.trial("a folder that may not be written"), folder() as data:
        data.chmod(0o755)
        _in_a_process(lambda: _read_only(data))
    return tally


def _in_a_process(work: Callable[[], object]) -> None:
    """Run it in its own process, since a pipe without a writer would block forever."""

    def alarmed(_: object) -> None:
        import signal

        signal.alarm(20)
        work()

    _, code = run_forked(alarmed)
    require(code == 0, f"ends with {code}")


def _is_refused(work: Callable[[], object], *errors: type[Exception]) -> None:
    try:
        work()
    except errors:
        return
    raise AssertionError("it is not refused")


def _session_with(data: Path, mask: int) -> None:
    os.umask(mask)
    with lock_folder(data, "x", NOON):
        live = begin(data, HandClock())
        live.do(c.Write(Slot("1"), "x"))
        assert live.path
        live.close(20)
        whole = live.path.read_bytes()
        live.path.write_bytes(whole[:100] + b"x" + whole[101:])
        live.path.write_bytes(whole + b"x\n")
        again = resume(live.path, HandClock())
        again.do(c.End())
        again.close(20)
        outcome.finish(live.path, again.outcome())
        found = list(data.rglob("*"))
        require(len(found) >= 5, "files are missing")
        for path in (data, *found):
            mode = stat.S_IMODE(path.lstat().st_mode)
            require(mode == (0o700 if path.is_dir() else 0o600), f"{path.name} has mode {mode:o}")


Plant = Callable[[Path, Path], None]


def _link(at: Path, outside: Path) -> None:
    at.symlink_to(outside / "secret")


def _dangling(at: Path, outside: Path) -> None:
    at.symlink_to(outside / "victim")


def _pipe(at: Path, _: Path) -> None:
    os.mkfifo(at)


def _directory(at: Path, _: Path) -> None:
    at.mkdir()


def _device(at: Path, _: Path) -> None:
    at.symlink_to("/dev/zero")


def _next_name() -> str:
    """Return the name of the next journal, which is that of the current minute if it is free."""
    with folder() as data:
        live = begin(data, HandClock())
        live.close(20)
        assert live.path
        return live.path.name


def _as_journal(data: Path, plant: Plant, outside: Path) -> None:
    """Check that a new session takes another name, and that reading the planted file is refused."""
    (data / "sessions").mkdir(parents=True)
    at = data / "sessions" / _next_name()
    plant(at, outside)
    _is_refused(lambda: read_journal(at), OSError)
    outcome.finish_ended(data / "sessions")
    live = begin(data, HandClock())
    require(live.path and live.path.name != at.name, "it took what was planted")
    live.close(20)


def _beside_another(data: Path) -> None:
    """Check that a new session leaves a file of its name alone."""
    (data / "sessions").mkdir(parents=True)
    at = data / "sessions" / _next_name()
    at.write_bytes(b"another")
    live = begin(data, HandClock())
    live.close(20)
    require(live.path != at and at.read_bytes() == b"another", "it was written into")


def _as_outcome(data: Path, plant: Plant, outside: Path) -> None:
    """Check that an outcome is never written through a planted file."""
    live = begin(data, HandClock())
    assert live.path
    plant(live.path.with_suffix(".json"), outside)
    live.do(c.End())
    live.close(20)
    try:
        outcome.finish(live.path, live.outcome())
    except OSError:
        require(live.path.exists(), "the journal is gone as well")
    else:
        require(not live.path.with_suffix(".json").is_symlink(), "it is still a link")


def _as_lock(data: Path, plant: Plant, outside: Path) -> None:
    data.mkdir()
    plant(data / ".lock", outside)

    def lock() -> None:
        with lock_folder(data, "x", NOON):
            pass

    _is_refused(lock, OSError)


def _as_temporary(data: Path, plant: Plant, outside: Path) -> None:
    """Check that a planted temporary file is replaced or refused."""
    data.mkdir()
    plant(data / f"x.json.{os.getpid()}.new", outside)
    try:
        replace_atomically(data / "x.json", b"ours")
    except OSError as error:
        require(write_error_message(error), "no message")
    else:
        require((data / "x.json").read_bytes() == b"ours", "something else was written")


def _as_workshop(data: Path, plant: Plant, outside: Path) -> None:
    data.mkdir()
    plant(data / "x.yaml", outside)
    require(load(data / "x.yaml").errors, "it is taken for a workshop")


def _as_plan(data: Path, plant: Plant, outside: Path) -> None:
    (data / "plans").mkdir(parents=True)
    plant(data / "plans" / "x.json", outside)
    _is_refused(lambda: plans.load(Folders(data), "x"), OSError, plans.Unreadable)


USES: tuple[tuple[str, Callable[[Path, Plant, Path], None]], ...] = (
    ("journal", _as_journal),
    ("outcome", _as_outcome),
    ("lock", _as_lock),
    ("temporary file", _as_temporary),
    ("workshop", _as_workshop),
    ("plan", _as_plan),
)


def _read_only(data: Path) -> None:
    (data / "sessions").mkdir()
    (data / "sessions").chmod(0o555)
    if sys.platform != "win32" and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        begin(data, HandClock())
    except OSError as error:
        require(write_error_message(error), "no message")
    else:
        raise AssertionError("it is not refused")

"""A session that ran, its journal and its outcome."""

from pathlib import Path
from typing import Any

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import finish
from tests.session.sample_sessions import NOON, Session

NAME = "2026-11-24-1300-luisteren"
SECRET = "dit zag ik alleen zelf"
PARKED = "wie spreekt de tolk"


def session(*, end: bool = True) -> Session:
    """Return a session: activity 1 for 16 min plus a pause of 2, 2a skipped, 2b with turns, and the end if `end`."""
    ran = Session()
    ran.do(c.Write(Slot("1", private=True), SECRET), c.Toggle())
    ran.wait(10).do(c.Breathe())
    ran.wait(2).do(c.Toggle(), c.Write(Slot("1", prompt=2), "het woord\n\tstil \x1b[31m\ud800"))
    ran.wait(6).do(c.Mark(Slot("1")), c.Minutes(1), c.Next(), c.Skip())
    ran.wait(2).do(c.NextTurn())
    ran.wait(5).do(c.NextTurn())
    ran.wait(6).do(c.Write(Slot("2b", prompt=1), "ongemak"), c.Write(Slot("2b", group=9), "later geteld"))
    ran.do(c.Park(1, PARKED))
    if end:
        ran.do(c.End())
    return ran


def write_journal(folder: Path, ran: Session, name: str = NAME) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    events = [ran.state.opened.with_id(name), *ran.events[1:]]
    path.write_bytes(b"".join(encode(n, NOON + e.t, e) + b"\n" for n, e in enumerate(events, 1)))
    return path


def outcome_of(journal: Path) -> dict[str, Any]:
    """Return the outcome that follows from a journal."""
    found = read_journal(journal)
    return build(found.fold()[0], found.events, found.last_seq)


def ended(data: Path, name: str = NAME, *, folder: str = "sessions", note: str | None = None) -> Path:
    """Write the outcome of an ended session in a folder of `data`; `note` replaces the text of its first note."""
    journal = write_journal(data / folder, session(), name)
    outcome = outcome_of(journal) | {"kind": folder.removesuffix("s")}
    if note is not None:
        outcome["activities"][0]["notes"][0]["text"] = note
    return finish(journal, outcome)

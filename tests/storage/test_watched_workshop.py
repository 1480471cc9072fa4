"""A workshop file that is read again when it is saved."""

from pathlib import Path

from luisteren_tui.storage.watched_workshop import WatchedWorkshop

TEXT = "title: {title}\nsteps: [{{title: a, form: plenary, duration: 5m}}]\n"


def title(watched: WatchedWorkshop) -> str | None:
    loaded = watched.read()
    return None if loaded is None or loaded.workshop is None else loaded.workshop.title


def test_file_is_read_at_once_and_again_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(TEXT.format(title="A"))
    watched = WatchedWorkshop(path)
    assert [title(watched), title(watched)] == ["A", None]
    other = tmp_path / "y.yaml"
    other.write_text(TEXT.format(title="B"))
    other.replace(path)
    assert [title(watched), title(watched)] == ["B", None]


def test_file_that_is_away_for_a_moment_is_not_gone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(TEXT.format(title="A"))
    watched = WatchedWorkshop(path)
    watched.read()
    path.unlink()
    assert watched.read() is None
    path.write_text(TEXT.format(title="AB"))
    assert title(watched) == "AB"
    path.unlink()
    assert watched.read() is None
    gone = watched.read()
    assert gone is not None
    assert [finding.problem.message for finding in gone.errors] == ["There is no such file."]
    assert watched.read() is None
    path.write_text(TEXT.format(title="ABC"))
    assert title(watched) == "ABC"

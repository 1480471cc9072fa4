"""The command line: its commands, and how each way to end becomes a message and an exit code."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luisteren_tui import __version__, i18n, paths
from luisteren_tui.i18n import N_, _
from luisteren_tui.text import safe_line

if TYPE_CHECKING:
    from luisteren_tui.storage.library import Entry
    from luisteren_tui.storage.workshop_file import Loaded

NAME = "luisteren-tui"
FINE, WRONG, USAGE, DISK, HELD = range(5)
INTERRUPTED = 130

_KINDS = {
    "unfinished": N_("not ended"),
    "ended": N_("ended"),
    "damaged": N_("damaged"),
    "foreign": N_("not a session"),
}


@dataclass(slots=True)
class Wishes:
    """What the options that every command has were given."""

    data: str | None = None
    lang: str | None = None


def main(args: Sequence[str]) -> int:
    """Run the command in `args` and return its exit code; whatever happens, there is no traceback."""
    be_tolerant()
    speak(asked_language(args))
    try:
        return _invoke(args)
    except click.ClickException as error:
        message = io.StringIO()
        error.show(message)
        tell(message.getvalue().rstrip("\n"))
        return error.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return DISK
    except OSError as error:
        what = ": ".join(str(part) for part in (error.filename, error.strerror or type(error).__name__) if part)
        tell(_("Reading or writing failed: {what}").format(what=safe_line(what)))
        return DISK
    except Exception as error:
        # Neither its text nor a traceback: they may hold what somebody wrote in a session.
        kind, place = type(error).__name__, _place(error)
        tell(_("Something is wrong in the program: {kind} at {place}. What was saved is still there.").format(
            kind=kind, place=place
        ))  # fmt: skip
        return DISK
    finally:
        let_go_of_output()


def _invoke(args: Sequence[str]) -> int:
    # Not click's own main(): that has an exit code of its own for output that nobody reads.
    try:
        group = tree()
        with group.make_context(NAME, list(args), obj=Wishes()) as context:
            code = int(group.invoke(context))
    except click.exceptions.Exit as end:
        code = end.exit_code
    finish_output()
    return code


def _place(error: Exception) -> str:
    """Return where in this program an error came up, as module:line."""
    place, at = NAME, error.__traceback__
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if module.split(".")[0] == __package__:
            place = f"{module}:{at.tb_lineno}"
        at = at.tb_next
    return place


def tree() -> click.Group:
    """Return the commands, with their texts in the language in use."""
    group = click.Group(
        NAME,
        callback=click.pass_context(_home),
        invoke_without_command=True,
        params=_common(),
        help=_("Run in-person workshops. Without a command, the home screen opens."),
    )
    workshop = click.Argument(["workshop"], required=False, metavar="[WORKSHOP]")
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    session = click.Argument(["session"], metavar="SESSION")
    form = click.Option(
        ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help=_("How to show it.")
    )
    for name, callback, params, text in (
        ("run", _run, [workshop], _("Run a workshop: a name or a file.")),
        ("check", _check, [files], _("Check workshop files.")),
        ("show", _show, [session, form], _("Show a session: an id, a file or 'last'.")),
        ("sessions", _sessions, [], _("List the sessions.")),
        ("where", _where, [], _("Show the folders in use.")),
    ):
        group.add_command(_command(name, callback, params, text))
    return group


def _command(name: str, callback: Callable[..., int], params: list[click.Parameter], text: str) -> click.Command:
    return click.Command(name, callback=click.pass_obj(callback), params=[*params, *_common()], help=text)


def _common() -> list[click.Parameter]:
    return [
        click.Option(
            ["--data"], metavar="DIR", expose_value=False, callback=_keep, help=_("The folder for all that is kept.")
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(i18n.LANGUAGES),
            expose_value=False,
            callback=_keep,
            help=_("The language of the messages."),
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=_("Show the version and exit."),
        ),
    ]


def _keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    # Before or after the command: the last one that was given holds.
    if value is not None and parameter.name:
        setattr(context.obj, parameter.name, value)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        say(f"{NAME} {__version__}")
        context.exit()


def _home(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return FINE
    return _open(context.obj, None) if on_terminal() else USAGE


def _run(wishes: Wishes, workshop: str | None) -> int:
    if not on_terminal():
        return USAGE
    from luisteren_tui.storage.workshop_file import find, format_finding, load

    folders = paths.folders(wishes.data)
    path = find(workshop or "luisteren", folders.data)
    if path.parent == folders.workshops and not path.exists():
        names = ", ".join(_workshop_names(folders))
        tell(safe_line(_("There is no workshop {name}. There is: {names}.").format(name=path.stem, names=names)))
        return WRONG
    loaded = load(path)
    if loaded.workshop is None:
        for finding in loaded.errors:
            tell(format_finding(finding))
        return WRONG
    speak(wishes.lang, loaded.workshop.language)
    return _open(wishes, loaded)


def _open(wishes: Wishes, loaded: "Loaded | None") -> int:
    """Open the screens: those of the workshop that was `loaded`, else home."""
    from luisteren_tui.clock import SystemClock
    from luisteren_tui.config import load
    from luisteren_tui.storage.library import newest_unfinished
    from luisteren_tui.storage.lock import Held, hold

    folders, clock = paths.folders(wishes.data), SystemClock()
    config, warnings = load(paths.config_file())
    try:
        with hold(folders.data, "run", clock.read().wall):
            warnings += _finish_ended(folders)
            unfinished = newest_unfinished(folders.data)
            from luisteren_tui.tui.app import start

            return start(
                folders=folders,
                clock=clock,
                config=config,
                warnings=warnings,
                loaded=loaded,
                unfinished=unfinished,
                language=explicit_language(wishes.lang),
            )
    except Held as held:
        tell(_who_holds(held))
        return HELD


def _who_holds(held: "Held") -> str:
    from luisteren_tui.report.text import local_time

    if held.pid is None or held.since is None:
        return _("Another session is running. Close it first, or choose another folder with --data.")
    return _(
        "Another session is running, in process {pid}, since {since}. Close it first, or choose another folder with --data."
    ).format(pid=held.pid, since=local_time(held.since))


def _workshop_names(folders: paths.Folders) -> list[str]:
    from luisteren_tui.storage.workshop_file import content_dir

    return sorted({file.stem for folder in (folders.workshops, content_dir()) for file in folder.glob("*.yaml")})


def _finish_ended(folders: paths.Folders) -> list[str]:
    """Finish what a crash left between a session's end and its outcome; return what there is to say of it."""
    from luisteren_tui.storage import workshop_file
    from luisteren_tui.storage.files import reason
    from luisteren_tui.storage.outcome import finish_ended

    try:
        finished = finish_ended(folders.sessions)
    except OSError as error:
        why = _(reason(error))
        return [_("A session that had ended could not be put away: {why}.").format(why=why)]
    return [safe_line(f"{one.id}: {workshop_file.say(problem)}") for one in finished for problem in one.problems]


def _check(wishes: Wishes, files: tuple[str, ...]) -> int:
    from luisteren_tui.storage.workshop_file import format_finding, load

    wrong = remarks = 0
    for file in files:
        loaded = load(Path(file))
        speak(wishes.lang, loaded.workshop.language if loaded.workshop else None)
        for finding in (*loaded.errors, *loaded.advice):
            say(format_finding(finding))
        wrong += len(loaded.errors)
        remarks += len(loaded.errors) + len(loaded.advice)
    if not remarks:
        tell(_("Nothing to remark."))
    return WRONG if wrong else FINE


def _show(wishes: Wishes, session: str, form: str) -> int:
    from luisteren_tui.storage import workshop_file
    from luisteren_tui.storage.library import NoSession, resolve
    from luisteren_tui.storage.outcome import Unreadable, encode, read_session

    try:
        path = resolve(session, paths.folders(wishes.data).data)
        outcome, problems = read_session(path)
    except (NoSession, Unreadable) as error:
        tell(
            safe_line(
                f"{session}: {workshop_file.say(error.problem)}"
                if isinstance(error, Unreadable)
                else workshop_file.say(error.problem)
            )
        )
        return WRONG
    speak(wishes.lang, outcome["workshop"]["language"])
    for problem in problems:
        tell(safe_line(f"{path}: {workshop_file.say(problem)}"))
    if form == "json":
        say(encode(outcome).rstrip())
        return FINE
    from luisteren_tui.report.text import as_text

    say(as_text(outcome).rstrip())
    return FINE


def _sessions(wishes: Wishes) -> int:
    from luisteren_tui.storage.library import list_sessions

    rows = [_session_row(entry) for entry in list_sessions(paths.folders(wishes.data).sessions)]
    if not rows:
        tell(_("There are no sessions yet."))
        return FINE
    rows.insert(0, (_("Id"), _("Started"), _("State"), _("Title")))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        say("  ".join((*(part.ljust(width) for part, width in zip(row, widths, strict=False)), row[3])).rstrip())
    return FINE


def _session_row(entry: "Entry") -> tuple[str, str, str, str]:
    from luisteren_tui.report.text import local_time

    id, title, started = entry.id, "", ""
    if entry.kind != "foreign":
        started = f"{id[:10]} {id[11:13]}:{id[13:15]}"
    if entry.outcome is not None:
        workshop: Any = entry.outcome.get("workshop")
        title = str(workshop.get("title", "")) if isinstance(workshop, dict) else ""
        started = local_time(str(entry.outcome.get("started", "")))
    elif entry.opened is not None:
        title = entry.opened.workshop.title
    return safe_line(id), started, _(_KINDS[entry.kind]), safe_line(title)


def _where(wishes: Wishes) -> int:
    from luisteren_tui.storage.workshop_file import content_dir

    folders = paths.folders(wishes.data)
    places = (
        (_("data"), folders.data),
        (_("sessions"), folders.sessions),
        (_("workshops"), folders.workshops),
        (_("texts"), folders.texts),
        (_("shipped"), content_dir()),
        (_("settings"), paths.config_file()),
    )
    width = max(len(name) for name, _path in places)
    for name, path in places:
        say(f"{name:{width}}  {safe_line(str(path))}")
    return FINE

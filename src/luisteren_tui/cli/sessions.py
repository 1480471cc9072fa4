"""The commands for after a session, as the command line has them; what they do is imported when one is given."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from luisteren_tui.cli.output import FINE, Wishes
from luisteren_tui.i18n import _

_AGE = re.compile(r"(\d{1,4})([dwm])", re.ASCII)


def showing() -> list[click.Parameter]:
    """Return the options of `show`."""
    # Here, as the names are needed for the help of this command only.
    from luisteren_tui.export.formats import FORMATS

    return [
        click.Option(
            ["--format", "form"],
            type=click.Choice(list(FORMATS)),
            help=_("How to show it; without it as the file's name says, else as text."),
        ),
        _flag("--private", _("With the notes that are for you alone.")),
        _flag("--no-notes", _("Without the notes.")),
        _flag("--no-times", _("Without how long it took.")),
        click.Option(
            ["--photos"], metavar="FOLDER", help=_("With the pictures (jpg, png) in this folder; in html and pdf.")
        ),
        click.Option(["-o", "out"], metavar="FILE", help=_("The file to write; one that is there is replaced.")),
    ]


def show(wishes: Wishes, **options: Any) -> int:
    """Show a session, or write it into a file."""
    from luisteren_tui.cli import show as showing

    return showing.show(wishes, **options)


def sessions(common: Callable[[], list[click.Parameter]]) -> click.Group:
    """Return the command that lists the sessions, and those below it; each has the options that are `common` to all."""
    group = click.Group(
        "sessions",
        callback=click.pass_context(_list),
        invoke_without_command=True,
        params=common(),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND]"),
        help=_("List the sessions and rehearsals; delete them, or export their times."),
    )
    yes = _flag("--yes", _("Do not ask."))
    keep = _flag("--keep-times", _("Let the notes go, and keep the times."))
    age = click.Option(
        ["--older-than"], required=True, callback=_age, metavar="90d", help=_("How old: in days, weeks or months.")
    )
    timings = click.Option(
        ["--timings"],
        required=True,
        metavar="FILE",
        help=_("The file to write, as JSON Lines; one that is there is replaced."),
    )
    session = click.Argument(["session"], metavar="SESSION")
    commands: Sequence[tuple[str, Callable[..., int], list[click.Parameter], str]] = (
        ("delete", _delete, [session, keep, yes], _("Delete a session, with all of its files.")),
        ("purge", _purge, [age, keep, yes], _("Delete old sessions and rehearsals.")),
        ("export", _export, [timings], _("Export the times of the ended sessions, without notes and names.")),
    )
    for name, callback, params, text in commands:
        group.add_command(
            click.Command(
                name,
                callback=click.pass_obj(callback),
                params=[*params, *common()],
                help=text,
                options_metavar=_("[OPTIONS]"),
            )
        )
    return group


def _flag(name: str, text: str) -> click.Option:
    return click.Option([name], is_flag=True, help=text)


def _age(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, str]:
    if match := _AGE.fullmatch(value.strip().lower()):
        return int(match[1]), match[2]
    raise click.BadParameter(_("write 90d, 12w or 6m: days, weeks or months."))


def _list(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return FINE
    from luisteren_tui.cli import session_list as keeping

    return keeping.list_all(context.obj)


def _delete(wishes: Wishes, session: str, keep_times: bool, yes: bool) -> int:
    from luisteren_tui.cli import deletion as deleting

    return deleting.delete(wishes, session, keep_times, yes)


def _purge(wishes: Wishes, older_than: tuple[int, str], keep_times: bool, yes: bool) -> int:
    from luisteren_tui.cli import deletion as deleting

    return deleting.purge(wishes, older_than, keep_times, yes)


def _export(wishes: Wishes, timings: str) -> int:
    from luisteren_tui.cli import session_list as keeping

    return keeping.export(wishes, timings)

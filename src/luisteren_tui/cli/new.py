"""The command that makes a workshop of one's own."""

import re

import click

from luisteren_tui.cli.options import command, completes, output_option
from luisteren_tui.cli.output import (
    Exit,
    GlobalOptions,
    print_message,
    print_result,
    refuse_output,
    shows_screens,
    write_result,
)
from luisteren_tui.i18n import _, current
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.edited_workshop import CantEdit, SaveRefused
from luisteren_tui.storage.file_names import DEVICE, is_device_name
from luisteren_tui.storage.new_workshop import NewWorkshop, open_new
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_opening import is_taken
from luisteren_tui.system.paths import Folders
from luisteren_tui.system.paths import folders as folders_in
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.building_blocks.registry import USUAL, blocks
from luisteren_tui.workshop.notation import parse_range

MAX_MINUTES = 24 * 60


def new_command() -> click.Command:
    """Return the command `new`."""
    keys = [block.key for block in blocks(current().code)[1:]]  # the empty one has to be filled in
    parts = _("Which parts, separated by commas, from: {keys}.").format(keys=", ".join(keys))
    return command(
        "new",
        new,
        [
            click.Argument(["name"], callback=_name, metavar="NAME"),
            click.Option(
                ["--from", "source"],
                metavar="WORKSHOP",
                shell_complete=completes("workshops"),
                help=_("Begin with a copy of this workshop."),
            ),
            click.Option(["--title"], help=_("Its title. Default: the name.")),
            click.Option(
                ["--people"], callback=_people, metavar="N", help=_("For how many people, such as 12 or 8-20.")
            ),
            click.Option(["--minutes"], callback=_minutes, metavar="N", help=_("How long it takes.")),
            click.Option(["--parts"], callback=_parts, metavar="PARTS", help=parts),
            output_option(
                _(
                    "The file to write instead of one in your workshops; an existing file is overwritten, and - is standard output."
                )
            ),
        ],
        examples=(
            "new team-day",
            'new team-day --title "Our team day" --people 8-14 --minutes 90',
            "new my-cafe --from wereldcafe -o my-cafe.yaml",
        ),
    )


def new(
    options: GlobalOptions,
    name: str,
    source: str | None,
    title: str | None,
    people: str | None,
    minutes: int | None,
    parts: tuple[str, ...] | None,
    out: str | None,
) -> int:
    """Ask what the workshop is and open the editor; with answers among the options, or without a terminal, write the file."""
    folders = folders_in(options.data)
    if out is None and is_taken(name, folders):
        print_message(_("There is already a workshop {name}. Choose another name.").format(name=name))
        return Exit.BAD_INPUT
    answered = any(answer is not None for answer in (source, title, people, minutes, parts, out))
    if not answered and shows_screens():
        from luisteren_tui.cli.home import open_with  # Textual is slow to import, and a file needs none of it
        from luisteren_tui.tui.start_request import StartRequest

        return open_with(options, StartRequest(new=name))
    if source is not None and (people, minutes, parts) != (None, None, None):
        raise click.UsageError(_("A copy has the people, minutes and parts of the workshop it is made from."))
    answers = NewWorkshop(
        name,
        safe_line(title or "") or ("" if source else name),
        current().code,
        people or "12",
        minutes or 60,
        parts or USUAL,
        source=None if source is None else find(source, folders.data),
    )
    return (out is not None and refuse_output(out, options)) or _written(answers, folders, source or name, out)


def _written(answers: NewWorkshop, folders: Folders, source: str, out: str | None) -> int:
    try:
        saving = open_new(answers, folders).saving()
    except FileNotFoundError:
        print_message(safe_line(_("There is no workshop {name}.").format(name=source)))
        return Exit.BAD_INPUT
    except CantEdit as error:
        print_message(safe_line(f"{source}: {problem_message(error.problem)}"))
        return Exit.BAD_INPUT
    except SaveRefused:
        print_message(safe_line(_("{file} has errors: see `check`.").format(file=source)))
        return Exit.BAD_INPUT
    if out is None:
        saving.write()
        print_result(safe_line(str(saving.path)))
    else:
        write_result(out, [saving.data])
    return Exit.OK


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"\w[\w-]{0,59}", value):
        raise click.BadParameter(_("use letters, digits and dashes."))
    if is_device_name(value):
        raise click.BadParameter(_(DEVICE).format(name=value))
    return value


def _people(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        if value is None or parse_range(value) is not None:
            return value
    except ValueError:
        pass
    raise click.BadParameter(_("give a number such as 12, or 8-20."))


def _minutes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_MINUTES):
        raise click.BadParameter(_("give a number from 1 to {most}.").format(most=MAX_MINUTES))
    return int(value)


def _parts(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    keys = [block.key for block in blocks(current().code)[1:]]  # the empty one has to be filled in
    chosen = tuple(part.strip() for part in value.split(","))
    if unknown := next((part for part in chosen if part not in keys), None):
        raise click.BadParameter(_("there is no part {part}.").format(part=safe_line(unknown)))
    return chosen

"""The command that writes handouts for participants, and the facilitator's run sheet."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from luisteren_tui.cli.options import command, format_option, output_option, plan_option, workshop_argument
from luisteren_tui.cli.output import (
    STDOUT,
    Exit,
    GlobalOptions,
    print_missing,
    print_pdf_help,
    refuse_output,
    write_result,
)
from luisteren_tui.cli.plan import UnknownBlock, change_options, changed_plan, new_plan
from luisteren_tui.cli.workshop_choice import choose_workshop, plan_meant, updated_plan
from luisteren_tui.export.document import Sheet
from luisteren_tui.export.handouts import HANDOUT_FORMATS, HANDOUTS, Request
from luisteren_tui.export.pdf import MissingGlyphs, NoTypst
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.planning.plan_dates import InvalidTime
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock, local_now


def handout_command() -> click.Command:
    """Return the command `handout`."""
    out = _(
        "The file to write, .pdf or .html; by default one for each reader, in this folder. "
        "An existing file is overwritten, and - is standard output."
    )
    params = [
        workshop_argument(),
        plan_option(),
        output_option(out),
        format_option(
            (suffix.removeprefix(".") for suffix in HANDOUT_FORMATS),
            _("The output format; by default that of the file's suffix, else pdf."),
        ),
        click.Option(
            ["--for", "reader"],
            type=click.Choice(list(HANDOUTS)),
            help=_("Who it is for; by default a handout for each reader."),
        ),
        *change_options(),
    ]
    examples = (
        "handout --start 13:30",
        "handout wereldcafe --for participants -o handout.html",
        "handout --plan 2026-11-25 --format html -o - > handouts.html",
    )
    return command("handout", handout, params, examples=examples)


def handout(
    options: GlobalOptions,
    workshop: str | None,
    plan: str | None,
    out: str | None,
    format: str | None,
    reader: str | None,
    start: str | None,
    end: str | None,
    participants: int | None,
    skip: Sequence[str],
) -> int:
    """Write the handouts for one reader, or for all of them.

    They all go into the file `out`. Without `out`, each handout is a file of its own in the current folder.
    """
    suffix = f".{format}" if format else ".pdf" if out in (None, STDOUT) else Path(out).suffix.lower()
    render = HANDOUT_FORMATS.get(suffix)
    if render is None:
        raise click.UsageError(_("A handout is a .pdf or .html file: give it a name that ends in one of these."))
    plan = plan_meant(options, plan)
    found = choose_workshop(options, workshop, plan)
    if found is None:
        return Exit.BAD_INPUT
    loaded, saved = found
    assert loaded.workshop is not None
    folders = paths.folders(options.data)
    made = new_plan(folders, loaded) if saved is None else updated_plan(saved, loaded)
    try:
        day = day_in_name(plan or "")
        made = changed_plan(made, day or local_now(SystemClock()).date(), start, end, participants, skip)
    except (InvalidTime, UnknownBlock) as error:
        raise click.UsageError(str(error)) from None
    texts = {name: text_body(loaded.workshop, name, folders.data) for name in loaded.workshop.texts}
    request = Request(loaded.workshop, made, day, texts)
    wanted = [each for each in HANDOUTS.values() if reader in (None, each.reader)]
    if out is None:
        files = {f"{made.workshop_id}-{_(each.reader_label)}{suffix}": [each.make(request)] for each in wanted}
    else:
        files = {out: [each.make(request) for each in wanted]}
    codes = [refuse_output(file, options, named=out is not None, binary=suffix == ".pdf") for file in files]
    return max(codes) or _write(render, files)


def _write(render: Callable[[Sequence[Sheet]], bytes], files: dict[str, list[Sheet]]) -> int:
    rendered: dict[str, bytes] = {}
    lacking: dict[str, MissingGlyphs] = {}
    try:
        for file, sheets in files.items():
            try:
                rendered[file] = render(sheets)
            except MissingGlyphs as error:
                rendered[file], lacking[str(error)] = error.pdf, error
    except NoTypst:
        print_pdf_help(_("A page that you print from the browser needs nothing else: --format html -o FILE"))
        return Exit.BAD_INPUT
    for each in lacking.values():
        print_missing(each)
    for file, data in rendered.items():
        write_result(file, [data])
    return Exit.BAD_INPUT if lacking else Exit.OK

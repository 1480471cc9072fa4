"""The command that plans: whether a workshop fits and when each part is. It can save the plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from luisteren_tui.cli.options import command, format_option, output_option, plan_option, workshop_argument
from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, refuse_output, write_result
from luisteren_tui.cli.separator import check_separator, separator_option
from luisteren_tui.cli.workshop_choice import choose_workshop, plan_meant, updated_plan
from luisteren_tui.export.plan_formats import PLAN_FORMATS, PlanFormat, rendered
from luisteren_tui.export.plan_report import PlanReport, stamp_now
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name, short_day
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.group_words import GroupWords
from luisteren_tui.planning.plan import Plan
from luisteren_tui.planning.plan_dates import (
    InvalidTime,
    available_on,
    check_times,
    name_remark,
    plan_name,
    read_time,
)
from luisteren_tui.planning.remarks import (
    chance,
    end_problem,
    forecast_end,
    left_out_text,
    remarks,
    shortage_text,
    shortened_blocks_text,
    skip_text,
    total_lines,
)
from luisteren_tui.planning.turn_times import planned_turns
from luisteren_tui.runtime.config import load as load_config
from luisteren_tui.storage import plans
from luisteren_tui.storage.last_time import expected_participants
from luisteren_tui.storage.past_runs import spoken_runs
from luisteren_tui.storage.workshop_file import LoadedWorkshop, source_of, text_bodies
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock, local_now
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.workshop.model import MAX_PEOPLE


class InvalidName(ValueError):
    """The name can't be that of a plan; the text of the error says why."""


class UnknownBlock(ValueError):
    """A block to skip is not in the plan; the text of the error lists the blocks."""


def plan_command() -> click.Command:
    """Return the command `plan`."""
    format = format_option(PLAN_FORMATS, _("The output format; by default that of the file's suffix, else text."))
    output = output_option(_("The file to write; an existing file is overwritten, and - is standard output."))
    save = click.Option(
        ["--save"],
        metavar="NAME",
        help=_("Save the plan under this name; a date, such as 25-11-2026, makes it the plan of that day."),
    )
    params = [workshop_argument(), plan_option(), *change_options(), format, separator_option(), output, save]
    examples = (
        "plan --start 13:30 --end 15:30",
        "plan wereldcafe --participants 20 --save 25-11",
        "plan --plan 25-11 -o plan.ics",
        "plan luisteren --skip 2b --format csv -o -",
    )
    return command("plan", plan, params, examples=examples)


def change_options() -> list[click.Parameter]:
    """Return the options that change a plan for the day: the arguments of `changed_plan`."""
    return [
        click.Option(["--start"], metavar="HH:MM", help=_("When it starts.")),
        click.Option(
            ["--end"],
            metavar="HH:MM",
            help=_("When it must be over; the plan is made to fit. What can't fit is reported, but is not an error."),
        ),
        click.Option(
            ["--participants"], type=click.UNPROCESSED, callback=_count, metavar="N", help=_("How many take part.")
        ),
        click.Option(
            ["--skip"],
            multiple=True,
            metavar="ID",
            help=_("An activity or break to leave out, or all rounds of it; can be repeated."),
        ),
    ]


def _count(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        count = int(value)
    except ValueError:
        raise click.BadParameter(_("give a whole number.")) from None
    if 0 < count <= MAX_PEOPLE:
        return count
    raise click.BadParameter(_("{n} participants is not possible: give a number from 1 to 200.").format(n=count))


def plan(
    options: GlobalOptions,
    workshop: str | None,
    plan: str | None,
    start: str | None,
    end: str | None,
    participants: int | None,
    skip: Sequence[str],
    format: str | None,
    separator: str | None,
    out: str | None,
    save: str | None,
) -> int:
    """Print a plan of the workshop, made to fit if an end is given, or write it into the file `out`.

    It starts from the saved `plan` if one is named.
    """
    chosen = _format(format, out)
    check_separator(separator, chosen.name)
    if code := refuse_output(out, options):
        return code
    folders = paths.folders(options.data)
    today = local_now(SystemClock()).date()
    plan = plan_meant(options, plan)
    found = choose_workshop(options, workshop, plan)
    if found is None:
        return Exit.BAD_INPUT
    loaded, saved = found
    assert loaded.workshop is not None
    made = new_plan(folders, loaded) if saved is None else updated_plan(saved, loaded)
    made = made.with_source(source_of(loaded.path, folders.data))
    try:
        name = None if save is None else _name(folders, save, today)
        day = day_in_name(name or plan or "") or today
        made = changed_plan(made, day, start, end, participants, skip)
    except (InvalidTime, UnknownBlock, InvalidName) as error:
        raise click.UsageError(str(error)) from None
    report = _report(loaded, made, name or plan, day, folders)._replace(separator=separator)
    if reason := chosen.refusal(report):
        raise click.UsageError(reason)
    write_result(out, [rendered(chosen, report).encode(chosen.encoding)])
    if chosen.needs_day and day_in_name(report.name or "") is None:
        text = _("The appointment is today, {day}: the plan has no day. --save gives it one.")
        print_message(text.format(day=short_day(day)))
    if save is not None and name is not None:
        _save(folders, name, save, made, today)
    return Exit.OK


def new_plan(folders: paths.Folders, loaded: LoadedWorkshop) -> Plan:
    """Return a plan of the workshop as written, for as many people as last time."""
    assert loaded.workshop is not None
    return p.plan_of(loaded.workshop, loaded.sha256, expected_participants(folders, loaded.workshop))


def changed_plan(
    made: Plan, day: date, start: str | None, end: str | None, participants: int | None, skip: Sequence[str]
) -> Plan:
    """Return the plan with these times and participants, without the blocks to `skip`, and made to fit again.

    Raise InvalidTime for impossible times and UnknownBlock for a block that is not in the plan.
    """
    made = made.with_participants(participants or made.participants)
    for id in skip:
        made = _without(made, id)
    if start is not None:
        made = made.with_start(read_time(start))
    if end is not None:
        made = made.with_must_end(read_time(end))
    check_times(made, day)
    return _fitted(made, day) if start is not None or end is not None or skip else made


def _without(made: Plan, id: str) -> Plan:
    blocks = p.blocks_meant(made, id)
    if not blocks:
        text = _("There is no “{id}” to leave out. Possible: {ids}.").format(id=id, ids=", ".join(_ids(made)))
        raise UnknownBlock(safe_line(text))
    if blocks[0].protected:
        text = _("“{title}” is left out, though its makers protect it.")
        print_message(
            safe_line(
                text.format(title=within_quotes(blocks[0].title if len(blocks) == 1 else p.plain_title(blocks[0])))
            )
        )
    without = made
    for block in blocks:
        without = p.skip(without, block.id)
    if others := skip_text(made, without, *(block.id for block in blocks)):
        print_message(others)
    return without


def _ids(made: Plan) -> Iterator[str]:
    """Yield what can be left out of a plan as people know it, and what means all rounds, with its rounds."""
    for each in made.blocks:
        if not each.repeats:
            yield each.label or each.id
        elif each.round == 1:
            yield f"{p.plain_label(each)} ({', '.join(one.label or one.id for one in p.same_rounds(made, each))})"


def _fitted(made: Plan, day: date) -> Plan:
    if made.must_end is None:
        return made
    if made.start is None:
        raise InvalidTime(_("An end needs a start: give --start too."))
    if wrong := end_problem(made):
        raise InvalidTime(wrong)
    if made.must_end < made.start:
        print_message(_("The end is tomorrow."))
    time = available_on(made, day)
    assert time is not None
    fitted = fit(made, time)
    for text in (shortage_text(fitted, time), shortened_blocks_text(made, fitted)):
        if text:
            print_message(text)
    if without := leaving_out(made, time):
        print_message(left_out_text(without, _("“{title}” could be left out, with --skip {id}")))
    return fitted


def _format(name: str | None, out: str | None) -> PlanFormat:
    """Return the format called `name`, else that of the suffix of the file, else the first."""
    if name is not None:
        return PLAN_FORMATS[name]
    suffix = Path(out or "").suffix.lower()
    if not suffix:
        return next(iter(PLAN_FORMATS.values()))
    by_suffix = {each.suffix: each for each in PLAN_FORMATS.values()}
    if suffix not in by_suffix:
        text = _("Name a file that ends in {endings}, or choose a format with --format.")
        raise click.UsageError(text.format(endings=", ".join(by_suffix)))
    return by_suffix[suffix]


def _report(loaded: LoadedWorkshop, made: Plan, name: str | None, day: date, folders: paths.Folders) -> PlanReport:
    assert loaded.workshop is not None
    workshop = loaded.workshop
    estimate = forecast_end(spoken_runs(folders, workshop.id), workshop, made)
    config, warnings = load_config(paths.config_file())
    for warning in warnings:
        print_message(warning)
    notes = (
        *total_lines(made, day, chance(made, estimate, day)),
        *remarks(
            workshop, made, estimate, text_bodies(workshop, folders.data), config.reading_speed(workshop.language), day
        ),
    )
    turns = {block.id: times for block, times in planned_turns(workshop, made)}
    groups = GroupWords(workshop, made)
    stamp = partial(stamp_now, SystemClock(), folders)
    return PlanReport(workshop.title, made, day, estimate, stamp, notes, name, turns, groups.by_block, groups.in_list)


def _name(folders: paths.Folders, typed: str, today: date) -> str:
    """Return the name under which to save the plan.

    Raise InvalidTime for a date that doesn't exist and InvalidName for what can't be a name.
    """
    name = plan_name(typed, today)
    try:
        plans.plan_path(folders, name)
    except plans.Unreadable as error:
        raise InvalidName(safe_line(problem_message(error.problem))) from None
    return name


def _save(folders: paths.Folders, name: str, typed: str, made: Plan, today: date) -> None:
    saved = plans.save(folders, name, made)
    print_message(_("Saved in {path}").format(path=safe_line(str(saved.path))))
    if saved.before is not None:
        text = _("The previous plan with this name is kept as {path}")
        print_message(text.format(path=safe_line(str(saved.before))))
    if remark := name_remark(name, typed, today):
        print_message(remark)

"""How a plan is drawn: a line for each block, the summary, and the remarks."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from textual.content import Content

from luisteren_tui.export.plan_formats import lengths, marks
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan import MINUTE_S, Block, Plan, block_label, whole_minutes
from luisteren_tui.planning.plan_dates import time_of_day
from luisteren_tui.planning.remarks import chance_text, ending, odds, participants_text
from luisteren_tui.text.safe import safe_line


def draw_blocks(
    plan: Plan, chosen: int, day: date, short_turns: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Content], int]:
    """Return the lines of all blocks, and the number of the line with the `chosen` block.

    `short_turns` has how short the turns of a block are, by its id.
    """
    lines: list[Content] = []
    chosen_line = 0
    lengths_width = max(len(lengths(block)) for block in plan.blocks)
    label_width = max(len(block_label(block)) for block in plan.blocks)
    for number, (block, (begin, _end)) in enumerate(zip(plan.blocks, p.block_times(plan), strict=True)):
        if number == chosen:
            chosen_line = len(lines)
        time = "–" if block.skipped else time_of_day(plan.start, begin, day) or f"{begin // MINUTE_S}’"
        columns = f"{time:>5}  {lengths(block):>{lengths_width}}  {block_label(block):<{label_width}}  "
        line = _draw_block(block, columns, number == chosen, marks(plan, block))
        if short := short_turns.get(block.id):
            line += Content.assemble("  ", (f"▲ {short}", "bold $warning"))
        lines.append(line)
        if text := safe_line(block.text):
            lines.append(Content.assemble((" " * (len(columns) + 2) + text, "italic $muted")))
    return lines, chosen_line


def _draw_block(block: Block, columns: str, chosen: bool, remarks: Sequence[str]) -> Content:
    style = "bold reverse" if chosen else "$muted" if block.skipped else ""
    return Content.assemble(
        ("▸ " if chosen else "  ", "bold $accent"),
        (columns, style),
        (safe_line(block.title), f"{style} strike" if block.skipped else style),
        ("  " + " · ".join(remarks) if remarks else "", "$muted"),
    )


def draw_summary(plan: Plan, day: date, chance: float | None = None, *, brief: bool) -> Content:
    """Return the total, the start and end, and whether the plan fits.

    `chance` is the probability (0 to 1) that the session ends in time. A `brief` summary has fewer words.
    """
    n = whole_minutes(p.total(plan))
    total = ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)
    if plan.start is not None:
        times = _("from {start} to {end}").format(
            start=time_of_day(plan.start), end=time_of_day(plan.start, p.total(plan), day)
        )
        total = f"{total}, {times}"
    first = Content.assemble((total, "bold"), "" if brief else f" · {participants_text(plan)}")
    lines = [first, _draw_fit(plan, day, chance, brief=brief)]
    if chance is not None and not brief:
        lines.append(Content(chance_text(plan, chance)))
    return Content("\n").join(lines)


def _draw_fit(plan: Plan, day: date, chance: float | None, *, brief: bool) -> Content:
    if plan.must_end is None:
        text = _("set the end with e") if plan.start is not None else _("set the start with b, the end with e")
        return Content.assemble((text, "$muted"))
    end, is_too_long, fits = ending(plan, day, chance)
    if plan.start is None:
        return Content(f"{end} · {_('set the start with b')}")
    if is_too_long:
        text = fits if brief else _("{over}: f makes it fit").format(over=fits)
        return Content.assemble(f"{end} · ", (f" ▲ {text} ", "bold $foreground on $warning 35%"))
    likely = "" if chance is None or not brief else f" · {_('chance: {chance}').format(chance=odds(chance))}"
    return Content.assemble(f"{end} · ", (fits, "bold"), likely)


def draw_remarks(remarks: Sequence[str]) -> Content:
    """Return `remarks` below an empty line."""
    return Content("\n").join([Content(""), *(Content.assemble((remark, "$muted")) for remark in remarks)])

"""How a plan looks: a line for each block, and what it comes to."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from luisteren_tui.export.plan_formats import clock, label, lengths, marks, minutes
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan import MINUTE, Block, Plan
from luisteren_tui.planning.remarks import ending, in_words, odds, people
from luisteren_tui.text.safe import safe_line


def drawn(plan: Plan, chosen: int, day: date) -> tuple[list[Content], int]:
    """Return the lines of all blocks, and on which of them the chosen block is."""
    lines: list[Content] = []
    at = 0
    wide = max(len(lengths(block)) for block in plan.blocks)
    numbers = max(len(label(block)) for block in plan.blocks)
    for number, (block, (begin, _end)) in enumerate(zip(plan.blocks, p.times(plan), strict=True)):
        if number == chosen:
            at = len(lines)
        time = "–" if block.skipped else clock(plan.start, begin, day) or f"{begin // MINUTE}’"
        cells = f"{time:>5}  {lengths(block):>{wide}}  {label(block):<{numbers}}  "
        lines.append(_line(block, cells, number == chosen))
        if text := safe_line(block.text):
            lines.append(Content.assemble((" " * (len(cells) + 2) + text, "italic $text-muted")))
    return lines, at


def _line(block: Block, cells: str, chosen: bool) -> Content:
    style = "bold reverse" if chosen else "$text-muted" if block.skipped else ""
    return Content.assemble(
        ("▸ " if chosen else "  ", "bold $accent"),
        (cells, style),
        (safe_line(block.title), f"{style} strike" if block.skipped else style),
        ("  " + " · ".join(said) if (said := marks(block)) else "", "$text-muted"),
    )


def summed(plan: Plan, day: date, chance: float | None = None, *, brief: bool) -> Content:
    """Return the total, the times, and whether it fits with the chance of that; fewer words where it is `brief`."""
    n = minutes(p.total(plan))
    total = ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)
    if plan.start is not None:
        times = _("from {start} to {end}").format(start=clock(plan.start), end=clock(plan.start, p.total(plan), day))
        total = f"{total}, {times}"
    lines = [Content.assemble((total, "bold"), "" if brief else f" · {people(plan)}"), _fits(plan, day, chance, brief)]
    if chance is not None and not brief:
        lines.append(Content(in_words(plan, chance)))
    return Content("\n").join(lines)


def _fits(plan: Plan, day: date, chance: float | None, brief: bool) -> Content:
    if plan.must_end is None:
        text = _("say with e when it must be over") if plan.start is not None else _("say when: b the start, e the end")
        return Content.assemble((text, "$text-muted"))
    end, over, fits = ending(plan, day, chance)
    if plan.start is None:
        return Content(f"{end} · {_('say when it starts: b')}")
    if over:
        text = fits if brief else _("{over}: f makes it fit").format(over=fits)
        return Content.assemble(f"{end} · ", (f" ▲ {text} ", "bold $text on $warning 35%"))
    likely = "" if chance is None or not brief else f" · {_('chance: {chance}').format(chance=odds(chance))}"
    return Content.assemble(f"{end} · ", (fits, "bold"), likely)


def remarked(remarks: Sequence[str]) -> list[Content]:
    """Return what else there is to say, after an empty line."""
    return [Content(""), *(Content.assemble((remark, "$text-muted")) for remark in remarks)] if remarks else []

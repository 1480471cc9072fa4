"""The files that can be made of a plan: those of both registries, of plan formats and of handouts."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from luisteren_tui.export.document import Sheet
from luisteren_tui.export.handouts import HANDOUT_FORMATS, HANDOUTS, Handout, Request
from luisteren_tui.export.plan_formats import PLAN_FORMATS, PlanFormat, rendered
from luisteren_tui.export.plan_report import PlanReport
from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import short_day


class PlanFile(NamedTuple):
    """A file that can be made of a plan. `make` returns its bytes; a PDF raises NoTypst without its extra."""

    suffix: str
    """The end of its name, from the dot; a handout also has its reader in it."""
    label: str
    """What it is for, in the current language."""
    make: Callable[[], bytes]

    @property
    def kind(self) -> str:
        """The kind of file, as the end of its name says it."""
        return self.suffix.rpartition(".")[2]


def plan_files(report: PlanReport, request: Request) -> list[PlanFile]:
    """Return every file that can be made of a plan, the run sheet first."""
    on_paper = [
        PlanFile(f"-{_(handout.reader_label)}{suffix}", _(handout.label), partial(_sheet, handout, render, request))
        for handout in reversed(HANDOUTS.values())
        for suffix, render in HANDOUT_FORMATS.items()
    ]
    day = short_day(report.day)
    others = [
        PlanFile(format.suffix, _(format.label).format(day=day), partial(_data, format, report))
        for format in PLAN_FORMATS.values()
        if not format.refusal(report)
    ]
    return [*on_paper, *others]


def _sheet(handout: Handout, render: Callable[[Sequence[Sheet]], bytes], request: Request) -> bytes:
    return render([handout.make(request)])


def _data(format: PlanFormat, report: PlanReport) -> bytes:
    return rendered(format, report).encode(format.encoding)

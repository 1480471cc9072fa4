"""What a screen renders again after a small change: only the widgets that changed, and of these only the lines."""

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from luisteren_tui.tui.textual_internals import ChopsUpdate, Compositor, dirty_regions, draw_with


class SparingCompositor(Compositor):
    """Textual's compositor, made to render what changed.

    Textual's own renders every visible widget in full after any change, and then drops the lines that did not change.
    """

    _changed: frozenset[Region] | None = None
    """The regions to render. If None, everything is rendered."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what to write to the terminal for the regions that changed."""
        self._changed = frozenset(dirty_regions(self))
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if self._changed is None:
            yield from super()._get_renders(crop)
            return
        left = self._changed
        # The widgets in front come first.
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if changed := [part for part in left if part.overlaps(shown)]:
                top = max(shown.y, min(part.y for part in changed))
                bottom = min(shown.bottom, max(part.bottom for part in changed))
                lines = Region(shown.x, top, shown.width, bottom - top)
                yield region, lines, widget.render_lines(lines.translate((-region.x, -region.y)))
                left = left - {part for part in changed if shown.contains_region(part)}
                if not left:
                    return


def render_sparingly(screen: Screen[Any]) -> None:
    """Let `screen`, which is not shown yet, render only what changes."""
    draw_with(screen, SparingCompositor())

"""A link that a phone can read."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.report import qr


class LinkCode(Widget):
    """Shows `link` and its QR code, in the same dark on light in every theme; where that does not fit, the link alone."""

    link: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw the code in the room that there is."""
        return Content("\n").join(self._lines(*self.size))

    def _lines(self, width: int, height: int) -> list[Content]:
        words = Content(self.link).wrap(max(1, width))
        # A narrower border than the standard's is read too; none is not.
        for quiet in (qr.QUIET, 2, 1):
            rows = qr.rows(self.link, quiet)
            if rows and len(rows[0]) <= width and len(rows) + len(words) <= height:
                return [*(Content.assemble((row, f"{qr.DARK} on {qr.LIGHT}")) for row in rows), *words]
        return [*words, Content.assemble((_("Make the window larger for a code to scan."), "$text-muted"))]

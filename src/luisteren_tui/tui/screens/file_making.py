"""Making a file in a thread, and saying where it is."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from luisteren_tui.export.pdf import NoTypst
from luisteren_tui.i18n import _
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.system.package import is_bundle
from luisteren_tui.text.safe import safe_line


async def make_file(make: Callable[[], Path]) -> Content:
    """Call `make` in a thread, and return what to say: where the file is, or why there is none."""
    try:
        path = await asyncio.to_thread(make)
    except NoTypst:
        style = "bold $warning"
        if is_bundle():  # what a PDF needs is in it
            text = _("PDFs can't be made on this computer. You can print a page from the browser.")
        else:
            text = _("A PDF needs the [pdf] extra, which includes typst. You can also print a page from the browser.")
    except OSError as error:
        style, text = "bold $error", _("No file was made: {why}.").format(why=_(write_error_message(error)))
    else:
        style, text = "$success", _("Written to {path}").format(path=safe_line(str(path)))
    return Content.assemble((text, style))

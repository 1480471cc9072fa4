"""Making a file in a thread, and saying where it is."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from luisteren_tui.export.pdf import MissingGlyphs, NoTypst
from luisteren_tui.export.saving import save_new_file
from luisteren_tui.i18n import _
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.system.package import is_bundle
from luisteren_tui.text.safe import safe_line


async def make_file(name: str, suffix: str, make: Callable[[], bytes]) -> Content:
    """Call `make` in a thread, write what it makes to a new file, and return what to say about that."""

    def write() -> tuple[Path, str]:
        try:
            data, lacking = make(), ""
        except MissingGlyphs as error:
            data, lacking = error.pdf, str(error)
        return save_new_file(name, suffix, data), lacking

    try:
        path, lacking = await asyncio.to_thread(write)
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
        if lacking:
            style, text = "bold $warning", f"{text}. {lacking} {_('The page (html) keeps everything.')}"
    return Content.assemble((text, style))

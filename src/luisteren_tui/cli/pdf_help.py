"""What the command line says when a PDF can't be made."""

from luisteren_tui.cli.output import print_message
from luisteren_tui.i18n import _
from luisteren_tui.system.package import from_checkout


def print_pdf_help(alternative: str) -> None:
    """Say how to install what a PDF needs, and what else can be done."""
    if from_checkout():
        print_message(_("To make PDFs, run this once: make pdf"))
    else:
        print_message(_("A PDF needs the [pdf] extra, which includes typst: install luisteren-tui[pdf]."))
    print_message(alternative)

"""Documents as one HTML page without other files, for the screen and for A4 paper."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from luisteren_tui.export import document as doc
from luisteren_tui.export.saving import HTML_MARK

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def as_html(sheets: Sequence[doc.Sheet]) -> str:
    """Return one page with the sheets. On paper, each begins on a new page."""
    first = sheets[0]
    language = escape(first.language.replace("_", "-"))
    style = stylesheet("document.css")
    body = "\n".join(_sheet(sheet) for sheet in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{HTML_MARK.decode()}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(first.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def stylesheet(name: str) -> str:
    """Return the stylesheet `name` of this package after the one that all pages share."""
    return "".join(Path(__file__).with_name(each).read_text("utf-8") for each in ("look.css", name))


def _sheet(sheet: doc.Sheet) -> str:
    blocks = "\n".join(part for block in sheet.blocks for part in _block(block))
    return f'<article class="{escape(sheet.kind)}" style="font-size: {sheet.size}pt">\n{blocks}\n</article>'


def _block(block: doc.Block) -> Iterator[str]:
    match block:
        case doc.Heading():
            yield _heading(block.text, block.level, block.aside)
        case doc.Prose():
            yield f'<div class="prose">{_paragraphs(block.paragraphs, block.label)}</div>'
        case doc.Question():
            yield f'<div class="question"><p class="ask">{escape(block.text)}</p>{_lines(block.lines)}</div>'
        case doc.Space():
            yield f'<div class="question"><p class="label">{escape(block.label)}</p>{_lines(block.lines)}</div>'
        case doc.Points():
            kind = ' class="tick"' if block.tick else ""
            points = "".join(f"<li>{escape(item)}</li>" for item in block.items)
            yield f'<div class="points">{_label(block.label)}<ul{kind}>{points}</ul></div>'
        case doc.Tip():
            yield f'<div class="tip" role="note"><p><strong>{escape(block.label)}</strong> {escape(block.text)}</p></div>'
        case doc.Passage():
            yield f'<section class="passage">{_heading(block.title, block.level)}{_paragraphs(block.paragraphs)}</section>'
        case doc.Link():
            yield _link(block)
        case doc.Table():
            yield _table(block)
        case doc.Drawing():
            yield f'<div class="drawing" tabindex="0" role="img" aria-label="{escape(block.alt)}">{block.svg}</div>'
        case doc.Picture():
            yield _picture(block)


def _heading(text: str, level: int, aside: str = "") -> str:
    level = min(level, 6)
    beside = f' <span class="aside">{escape(aside)}</span>' if aside else ""
    return f"<h{level}>{escape(text)}{beside}</h{level}>"


def _label(text: str) -> str:
    return f'<p class="label">{escape(text)}</p>' if text else ""


def _paragraphs(paragraphs: Sequence[Sequence[str]], label: str = "") -> str:
    first = f"<strong>{escape(label)}:</strong> " if label else ""
    shown = ["<br>".join(map(escape, lines)) for lines in paragraphs]
    return "".join(f"<p>{first if not place else ''}{one}</p>" for place, one in enumerate(shown))


def _lines(count: int) -> str:
    return f'<div class="lines" aria-hidden="true">{"<div></div>" * count}</div>' if count else ""


def _link(link: doc.Link) -> str:
    shown = escape(link.shown)
    target = f'<a href="{escape(link.address)}">{shown}</a>' if link.address else shown
    code = f'<div class="code" role="img" aria-label="{escape(link.alt)}">{link.svg}</div>' if link.svg else ""
    return f'<div class="link"><div>{_label(link.label)}<p>{target}</p></div>{code}</div>'


def _picture(picture: doc.Picture) -> str:
    source = f"data:image/{picture.suffix};base64,{b64encode(picture.data).decode()}"
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{source}" alt="{escape(picture.alt)}">{caption}</figure>'


def _table(table: doc.Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    rows = "".join(map(_row, table.rows))
    return f"<table>{top}<tbody>{rows}</tbody></table>"


def _row(row: doc.Row) -> str:
    strong = ' class="strong"' if row.strong else ""
    time, text, aside = map(escape, (row.time, row.text, row.aside))
    return f'<tr{strong}><td>{time}</td><th scope="row">{text}</th><td>{aside}</td></tr>'

"""Documents as one HTML page without other files, for the screen and for A4 paper."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from luisteren_tui.export import document as doc
from luisteren_tui.export.look import stylesheet
from luisteren_tui.export.saving import HTML_MARK
from luisteren_tui.i18n.languages import is_right_to_left

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def as_html(sheets: Sequence[doc.Sheet]) -> str:
    """Return one page with the sheets. On paper, each begins on a new page."""
    first = sheets[0]
    language = escape(first.language.replace("_", "-"))
    direction = ' dir="rtl"' if is_right_to_left(first.language) else ""
    style = stylesheet("document.css")
    body = "\n".join(_sheet(sheet) for sheet in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"{direction}>\n<head>\n<meta charset="utf-8">\n{HTML_MARK.decode()}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(first.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _sheet(sheet: doc.Sheet) -> str:
    blocks = "\n".join(part for block in doc.isolated(sheet).blocks for part in _block(block))
    return f'<article class="{escape(sheet.kind)}" style="font-size: {sheet.size}pt">\n{blocks}\n</article>'


def _block(block: doc.Block) -> Iterator[str]:
    match block:
        case doc.Heading():
            yield _heading(block.text, block.level, block.time, block.aside)
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
        case doc.Picture():
            yield _picture(block)


def _heading(text: str, level: int, time: str = "", aside: str = "") -> str:
    level = min(level, 6)
    before = f'<span class="time">{escape(time)}</span> ' if time else ""
    beside = f' <span class="aside">{escape(aside)}</span>' if aside else ""
    return f"<h{level}>{before}{escape(text)}{beside}</h{level}>"


def _label(text: str) -> str:
    return f'<p class="label">{escape(text)}</p>' if text else ""


def _paragraphs(paragraphs: Sequence[Sequence[str]], label: str = "") -> str:
    before = f"<strong>{escape(label)}:</strong> " if label else ""
    shown = ""
    for piece in (piece for lines in paragraphs for piece in doc.pieces(lines)):
        if isinstance(piece, doc.Lines):
            shown += f"<p>{before}{'<br>'.join(map(escape, piece.lines))}</p>"
        else:
            shown += f"<p>{before}</p>{_columns(piece.rows)}" if before else _columns(piece.rows)
        before = ""
    return shown


def _columns(rows: Sequence[Sequence[str]]) -> str:
    shown = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="columns"><tbody>{shown}</tbody></table>'


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
    top = f"<thead><tr>{_head(table, table.head)}</tr></thead>" if table.head else ""
    rows = "".join(_row(row, table) for row in table.rows)
    return f"<table>{top}<tbody>{rows}</tbody></table>"


def _head(table: doc.Table, head: doc.Head) -> str:
    columns = [f'<th scope="col">{escape(name)}</th>' for name in (head.time, head.text)]
    if table.has_bars:
        keys = (
            f'<span class="key">{_svg(doc.Bar((doc.Span(piece, 0, 1),)))}{escape(name)}</span>'
            for piece, name in head.legend
        )
        columns.append(f'<th scope="col" class="bar">{escape(head.bar)}{" ".join(keys)}</th>')
    columns.append(f'<th scope="col" class="aside">{escape(head.aside)}</th>')
    return "".join(columns)


def _row(row: doc.Row, table: doc.Table) -> str:
    strong = ' class="strong"' if row.strong else ""
    bar = f'<td class="bar">{_svg(row.bar) if row.bar else ""}</td>' if table.has_bars else ""
    remark = f' <span class="remark">{escape(row.remark)}</span>' if row.remark else ""
    time, text, aside = map(escape, (row.time, row.text, row.aside))
    return f'<tr{strong}><td class="time">{time}</td><th scope="row">{text}</th>{bar}<td class="aside">{aside}{remark}</td></tr>'


def _svg(bar: doc.Bar) -> str:
    """Return a bar as a drawing that is as wide as its place. Screen readers have the words beside it."""
    shapes = "".join(
        f'<rect class="{span.piece}" x="{span.begin:.2%}" width="{span.end - span.begin:.2%}"/>' for span in bar.spans
    )
    mark = "" if bar.mark is None else f'<line x1="{bar.mark:.2%}" x2="{bar.mark:.2%}" y1="-2.4mm" y2="5.8mm"/>'
    return f'<svg aria-hidden="true">{shapes}{mark}</svg>'

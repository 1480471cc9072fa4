"""Keep what stands beside an emoji in its column, on terminals that count the cells of the emoji otherwise.

To Textual an emoji of several characters takes two cells. Some terminals give it one, others two for each part. What
follows on the line would then be shifted, and the rest of the screen would not fit it any more.
"""

import re

from rich.cells import cell_len

from luisteren_tui.text.clusters import EMOJI_STYLE, clusters, is_picture

WRAP, NO_WRAP = "\x1b[?7h", "\x1b[?7l"
_PIECE = r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[[0-?]*[ -/]*[@-~]|\x1b.|[\r\n]|(?P<text>[^\x1b\r\n]+)"


def hold_columns(frame: str) -> str:
    """Return a frame in which the cursor is placed behind each emoji of several characters, whatever cells that takes.

    Its cells are cleared first, for terminals that give it fewer. The line is not wrapped, for those that give it more.
    """
    pieces, held = list[str](), False
    row = column = 0
    for match in re.finditer(_PIECE, frame):
        if match["row"]:
            row, column = int(match["row"]), int(match["column"])
        text = match["text"]
        if not text or not row:
            pieces.append(match[0])
            continue
        for sign in clusters(text):
            width = cell_len(sign)
            if _is_uncertain(sign):
                held = True
                sign = f"{' ' * width}\x1b[{row};{column}H{sign}\x1b[{row};{column + width}H"
            pieces.append(sign)
            column += width
    return f"{NO_WRAP}{''.join(pieces)}{WRAP}" if held else frame


def _is_uncertain(sign: str) -> bool:
    return len(sign) > 1 and (EMOJI_STYLE in sign or any(map(is_picture, sign)))

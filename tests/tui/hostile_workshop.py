"""A workshop full of hostile text, and the sequences that must not reach a terminal."""

import re
from pathlib import Path

ESCAPES = "\x1b[31m\x1b]0;title\x07\x1b]52;c;Ym9v\x1b\\\x1bc\x9b2J\x07\x7f"
HIDDEN = "\u202eabc\u2066\u200b\u200f\ufeff\u00ad\u2028\U000e0041"
MARKUP = "[/] [@click=app.bell]x[/] [@click=screen.end]y[/] [b $nothing] $var {field} %s [x] 5 [min] \\["
LINE = f"[/]{ESCAPES}{HIDDEN}{MARKUP}漢字👩‍👩‍👧é"
LONG = "woord" * 2000

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
OWN = re.compile(r"\x1b\[[0-9;]*[mHK]")  # colours and cursor moves, which the screens send themselves


def quoted(text: str) -> str:
    """Return `text` as a YAML scalar with every character escaped."""
    escaped = (c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(escaped)}"'


def write_workshop(folder: Path, line: str = LINE, long: str = LONG) -> None:
    """Write the workshop `hostile` with `line` in every field, and `long` in those of several lines."""
    folder.mkdir(parents=True)
    both = quoted(f"{line} {long}")
    text = f"""
format: 1
id: hostile
title: {quoted(line)}
theme: {quoted(line)}
goal: {both}
credit: {both}
introduction: {both}
materials: [{quoted(line)}, {both}]
texts:
  t: {{title: {both}, source: {quoted(line)}, body: {both}}}
  u: {{title: {quoted(line)}, source: {both}, file: missing.txt}}
steps:
  - title: {both}
    duration: 10m
    form: plenary
    text: t
    instruction: {both}
    materials: [{both}]
    prompts: [{quoted(line)}, {both}]
    tips: [{quoted(line)}, {both}]
    cues: [{{at: 1m, say: {both}}}]
  - title: {quoted(line)}
    activities:
      - title: {both}
        duration: 15m
        form: pairs
        text: u
        roles: [{quoted(line)}, {both}]
        options: [{both}]
        instruction: {quoted(line)}
        turns: {{each: role, prepare: 1m, window: 5m-7m}}
  - break: {both}
    duration: 5m
  - title: {quoted(line)}
    duration: 5m
    form: subgroups
    prompts: [{both}]
"""
    (folder / "hostile.yaml").write_text(text)


def unsafe_in(raw: str) -> str:
    """Return the sequences in a terminal's output that the screens never send themselves."""
    rest = OWN.sub("", raw)
    found = UNSAFE.findall(rest)
    return "".join(found) + rest[rest.find("\x1b") :][:40] * ("\x1b" in rest)

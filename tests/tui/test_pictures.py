"""The pictures of the documentation, which are drawn from the cells of the running program."""

import re
from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.tui.theme import DARK, LIGHT
from tools.pictures.album import Album
from tools.pictures.drawing import WIDTH
from tools.pictures.walks import start_walk


@pytest.mark.check_only
async def test_pictures_of_a_walk_are_taken_in_both_themes_with_each_word_on_its_cells(tmp_path: Path) -> None:
    i18n.use("nl")
    album = Album(tmp_path, (80, 24), ["start-mirrored"])
    await start_walk(album, tmp_path / "data")
    assert album.taken == ["start-mirrored"]
    for theme in (DARK, LIGHT):
        picture = (tmp_path / f"start-mirrored-80x24-{theme.name.removeprefix('luisteren-')}.svg").read_text("utf-8")
        assert f'fill="{theme.background}"' in picture
        (place,) = re.findall(r'x="(\d+)" y="\d+" textLength="\d+"[^>]*>Hoeveel<', picture)
        (next_place,) = re.findall(r'x="(\d+)" y="\d+" textLength="\d+"[^>]*>mensen<', picture)
        assert int(next_place) - int(place) == len("Hoeveel ") * WIDTH

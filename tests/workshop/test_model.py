"""Names of materials outside the makers' page."""

import pytest
from msgspec.structs import replace

from luisteren_tui.workshop.model import Text, material_names
from tests.session.sample_sessions import WORKSHOP

TEXTS = {"gedicht": Text("Gedicht ‘Luisteren’"), "casus": Text("Casusbeschrijving: Nadia’s ervaring")}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Gedicht ‘Luisteren’: (zie hieronder)", "Gedicht ‘Luisteren’"),
        ("Casusbeschrijving ‘Nadia’ (zie hieronder)", "Casusbeschrijving ‘Nadia’"),
        ("Gedicht ‘Luisteren’, voor ieder één", "Gedicht ‘Luisteren’, voor ieder één"),
        ("Stiften en een flip-over (groot)", "Stiften en een flip-over (groot)"),
        ("Gedicht", "Gedicht"),
    ],
)
def test_material_that_is_a_text_is_named_without_its_page(written: str, said: str) -> None:
    assert material_names(replace(WORKSHOP, texts=TEXTS), (written,)) == (said,)


def test_materials_stay_as_written_without_texts() -> None:
    written = ("Gedicht (zie hieronder)", "")
    assert material_names(replace(WORKSHOP, texts={}), written) == written
    assert material_names(replace(WORKSHOP, texts={"x": Text(": zonder naam")}), written) == written

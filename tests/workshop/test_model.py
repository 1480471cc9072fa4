"""Materials as they are said outside of the page that the makers wrote them on."""

from dataclasses import replace

import pytest

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
def test_of_a_text_is_not_said_where_the_makers_have_it(written: str, said: str) -> None:
    assert material_names(replace(WORKSHOP, texts=TEXTS), (written,)) == (said,)


def test_without_texts_all_is_said_as_it_is_written() -> None:
    written = ("Gedicht (zie hieronder)", "")
    assert material_names(replace(WORKSHOP, texts={}), written) == written
    assert material_names(replace(WORKSHOP, texts={"x": Text(": zonder naam")}), written) == written

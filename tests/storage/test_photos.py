import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from luisteren_tui.storage import photos as module
from luisteren_tui.storage.photos import NOT_A_PICTURE, TOO_MUCH, bare_jpeg, bare_png, read_photos

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def picture(kind: str = "JPEG", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, kind, **options)
    return made.getvalue()


def from_a_phone(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SECRET-CAMERA"
    exif.get_ifd(GPS)[2] = (52.0, 5.0, 7.0)
    return picture(exif=exif, comment=b"SECRET-COMMENT")


def test_photos_are_in_natural_order(tmp_path: Path) -> None:
    for name in ("poster 10.jpg", "Poster 2.JPEG", "poster 1.png", "\u202e<b>.jpg", "ff\nx.jpg"):
        (tmp_path / name).write_bytes(picture("PNG" if name.endswith("png") else "JPEG"))
    found, problems = read_photos(tmp_path)
    assert [photo.name for photo in found] == ["ff\nx", "poster 1", "Poster 2", "poster 10", "\u202e<b>"]
    assert [photo.suffix for photo in found] == ["jpeg", "png", "jpeg", "jpeg", "jpeg"]
    assert problems == []


def test_photos_are_recognised_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("PNG"))
    (tmp_path / "b.png").write_bytes(b"<svg onload='x'/>")
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "d.jpg").mkdir()
    os.mkfifo(tmp_path / "e.jpg")
    (tmp_path / "f.jpg").symlink_to("/etc/passwd")
    (tmp_path / "notes.txt").write_text("x")
    found, problems = read_photos(tmp_path)
    assert [(photo.name, photo.suffix) for photo in found] == [("a", "png")]
    assert [(problem.message, problem.values["name"]) for problem in problems] == [
        (NOT_A_PICTURE, name) for name in ("b.png", "c.jpg", "d.jpg", "e.jpg", "f.jpg")
    ]


def test_number_and_size_of_photos_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        (tmp_path / f"{n}.jpg").write_bytes(picture())
    monkeypatch.setattr(module, "MAX_PHOTOS", 3)
    found, problems = read_photos(tmp_path)
    assert (len(found), [problem.message for problem in problems]) == (3, [TOO_MUCH] * 2)
    monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 2 * len(found[0].data))
    assert len(read_photos(tmp_path)[0]) == 2
    monkeypatch.setattr(module, "MAX_PHOTO_BYTES", len(picture()) - 1)
    assert read_photos(tmp_path)[0] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_jpeg_keeps_no_metadata_but_its_orientation(orientation: int) -> None:
    data = from_a_phone(orientation)
    assert b"SECRET-CAMERA" in data
    assert b"SECRET-COMMENT" in data
    made = bare_jpeg(data)
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(made)) as after:
        exif = after.getexif()
        assert exif.get(ORIENTATION, 1) == orientation
        assert set(exif) <= {ORIENTATION}
        assert not exif.get_ifd(GPS)
        assert after.tobytes() == before.tobytes()


def test_jpeg_with_padding_between_its_parts_is_a_picture() -> None:
    data = from_a_phone()
    assert bare_jpeg(data[:2] + b"\xff" + data[2:]) == bare_jpeg(data)


def test_jpeg_keeps_its_colours() -> None:
    profile = b"a profile of colours" * 5
    with Image.open(io.BytesIO(bare_jpeg(picture(icc_profile=profile)))) as image:
        assert image.info["icc_profile"] == profile


def test_png_keeps_no_metadata() -> None:
    exif = Image.Exif()
    exif[MAKE] = "SECRET-CAMERA"
    words = PngInfo()
    words.add_text("Comment", "SECRET-WORDS")
    words.add_itxt("Place", "SECRET-PLACE")
    made = io.BytesIO()
    Image.new("RGBA", (60, 40), (1, 2, 3, 4)).save(made, "PNG", exif=exif, pnginfo=words)
    data = made.getvalue()
    assert data.count(b"SECRET") == 3
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(bare_png(data))) as after:
        assert after.tobytes() == before.tobytes()
        assert after.info == {}
    assert b"SECRET" not in bare_png(data + b"SECRET")
    with pytest.raises(ValueError, match="without its end"):
        bare_png(data[:-1])


@given(st.binary())
def test_any_bytes_give_a_photo_or_a_value_error(data: bytes) -> None:
    for whole in (b"\xff\xd8\xff" + data, b"\xff\xd8\xff\xe1\x00\x30Exif\0\0MM\0*" + data):
        try:
            assert len(bare_jpeg(whole)) <= len(whole) + 40
        except ValueError:
            continue

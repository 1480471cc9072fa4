"""The licences of everything in a bundle, found in the environment that made it."""

import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

BUILDERS = {"altgraph", "macholib", "packaging", "pefile", "pip", "pyinstaller-hooks-contrib", "pywin32-ctypes"}
BUILDERS |= {"setuptools", "pycparser", "luisteren-tui"}
"""Distributions that are not part of the bundle, or whose licence has a file of its own in it."""
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
LIBRARIES = {
    r"libpython|python3?\d*\.dll|Python$": "Python: see above",
    r"libz\b|zlib": "zlib: the zlib licence",
    r"libffi": "libffi: the MIT licence",
    r"libuuid": "libuuid: the BSD 3-clause licence",
    r"libexpat": "Expat: the MIT licence",
    r"libmpdec": "libmpdec: the BSD 2-clause licence",
    r"libgcc_s": "GCC's runtime: the GPL 3 with the GCC Runtime Library Exception",
    r"libcrypto|libssl": "OpenSSL: the Apache licence 2.0",
    r"vcruntime|msvcp|ucrtbase|api-ms-win": "Microsoft's runtime: the licence of Visual Studio's redistributable files",
}
"""Libraries of the system that PyInstaller adds, by the name of their files."""
ALSO = {
    "typst": "Its fonts: Libertinus Serif (the SIL Open Font License 1.1), New Computer Modern (the GUST Font License), "
    "DejaVu Sans Mono (the Bitstream Vera licence).",
}
"""What the files of a distribution don't say."""
INSIDE_PYTHON = """\
What others made of Python itself, such as Expat (the MIT licence) and libmpdec (the BSD 2-clause licence), with the full
texts: https://docs.python.org/3/license.html"""
UNKNOWN = "UNKNOWN"
LINE = "=" * 78


def third_party(folder: Path) -> str:
    """Return the text about what others made of what is in the bundle in `folder`."""
    return "\n\n".join(
        [
            "What others made and is in this bundle, each under its own licence.",
            _section(f"Python {platform.python_version()}", _python()),
            _section("Libraries of the system", "\n".join(_libraries(folder))),
            *(_section(*each) for each in sorted(_packages(), key=lambda each: each[0].lower())),
            "",
        ]
    )


def _section(title: str, text: str) -> str:
    return f"{LINE}\n{title}\n{LINE}\n\n{text.strip()}"


def _python() -> str:
    """Return its licence, and where those are of what was compiled into it."""
    places = (Path(os.__file__).with_name("LICENSE.txt"), *Path(sys.base_prefix).glob("LICENSE*"))
    found = next((place for place in places if place.is_file()), None)
    said = [found.read_text(encoding="utf-8").strip()] if found else []
    return "\n\n".join([*said, INSIDE_PYTHON])


def _libraries(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("program-*/*")):
        name = path.name
        # What Python and the packages compiled has the name of its Python in it, or .abi3.
        if path.is_dir() or not re.search(r"\.(so[.\d]*|dylib|dll)$|^Python$", name) or ".abi3." in name:
            continue
        known = next((text for pattern, text in LIBRARIES.items() if re.match(pattern, name, re.IGNORECASE)), UNKNOWN)
        if not re.search(r"\.cpython-\d+", name):
            yield f"{name}: {known}"


def _packages() -> Iterator[tuple[str, str]]:
    """Yield the title and the licence of each distribution."""
    for each in distributions():
        name = each.metadata["Name"]
        if re.sub(r"[-_.]+", "-", name).lower() in BUILDERS:
            continue
        title = f"{name} {each.version}"
        if name == "pyinstaller":
            title += " (the small program that starts Python)"
        said = next((each.metadata[key] for key in ("License-Expression", "License") if key in each.metadata), "")
        first = f"Licence: {said}" if said and len(said) < 200 else ""  # some give the whole text
        parts = [first, ALSO.get(name, ""), *_licence_texts(each), *_crates(each)]
        yield title, "\n\n".join(part.strip("\n") for part in parts if part) or UNKNOWN


def _licence_texts(distribution: Distribution) -> Iterable[str]:
    files = distribution.files or []
    found = sorted({str(file) for file in files if ".dist-info/" in str(file) and LICENCE_FILE.search(str(file))})
    return [Path(str(distribution.locate_file(file))).read_text(encoding="utf-8") for file in found]


def _crates(distribution: Distribution) -> Iterator[str]:
    """Yield the list of what was compiled into a distribution, if it has one (in the form of CycloneDX)."""
    for file in distribution.files or []:
        if str(file).endswith(".cyclonedx.json"):
            content = json.loads(Path(str(distribution.locate_file(file))).read_text(encoding="utf-8"))
            yield "Compiled into it:\n" + "\n".join(sorted({_crate(each) for each in content.get("components", [])}))


def _crate(component: dict[str, object]) -> str:
    licences = component.get("licenses")
    names = [
        str(each.get("expression") or each.get("license", {}).get("id") or each.get("license", {}).get("name"))
        for each in (licences if isinstance(licences, list) else [])
    ]
    return f"  {component.get('name')} {component.get('version')}: {', '.join(names) or UNKNOWN}"

"""Check the web pages with Chromium, in windows of several sizes: `make browser`.

The pages for paper are checked for accessibility with axe, the page for the room in all its states and with a session.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.i18n.languages import LANGUAGES
from tests.export.test_accessible import handouts, page
from tools import chromium, room_in_browser

WIDTHS = (380, 1100)
# The page's own policy forbids scripts, so the page is checked without it.
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>\n")
ASK = """<script>axe.run().then(found => {
  document.documentElement.setAttribute("data-found", JSON.stringify({
    passed: found.passes.length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    faults: found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html.slice(0, 90)).join(" | ")),
  }));
});</script>"""


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the HTML of each page."""
    for language in LANGUAGES:
        i18n.use(language)
        yield f"outcome, {language}", page()
        yield f"outcome without times, {language}", page(times=False)
        yield f"handouts, {language}", handouts()


def check(browser: str, made: bytes, width: int) -> tuple[int, list[str]]:
    """Return how many rules the page passed in a window of this width, and the rules that it broke."""
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    text = POLICY.sub("", made.decode()).replace("</body>", f"<script>{axe}</script>{ASK}</body>")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(text, "utf-8")
        given = [*chromium.options(Path(folder, "profile")), f"--window-size={width},1400"]
        run = subprocess.run(
            [browser, *given, "--virtual-time-budget=20000", "--dump-dom", path.as_uri()],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=120,
        )
    answer = re.search(r'data-found="([^"]*)"', run.stdout)
    if answer is None:
        return 0, ["the browser did not answer"]
    found = json.loads(html.unescape(answer[1]))
    return found["passed"], [*found["faults"], *(["wider than the window"] if found["wide"] else [])]


def main() -> int:
    """Print a line and the broken rules for each page; return 1 if any rule was broken."""
    browser = chromium.found()
    if browser is None:
        print(f"did not run: there is no browser here ({', '.join(chromium.BROWSERS)})")
        return 0
    wrong = False
    for name, made in pages():
        for width in WIDTHS:
            passed, faults = check(browser, made, width)
            wrong = wrong or bool(faults)
            print(f"{name}, {width} wide: {passed} rules passed, {len(faults)} broken")
            print("".join(f"  {fault}\n" for fault in faults), end="", flush=True)
    for name, faults in room_in_browser.check(browser):
        wrong = wrong or bool(faults)
        print(f"{name}: {len(faults)} faults")
        print("".join(f"  {fault}\n" for fault in faults), end="", flush=True)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())

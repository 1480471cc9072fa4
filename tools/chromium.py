"""Chromium without a window, spoken to through a pipe: no port is opened, and nothing but the page is loaded."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
WAIT_S = 20.0


def found() -> str | None:
    """Return the path of a browser of this kind, or None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def options(profile: Path) -> list[str]:
    """Return the options of a browser that shows no window, keeps its files in `profile`, and asks nobody for news."""
    quiet = ("no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
    given = ["--headless", "--disable-gpu", *(f"--{each}" for each in quiet), f"--user-data-dir={profile}"]
    # Run by root, as in a container, a browser can't use its sandbox.
    return [*given, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]


class Tab:
    """One page of the browser. `requests` has all addresses that were asked for, `complaints` what the console said."""

    def __init__(self, browser: "Chromium", target: str) -> None:
        self._browser = browser
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.requests: list[str] = []
        self.complaints: list[str] = []
        browser.listen(self._session, self._hear)
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Call a method of the page and return its result. Raise RuntimeError if it fails."""
        return self._browser.call(method, session=self._session, **params)

    def _hear(self, method: str, params: Any) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(params["exceptionDetails"]["text"])

    def open(self, page: Path, *, width: int, height: int) -> None:
        """Open a page in a window of this size."""
        self.resize(width, height)
        self.call("Page.navigate", url=page.as_uri())

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def value(self, expression: str) -> Any:
        """Return what an expression is worth in the page, also if it takes time."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "the page failed"))
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the page. Raise TimeoutError if it doesn't become so."""
        stop = time.monotonic() + WAIT_S
        while not self.value(expression):
            if time.monotonic() > stop:
                raise TimeoutError(f"{expression} — {self.value('document.body.innerText')!r}")
            time.sleep(0.05)

    def picture(self) -> bytes:
        """Return a picture of the window as PNG."""
        return b64decode(self.call("Page.captureScreenshot", format="png")["data"])


class Chromium:
    """A browser that runs until the end of a `with` block."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._folder = tempfile.TemporaryDirectory(prefix="luisteren-", ignore_cleanup_errors=True)
        self._number = 0
        self._listeners: dict[str, Callable[[str, Any], None]] = {}

    def __enter__(self) -> Self:
        hears, self._to = os.pipe()
        self._from, says = os.pipe()
        # The browser reads from descriptor 3 and writes to 4.
        command = ["sh", "-c", f'exec "$@" 3<&{hears} 4>&{says}', "sh", self._program]
        given = [*options(Path(self._folder.name)), "--remote-debugging-pipe"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen([*command, *given], pass_fds=(hears, says), stdout=quiet, stderr=quiet)
        os.close(hears)
        os.close(says)
        self._messages = self._read()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(WAIT_S)
        os.close(self._to)
        os.close(self._from)
        self._folder.cleanup()

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """Open an empty page and close it at the end."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        yield Tab(self, target)
        self.call("Target.closeTarget", targetId=target)

    def listen(self, session: str, listener: Callable[[str, Any], None]) -> None:
        """Call `listener` with each event of a page, and what it says."""
        self._listeners[session] = listener

    def call(self, method: str, session: str | None = None, **params: Any) -> Any:
        """Call a method and return its result. Raise RuntimeError if it fails."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        for answer in self._messages:
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if listener := self._listeners.get(answer.get("sessionId", "")):
                listener(answer["method"], answer["params"])
        raise RuntimeError("the browser has gone")

    def _read(self) -> Iterator[Any]:
        rest = b""
        while data := os.read(self._from, 2**16):
            *whole, rest = (rest + data).split(b"\0")
            yield from map(json.loads, whole)

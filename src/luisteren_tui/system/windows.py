"""What only Windows has to be asked: what a console is, when it is closed, and by whom; and which language the user reads.

Other systems send SIGHUP, and have the language in the environment. Nothing here does anything on them.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 4.5
"""How long the program may take to end after its console was closed: a little less than the system waits."""
_CLOSE, _LOGOFF, _SHUTDOWN = 2, 5, 6
_handlers: list[Any] = []
"""What the system calls. Python would free it otherwise."""


def watch_console(leave: Callable[[], object], wait: Callable[[float], object] = time.sleep) -> None:
    """Call `leave` from another thread when the console is closed. It must let the program end soon.

    The system ends the program when `wait` returns.
    """
    if sys.platform == "win32":
        import ctypes  # slow to import

        def told(what: int) -> int:
            if what not in (_CLOSE, _LOGOFF, _SHUTDOWN):
                return 0  # Ctrl+C is left to Python
            leave()
            wait(PATIENCE_S)
            return 1

        handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(told)
        _handlers.append(handler)
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, 1)


def is_console(fd: int) -> bool:
    """Return whether what is open as `fd` is a console. To Python, the device NUL is a terminal too."""
    if sys.platform != "win32":
        return True
    import ctypes  # slow to import
    import msvcrt

    mode = ctypes.c_uint()
    handle = ctypes.c_void_p(msvcrt.get_osfhandle(fd))
    return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode)))


def window_closes_with_program() -> bool:
    """Return whether the window of the console was opened for this program alone, as a double-click does."""
    if sys.platform != "win32":
        return False
    import ctypes  # slow to import

    programs = (ctypes.c_uint * 2)()  # a shell would be the second one
    return bool(ctypes.windll.kernel32.GetConsoleProcessList(programs, len(programs)) == 1)


def name_language() -> None:
    """Put the language of the system in the environment, unless one is there already."""
    if sys.platform == "win32" and not any(map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))):
        import ctypes  # slow to import
        import locale

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        if name := locale.windows_locale.get(number):
            os.environ["LANG"] = name

"""Gives the programs that a bundle starts (a browser, a terminal) the environment that the bundle was started in.

PyInstaller runs this before the program. The bundle's own libraries are found by now, and others must not find them.
"""

import os

for name in ("LD_LIBRARY_PATH", "LIBPATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before

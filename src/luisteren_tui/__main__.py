"""The entry point of the program."""

import gc
import sys

# Imported modules stay, so looking for garbage in them wastes a tenth of the time to the first paint.
gc.disable()

from luisteren_tui.cli import main as cli  # noqa: E402
from luisteren_tui.cli.output import leave_window_open  # noqa: E402
from luisteren_tui.system.process_memory import forbid_core_files  # noqa: E402


def main() -> None:
    """Run the command line and end with its exit code."""
    forbid_core_files()
    code = cli.main(sys.argv[1:])
    leave_window_open(code)
    gc.freeze()  # the end needs no last look for garbage either
    sys.exit(code)


if __name__ == "__main__":
    main()

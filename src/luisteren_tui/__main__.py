"""Where the program starts."""

import gc
import sys

# What is imported stays: looking for garbage in it costs a tenth of the time to the first picture.
gc.disable()

from luisteren_tui.cli import main as cli  # noqa: E402


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(cli.main(sys.argv[1:]))


if __name__ == "__main__":
    main()

"""Where the program starts."""

import sys

from luisteren_tui import cli


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(cli.main(sys.argv[1:]))


if __name__ == "__main__":
    main()

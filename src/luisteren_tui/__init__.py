"""Run in-person workshops from a YAML definition, in the terminal."""

__version__ = "0.9.0"
